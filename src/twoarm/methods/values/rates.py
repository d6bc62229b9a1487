"""Ratio of mean counts: by negative binomial regression, and by Poisson regression with a robust variance.

With the arm as the only term, the fitted means are the arms' means and the variance of a log mean is a sum over its
arm; only the dispersion of the negative binomial has to be searched for.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.methods.estimate import Estimate, checked_level, exp_or_inf, negligible, observed, wald_estimate

# Factor by which the search for the dispersion widens, and the size (in mean counts) at which it is the Poisson limit.
WIDER = 8.0
POISSON_FROM = 1e9


def rate_ratio(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Ratio of two mean counts by negative binomial regression, maximum likelihood.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One count per patient, whole and not negative; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, above 0; 1 means no difference. Wald interval and P on the log scale, normal. No estimate
        in an empty arm, without an event in an arm, or of values that are not counts.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Variance mean + mean**2 / size, one size for both arms [1]_. Where the counts vary less than Poisson ones or as much, the
    likelihood rises up to an infinite size and the Poisson limit is used: then an interval is no narrower than
    Poisson's. The size is taken as known in the standard error, as by R's MASS::glm.nb (it is orthogonal to the means).

    References
    ----------
    .. [1] Lawless JF. Can J Stat 1987;15:209-225.

    Examples
    --------
    >>> round(rate_ratio([4, 4], [1, 3], 0.95).value, 12)
    2.0
    """
    counts = _counts(treated, control, conf_level)
    if isinstance(counts, Estimate):
        return counts
    size = negative_binomial_size(*counts)
    variance = sum((1 / arm.mean() + 1 / size) / arm.size for arm in counts)
    return _ratio(*counts, variance, conf_level)


def poisson_ratio(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Ratio of two mean counts by Poisson regression, with the robust variance HC3.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One count per patient, whole and not negative; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, above 0; 1 means no difference. Wald interval and P on the log scale, normal. No estimate with
        fewer than two patients in an arm, without an event in an arm, where neither arm varies, or of values that are not
        counts.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    HC3 divides each residual by 1 - 1 / n of its arm [1]_; as R's sandwich::vcovHC(glm(family = poisson)).

    References
    ----------
    .. [1] MacKinnon JG, White H. J Econometrics 1985;29:305-325.

    Examples
    --------
    >>> round(poisson_ratio([4, 4], [1, 3], 0.95).value, 12)
    2.0
    """
    counts = _counts(treated, control, conf_level)
    if isinstance(counts, Estimate):
        return counts
    if min(arm.size for arm in counts) < 2:
        return Estimate.none("fewer than two patients in an arm", *(arm.size for arm in counts))
    # Deviations relative to the mean, each over 1 - 1 / n, of a mean of n: (x / m - 1) / (n - 1).
    variance = sum(float((((arm / arm.mean() - 1) / (arm.size - 1)) ** 2).sum()) for arm in counts)
    if negligible(math.sqrt(variance), 1.0):
        return Estimate.none("no variation in either arm", *(arm.size for arm in counts))
    return _ratio(*counts, variance, conf_level)


def negative_binomial_size(treated: np.ndarray, control: np.ndarray) -> float:
    """The likeliest size of a negative binomial distribution at the arms' means.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        Whole counts, none missing, with an event in each arm.

    Returns
    -------
    float
        R's theta, the inverse of the dispersion: above 0, and infinite in the Poisson limit.

    Notes
    -----
    Where the derivative of the log likelihood by the size is 0 [1]_; infinite where the counts vary about their means no
    more than Poisson ones.

    References
    ----------
    .. [1] Lawless JF. Can J Stat 1987;15:209-225.

    Examples
    --------
    >>> negative_binomial_size(np.array([1.0, 3.0]), np.array([2.0, 2.0]))  # squares sum to 2, the counts to 8
    inf
    """
    from scipy.optimize import brentq

    arms = [(arm.size, float(arm.mean())) for arm in (treated, control)]
    surplus = sum(float(((arm - arm.mean()) ** 2 - arm).sum()) for arm in (treated, control))
    if surplus <= 0:
        return math.inf
    counts, patients = np.unique(np.concatenate([treated, control]), return_counts=True)
    scale = max(mean for _, mean in arms)

    def slope(log_size: float) -> float:
        """Derivative of the log likelihood by the size."""
        size = math.exp(log_size) * scale
        seen = float(patients @ (special.digamma(counts + size) - special.digamma(size)))
        return seen - sum(n * math.log1p(mean / size) for n, mean in arms)

    low = high = 0.0
    while slope(low) <= 0:
        low -= math.log(WIDER)
    while slope(high) >= 0:
        high += math.log(WIDER)
        # Between so large a size and an infinite one no digit of the interval differs.
        if high > math.log(POISSON_FROM):
            return math.inf
    return math.exp(float(brentq(slope, low, high, xtol=1e-13, rtol=1e-14, maxiter=500))) * scale


def _counts(
    treated: ArrayLike, control: ArrayLike, conf_level: float
) -> tuple[np.ndarray, np.ndarray] | Estimate:
    """The counts of both arms, or why they have no ratio."""
    checked_level(conf_level)
    # Sorted: a sum must not depend on the order of the rows.
    arms = np.sort(observed(treated)), np.sort(observed(control))
    sizes = arms[0].size, arms[1].size
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    if any((arm < 0).any() or not np.isfinite(arm).all() or (arm != np.rint(arm)).any() for arm in arms):
        return Estimate.none("values are not counts", *sizes)
    if not all(arm.any() for arm in arms):
        return Estimate.none("no event in an arm", *sizes)
    return arms


def _ratio(treated: np.ndarray, control: np.ndarray, variance: float, conf_level: float) -> Estimate:
    """A ratio of means from the variance of its logarithm."""
    value = math.log(treated.mean()) - math.log(control.mean())
    log = wald_estimate(value, math.sqrt(variance), conf_level, treated.size, control.size)
    if log.interval is None:
        return log
    low, high = map(exp_or_inf, log.interval)
    return replace(log, value=float(treated.mean() / control.mean()), low=low, high=high)
