"""The P that a printed estimate and its interval imply, and every P that their rounding leaves possible."""

from __future__ import annotations

import math
from fractions import Fraction

from scipy import special

from twoarm.methods.estimate import tail_quantile
from twoarm.methods.printed.rounding import exact, rounding_limits

Printed = tuple[str, str, str]  # an estimate, its lower and its upper limit


def p_of_interval(printed: Printed, conf_level: float = 0.95, ratio: bool = False) -> float | None:
    """The two-sided P that an estimate and its interval imply by the normal approximation.

    Parameters
    ----------
    printed : tuple of three str
        Estimate, lower and upper limit; taken as if not rounded.
    conf_level : float, optional
        Of the interval, in (0, 1); 0.95 unless given.
    ratio : bool, optional
        No difference is 1, and the normal approximation is that of the logarithm; else it is 0.

    Returns
    -------
    float or None
        In [0, 1]; None where the interval has no width, or where a ratio or a limit of one is not above 0.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The interval's width over twice the normal quantile is the standard error [1]_. The normal distribution itself is taken,
    not the approximation to it that is printed there.

    References
    ----------
    .. [1] Altman DG, Bland JM. BMJ 2011;343:d2304.

    Examples
    --------
    >>> round(p_of_interval(("2", "0", "4")), 4), round(p_of_interval(("2", "1", "4"), ratio=True), 4)
    (0.05, 0.05)
    """
    reach = tail_quantile(conf_level)
    value, low, high = (exact(number) for number in printed)
    if high <= low or (ratio and min(value, low) <= 0):
        return None
    value, low, high = (_scaled(number, ratio) for number in (value, low, high))
    return _normal_p(abs(value), (high - low) / (2 * reach))


def p_limits_of_interval(
    printed: Printed, conf_level: float = 0.95, ratio: bool = False
) -> tuple[float, float]:
    """The smallest and the largest such P over all numbers that round to a printed estimate and its limits.

    Parameters
    ----------
    printed : tuple of three str
        Estimate, lower and upper limit.
    conf_level : float, optional
        Of the interval, in (0, 1); 0.95 unless given.
    ratio : bool, optional
        No difference is 1, on the scale of logarithms; else it is 0.

    Returns
    -------
    smallest, largest : float
        In [0, 1]; a ratio that may have been 0 before it was rounded leaves 0 or 1 possible.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    P falls as the estimate moves away from no difference and as the interval narrows; estimate and limits are rounded each
    by itself, and are taken to be so.

    Examples
    --------
    >>> [round(p, 3) for p in p_limits_of_interval(("2.0", "1.0", "4.0"), ratio=True)]
    [0.034, 0.071]
    """
    reach = tail_quantile(conf_level)
    value, low, high = ([_scaled(end, ratio) for end in rounding_limits(number)] for number in printed)
    nearest = 0.0 if value[0] <= 0 <= value[1] else min(map(abs, value))
    narrowest, widest = max(0.0, high[0] - low[1]), max(0.0, high[1] - low[0])
    farthest = max(map(abs, value))
    return _normal_p(farthest, narrowest / (2 * reach)), _normal_p(nearest, widest / (2 * reach))


def _scaled(number: Fraction, ratio: bool) -> float:
    """On the scale on which the interval is symmetric; of a ratio of 0 or less minus infinity."""
    if not ratio:
        return float(number)
    return math.log(number) if number > 0 else -math.inf


def _normal_p(distance: float, error: float) -> float:
    """Two-sided P of so many standard errors; whatever is infinite or nothing leaves the end that it points to."""
    if error == 0 or math.isinf(distance):
        return 0.0 if distance else 1.0
    return 2 * float(special.ndtr(-distance / error)) if math.isfinite(error) else 1.0
