"""What a row of a run concludes, as arithmetic alone, and which of its conclusions another run turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.runs.difference import Pair, TableDifference
from twoarm.analysis.runs.scales import scale_of_row
from twoarm.analysis.runs.tables import Row
from twoarm.faces import counts_only

# In the order in which they are told.
VERDICT, ESTIMABLE, INTERVAL, P_VALUE, EQUIVALENCE, ADJUSTED, SIGN, SIGNIFICANT = _KINDS = (
    *("verdict", "estimable", "interval", "p_value", "equivalence", "p_adjusted", "sign", "significant"),
)


@counts_only
@dataclass(frozen=True)
class Flip:
    """A conclusion that two runs do not share.

    Attributes
    ----------
    table : name of the table. pair : the row in both runs.
    kind : one of `_KINDS`.
    a, b : what each run concludes: a verdict; whether there is an estimate; -1, 0 or 1 for where an interval lies, or
        for the sign of an estimate; whether a P is below the run's own alpha.
    """

    table: str
    pair: Pair
    kind: str
    a: Any
    b: Any


def flips(difference: TableDifference, alpha_a: float, alpha_b: float) -> list[Flip]:
    """The conclusions of a table that flipped, each against the significance level of its own run.

    Parameters
    ----------
    difference : of ``results``, ``specifications`` or ``claims``; the other tables conclude nothing.
    alpha_a, alpha_b : the significance levels, in (0, 1).
    """
    name = difference.table.name
    if name == "claims":
        return _claim_flips(difference)
    if name not in ("results", "specifications"):
        return []
    found = []
    for pair in difference.pairs:
        a, b = conclusions(pair.a, alpha_a), conclusions(pair.b, alpha_b)
        turned = [kind for kind in _KINDS if kind in a and kind in b and a[kind] != b[kind]]
        turned = [
            kind for kind in turned if kind != SIGN or INTERVAL not in turned
        ]  # the interval says it already
        found += [Flip(name, pair, kind, a[kind], b[kind]) for kind in turned]
    return found


def conclusions(row: Row, alpha: float) -> dict[str, Any]:
    """What a row of ``results`` or ``specifications`` concludes: a value for each kind of `_KINDS` that applies.

    A sign is a conclusion only beside an interval. An interval within the margins of equivalence is asked for that alone.
    """
    entry = REGISTERED.get(row.get("analysis", ""))
    of_margin = entry is not None and entry.shown == "margin"
    p, null = row["p_value"], _null_of_row(row)
    found = {ESTIMABLE: row["estimate"] is not None or p is not None}
    if p is not None:
        found[EQUIVALENCE if of_margin else P_VALUE] = p < alpha
    if row.get("p_adjusted") is not None:
        found[ADJUSTED] = row["p_adjusted"] < alpha
    if null is not None and not of_margin and None not in (row["low"], row["high"], row["estimate"]):
        found[INTERVAL] = (row["low"] > null) - (row["high"] < null)
        found[SIGN] = (row["estimate"] > null) - (row["estimate"] < null)
    return found


def _null_of_row(row: Row) -> float | None:
    """The value that means no difference on the row's scale; None where there is none, or where the scale is not known."""
    scale = scale_of_row(row)
    return scale.null if scale is not None and scale.compares else None


def _claim_flips(difference: TableDifference) -> list[Flip]:
    """The verdict of a claim once, though every row of it has it; then what single statistics say."""
    verdicts = {
        pair.a["id"]: Flip("claims", pair, VERDICT, pair.a["verdict"], pair.b["verdict"])
        for pair in reversed(difference.pairs)
        if pair.a["verdict"] != pair.b["verdict"]
    }
    said = [
        Flip("claims", pair, SIGNIFICANT, pair.a["significant"], pair.b["significant"])
        for pair in difference.pairs
        if pair.a["significant"] != pair.b["significant"]
    ]
    return [*reversed(verdicts.values()), *said]
