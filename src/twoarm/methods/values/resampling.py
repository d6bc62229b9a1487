"""Resampling a difference of means: the BCa bootstrap interval and the permutation test.

What is drawn, and how often, stands in `draws`. The draws fall on sorted arms, so that the same patients in
another order, on another machine or with the arms exchanged give the same result.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.methods.estimate import Estimate, checked_level, negligible, observed, tail_quantile
from twoarm.methods.values.draws import (
    beyond_drawing,
    bootstrap_means,
    every_split,
    every_sum,
    random_sums,
    replicates,
)
from twoarm.methods.values.means import centred, welch_error

# Two sums this close, in units of the largest deviation, differ by rounding only; values are stored with an error of
# their own, which grows with an offset.
_ROUNDING = 1e-10
STORED = 2 * np.finfo(float).eps


def bca_interval(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means with the bias-corrected and accelerated bootstrap interval.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values, and no P. No estimate with fewer than two patients in an
        arm or where neither arm varies, no interval at a level whose limits lie beyond the replicates.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Each arm is drawn from itself with replacement; 9,999 replicates up to 30,000 patients, then as many as the budget
    allows, 999 at least: the limits' Monte-Carlo error is `draws.limit_error` of the standard error. The bias correction is
    the normal quantile of the share of replicates below the estimate (ties half), the acceleration a sixth of the skewness
    of the influence values [1]_. `draws.beyond_drawing` nothing is drawn: replicates of a mean have the skewness of its
    influence values, and their quantiles and bias are those of the Edgeworth expansion with it [2]_.

    References
    ----------
    .. [1] Efron B. J Am Stat Assoc 1987;82:171-185.
    .. [2] Hall P. The Bootstrap and Edgeworth Expansion. 1992, section 3.10.

    Examples
    --------
    >>> estimate = bca_interval([1.0, 3.0, 8.0], [0.0, 2.0, 1.0], 0.9)
    >>> estimate.value, estimate.low < 3 < estimate.high
    (3.0, True)
    """
    checked_level(conf_level)
    # Sorted: a sum must not depend on the order of the rows.
    treated, control = np.sort(observed(treated)), np.sort(observed(control))
    sizes = treated.size, control.size
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    error, means = welch_error(treated, control)[0], (float(treated.mean()), float(control.mean()))
    if negligible(error, *means):
        return Estimate.none("no variation in either arm", *sizes)
    value = means[0] - means[1]
    if not (math.isfinite(value) and math.isfinite(error)):
        return Estimate.none("not computable from these values", *sizes)
    first, second, sign = _in_fixed_order(treated, control)
    # In standard errors about the means: an offset or a unit costs no digit.
    arms = [centred(arm) / error for arm in (first, second)]
    if beyond_drawing(*sizes):
        return _expanded(value, sign * error, arms, conf_level, sizes)
    limits = _bca_limits(arms, conf_level, _ROUNDING + STORED * max(map(abs, means)) / error)
    if limits is None:
        reason = "level beyond what the replicates tell"
        return Estimate(value, n_treated=sizes[0], n_control=sizes[1], reason=reason)
    low, high = sorted(value + sign * error * limit for limit in limits)
    return Estimate(value, low, high, float(conf_level), None, *sizes)


