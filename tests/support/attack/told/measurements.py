"""Values that are measured: what a mean, an SD, a limit, an effect size or a quantile tells of how many there are.

What depends on means, SDs and sizes alone is computed from stand-ins: two arms of the size that is tried, with the mean and
the SD that are published. A published number stands for a range, and so does what follows from it: the range between the
ends is what the sizes could have given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from attack.counts import known
from attack.published import Published, Row
from attack.relations import Key
from attack.told.enumeration import Check, Group
from attack.told.grids import is_difference, is_mean, on_a_grid, step_of
from attack.told.moments import CHANGES, Arm, differences_of, middle_of, moments_of, summary_row
from attack.told.sizes import (
    half_of_mean,
    half_of_welch,
    is_df_of_welch,
    is_e_value,
    is_limit_of_g,
    is_p_of_t,
    is_p_of_welch,
    is_t_beside_limits,
    is_t_of_welch,
    of_arms,
    of_sizes,
)
from twoarm.analysis.arms.improvement import Period
from twoarm.methods import design, values
from twoarm.methods.values import draws
from twoarm.methods.weights import smd_continuous, smd_standard_error
from twoarm.study.dictionary import AVERAGED, Variable

BOTH = (0, 1)


def measured_groups(published: Published, keys: Mapping[Key, Any]) -> Iterator[Group]:
    """A group for each averaged variable at each visit, for each change, and for each analysis with a value before."""
    for variable in published.design.variables:
        if variable.kind in AVERAGED and variable.measure != "events":
            for visit in published.design.visits_of(variable):
                found = tuple(known(variable.name, visit, arm) for arm in published.design.arms)
                yield from _group(
                    f"{variable.name} {visit}", found, _checks(published, variable, visit, ""), keys
                )
            yield from _of_pairs(published, variable, keys)


def arm_group(published: Published) -> Iterator[Group]:
    """The sizes of the arms, which the standard error of a standardised difference follows from."""
    sizes = tuple(("patients", arm) for arm in published.design.arms)
    rows = published.rows("balance")
    checks = [
        c
        for r in rows
        for c in _sized(published, r["standard_error"], "balance standard_error", smd_standard_error)
    ]
    yield Group("arms", sizes, checks)


def _group(
    name: str, sizes: tuple[Key, ...], checks: Iterator[Check], keys: Mapping[Key, Any]
) -> Iterator[Group]:
    if all(size in keys for size in sizes):
        yield Group(name, sizes, list(checks))


def _of_pairs(published: Published, variable: Variable, keys: Mapping[Key, Any]) -> Iterator[Group]:
    after, before = published.design.after(variable), published.design.before(variable)
    if not before or not after:
        return

    def pairs(first: str, last: str) -> tuple[Key, ...]:
        return tuple(("pairs", variable.name, first, last, arm) for arm in published.design.arms)

    latest = pairs(before, after[-1])
    yield from _group(f"{variable.name} paired", latest, _paired(published, variable, after[-1]), keys)
    if len(after) > 1:
        for period, ends in ((Period.EARLY, (before, after[0])), (Period.LATE, (after[0], after[-1]))):
            checks = _checks(published, variable, ends[1], period)
            yield from _group(f"{variable.name} {period}", pairs(*ends), checks, keys)


def _paired(published: Published, variable: Variable, visit: str) -> Iterator[Check]:
    """The mean change of an arm, and the P of an analysis of covariance beside its limits."""
    step = step_of(variable)
    for row in published.rows("results"):
        if (row["variable"], row["visit"]) != (variable.name, visit):
            continue
        if row["analysis"] == "paired_change" and step:
            place = published.design.arms.index(row["arm"])
            for name, mean in (
                ("estimate", published.mean(row["estimate"])),
                ("low, high", middle_of(published, row)),
            ):
                if mean:
                    yield Check(f"results paired_change {name}", (place,), partial(is_mean, mean, step))
        if row["analysis"] == "ancova":
            yield from _beside_its_limits(published, row, "results ancova p_value")
            yield from _degrees(published, row)


def _beside_its_limits(published: Published, row: Row, name: str) -> Iterator[Check]:
    shown = [published.number(row[c]) for c in ("estimate", "low", "high", "p_value")]
    if all(shown):
        yield Check(name, BOTH, partial(is_p_of_t, shown, float(row["conf_level"])))
    t = published.number(row.get("statistic", ""))
    if all(shown[:3]) and t:
        holds = partial(is_t_beside_limits, [*shown[:3], t], float(row["conf_level"]))
        yield Check("results ancova statistic", BOTH, holds)


def _degrees(published: Published, row: Row) -> Iterator[Check]:
    """Degrees of freedom of an analysis of covariance are the patients less three."""
    if df := published.number(row.get("df", "")):
        yield Check("results ancova df", BOTH, lambda n1, n2: df[0] <= n1 + n2 - 3 <= df[1])


def _checks(published: Published, variable: Variable, visit: str, period: str) -> Iterator[Check]:
    arms = moments_of(published, variable, visit, period)
    for place, code in enumerate(published.design.arms):
        row = summary_row(published, variable, visit, code, period)
        yield from on_a_grid(published, variable, row, arms[place], place)
    yield from _apart_on_a_grid(published, variable, visit, period, arms)
    for row in published.rows("courses") if not period else ():
        if (row["variable"], row["visit"]) == (variable.name, visit):
            place = published.design.arms.index(row["arm"])
            yield from _own_interval(published, row, arms[place], place)
    for table in ("results", "specifications", "balance", "power"):
        for row in published.rows(table):
            if (row["variable"], row["visit"]) == (variable.name, visit) and not row.get("arm"):
                yield from _of_row(published, table, row, arms, period)
    if not period:
        yield from _e_values(published, variable, visit)


def _apart_on_a_grid(
    published: Published, variable: Variable, visit: str, period: str, arms: tuple[Arm, Arm]
) -> Iterator[Check]:
    """How far two means of whole steps lie apart, beside what is known of each."""
    step, means = step_of(variable), (arms[0].mean, arms[1].mean)
    if step is None or not np.isfinite(means).all():
        return
    for difference in differences_of(published, variable, visit, period):
        yield Check("difference on a grid", BOTH, partial(is_difference, difference, means, step))


def _own_interval(published: Published, row: Row, arm: Arm, place: int) -> Iterator[Check]:
    """Half of a mean's own interval is so many standard errors."""
    low, high = published.of_means(row, "low"), published.of_means(row, "high")
    if low and high and arm.spread:
        half = ((high[0] - low[1]) / 2, (high[1] - low[0]) / 2)
        holds = partial(half_of_mean, half, arm.sd, float(row["conf_level"]))
        yield Check("courses low, high", (place,), holds)


