"""What printed numbers alone allow: exact rounding, limits of a standard deviation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from twoarm.faces import counts_only


def exact(printed: str) -> Fraction:
    """The number a printed string denotes, without binary rounding.

    Parameters
    ----------
    printed : str
        A decimal number; its minus may be the sign of typesetting.

    Returns
    -------
    Fraction
        In the unit of the printed number.

    Raises
    ------
    ValueError
        It is no number.

    Notes
    -----
    That of ``fractions.Fraction``.

    Examples
    --------
    >>> exact("-1.50")
    Fraction(-3, 2)
    """
    return Fraction(printed.replace("−", "-"))


def half_unit(printed: str) -> Fraction:
    """Half a unit of the last printed place: how far the value before rounding can lie.

    Parameters
    ----------
    printed : str
        A decimal number.

    Returns
    -------
    Fraction
        In the unit of the printed number, above 0.

    Notes
    -----
    The places after the point count: half of 1 for a number without any, also for "120".

    Examples
    --------
    >>> half_unit("14.1"), half_unit("120")
    (Fraction(1, 20), Fraction(1, 2))
    """
    return Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))


def rounding_limits(printed: str) -> tuple[Fraction, Fraction]:
    """The smallest and the largest value that may be printed so.

    Parameters
    ----------
    printed : str
        A decimal number.

    Returns
    -------
    low, high : Fraction
        In the unit of the printed number; both ends themselves may be printed so.

    Notes
    -----
    The number less and plus `half_unit`.

    Examples
    --------
    >>> rounding_limits("1.5")
    (Fraction(29, 20), Fraction(31, 20))
    """
    return exact(printed) - half_unit(printed), exact(printed) + half_unit(printed)


def rounds_to(value: Fraction | float, printed: str) -> bool:
    """Whether a value may be printed so; a tie may have been rounded to either side.

    Parameters
    ----------
    value : Fraction or float
        In the unit of the printed number.
    printed : str
        A decimal number.

    Returns
    -------
    bool
        Whether the two are no farther apart than `half_unit`.

    Notes
    -----
    Whether "half up" or "half even" was used is not known, so both fit.

    Examples
    --------
    >>> [rounds_to(0.125, printed) for printed in ("0.12", "0.13", "0.14")]
    [True, True, False]
    """
    low, high = rounding_limits(printed)
    return low <= Fraction(value) <= high


@counts_only
@dataclass(frozen=True)
class Spread:
    """Sums of squared deviations that a printed mean, range and size leave possible.

    Attributes
    ----------
    smallest, largest : Fraction
        In the unit of the values squared.
    n : int
        Number of values, >= 2.

    Notes
    -----
    `spread` makes it.

    Examples
    --------
    >>> possible = Spread(Fraction(2), Fraction(8), 3)
    >>> possible.sd_limits, possible.allows("2.0"), possible.allows("2.2")  # roots of 2 / 2 and 8 / 2
    ((1.0, 2.0), True, False)
    """

    smallest: Fraction
    largest: Fraction
    n: int

    def allows(self, sd: str, ddof: int = 1) -> bool:
        """Whether some value that rounds to a printed SD lies between the limits.

        Parameters
        ----------
        sd : str
            As printed, in the unit of the values.
        ddof : {1, 0}, optional
            1 for the sample SD (divided by n - 1), 0 for the population SD (divided by n).

        Returns
        -------
        bool
            Whether its square times n - ddof does.
        """
        low, high = max(exact(sd) - half_unit(sd), Fraction(0)), exact(sd) + half_unit(sd)
        return low**2 * (self.n - ddof) <= self.largest and high**2 * (self.n - ddof) >= self.smallest

    @property
    def sd_limits(self) -> tuple[float, float]:
        """Smallest and largest possible sample SD (n - 1)."""
        return math.sqrt(self.smallest / (self.n - 1)), math.sqrt(self.largest / (self.n - 1))


def spread(mean: str, low: str, high: str, n: int, whole: bool) -> Spread | None:
    """Limits of the spread when both ends of the range occur.

    Parameters
    ----------
    mean, low, high : str
        As printed, in the unit of the values; the mean is any value that rounds to it.
    n : int
        Number of values, >= 2.
    whole : bool
        The range is exact, since values come in whole steps; else its ends are rounded too.

    Returns
    -------
    Spread or None
        None where the mean lies outside the range.

    Notes
    -----
    Largest: every value at an end, at the possible mean nearest to the middle of the range [1]_. Smallest: one value at
    each end and all others in the middle (Szőkefalvi-Nagy, 1918): half the squared width, whatever the mean.

    References
    ----------
    .. [1] Bhatia R, Davis C. American Mathematical Monthly 2000;107:353-357.

    Examples
    --------
    >>> spread("2.0", "1", "3", 4, whole=True).sd_limits[1] == math.sqrt(4 / 3)  # 1, 1, 3 and 3
    True
    """
    slack_low, slack_high = (Fraction(0), Fraction(0)) if whole else (half_unit(low), half_unit(high))
    first, last = exact(low) - slack_low, exact(high) + slack_high
    centre, slack = exact(mean), half_unit(mean)
    if centre + slack < first or centre - slack > last:
        return None
    middle = min(max((first + last) / 2, centre - slack), centre + slack)
    width = max(last - first - 2 * (slack_low + slack_high), Fraction(0))
    return Spread(width**2 / 2, n * (last - middle) * (middle - first), n)