def permutation_p(treated: ArrayLike, control: ArrayLike) -> float | None:
    """Two-sided P of the permutation test of the difference of two means.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.

    Returns
    -------
    float or None
        P, in (0, 1]: the share of the splits of all patients into arms of these sizes whose means differ by as much at
        least. Of every split where there are at most 20,000, else (b + 1) / (B + 1) of the random splits (9,999 of them up
        to 30,000 patients, then fewer, 999 at least), whose standard error is `draws.p_error`. `draws.beyond_drawing` of the
        normal distribution with the variance of all splits. None where an arm is empty or all values are tied.

    Notes
    -----
    Fisher's permutation test [1]_; why 1 is added to the random splits stands in [2]_, that sums over all splits tend to the
    normal distribution in [3]_.

    References
    ----------
    .. [1] Fisher RA. The Design of Experiments. 1935.
    .. [2] Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39.
    .. [3] Hoeffding W. Ann Math Stat 1951;22:558-566.

    Examples
    --------
    >>> permutation_p([4, 5, 6], [1, 2, 3])  # two of twenty splits
    0.1
    """
    treated, control = observed(treated), observed(control)
    if not (treated.size and control.size):
        return None
    smaller, larger, _ = _in_fixed_order(treated, control)
    pooled = np.concatenate([smaller, larger])
    size, pooled = float(np.abs(pooled).max()), centred(pooled)
    largest = float(np.abs(pooled).max())
    if negligible(float(np.ptp(pooled)), float(smaller[0]), float(larger[0])):
        return None
    pooled /= largest
    rounding = _ROUNDING + smaller.size * STORED * size / largest
    seen = abs(float(pooled[: smaller.size].sum())) - rounding
    if every_split(smaller.size, larger.size):
        return float((np.abs(every_sum(pooled, smaller.size)) >= seen).mean())
    if beyond_drawing(smaller.size, larger.size):
        n = pooled.size
        error = math.sqrt(smaller.size * larger.size / (n * (n - 1)) * float(np.sort(pooled**2).sum()))
        return float(2 * special.ndtr(-max(seen, 0.0) / error))
    sums = random_sums(np.sort(pooled), smaller.size)
    return (1 + int((np.abs(sums) >= seen).sum())) / (1 + sums.size)


def _in_fixed_order(treated: np.ndarray, control: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Both arms sorted, the smaller one first (of equal ones that with the lower values), and 1 or -1 if exchanged."""
    arms = np.sort(treated), np.sort(control)
    if (arms[1].size, arms[1].tolist()) < (arms[0].size, arms[0].tolist()):
        return arms[1], arms[0], -1
    return *arms, 1


def _bca_limits(arms: list[np.ndarray], conf_level: float, rounding: float) -> tuple[float, float] | None:
    """Limits of the difference less its estimate, of sorted and centred arms; replicates so close to 0 are ties."""
    wanted = replicates(arms[0].size + arms[1].size)
    drawn = np.sort(bootstrap_means(arms[0], wanted, "first") - bootstrap_means(arms[1], wanted, "second"))
    below, up_to = np.searchsorted(drawn, [-rounding, rounding])
    bias = float(special.ndtri((below + up_to) / (2 * drawn.size)))
    acceleration = _acceleration(arms)
    reach = tail_quantile(conf_level)
    if not abs(bias) < reach or abs(acceleration) * (abs(bias) + reach) >= 1:
        return None
    steps = (bias - reach, bias + reach)
    tails = [float(special.ndtr(bias + step / (1 - acceleration * step))) for step in steps]
    ranks = [(drawn.size + 1) * tail for tail in tails]
    if ranks[0] < 1 or ranks[1] > drawn.size:
        return None
    low, high = np.quantile(drawn, tails, method="weibull")
    return float(low), float(high)


def _expanded(
    value: float, error: float, arms: list[np.ndarray], conf_level: float, sizes: tuple[int, int]
) -> Estimate:
    """The estimate with limits of which none is drawn, of centred arms in standard errors; see `bca_interval`."""
    skewed, reach = (
        _acceleration(arms),
        tail_quantile(conf_level),
    )  # the bias of replicates is the acceleration, too
    if abs(skewed) * (abs(skewed) + reach) >= 1:
        reason = "level beyond what the replicates tell"
        return Estimate(value, n_treated=sizes[0], n_control=sizes[1], reason=reason)
    spread = math.sqrt(sum(float((arm**2).sum()) / arm.size**2 for arm in arms))
    moved = [skewed + step / (1 - skewed * step) for step in (skewed - reach, skewed + reach)]
    low, high = sorted(value + error * spread * (z + skewed * (z**2 - 1)) for z in moved)
    return Estimate(value, low, high, float(conf_level), None, *sizes)


def _acceleration(arms: list[np.ndarray]) -> float:
    """A sixth of the skewness of the influence values, of centred arms; the second arm counts with its sign turned."""
    cubes, squares = ([float((arm**k).sum()) / arm.size**k for arm in arms] for k in (3, 2))
    return (cubes[0] - cubes[1]) / (6 * sum(squares) ** 1.5)
