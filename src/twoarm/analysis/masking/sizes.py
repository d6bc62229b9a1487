"""How many patients of an arm are known: numbers that may all be told, because no two of them lie a few patients apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.faces import counts_only
from twoarm.masked import Count, Masked
from twoarm.study.disclosure.policy import Policy


@counts_only
@dataclass(frozen=True)
class ToldSizes:
    """The numbers of patients of one arm that are shown.

    Two that differ by less than the policy's smallest count would give a masked count by subtraction: of those who miss a
    visit, or a value, or a covariate. So only some of them are shown, from the whole arm downwards, each at least that
    much below the one before; any other is told by the bounds that these leave.

    Attributes
    ----------
    shown : from the whole arm downwards.
    """

    policy: Policy
    shown: tuple[int, ...]

    @property
    def whole(self) -> int:
        """Patients of the arm, as they are told."""
        return self.policy.multiple(self.shown[0])

    def of(self, n: int) -> Count:
        """A number of patients as it is told."""
        policy = self.policy
        if policy.small(n) and self.shown != (0,):
            return Masked(policy.smallest, policy.largest, policy.word)
        if not n or n in self.shown or n > self.shown[0]:
            return policy.multiple(n)
        return self._between(n)

    def missing(self, n: int) -> Count:
        """How many are missing where n are known; that nobody is says nothing of anybody."""
        policy, lacking = self.policy, self.shown[0] - n
        if not lacking:
            return 0
        if policy.small(lacking):
            return Masked(policy.smallest, policy.largest, policy.word)
        told = self.of(n)
        if isinstance(told, Masked):
            low, high = self.shown[0] - told.high, self.shown[0] - told.low
            return outward(max(low, 0), max(high, 0), policy.rounding)
        return policy.multiple(lacking)

    def _between(self, n: int) -> Masked:
        """The bounds of a number that is not shown, as far apart as the masked counts are."""
        width = max(self.policy.largest, 1)
        above = min(size for size in self.shown if size > n)
        top = above - 1 - (above - 1 - n) // width * width
        return outward(max(top - width + 1, 0), top, self.policy.rounding)


def shown_sizes(known: Iterable[int], whole: int, policy: Policy) -> ToldSizes:
    """The sizes of an arm that are shown, of all the numbers of patients of whom something is known.

    Parameters
    ----------
    known : of each variable at each visit. whole : patients of the arm.
    """
    shown = [whole]
    for n in sorted({n for n in known if n < whole}, reverse=True):
        if not policy.small(shown[-1] - n) and not (n and policy.small(n)):
            shown.append(n)
    return ToldSizes(policy, tuple(shown))


def outward(low: int, high: int, step: int) -> Masked:
    """Bounds that are multiples of the policy's rounding themselves."""
    return Masked(low // step * step, -(-high // step) * step)


def gap(whole: int, told: Count, policy: Policy) -> Count:
    """How many of an arm are not among those who are told."""
    if not isinstance(told, Masked):
        return whole - told
    missing = Masked(max(whole - told.high, 0), max(whole - told.low, 0))
    few = policy.small(missing.low) and policy.small(missing.high)
    return Masked(policy.smallest, policy.largest, policy.word) if few else missing
