"""The share without the event at a stated time, of one arm and as a difference of both; the median time of an arm."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, complete_pairs, wald_estimate
from twoarm.methods.times.survival import Survival, kaplan_meier

BEYOND = "beyond the last time of an arm"


def survival_at(time: ArrayLike, event: ArrayLike, at: float, conf_level: float = 0.95) -> Estimate:
    """Share of the patients of one arm who are without the event just after a time.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0; patients that miss time or event are dropped.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen.
    at : float
        The time, >= 0, in the unit of ``time``.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        A proportion in [0, 1], without P; ``n_treated`` counts the patients. Where the share is 1 or 0 both limits equal it.
        None without a patient, or beyond the last time where somebody was then still without the event.

    Raises
    ------
    AnalysisError
        ``time`` and ``event`` differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Kaplan and Meier's estimate with the log(-log) interval of `kaplan_meier` [1]_.

    References
    ----------
    .. [1] Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, section 1.4.

    Examples
    --------
    >>> survival_at([1, 2, 3, 4], [1, 0, 1, 0], 2.5, 0.95).value
    0.75
    """
    time, event = complete_pairs(time, event)
    if not time.size:
        return Estimate.none("no patient with a value")
    return replace(share_of_curve(kaplan_meier(time, event, conf_level), at), n_treated=time.size)


def median_time(time: ArrayLike, event: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Time by which half of the patients of one arm had the event, with its limits.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0; patients that miss time or event are dropped.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        In the unit of ``time``, without P; ``n_treated`` counts the patients. The upper limit is infinite where its curve
        stays above one half. A median without limits, and why, where the lower one cannot be computed. None without a
        patient, or where the curve stays above one half.

    Raises
    ------
    AnalysisError
        ``time`` and ``event`` differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Median and limits of `Survival.median`, as R's survfit has them: the limits are where the log(-log) limits of the curve
    reach one half [1]_.

    References
    ----------
    .. [1] Brookmeyer R, Crowley J. Biometrics 1982;38:29-41.

    Examples
    --------
    >>> median_time([1, 2, 3, 4], [1, 0, 1, 0], 0.95).value
    3.0
    """
    time, event = complete_pairs(time, event)
    if not time.size:
        return Estimate.none("no patient with a value")
    median, low, high = kaplan_meier(time, event, conf_level).median()
    if median is None:
        return Estimate.none("one half is not reached", time.size)
    if low is None:
        return Estimate(median, n_treated=time.size, reason="too few patients for limits")
    end = math.inf if high is None else high
    return Estimate(median, low, end, float(conf_level), n_treated=time.size)


def survival_difference(
    t_time: ArrayLike,
    t_event: ArrayLike,
    c_time: ArrayLike,
    c_event: ArrayLike,
    at: float,
    conf_level: float = 0.95,
) -> Estimate:
    """Difference of the shares of two arms without the event just after a time, with normal interval and P.

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.
    at : float
        The time, >= 0, in the unit of the times.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1]; limits cut to that range. None with an empty arm, beyond the last
        time of an arm in which somebody was then still without the event, or where neither share varies.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Greenwood's variances of both shares are added [1]_.

    References
    ----------
    .. [1] Klein JP et al. Stat Med 2007;26:4505-4519.

    Examples
    --------
    >>> survival_difference([1, 2, 3, 4], [1, 0, 1, 0], [1, 2], [1, 1], 1.5, 0.95).value  # 3/4 less 1/2
    0.25
    """
    arms = complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)
    sizes = [time.size for time, _ in arms]
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    found = difference_of_curves(*(kaplan_meier(*arm, conf_level) for arm in arms), at)
    return replace(found, n_treated=sizes[0], n_control=sizes[1])


def share_of_curve(curve: Survival, at: float) -> Estimate:
    """The share that a curve has just after a time, with the limits of the curve.

    Parameters
    ----------
    curve : Survival
        At one time at least.
    at : float
        The time, >= 0, in the unit of the curve.

    Returns
    -------
    Estimate
        A proportion in [0, 1], without P and sizes. None beyond the last time of a curve that is then above 0.

    Notes
    -----
    A step function: at a step it is what it is after the step.

    Examples
    --------
    >>> share_of_curve(kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0]), 3).value
    0.375
    """
    if not _known_at(curve, at):
        return Estimate.none(BEYOND)
    share, low, high, _ = _point(curve, at)
    return Estimate(share, low, high, float(curve.conf_level))


def difference_of_curves(treated: Survival, control: Survival, at: float) -> Estimate:
    """The difference of two curves just after a time, with normal interval and P.

    Parameters
    ----------
    treated, control : Survival
        Each at one time at least, of one confidence level.
    at : float
        The time, >= 0, in the unit of the curves.

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1], without sizes; limits cut to that range. None beyond the last time of
        a curve that is then above 0, or where neither curve has a variance.

    Raises
    ------
    ParameterError
        The confidence level of the curves is not strictly between 0 and 1.

    Notes
    -----
    Greenwood's variances of both shares are added [1]_.

    References
    ----------
    .. [1] Klein JP et al. Stat Med 2007;26:4505-4519.

    Examples
    --------
    >>> curves = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0]), kaplan_meier([1, 2], [1, 1])
    >>> difference_of_curves(*curves, 1.5).value
    0.25
    """
    if not all(_known_at(curve, at) for curve in (treated, control)):
        return Estimate.none(BEYOND)
    (share_t, *_, variance_t), (share_c, *_, variance_c) = (_point(curve, at) for curve in (treated, control))
    error = math.sqrt(variance_t + variance_c)
    if not error > 0:
        return Estimate.none("no variation in either arm until then")
    found = wald_estimate(share_t - share_c, error, treated.conf_level, 0, 0)
    if found.interval is None:
        return found
    low, high = found.interval
    return replace(found, low=max(low, -1.0), high=min(high, 1.0))


def _known_at(curve: Survival, at: float) -> bool:
    """Whether somebody was observed so long, or nobody was left without the event."""
    return bool(at <= curve.times[-1] or curve.survival[-1] == 0)


def _point(curve: Survival, at: float) -> tuple[float, float, float, float]:
    """Share, both limits and Greenwood's variance of the share just after a time."""
    place = int(np.searchsorted(curve.times, at, side="right")) - 1
    if place < 0:
        return 1.0, 1.0, 1.0, 0.0
    share, low, high = (float(row[place]) for row in (curve.survival, curve.low, curve.high))
    return share, low, high, share * share * float(curve.greenwood[place]) if share else 0.0