def _of_row(
    published: Published, table: str, row: Row, arms: tuple[Arm, Arm], period: str
) -> Iterator[Check]:
    analysis = row.get("analysis") or row.get("test") or "smd"
    name, wanted = f"{table} {analysis}", CHANGES.get(period, "mean_difference")
    usual = (("covariates", "none"), ("weights", "none"), ("outliers", "all"))
    plain = table == "specifications" and all(row[c] == value for c, value in usual)
    if analysis == wanted or (analysis == "robust" and plain and not period):
        yield from _welch(published, row, arms, name)
    if period:
        return
    if analysis == "hedges_g":
        yield from _effect_size(published, row, arms, name)
    smd = published.number(row.get("estimate", "") or row.get("smd", "")) if analysis == "smd" else None
    if smd and all(arm.known for arm in arms):
        yield Check(f"{name} estimate", BOTH, partial(of_arms, smd_continuous, smd, arms))
    if analysis == "detectable_difference":
        text = row.get("estimate", "") or row.get("detectable", "")
        yield from _sized(
            published, text, name, lambda n1, n2: design.detectable_difference(n1, n2, published.design.alpha)
        )
    if analysis == "bootstrap" and row["draws"]:
        drawn = int(row["draws"])
        yield Check(f"{name} draws", BOTH, lambda n1, n2: draws.replicates(n1 + n2) == drawn)


def _welch(published: Published, row: Row, arms: tuple[Arm, Arm], name: str) -> Iterator[Check]:
    value, low, high = (published.of_means(row, c) for c in ("estimate", "low", "high"))
    p = published.number(row["p_value"])
    if not all(arm.spread for arm in arms):
        return
    if low and high:
        half = ((high[0] - low[1]) / 2, (high[1] - low[0]) / 2)
        level = float(row["conf_level"] or 0.95)
        yield Check(f"{name} low, high", BOTH, partial(half_of_welch, half, arms, level))
    if value and p:
        yield Check(f"{name} p_value", BOTH, partial(is_p_of_welch, value, p, arms))
    t = published.number(row.get("statistic", ""))
    if value and t:
        yield Check(f"{name} statistic", BOTH, partial(is_t_of_welch, value, t, arms))
    if df := published.number(row.get("df", "")):
        yield Check(f"{name} df", BOTH, partial(is_df_of_welch, df, arms))


def _effect_size(published: Published, row: Row, arms: tuple[Arm, Arm], name: str) -> Iterator[Check]:
    """The limits of Hedges's g follow from g and the sizes, whatever the values are."""
    value, level = published.number(row["estimate"]), float(row["conf_level"] or 0.95)
    for column in ("low", "high"):
        limits = published.number(row[column])
        if value and limits:
            yield Check(f"{name} {column}", BOTH, partial(is_limit_of_g, value, limits, column, level))
    if value and all(arm.known for arm in arms):
        yield Check(f"{name} estimate", BOTH, partial(of_arms, _g, value, arms))


def _g(*arms: Any) -> float | None:
    return values.hedges_g(*arms).value


def _e_values(published: Published, variable: Variable, visit: str) -> Iterator[Check]:
    """The E-value tells the effect size, and that of its nearer limit the sizes."""
    shown = {
        row["analysis"]: published.number(row["estimate"])
        for row in published.rows("results")
        if (row["variable"], row["visit"]) == (variable.name, visit)
    }
    own, limit = shown.get("e_value_means"), shown.get("e_value_limit_means")
    if own and limit:
        level = 1 - published.design.alpha
        yield Check("results e_value_limit_means", BOTH, partial(is_e_value, own, limit, level))


def _sized(published: Published, text: str, name: str, number: Any) -> Iterator[Check]:
    """What follows from the sizes alone."""
    if limits := published.number(text):
        yield Check(f"{name} estimate", BOTH, partial(_of_either, published, number, limits))


def _of_either(published: Published, number: Any, limits: tuple[float, float], n1: int, n2: int) -> bool:
    return any(of_sizes(number, limits, *sizes) for sizes in published.ways((n1, n2)))
