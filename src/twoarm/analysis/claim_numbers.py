"""What printed numbers alone allow: exact rounding, limits of a standard deviation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from twoarm.study.faces import counts_only


def exact(printed: str) -> Fraction:
    """The number a printed string denotes, without binary rounding."""
    return Fraction(printed.replace("−", "-"))


def half_unit(printed: str) -> Fraction:
    """Half a unit of the last printed place: how far the value before rounding can lie."""
    return Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))


def rounds_to(value: Fraction | float, printed: str) -> bool:
    """Whether a value may be printed so; a tie may have been rounded to either side."""
    return abs(Fraction(value) - exact(printed)) <= half_unit(printed)


@counts_only
@dataclass(frozen=True)
class Spread:
    """Sums of squared deviations that a printed mean, range and size leave possible."""

    smallest: Fraction
    largest: Fraction
    n: int

    def allows(self, sd: str, ddof: int = 1) -> bool:
        """Whether some value that rounds to the printed SD, divided by n - ddof, lies between the limits."""
        low, high = max(exact(sd) - half_unit(sd), Fraction(0)), exact(sd) + half_unit(sd)
        return low**2 * (self.n - ddof) <= self.largest and high**2 * (self.n - ddof) >= self.smallest

    @property
    def sd_limits(self) -> tuple[float, float]:
        """Smallest and largest possible sample SD (n - 1)."""
        return math.sqrt(self.smallest / (self.n - 1)), math.sqrt(self.largest / (self.n - 1))


def spread(mean: str, low: str, high: str, n: int, whole: bool) -> Spread | None:
    """Limits of the spread when both ends of the range occur; None when the mean lies outside the range.

    Parameters
    ----------
    mean, low, high : printed strings; the mean is any value that rounds to it.
    n : number of values, 2 or more.
    whole : the range is exact, since values come in whole steps; else its ends are rounded too.

    Notes
    -----
    Largest: every value at an end, at the possible mean nearest to the middle of the range (Bhatia and Davis, American
    Mathematical Monthly 2000;107:353-357). Smallest: one value at each end and all others in the middle (Szőkefalvi-Nagy,
    1918): half the squared width, whatever the mean.
    """
    slack_low, slack_high = (Fraction(0), Fraction(0)) if whole else (half_unit(low), half_unit(high))
    first, last = exact(low) - slack_low, exact(high) + slack_high
    centre, slack = exact(mean), half_unit(mean)
    if centre + slack < first or centre - slack > last:
        return None
    middle = min(max((first + last) / 2, centre - slack), centre + slack)
    width = max(last - first - 2 * (slack_low + slack_high), Fraction(0))
    return Spread(width**2 / 2, n * (last - middle) * (middle - first), n)
