"""The primary results of several sites together, from what each site's run publishes under its own policy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.runs.scales import scale_of_row
from twoarm.analysis.runs.tables import Key, Row
from twoarm.analysis.sweeps.swept import SweptRun, of_all
from twoarm.faces import counts_only
from twoarm.methods.estimate import exp_or_inf, tail_quantile
from twoarm.methods.sites.together import ONE, Together, random_effects
from twoarm.tables.columns import LEVEL
from twoarm.tables.sweeps import POOLED

UNITS = "the sites measure it in different units"


@counts_only
@dataclass(frozen=True)
class SiteRow:
    """The primary result of one site; `reason` says why it is not in the mean of all, and is empty where it is."""

    site: str
    row: Row | None
    reason: str = ""


@counts_only
@dataclass(frozen=True)
class Pool:
    """The sites of one outcome under one combination of parameters, and what they say together.

    Attributes
    ----------
    parameters : that the grid gives these runs. key : of the row that the sites share.
    scale : on which the estimates lie. together : on the scale of `row`; None with the `reason`.
    """

    parameters: dict[str, Any]
    key: Key
    row: Row
    scale: Scale
    sites: tuple[SiteRow, ...]
    together: Together | None
    reason: str = ""

    @property
    def named(self) -> str:
        """The combination in the words of the grid."""
        return ", ".join(f"{name} {'default' if v is None else v}" for name, v in self.parameters.items())

    def table_row(self) -> Row:
        """Its row of pooled.csv."""
        place = {
            name: self.row[name] for name in ("section", "variable", "visit", "analysis", "estimand", "unit")
        }
        known = sum(not site.reason for site in self.sites)
        row = (
            dict.fromkeys(POOLED.header)
            | place
            | {"parameters": self.named, "sites": known, "reason": self.reason}
        )
        if (t := self.together) is None:
            return row
        numbers = {
            "estimate": t.value,
            "low": t.low,
            "high": t.high,
            LEVEL: t.conf_level,
            "p_value": t.p_value,
        }
        heterogeneity = {"between": math.sqrt(t.variance), "i_squared": t.share, "q": t.q, "q_p": t.q_p}
        return row | numbers | heterogeneity | {"next_low": t.next_low, "next_high": t.next_high}


def pools_of(runs: Sequence[SweptRun]) -> list[Pool]:
    """Every primary result that two sites or more have, of the runs of each combination of parameters; none of one site."""
    combinations: list[list[SweptRun]] = []
    for run in runs:
        alike = next((found for found in combinations if found[0].parameters == run.parameters), None)
        combinations.append([run]) if alike is None else alike.append(run)
    return [
        pool
        for found in combinations
        for key in of_all(found)
        if (pool := _pool(found, key)) is not None and len(found) > 1
    ]


def _pool(runs: list[SweptRun], key: Key) -> Pool | None:
    rows = [run.primary.get(key) for run in runs]
    first = next(row for row in rows if row is not None)
    scale = scale_of_row(first)
    if scale is None or not scale.compares:
        return None
    units = {row["unit"] for row in rows if row is not None}
    sites = tuple(SiteRow(run.site, row, _left_out(row, scale)) for run, row in zip(runs, rows, strict=True))
    known = [site.row for site in sites if site.row is not None and not site.reason]
    reason = UNITS if len(units) > 1 else ONE if len(known) < 2 else ""
    together = None if reason else _together(known, scale, runs[0].level)
    return Pool(dict(runs[0].parameters), key, first, scale, sites, together, reason)


def _together(rows: list[Row], scale: Scale, level: float) -> Together:
    """Of a ratio the mean of the logarithms, given back as a ratio; its variance stays that of the logarithms."""
    values = [_value(row["estimate"], scale) for row in rows]
    found = random_effects(values, [_error(row, scale) for row in rows], level)
    back = exp_or_inf if scale.is_ratio else lambda x: x + scale.null
    moved = {name: back(getattr(found, name)) for name in ("value", "low", "high", "next_low", "next_high")}
    return replace(found, **moved)


def _left_out(row: Row | None, scale: Scale) -> str:
    """Why a site does not enter; empty where it does."""
    if row is None:
        return "has no such outcome"
    if row["estimate"] is None or None in (row["low"], row["high"]):
        return row["reason"] or "no interval"
    error = _error(row, scale)
    finite = math.isfinite(_value(row["estimate"], scale)) and math.isfinite(error) and error > 0
    return "" if finite else "an interval without a width or without an end"


def _value(number: float, scale: Scale) -> float:
    if scale.is_ratio:
        return math.log(number) if number > 0 else -math.inf
    return number - scale.null


def _error(row: Row, scale: Scale) -> float:
    """The standard error that the interval has, as wide as it is on this scale; a t of the row's degrees of freedom."""
    width = _value(row["high"], scale) - _value(row["low"], scale)
    return width / 2 / tail_quantile(row[LEVEL], row["df"] or math.inf)
