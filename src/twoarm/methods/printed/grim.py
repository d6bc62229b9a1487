"""What a printed mean and SD of whole values allow: sums (GRIM) and sums of squares (GRIMMER).

A printed number stands for all values that round to it, ends included: a value half-way between two printed numbers is
rounded to one side by "half up" and to the other by "half even", and which was used is not known. So both fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from twoarm.methods.printed.rounding import exact, half_unit


def possible_sums(mean: str, n: int, step: str = "1") -> range:
    """Sums of multiples of a step whose mean may be printed so (GRIM).

    Parameters
    ----------
    mean : str
        As printed, in the unit of the values.
    n : int
        Number of values, >= 1.
    step : str, optional
        Every value is a multiple of it, in their unit ("1", the default: whole numbers); above 0.

    Returns
    -------
    range
        In steps; empty where there is none.

    Notes
    -----
    The whole numbers whose n-th part rounds to the printed mean [1]_.

    References
    ----------
    .. [1] Brown NJL, Heathers JAJ. Soc Psychol Personal Sci 2017;8:363-369.

    Examples
    --------
    >>> possible_sums("14.11", 62)  # 875 / 62 = 14.1129...
    range(875, 876)
    >>> len(possible_sums("5.19", 28))  # 145 / 28 prints as 5.18, 146 / 28 as 5.21
    0
    """
    centre, slack = (number * n / exact(step) for number in (exact(mean), half_unit(mean)))
    return range(math.ceil(centre - slack), math.floor(centre + slack) + 1)


def nearest_mean(mean: str, n: int, step: str = "1") -> Fraction:
    """The mean of multiples of a step that is nearest to a printed one.

    Parameters
    ----------
    mean : str
        As printed, in the unit of the values.
    n : int
        Number of values, >= 1.
    step : str, optional
        Every value is a multiple of it, in their unit ("1", the default: whole numbers); above 0.

    Returns
    -------
    Fraction
        In the unit of the values.

    Notes
    -----
    The printed mean times n, in steps, is rounded to a whole number; a tie to the even one.

    Examples
    --------
    >>> nearest_mean("14.12", 62)
    Fraction(875, 62)
    """
    unit = exact(step)
    return round(exact(mean) * n / unit) * unit / n


def possible_squares(total: int, sd: str, n: int, step: str = "1", ddof: int = 1) -> range:
    """Sums of squares that a sum and a printed SD allow (GRIMMER).

    Parameters
    ----------
    total : int
        Sum of the values, in units of the step.
    sd : str
        As printed, in the unit of the values.
    n : int
        Number of values, at least 1 and above ``ddof``.
    step : str, optional
        Every value is a multiple of it, in their unit ("1", the default: whole numbers); above 0.
    ddof : {1, 0}, optional
        1 for the sample SD (divided by n - 1), 0 for the population SD (divided by n).

    Returns
    -------
    range
        In steps squared; empty where there is none.

    Notes
    -----
    The test of [1]_, with the parity of [2]_: a whole number and its square are both odd or both even, and so are their
    sums, the third condition beside wholeness and rounding. None is below that of the values that lie closest together.
    Whether values within a range have both sums, `distributions.solutions` counts.

    References
    ----------
    .. [1] Anaya J. The GRIMMER test. PeerJ Preprints 2016;4:e2400v1.
    .. [2] Allard A. Analytic-GRIMMER. 2018.

    Examples
    --------
    >>> list(possible_squares(875, "1.29", 62)), list(possible_squares(875, "1.29", 62, ddof=0))
    ([12451], [])
    """
    spread, slack = exact(sd), half_unit(sd)
    low, high = (_squares_at(limit, total, n, step, ddof) for limit in (spread - slack, spread + slack))
    first = max(math.ceil(low), fewest_squares(total, n))
    return range(first + (first - total) % 2, math.floor(high) + 1, 2)


def nearest_sd(mean: str, sd: str, n: int, step: str = "1", ddof: int = 1) -> float | None:
    """The SD nearest to a printed one among the values with a possible sum.

    Parameters
    ----------
    mean, sd : str
        As printed, in the unit of the values.
    n : int
        Number of values, at least 1 and above ``ddof``.
    step : str, optional
        Every value is a multiple of it, in their unit ("1", the default: whole numbers); above 0.
    ddof : {1, 0}, optional
        1 for the sample SD (divided by n - 1), 0 for the population SD (divided by n).

    Returns
    -------
    float or None
        In the unit of the values; None where the mean has no possible sum.

    Notes
    -----
    Of the first sum whose sums of squares print so; where no sum has any, the nearest of all.

    Examples
    --------
    >>> round(nearest_sd("14.11", "1.29", 62), 4), round(nearest_sd("14.11", "1.29", 62, ddof=0), 4)
    (1.2944, 1.284)
    """
    sums = possible_sums(mean, n, step)
    fitting = next((total for total in sums if possible_squares(total, sd, n, step, ddof)), None)
    sds = (
        float(exact(step)) * math.sqrt((squares - Fraction(total**2, n)) / (n - ddof))
        for total in (sums if fitting is None else [fitting])
        for squares in _squares_beside(total, sd, n, step, ddof)
    )
    return min(sds, key=lambda found: abs(found - float(exact(sd))), default=None)


def _squares_beside(total: int, sd: str, n: int, step: str, ddof: int) -> Iterator[int]:
    """The sums of squares on either side of a printed SD that a sum in steps allows."""
    fewest = fewest_squares(total, n)
    below = math.floor(_squares_at(exact(sd), total, n, step, ddof))
    below -= (below - total) % 2
    return (max(squares, fewest) for squares in (below, below + 2))


def _squares_at(sd: Fraction, total: int, n: int, step: str, ddof: int) -> Fraction:
    """The sum of squares, in steps squared, that an SD in the unit of the values amounts to."""
    return (max(sd, Fraction(0)) / exact(step)) ** 2 * (n - ddof) + Fraction(total**2, n)


def fewest_squares(total: int, n: int) -> int:
    """The least sum of squares of whole numbers with a sum.

    Parameters
    ----------
    total : int
        Sum of the numbers, in units of their step.
    n : int
        How many numbers, >= 1.

    Returns
    -------
    int
        >= 0, in steps squared.

    Notes
    -----
    That of the numbers that all lie on the two levels around their mean.

    Examples
    --------
    >>> fewest_squares(7, 3)  # 2, 2 and 3
    17
    """
    level, above = divmod(total, n)
    return (n - above) * level**2 + above * (level + 1) ** 2
