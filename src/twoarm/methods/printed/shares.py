"""What a printed percentage without its count allows: the whole numbers that are printed so."""

from __future__ import annotations

import math
from fractions import Fraction

from twoarm.errors import AnalysisError
from twoarm.methods.printed.rounding import exact, rounding_limits


def possible_counts(percent: str, n: int) -> range:
    """Whole numbers out of a denominator that may be printed as a percentage.

    Parameters
    ----------
    percent : str
        As printed, in points of 100.
    n : int
        The denominator, >= 1.

    Returns
    -------
    range
        In [0, n]; empty where there is none.

    Raises
    ------
    AnalysisError
        The denominator is below 1.

    Notes
    -----
    A share half-way between two printed percentages may have been rounded to either: the idea of GRIM [1]_ for values that
    are 0 or 1.

    References
    ----------
    .. [1] Brown NJL, Heathers JAJ. Soc Psychol Personal Sci 2017;8:363-369.

    Examples
    --------
    >>> possible_counts("13.3", 30), len(possible_counts("14", 30)), possible_counts("50", 1000)
    (range(4, 5), 0, range(495, 506))
    """
    if n < 1:
        raise AnalysisError("A percentage needs a denominator above 0", [str(n)])
    low, high = (limit * n / 100 for limit in rounding_limits(percent))
    return range(max(0, math.ceil(low)), min(n, math.floor(high)) + 1)


def nearest_percent(percent: str, n: int) -> Fraction:
    """The percentage of a whole number out of a denominator that is nearest to a printed one.

    Parameters
    ----------
    percent : str
        As printed, in points of 100.
    n : int
        The denominator, >= 1.

    Returns
    -------
    Fraction
        In points of 100, in [0, 100]; of two that are equally near the lower one.

    Raises
    ------
    AnalysisError
        The denominator is below 1.

    Notes
    -----
    The whole numbers on either side of the printed share of the denominator are compared.

    Examples
    --------
    >>> float(nearest_percent("14", 30)), float(nearest_percent("120", 30))
    (13.333333333333334, 100.0)
    """
    if n < 1:
        raise AnalysisError("A percentage needs a denominator above 0", [str(n)])
    below = min(max(math.floor(exact(percent) * n / 100), 0), n - 1)
    shares = (Fraction(100 * count, n) for count in (below, below + 1))
    return min(shares, key=lambda share: abs(share - exact(percent)))
