"""Score statistics of two proportions: of a true difference, and of a true ratio, with the risks likeliest under it."""

from __future__ import annotations

import math
from collections.abc import Callable

# Halvings of an interval no longer than 1: further ones are below the resolution of a float near 1.
HALVINGS = 60


def difference_score(difference: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Absolute score statistic of a true difference of two risks.

    Parameters
    ----------
    difference : float
        True risk of the treated minus that of the control, a proportion in [-1, 1].
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1. Not checked.

    Returns
    -------
    float
        In standard errors, >= 0: 0 where the data are exactly as ``difference`` says, infinite where they are not and
        could not vary.

    Notes
    -----
    The standard error is that of the risks likeliest under the difference, with the factor N / (N - 1) in its square [1]_.

    References
    ----------
    .. [1] Miettinen O, Nurminen M. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> round(difference_score(0.0, 10, 20, 5, 20) ** 2, 12)  # Pearson's chi-square 8/3, times 39/40
    2.6
    """
    gap = abs(x1 / n1 - x2 / n2 - difference)
    p1, q1, p2, q2 = _likeliest_at_difference(difference, x1, n1, x2, n2)
    variance = (p1 * q1 / n1 + p2 * q2 / n2) * (n1 + n2) / (n1 + n2 - 1)
    if variance > 0:
        return gap / math.sqrt(variance)
    return math.inf if gap else 0.0


def ratio_score(ratio: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Signed score statistic of a true ratio of two risks, falling in that ratio.

    Parameters
    ----------
    ratio : float
        True risk of the treated over that of the control, above 0.
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1. Not checked.

    Returns
    -------
    float
        In standard errors: 0 where the data are exactly as ``ratio`` says, above 0 where their ratio is larger.

    Notes
    -----
    Its square is Koopman's statistic, without a factor N / (N - 1) [1]_.

    References
    ----------
    .. [1] Koopman PAR. Biometrics 1984;40:513-517.

    Examples
    --------
    >>> round(3 * ratio_score(1.0, 10, 20, 5, 20) ** 2, 12)  # Pearson's chi-square 8/3
    8.0
    """
    gap = x1 / n1 - ratio * x2 / n2
    p1, q1 = _likeliest_at_ratio(1 / ratio, x2, n2, x1, n1)
    p2, q2 = _likeliest_at_ratio(ratio, x1, n1, x2, n2)
    variance = p1 * q1 / n1 + ratio * ratio * p2 * q2 / n2
    if variance > 0:
        return gap / math.sqrt(variance)
    return math.copysign(math.inf, gap) if gap else 0.0


def boundary(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where a condition that holds near ``inside`` ceases on the way to ``outside``.

    Parameters
    ----------
    holds : callable
        Whether the condition holds at a number; it must change once between the two.
    inside, outside : float
        Two ends in the unit of the number, in either order; ``holds`` is not asked at them.

    Returns
    -------
    float
        In the unit of the ends; ``outside`` but for rounding where the condition never ceases.

    Notes
    -----
    Sixty halvings: the resolution of a float near 1, if the ends lie no farther than 1 apart.

    Examples
    --------
    >>> round(boundary(lambda x: x * x < 0.25, 0.0, 1.0), 12)
    0.5
    """
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return (inside + outside) / 2


def _likeliest_at_difference(
    difference: float, x1: int, n1: int, x2: int, n2: int
) -> tuple[float, float, float, float]:
    """Likeliest p1, 1 - p1, p2, 1 - p2 with p1 - p2 fixed, by halving where the likelihood's slope changes sign.

    The cubic's closed form loses half of the digits where a count is 0, so it is not used. All four probabilities
    are sums of positive terms: none is found by subtraction from 1.
    """
    up, down, width = max(difference, 0.0), max(-difference, 0.0), 1 - abs(difference)

    def at(step: float) -> tuple[float, float, float, float]:
        rest = width - step
        return up + step, down + rest, down + step, up + rest

    def rises(step: float) -> bool:
        # Written out: it is asked a hundred thousand times for a report. Where a count is 0 its chance may be, too.
        rest = width - step
        slope = x1 / (up + step) if x1 else 0.0
        slope += (x1 - n1) / (down + rest) if x1 - n1 else 0.0
        slope += x2 / (down + step) if x2 else 0.0
        slope += (x2 - n2) / (up + rest) if x2 - n2 else 0.0
        return slope > 0

    if width <= 0:
        return at(0.0)
    if difference == 0:
        return at((x1 + x2) / (n1 + n2))
    return at(boundary(rises, 0.0, width))


def _likeliest_at_ratio(ratio: float, x: int, n: int, other: int, m: int) -> tuple[float, float]:
    """Likeliest risk of the other arm and its complement, where the risk of ``x`` of ``n`` is ``ratio`` times that.

    The smaller root of a quadratic. Its discriminant is written as a sum of squares, and the complement as a root of
    its own, so that no digits are lost where a count is 0 or everybody has the event.
    """
    first, second = ratio * (n + other), x + m
    root = math.sqrt((first - second) ** 2 + 4 * ratio * (n - x) * (m - other))
    rest = ratio * (n + 2 * m - other) - second
    return 2 * (x + other) / (first + second + root), max(0.0, (rest + root) / (2 * ratio * (n + m)))
