"""Values that are measured: what a mean, an SD, a limit, an effect size or a quantile tells of how many there are.

What depends on means, SDs and sizes alone is computed from stand-ins: two arms of the size that is tried, with the mean and
the SD that are published. A published number stands for a range, and so does what follows from it: the range between the
ends is what the sizes could have given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from attack.counts import known
from attack.enumeration import Check, Group
from attack.grids import on_a_grid
from attack.published import Published, Row
from attack.relations import Key
from twoarm.analysis.arms.improvement import Period
from twoarm.methods import design, values
from twoarm.methods.values import draws
from twoarm.methods.weights import smd_continuous, smd_standard_error
from twoarm.study.dictionary import AVERAGED, Variable

Limits = tuple[float, float]
UNKNOWN: Limits = (0.0, float("inf"))
CHANGES = {Period.EARLY: "early_change", Period.LATE: "late_change"}


@dataclass(frozen=True)
class Arm:
    """What is published of one arm: its mean and its SD, each between two numbers; None where it is not shown."""

    mean: Limits | None
    sd: Limits | None


@cache
def stand_in(n: int, mean: float, sd: float) -> np.ndarray:
    """So many values with exactly this mean and this SD."""
    values = np.arange(n) - (n - 1) / 2
    return mean + sd * values / values.std(ddof=1) if n > 1 else np.array([mean])


def measured_groups(published: Published, keys: Mapping[Key, Any]) -> Iterator[Group]:
    """A group for each averaged variable at each visit, and for each change: the sizes of both arms."""
    treated, control = published.design.arms
    for variable in published.design.variables:
        if variable.kind not in AVERAGED or variable.measure == "events":
            continue
        for visit in published.design.visits_of(variable):
            sizes = known(variable.name, visit, treated), known(variable.name, visit, control)
            if all(size in keys for size in sizes):
                group = Group(f"{variable.name} {visit}".strip(), sizes)
                group.checks = list(_checks(published, variable, visit, ""))
                yield group
        for period in CHANGES:
            yield from _of_change(published, variable, period, keys)


def _of_change(
    published: Published, variable: Variable, period: str, keys: Mapping[Key, Any]
) -> Iterator[Group]:
    after, before = published.design.after(variable), published.design.before(variable)
    if not before or len(after) < 2:
        return
    ends = (before, after[0]) if period == Period.EARLY else (after[0], after[-1])
    sizes = tuple(("pairs", variable.name, *ends, arm) for arm in published.design.arms)
    if all(size in keys for size in sizes):
        group = Group(f"{variable.name} {period}", sizes)
        group.checks = list(_checks(published, variable, ends[1], period))
        yield group


def _checks(published: Published, variable: Variable, visit: str, period: str) -> Iterator[Check]:
    arms = [_arm(published, variable, visit, arm, period) for arm in published.design.arms]
    for place, code in enumerate(published.design.arms):
        row = _summary(published, variable, visit, code, period)
        if row:
            yield from on_a_grid(published, variable, row, place)
    if not period:
        for row in published.rows("courses"):
            if (row["variable"], row["visit"]) == (variable.name, visit):
                place = published.design.arms.index(row["arm"])
                yield from _own_interval(published, row, arms[place], place)
    for row in (*published.rows("results"), *published.rows("specifications"), *published.rows("balance")):
        if (row["variable"], row["visit"]) == (variable.name, visit) and not row.get("arm"):
            yield from _of_row(published, row, arms, period)
    for row in published.rows("power"):
        if (row["variable"], row["visit"]) == (variable.name, visit) and not period:
            yield from _sized(published, {"estimate": row["detectable"]}, "power", _detectable(published))


def _summary(published: Published, variable: Variable, visit: str, arm: str, period: str) -> Row | None:
    place = (variable.name, visit, arm, period)
    rows = published.rows("summaries")
    return next((r for r in rows if (r["variable"], r["visit"], r["arm"], r["level"]) == place), None)


def _arm(published: Published, variable: Variable, visit: str, arm: str, period: str) -> Arm:
    row = _summary(published, variable, visit, arm, period) or {}
    mean, sd = published.number(row.get("mean", "")), published.number(row.get("sd", ""))
    if mean is None and not period:
        place = (variable.name, visit, arm)
        course = (r for r in published.rows("courses") if (r["variable"], r["visit"], r["arm"]) == place)
        mean = next((published.number(r["mean"]) for r in course), None)
    return Arm(mean, sd)


def _own_interval(published: Published, row: Row, arm: Arm, place: int) -> Iterator[Check]:
    """Half of a mean's own interval is so many standard errors."""
    low, high = published.number(row["low"]), published.number(row["high"])
    if low and high and arm.sd:
        half = ((high[0] - low[1]) / 2, (high[1] - low[0]) / 2)
        level = float(row["conf_level"])
        yield Check("courses low, high", (place,), partial(_is_half, half, arm.sd, level))


