"""The patients of an arm at each level of a variable: the small counts are masked, and what would give them back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.analysis.masking.sizes import ToldSizes, outward
from twoarm.faces import counts_only
from twoarm.masked import MASKED, Count, Masked, bounds

MANY_TABLES = 1e9  # so many possible tables have some with every value that a policy masks beside any printed estimate and P


@counts_only
@dataclass(frozen=True)
class Levels:
    """What is told of the levels of a variable in one arm: ``counts``, the patients at each of them."""

    counts: tuple[Count, ...]

    @property
    def masked(self) -> bool:
        """Whether any of them is."""
        return any(isinstance(count, Masked) for count in self.counts)


def told_levels(counts: Sequence[int], sizes: ToldSizes) -> Levels:
    """The counts of an arm, of which none can be had from the others.

    Parameters
    ----------
    counts : patients at each level; their sum are the patients with a value.

    Notes
    -----
    Where a level is masked, or the number of patients with a value, the largest level is masked too, told by the bounds
    that are left. Where even that one is not large enough to take up every value that the small ones may have, no level is
    told.
    """
    policy, n = sizes.policy, sum(counts)
    told, small = sizes.of(n), [policy.small(count) for count in counts]
    if not any(small) and not isinstance(told, Masked):
        return Levels(tuple(policy.multiple(count) for count in counts))
    largest = max(range(len(counts)), key=lambda i: counts[i])
    if not any(counts):
        return Levels(tuple(_few(sizes) if few else 0 for few in small))
    if counts[largest] < 2 * policy.min_count + policy.rounding or _narrow(told, policy.smallest, n):
        return untold(counts, sizes)
    others = [_few(sizes) if few else count for count, few in zip(counts, small, strict=True)]
    del others[largest]
    known = told if isinstance(told, Masked) else n  # the bounds are rounded, and not what they are made of
    low, high = (_sum(known, others, end) for end in (0, 1))
    shown = [_few(sizes) if few else policy.multiple(count) for count, few in zip(counts, small, strict=True)]
    shown[largest] = outward(max(low, 0), max(high, 0), policy.rounding)
    return Levels(tuple(shown))


def untold(counts: Sequence[int], sizes: ToldSizes) -> Levels:
    """No level is told, where there is more than one: each is between nobody and all."""
    _, most = bounds(sizes.of(sum(counts)))
    return Levels((Masked(0, most, MASKED),) * len(counts))


def many_tables(arms: Sequence[Sequence[int]]) -> bool:
    """Whether so many tables have the margins of the arms that no estimate with its interval and P tells which it was."""
    logs = [math.log(math.comb(sum(counts) + len(counts) - 1, len(counts) - 1)) for counts in arms]
    return sum(logs) >= math.log(MANY_TABLES)


def _few(sizes: ToldSizes) -> Masked:
    return Masked(sizes.policy.smallest, sizes.policy.largest, sizes.policy.word)


def _narrow(told: Count, smallest: int, n: int) -> bool:
    return isinstance(told, Masked) and told.high <= smallest and n > 0


def _sum(told: Count, others: Sequence[Count], end: int) -> int:
    """The fewest (0) or the most (1) that the others leave of the patients with a value."""
    return bounds(told)[end] - sum(bounds(count)[1 - end] for count in others)
