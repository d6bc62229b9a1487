"""What was observed, as a policy lets it be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.comparison.courses import Mean
from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.comparison.told.means import told_interval, told_mean
from twoarm.analysis.masking.digits import rounded, to_step
from twoarm.analysis.masking.levels import Levels
from twoarm.analysis.masking.verdicts import Mask, Told, is_masked
from twoarm.masked import MASKED, Count, Masked, bounds, exact

_SHARES = (Period.IMPROVED, Period.IMPROVED_RELATIVE)
_QUANTILES = {"p5": 0.05, "q1": 0.25, "median": 0.5, "q3": 0.75, "p95": 0.95}
_NUMBERS = ("mean", "sd", "min", "max", *_QUANTILES)


def told_summaries(mask: Mask, rows: Sequence[Summary]) -> list[Summary]:
    """Rows of summaries as they are told; those of the levels of a variable in one arm lie together."""
    if not mask.policy.coarse:
        return list(rows)
    told: list[Summary] = []
    for (variable, visit, arm, period), group in groupby(rows, key=_place):
        side = [spec.level for spec in mask.study.arms].index(arm)
        verdict = mask.verdict(variable, visit, period if period in _SHARES else "")
        levels = verdict.levels[side] if (verdict.levels and not period) or period in _SHARES else None
        told += _arm(mask, side, list(group), levels, verdict.told)
    return told


def told_means(mask: Mask, rows: Iterable[Mean]) -> list[Mean]:
    """Rows of a course as they are told."""
    return [_mean(mask, row) for row in rows] if mask.policy.coarse else list(rows)


def _place(row: Summary) -> tuple[str, str, str, str]:
    return row.variable, row.visit, row.arm, row.level if row.level in list(Period) else ""


def _arm(mask: Mask, side: int, rows: list[Summary], levels: Levels | None, told: Told) -> list[Summary]:
    """The rows of one variable in one arm at one visit: of each of its levels, or of the last group and of its units."""
    variable = mask.study.variable(rows[0].variable)
    each = levels is not None and len(rows) == len(levels.counts) == len(variable.levels)
    if levels is not None and each:
        return [_row(mask, side, row, count, told) for row, count in zip(rows, levels.counts, strict=True)]
    first = _row(mask, side, rows[0], levels.counts[-1] if levels else None, told)
    return [first, *(_units(mask, side, row, told) for row in rows[1:])]


def _row(mask: Mask, side: int, row: Summary, count: Count | None, told: Told) -> Summary:
    sizes, known = mask.sizes[side], exact(row.n)
    n, missing = sizes.of(known), sizes.missing(known)
    if row.count is None or count is None:
        numbers = _numbers(mask, row, n) if told is Told.ALL else dict.fromkeys(_NUMBERS)
        return replace(row, n=n, missing=missing, **numbers)
    digits, untold = mask.policy.digits, is_masked(n, count)
    percent = None if untold or not n else rounded(100 * bounds(count)[0] / bounds(n)[0], digits)
    times = {name: None if untold else rounded(getattr(row, name), digits) for name in ("q1", "median", "q3")}
    return replace(row, n=n, missing=missing, count=count, percent=percent, **times)


def _units(mask: Mask, side: int, row: Summary, told: Told) -> Summary:
    """Units with the event: masked with the patients who have one."""
    with_event, units = exact(row.count or 0), exact(row.n)
    sizes = mask.sizes[side]
    row = replace(row, missing=sizes.missing(sizes.shown[0] - exact(row.missing)))
    if told is not Told.ALL or mask.policy.small(with_event):
        return replace(row, count=Masked(0, units, MASKED), percent=None)
    count, n = mask.policy.multiple(with_event), mask.policy.multiple(units)
    return replace(row, n=n, count=count, percent=rounded(100 * count / n, mask.policy.digits) if n else None)


def _numbers(mask: Mask, row: Summary, n: Count) -> dict[str, float | None]:
    """Mean, deviation and quantiles: none of so few patients, nor near the ends, nor what tells a masked number of them."""
    policy, digits = mask.policy, mask.policy.digits
    told = {name: rounded(getattr(row, name), digits) for name in _NUMBERS}
    if policy.extremes == "masked":
        least = max(policy.min_count, 1)
        near = [q for q, share in _QUANTILES.items() if exact(row.n) * min(share, 1 - share) < least]
        told |= dict.fromkeys(["min", "max", *near])
    if isinstance(n, Masked) and row.mean is not None:
        decimals = mask.decimals(row.variable)
        told |= {"mean": told_mean(mask, row.variable, row.mean, n), "sd": None}
        # Between two values a quantile tells the number of patients by where it lies: it is told as one of the values.
        told |= {q: to_step(x, 10.0**-decimals) for q in _QUANTILES if (x := told[q]) is not None}
    return told


def _mean(mask: Mask, row: Mean) -> Mean:
    side = [spec.level for spec in mask.study.arms].index(row.arm)
    known, digits = exact(row.n), mask.policy.digits
    n = mask.sizes[side].of(known)
    if mask.verdict(row.variable, row.visit).told is not Told.ALL or (known and mask.policy.small(known)):
        return replace(row, n=n, mean=None, low=None, high=None, conf_level=None)
    mean, low, high = (rounded(x, digits) for x in (row.mean, row.low, row.high))
    if isinstance(n, Masked) and row.mean is not None:
        mean, low, high = told_interval(mask, row.variable, (row.mean, row.low, row.high), n)
    return replace(row, n=n, mean=mean, low=low, high=high)
