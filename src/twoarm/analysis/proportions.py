"""Proportions of two arms: score interval of their difference, exact and chi-square tests, intervals of one arm."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.analysis.estimate import Estimate, checked_level, tail_quantile
from twoarm.study.errors import AnalysisError

# Halvings of an interval no longer than 1: further ones are below the resolution of a float near 1.
HALVINGS = 60


def risk_difference(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float
) -> Estimate:
    """Difference of two proportions with the score interval of Miettinen and Nurminen and its own test.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float
        In (0, 1).

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1]. P is that of the score test of no difference, so that the
        interval excludes 0 exactly when P < 1 - conf_level. An empty arm has no estimate.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The limits are the differences at which the score statistic, its variance at the restricted maximum likelihood
    estimates and multiplied by N / (N - 1), equals the normal quantile. Miettinen O, Nurminen M. Stat Med
    1985;4:213-226. Not taken from statsmodels 0.15.0, whose limits are wrong (statsmodels issue 10269).

    Examples
    --------
    >>> estimate = risk_difference(0, 30, 0, 32, 0.95)
    >>> estimate.value, estimate.p_value
    (0.0, 1.0)
    """
    table = *_checked(events_treated, n_treated), *_checked(events_control, n_control)
    x1, n1, x2, n2 = table
    if not (n1 and n2):
        return Estimate.none("empty arm", n1, n2)
    z = tail_quantile(conf_level)
    value = x1 / n1 - x2 / n2
    low = _boundary(lambda d: _score(d, *table) < z, value, -1.0)
    high = _boundary(lambda d: _score(d, *table) < z, value, 1.0)
    p_value = 2 * float(special.ndtr(-_score(0.0, *table)))
    return Estimate(value, low, high, float(conf_level), p_value, n1, n2)


def fisher_p(events_treated: int, n_treated: int, events_control: int, n_control: int) -> float:
    """Two-sided P of Fisher's exact test: all tables no likelier than the one seen (1 where an arm is empty).

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Examples
    --------
    >>> round(fisher_p(2, 2, 0, 2), 12)  # one of six tables on each side: 2/6
    0.333333333333
    """
    from scipy.stats import fisher_exact

    arms = _checked(events_treated, n_treated), _checked(events_control, n_control)
    return min(1.0, float(fisher_exact([[events, n - events] for events, n in arms]).pvalue))


def chi_square_p(counts_treated: ArrayLike, counts_control: ArrayLike) -> float | None:
    """P of Pearson's chi-square test, uncorrected, of two arms by k levels.

    Parameters
    ----------
    counts_treated, counts_control : array of int, shape (k,)
        Patients per level, in the same order. Levels that nobody has are dropped.

    Returns
    -------
    float or None
        None where an arm is empty or fewer than two levels are left.
    """
    table = np.array([counts_treated, counts_control], dtype=float)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return None
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(special.chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum()))


def wilson(events: int, n: int, conf_level: float) -> tuple[float, float]:
    """Score interval of one proportion (Wilson 1927); of no patients the whole range, 0 to 1.

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson(4, 30, 0.95)]
    [0.0531, 0.2968]
    """
    events, n = _checked(events, n)
    z = tail_quantile(conf_level)
    if not n:
        return 0.0, 1.0
    share, weight = events / n, z * z / n
    centre = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    # With no event, or none without, the limit is 0 or 1 by algebra; rounding would miss it by a last digit.
    return (0.0 if events == 0 else centre - reach), (1.0 if events == n else centre + reach)


def clopper_pearson(events: int, n: int, conf_level: float) -> tuple[float, float]:
    """Exact interval of one proportion (Clopper and Pearson 1934); of no patients the whole range, 0 to 1.

    Examples
    --------
    >>> [round(limit, 4) for limit in clopper_pearson(0, 32, 0.95)]
    [0.0, 0.1089]
    """
    events, n = _checked(events, n)
    tail = (1 - checked_level(conf_level)) / 2
    low = float(special.betaincinv(events, n - events + 1, tail)) if events else 0.0
    high = float(special.betainccinv(events + 1, n - events, tail)) if events < n else 1.0
    return low, high


def _score(difference: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Absolute score statistic of this true difference; 0 where the data are exactly as it says."""
    gap = abs(x1 / n1 - x2 / n2 - difference)
    p1, q1, p2, q2 = _restricted(difference, x1, n1, x2, n2)
    variance = (p1 * q1 / n1 + p2 * q2 / n2) * (n1 + n2) / (n1 + n2 - 1)
    if variance > 0:
        return gap / math.sqrt(variance)
    return math.inf if gap else 0.0


def _restricted(difference: float, x1: int, n1: int, x2: int, n2: int) -> tuple[float, float, float, float]:
    """Likeliest p1, 1 - p1, p2, 1 - p2 with p1 - p2 fixed, by halving where the likelihood's slope changes sign.

    The cubic's closed form loses half of the digits where a count is 0, so it is not used. All four probabilities
    are sums of positive terms: none is found by subtraction from 1.
    """
    up, down, width = max(difference, 0.0), max(-difference, 0.0), 1 - abs(difference)

    def at(step: float) -> tuple[float, float, float, float]:
        rest = width - step
        return up + step, down + rest, down + step, up + rest

    def rises(step: float) -> bool:
        counts = (x1, x1 - n1, x2, x2 - n2)
        return sum(count / chance for count, chance in zip(counts, at(step), strict=True) if count) > 0

    if width <= 0:
        return at(0.0)
    if difference == 0:
        return at((x1 + x2) / (n1 + n2))
    return at(_boundary(rises, 0.0, width))


def _boundary(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where a condition that holds near ``inside`` ceases on the way to ``outside``."""
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return (inside + outside) / 2


def _checked(events: int, n: int) -> tuple[int, int]:
    """Both as Python's own integers, whose quotients are plain floats."""
    if not 0 <= events <= n:
        raise AnalysisError("Events must lie between 0 and the number of patients", [f"{events} of {n}"])
    return int(events), int(n)
