"""Ordered outcomes: the common odds ratio of the proportional odds model, and a check of its one assumption."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.methods.estimate import Estimate, exp_or_inf, observed, tail_quantile
from twoarm.methods.values.cumulative_logits import STEPS, ShiftFit, lowered, profile

# Patients per cell of arms by levels from which the likelihood ratio of two tables follows its chi-square
# (Koehler KJ, Larntz K. JASA 1980;75:336-344, as read by Agresti).
PER_CELL = 5


def proportional_odds(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Common odds ratio of higher values, treated against control, with its profile likelihood interval.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient; nan is dropped. Only their order counts; every distinct value is a level.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        The odds of lying above any level in the treated over those in the control, so that above 1 the treated have
        higher values. Limits and P invert the same likelihood ratio test. No estimate where an arm is empty, all
        values are tied or the arms do not overlap; where they share their edge level only, the ratio is infinite (or
        0) and the interval has one finite limit.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The proportional odds model [1]_. The likelihood ratio rather than Wald, because its interval is the same whatever the
    scale of the ratio and stays right where an arm comes close to the edge (Hauck and Donner). Thresholds enter as a
    tridiagonal information, so that each of some hundred Newton steps costs as many operations as there are levels: 100,000
    patients per arm take less than a tenth of a second on thousands of levels and some seconds without any tie.

    References
    ----------
    .. [1] McCullagh P. J R Stat Soc B 1980;42:109-142.

    Examples
    --------
    >>> round(proportional_odds([0, 1, 1], [0, 0, 1], 0.95).value, 8)  # two levels: (2/1) / (1/2)
    4.0
    """
    treated, control = observed(treated), observed(control)
    sizes = treated.size, control.size
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    counts = _counts(treated, control)
    if counts.shape[1] == 1:
        return Estimate.none("all values tied", *sizes)
    if treated.min() > control.max() or control.min() > treated.max():
        return Estimate.none("complete separation of the arms", *sizes)
    # Always computed with the higher arm first, so that swapping the arms repeats the same arithmetic.
    turned = _excess(counts) < 0
    numbers = _ratio(counts[::-1] if turned else counts, tail_quantile(conf_level))
    if numbers is None:
        return Estimate.none("did not converge", *sizes)
    value, low, high, statistic = numbers
    if turned:
        value, low, high = -value, -high, -low
    value, low, high = map(exp_or_inf, (value, low, high))
    p_value = 2 * float(special.ndtr(-math.sqrt(statistic)))
    return Estimate(value, low, high, float(conf_level), p_value, *sizes, statistic=statistic, df=1.0)


def proportional_odds_check_p(treated: ArrayLike, control: ArrayLike) -> float | None:
    """P of the likelihood ratio test that one odds ratio serves for all levels, against one for each.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient; nan is dropped. Only their order counts; every distinct value is a level.

    Returns
    -------
    float or None
        P, in [0, 1]. None where an arm is empty, there are fewer than three levels, the common ratio is not finite or not
        found, or fewer than `PER_CELL` patients per arm and level on average.

    Notes
    -----
    Chi-square on levels - 2 degrees of freedom, which does not hold with fewer patients per cell [1]_.

    References
    ----------
    .. [1] Koehler KJ, Larntz K. J Am Stat Assoc 1980;75:336-344.

    Examples
    --------
    >>> proportional_odds_check_p([1, 2, 3], [1, 2, 3]) is None  # one patient per arm and level
    True
    >>> round(proportional_odds_check_p([1, 2, 3] * 5, [1, 2, 3] * 5), 4)  # the same shares: one ratio, 1, serves
    1.0
    """
    treated, control = observed(treated), observed(control)
    if not (treated.size and control.size):
        return None
    counts = _counts(treated, control)
    levels = counts.shape[1]
    if levels < 3 or counts.mean() < PER_CELL or _separate(counts) or _separate(counts[::-1]):
        return None
    null = profile(counts, 0.0)
    fit = None if null is None else _top(counts, null)
    if fit is None:
        return None
    return float(special.chdtrc(levels - 2, max(0.0, 2 * (_saturated(counts) - fit.loglik))))


def _counts(treated: np.ndarray, control: np.ndarray) -> np.ndarray:
    """Patients per arm (2 rows, treated first) and distinct value (ascending)."""
    levels, place = np.unique(np.concatenate([treated, control]), return_inverse=True)
    arms = place[: treated.size], place[treated.size :]
    return np.array([np.bincount(arm, minlength=levels.size) for arm in arms])


def _excess(counts: np.ndarray) -> int:
    """Pairs in which the first arm is higher minus those in which it is lower: the score of an odds ratio of 1."""
    below = np.cumsum(counts, axis=1) - counts
    return int(counts[0] @ below[1] - counts[1] @ below[0])


def _separate(counts: np.ndarray) -> bool:
    """Whether the first arm lies above the other, their edge level shared at most."""
    return bool(np.flatnonzero(counts[0])[0] >= np.flatnonzero(counts[1])[-1])


def _saturated(counts: np.ndarray) -> float:
    """Log likelihood when each arm has its own shares: no model of two arms can have more."""
    return float(special.xlogy(counts, counts / counts.sum(axis=1, keepdims=True)).sum())


def _ratio(counts: np.ndarray, reach: float) -> tuple[float, float, float, float] | None:
    """Log odds ratio, limits and likelihood ratio statistic, the first arm the higher one; None without convergence."""
    null = profile(counts, 0.0)
    if null is None:
        return None
    if _separate(counts):
        value, top = math.inf, _saturated(counts)
        low, high = _limit(counts, top, 0.0, -1.0, reach), math.inf
    else:
        fit = _top(counts, null)
        if fit is None:
            return None
        value, top, step = fit.shift, fit.loglik, reach / math.sqrt(fit.information)
        low, high = (_limit(counts, top, value, outward, reach) for outward in (-step, step))
    if low is None or high is None:
        return None
    return value, low, high, max(0.0, 2 * (top - null.loglik))


def _top(counts: np.ndarray, fit: ShiftFit) -> ShiftFit | None:
    """The log odds ratio of highest likelihood, which is concave: Newton's steps from a fit, halved where they fall."""
    if _excess(counts) == 0:
        return fit  # the start, 0, exactly
    for _ in range(STEPS):
        step = fit.slope / fit.information
        if abs(step) <= 1e-11 * max(1.0, abs(fit.shift)):
            return fit
        following = profile(counts, fit.shift + step)
        while following is not None and following.loglik < lowered(fit.loglik):
            step /= 2
            following = profile(counts, fit.shift + step)
        if following is None:
            return None
        fit = following
    return None


def _limit(counts: np.ndarray, top: float, start: float, outward: float, reach: float) -> float | None:
    """Where the signed root of the likelihood ratio is ``reach``, outward of ``start`` (or back, if beyond already)."""
    from scipy.optimize import brentq

    @cache
    def beyond(shift: float) -> float:
        fit = profile(counts, shift)
        return math.nan if fit is None else math.sqrt(max(0.0, 2 * (top - fit.loglik))) - reach

    side = beyond(start)
    step = outward if side < 0 else -outward
    inner, outer = start, start + step
    while beyond(outer) * side > 0:
        step *= 1.5
        inner, outer = outer, outer + step
    if not math.isfinite(beyond(outer)):
        return None
    return float(brentq(beyond, inner, outer, xtol=1e-11, rtol=1e-13))
