"""Standardised difference of two means: Hedges' g with the interval of the noncentral t distribution."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.methods.estimate import Estimate, checked_level, negligible, observed, tail_quantile

# Up to this t scipy's noncentral distribution is right to eleven digits; far beyond it gives nan.
SCIPY_UP_TO = 2000.0
# Points of the normal distribution over which the distribution is summed beyond that t.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(60)


def hedges_g(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means in pooled standard deviations, without the bias of small samples.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in standard deviations, and no P. No estimate with fewer than two patients in an arm,
        or where neither arm varies; no interval at a level so low (a few per cent) that both limits would lie on one
        side of g. The interval excludes 0 exactly when Student's t test with equal variances rejects.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    g is d times the exact correction J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)) [1]_. The limits are the
    noncentralities at which the observed t stands at either tail [2]_, in units of d, times J as g is (so does R's
    effectsize).

    References
    ----------
    .. [1] Hedges LV. J Educ Stat 1981;6:107-128.
    .. [2] Steiger JH, Fouladi RT. In: What if there were no significance tests? 1997:221-257.

    Examples
    --------
    >>> estimate = hedges_g([1.0, 3.0], [0.0, 2.0], 0.95)  # d = 1 / sqrt(2), and J = sqrt(pi) / pi at 2 df
    >>> round(estimate.value - 1 / math.sqrt(2 * math.pi), 12)
    0.0
    """
    checked_level(conf_level)
    # Sorted: a sum must not depend on the order of the rows.
    treated, control = np.sort(observed(treated)), np.sort(observed(control))
    n1, n2 = sizes = treated.size, control.size
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    spread = _pooled_sd(treated, control)
    root = math.sqrt(1 / n1 + 1 / n2)
    means = float(treated.mean()), float(control.mean())
    if negligible(spread * root, *means):
        return Estimate.none("no variation in either arm", *sizes)
    d, df = (means[0] - means[1]) / spread, n1 + n2 - 2
    if not math.isfinite(d):
        return Estimate.none("not computable from these values", *sizes)
    j = small_sample_correction(df)
    low, high = (j * root * limit for limit in noncentralities(d / root, df, conf_level))
    if not low <= j * d <= high:
        reason = "level too low for limits on either side"
        return Estimate(j * d, n_treated=n1, n_control=n2, reason=reason)
    return Estimate(j * d, low, high, float(conf_level), None, *sizes)


def small_sample_correction(df: int) -> float:
    """Hedges' exact correction J of a standardised difference.

    Parameters
    ----------
    df : int
        Degrees of freedom of the pooled standard deviation, >= 2.

    Returns
    -------
    float
        A factor, in (0, 1).

    Notes
    -----
    Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)) [1]_.

    References
    ----------
    .. [1] Hedges LV. J Educ Stat 1981;6:107-128.

    Examples
    --------
    >>> round(small_sample_correction(60), 10)  # the usual approximation 1 - 3 / (4 df - 1) gives 0.98745
    0.9874389129
    """
    return float(special.poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)


def _pooled_sd(treated: np.ndarray, control: np.ndarray) -> float:
    """Standard deviation within the arms, n1 + n2 - 2 degrees of freedom, in the unit of the values."""
    # Divided by the larger one first: squares of very small or large values leave the range of a float.
    parts = treated.std(ddof=1), control.std(ddof=1)
    largest = max(parts)
    if largest == 0 or not math.isfinite(largest):
        return float(largest)
    n1, n2 = treated.size, control.size
    total = (n1 - 1) * (parts[0] / largest) ** 2 + (n2 - 1) * (parts[1] / largest) ** 2
    return float(largest * math.sqrt(total / (n1 + n2 - 2)))


def noncentralities(t: float, df: float, conf_level: float = 0.95) -> tuple[float, float]:
    """The two noncentralities at which ``t`` is the upper and the lower tail's quantile of the noncentral t.

    Parameters
    ----------
    t : float
        Student's statistic, in standard errors, any size.
    df : float
        Degrees of freedom, 2 or more.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    low, high : float
        In standard errors, like ``t``.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    At ``low`` a statistic at least as large as ``t`` has probability (1 - conf_level) / 2, at ``high`` one at most as
    large [1]_.

    References
    ----------
    .. [1] Steiger JH, Fouladi RT. In: What if there were no significance tests? 1997:221-257.

    Examples
    --------
    >>> [round(limit, 4) for limit in noncentralities(0.0, 60, 0.95)]  # below 0 lies what the normal has there
    [-1.96, 1.96]
    """
    from scipy.optimize import brentq

    tail = (1 - checked_level(conf_level)) / 2
    if t == 0:
        return -tail_quantile(conf_level), tail_quantile(conf_level)
    size, reach = abs(t), -float(special.ndtri(tail / 2))
    # Outside of these both tails are passed: at t = 0 already, and with half of the tail for each of the two variables.
    start = -tail_quantile(conf_level) - 1
    end = size * math.sqrt(float(special.chdtri(df, tail / 2)) / df) + reach + 1
    solve = partial(brentq, a=start, b=end, xtol=1e-13 * max(1.0, size), rtol=1e-14, maxiter=500)
    low = solve(lambda limit: noncentral_t(size, df, limit) - (1 - tail))
    high = solve(lambda limit: noncentral_t(size, df, limit) - tail)
    return (float(low), float(high)) if t >= 0 else (-float(high), -float(low))


def noncentral_t(t: float, df: float, noncentrality: float) -> float:
    """Probability that a noncentral t variable is at most ``t``.

    Parameters
    ----------
    t : float
        Student's statistic, >= 0.
    df : float
        Degrees of freedom, above 0.
    noncentrality : float
        True difference in standard errors.

    Returns
    -------
    float
        In [0, 1].

    Notes
    -----
    Of (Z + noncentrality) / W, where Z is standard normal and W the root of a chi-square over its degrees of freedom. By
    scipy up to a ``t`` of `SCIPY_UP_TO`, beyond it as a sum over Z.

    Examples
    --------
    >>> round(noncentral_t(0.0, 5.0, 0.0), 12)
    0.5
    """
    if t <= SCIPY_UP_TO:
        p = float(special.nctdtr(df, noncentrality, t))
        # Far out in a tail SciPy 1.17 gives nan, where the chance is below the resolution of a float near 1.
        return float(noncentrality < t) if math.isnan(p) else p
    # (Z + noncentrality) / W <= t, where W is the root of a chi-square over df: given Z, a tail of the chi-square. For
    # a large t that tail hardly bends over the width of Z, so that few points of Z are exact.
    bound = np.maximum(NODES + noncentrality, 0.0) / t
    return float(WEIGHTS @ special.gammaincc(df / 2, df / 2 * bound**2) / WEIGHTS.sum())