def _is_half(half: Limits, sd: Limits, level: float, n: int) -> bool:
    if n < 2:
        return False
    found = [values.mean_interval(stand_in(n, 0.0, s), level) for s in sd if s > 0]
    return _meets([e.high for e in found if e.high is not None], half)


def _meets(found: list[float], limits: Limits) -> bool:
    """Whether what the ends of the published ranges gave, and all between, meets the range of a published number."""
    if not found:
        return True
    slack = 2e-3 * (max(found) - min(found)) + 1e-9 * max(map(abs, found))
    return min(found) - slack <= limits[1] and max(found) + slack >= limits[0]


def _of_row(published: Published, row: Row, arms: list[Arm], period: str) -> Iterator[Check]:
    analysis = row.get("analysis", row.get("test", "balance"))
    wanted = CHANGES[period] if period else "mean_difference"
    name = f"results {analysis}"
    plain = all(
        row.get(c, x) == x for c, x in (("covariates", "none"), ("weights", "none"), ("outliers", "all"))
    )
    if analysis == wanted or (analysis == "robust" and plain and not period):
        yield from _welch(published, row, arms, name)
    if period:
        return
    if analysis == "hedges_g":
        yield from _effect_size(published, row, arms, name)
    if analysis == "smd" and all(arm.mean and arm.sd for arm in arms):
        yield from _from_stand_ins(published, row, "estimate", arms, name, _smd)
    if analysis == "detectable_difference":
        yield from _sized(published, row, name, _detectable(published))
    if analysis == "bootstrap" and row.get("draws"):
        drawn = int(row["draws"])
        yield Check(f"{name} draws", (0, 1), lambda n1, n2: draws.replicates(n1 + n2) == drawn)


def _welch(published: Published, row: Row, arms: list[Arm], name: str) -> Iterator[Check]:
    if all(arm.sd for arm in arms):
        low, high = published.number(row["low"]), published.number(row["high"])
        level = float(row["conf_level"] or 0.95)
        if low and high:
            half = ((high[0] - low[1]) / 2, (high[1] - low[0]) / 2)
            yield Check(f"{name} low, high", (0, 1), partial(_is_welch, half, arms, level))
        value, p = published.number(row["estimate"]), published.number(row["p_value"])
        if value and p:
            yield Check(f"{name} p_value", (0, 1), partial(_is_welch_p, value, p, arms))


def _corners(arms: list[Arm]) -> Iterator[tuple[float, float]]:
    yield from product(*(arm.sd or (1.0,) for arm in arms))


def _is_welch(half: Limits, arms: list[Arm], level: float, n1: int, n2: int) -> bool:
    if min(n1, n2) < 2:
        return False
    pairs = ((stand_in(n1, 0.0, s1), stand_in(n2, 0.0, s2)) for s1, s2 in _corners(arms))
    found = [values.mean_difference(*pair, level).high for pair in pairs]
    return _meets([high for high in found if high is not None], half)


