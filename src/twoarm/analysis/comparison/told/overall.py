"""Both arms together, as a policy lets them be told: from what is told of either, so that they tell no more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from twoarm.analysis.comparison.summaries import OVERALL, Summary
from twoarm.analysis.masking.digits import rounded
from twoarm.analysis.masking.verdicts import Mask, is_masked
from twoarm.masked import MASKED, Count, Masked, bounds


def told_overall(mask: Mask, rows: Sequence[Summary], of_arms: Sequence[Summary]) -> list[Summary]:
    """Rows of both arms together as they are told.

    Parameters
    ----------
    rows : as they were observed. of_arms : the rows of either arm, as they are told.
    """
    if not mask.policy.coarse:
        return list(rows)
    parts: dict[tuple[str, str, str], list[Summary]] = {}
    for row in of_arms:
        parts.setdefault(_place(row), []).append(row)
    return [_of_parts(*parts[_place(row)], mask.policy.digits) for row in rows]


def _place(row: Summary) -> tuple[str, str, str]:
    return row.variable, row.visit, row.level


def _of_parts(a: Summary, b: Summary, digits: int | None) -> Summary:
    """What the numbers of two arms say of both; nothing of what is masked in one."""
    n, missing = a.n + b.n, a.missing + b.missing
    both = Summary(a.section, a.variable, a.visit, OVERALL, a.level, n=n, missing=missing)
    if a.count is not None and b.count is not None:
        return _shares(both, a.count, b.count, digits)
    if is_masked(a.n, b.n):
        return both
    moments = [(n, row.mean, row.sd) for row in (a, b) if (n := bounds(row.n)[0])]
    mean, sd = _pooled(moments)
    return replace(both, mean=rounded(mean, digits), sd=rounded(sd, digits))


def _shares(both: Summary, a: Count, b: Count, digits: int | None) -> Summary:
    if is_masked(a, b, both.n):
        most = bounds(both.n)[1]
        return replace(both, count=Masked(0, most, MASKED))
    n, count = bounds(both.n)[0], bounds(a + b)[0]
    return replace(both, count=count, percent=rounded(100 * count / n, digits) if n else None)


def _pooled(
    arms: Sequence[tuple[int, float | None, float | None]],
) -> tuple[float | None, float | None]:
    """Mean and deviation of the patients of all arms, from those of each; none where one has none."""
    known = [(n, mean) for n, mean, _ in arms if mean is not None]
    total = sum(n for n, _ in known)
    if not known or len(known) < len(arms):
        return None, None
    mean = sum(n * m for n, m in known) / total
    within = [(n - 1) * sd**2 for n, _, sd in arms if sd is not None]
    if total < 2 or len(within) < len(arms):
        return mean, None
    between = sum(n * (m - mean) ** 2 for n, m in known)
    return mean, math.sqrt((sum(within) + between) / (total - 1))