def _is_welch_p(value: Limits, p: Limits, arms: list[Arm], n1: int, n2: int) -> bool:
    if min(n1, n2) < 2:
        return False
    found = []
    for s1, s2 in _corners(arms):
        for difference in (*value, 0.0) if value[0] <= 0 <= value[1] else value:
            e = values.mean_difference(stand_in(n1, difference, s1), stand_in(n2, 0.0, s2))
            found += [] if e.p_value is None else [e.p_value]
    return _meets(found, p)


def _effect_size(published: Published, row: Row, arms: list[Arm], name: str) -> Iterator[Check]:
    """The limits of Hedges's g follow from g and the sizes, whatever the values are."""
    value, level = published.number(row["estimate"]), float(row["conf_level"] or 0.95)
    for column in ("low", "high"):
        limits = published.number(row[column])
        if value and limits:
            yield Check(f"{name} {column}", (0, 1), partial(_is_limit_of_g, value, limits, column, level))
    if all(arm.mean and arm.sd for arm in arms):
        yield from _from_stand_ins(published, row, "estimate", arms, name, _g)


@cache
def _limits_of_g(g: float, n1: int, n2: int, level: float) -> tuple[float | None, float | None]:
    d = g / values.small_sample_correction(n1 + n2 - 2)
    found = values.hedges_g(stand_in(n1, d, 1.0), stand_in(n2, 0.0, 1.0), level)
    return found.low, found.high


def _is_limit_of_g(value: Limits, limits: Limits, column: str, level: float, n1: int, n2: int) -> bool:
    if min(n1, n2) < 2:
        return False
    found = [_limits_of_g(g, n1, n2, level)[column == "high"] for g in value]
    return _meets([limit for limit in found if limit is not None], limits)


def _from_stand_ins(
    published: Published,
    row: Row,
    column: str,
    arms: list[Arm],
    name: str,
    number: Callable[[np.ndarray, np.ndarray], float | None],
) -> Iterator[Check]:
    if limits := published.number(row.get(column, "") or row.get("smd", "")):
        yield Check(f"{name} {column}", (0, 1), partial(_is_of_stand_ins, limits, arms, number))


def _is_of_stand_ins(
    limits: Limits, arms: list[Arm], number: Callable[..., float | None], n1: int, n2: int
) -> bool:
    if min(n1, n2) < 2:
        return False
    found = []
    for m1, m2 in product(*(arm.mean or () for arm in arms)):
        for s1, s2 in _corners(arms):
            found.append(number(stand_in(n1, m1, s1), stand_in(n2, m2, s2)))
    return _meets([x for x in found if x is not None], limits)


def _smd(treated: np.ndarray, control: np.ndarray) -> float | None:
    return smd_continuous(treated, control)


def _g(treated: np.ndarray, control: np.ndarray) -> float | None:
    return values.hedges_g(treated, control).value


def _detectable(published: Published) -> Callable[[int, int], float | None]:
    return lambda n1, n2: design.detectable_difference(n1, n2, published.design.alpha)


def _sized(
    published: Published, row: Row, name: str, number: Callable[[int, int], float | None]
) -> Iterator[Check]:
    """What follows from the sizes alone."""
    if limits := published.number(row["estimate"]):
        yield Check(f"{name} estimate", (0, 1), lambda n1, n2: _meets([number(n1, n2) or 0.0], limits))


def arm_group(published: Published) -> Iterator[Group]:
    """The sizes of the arms, which the standard error of a standardised difference follows from."""
    treated, control = published.design.arms
    group = Group("arms", (("patients", treated), ("patients", control)))
    for row in published.rows("balance"):
        yield_from = _sized(
            published, {"estimate": row["standard_error"]}, "balance standard_error", smd_standard_error
        )
        group.checks += list(yield_from)
    yield group
