"""Restricted mean time: the area under a Kaplan-Meier curve up to a horizon, and its difference between the arms."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, complete_pairs, negligible, wald_estimate
from twoarm.methods.times.survival import greenwood_terms, life_table


def restricted_mean(time: ArrayLike, event: ArrayLike, tau: float) -> tuple[float, float] | None:
    """Mean time without the event up to a horizon, and the variance of that estimate.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0; patients that miss time or event are dropped.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen.
    tau : float
        Horizon, > 0, in the unit of ``time``. Beyond the last time the curve is carried forward.

    Returns
    -------
    tuple of float, or None
        The mean, in the unit of ``time``, and its variance, in that unit squared; the variance is 0 without an event before
        ``tau``. None where there is no patient.

    Raises
    ------
    AnalysisError
        ``time`` and ``event`` differ in length.

    Notes
    -----
    Area under the curve [1]_, with Greenwood's variance: the sum over event times of the area still to come, squared, times
    d / (n (n - d)). Not lifelines' ``return_variance``, which is the variance of min(T, tau) (lifelines issues 1682 and
    1456).

    References
    ----------
    .. [1] Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152.

    Examples
    --------
    >>> restricted_mean([1, 2, 3, 4], [1, 1, 1, 1], 4.0)  # the mean, and its variance 1.25 / 4
    (2.5, 0.3125)
    """
    time, event = complete_pairs(time, event)
    return _mean_and_variance(time, event, tau) if time.size else None


def _mean_and_variance(time: np.ndarray, event: np.ndarray, tau: float) -> tuple[float, float]:
    times, at_risk, events, _ = life_table(time, event)
    within = times < tau
    times, at_risk, events = times[within], at_risk[within], events[within]
    survival = np.cumprod(1 - events / at_risk)
    areas = np.concatenate([[1.0], survival]) * np.diff(np.concatenate([[0.0], times, [tau]]))
    to_come = np.cumsum(areas[::-1])[::-1][1:]
    # Where everybody at risk has the event nothing is to come: its infinite term is multiplied by 0.
    terms = np.where(events < at_risk, greenwood_terms(at_risk, events), 0.0)
    return float(areas.sum()), float((to_come**2 * terms).sum())


def restricted_mean_difference(
    t_time: ArrayLike,
    t_event: ArrayLike,
    c_time: ArrayLike,
    c_event: ArrayLike,
    conf_level: float = 0.95,
    tau: float | None = None,
) -> Estimate:
    """Difference of the restricted means of two arms, with normal interval and P.

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    tau : float, optional
        Horizon, > 0, in the unit of time; by default as far as both curves are known, see `common_horizon`.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of time. None with an empty arm, without an event before the horizon, or
        with a horizon beyond the last time of an arm in which patients are then still without the event: its curve is
        not known there.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The variances of `restricted_mean` are added [1]_.

    References
    ----------
    .. [1] Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152.

    Examples
    --------
    >>> restricted_mean_difference([2, 4], [1, 1], [1, 3], [1, 1], 0.95, tau=3.0).value  # (2 + 3) / 2 - (1 + 3) / 2
    0.5
    """
    arms = [complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)]
    sizes = [time.size for time, _ in arms]
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    horizon = common_horizon(*arms[0], *arms[1]) if tau is None else tau
    if not horizon or horizon <= 0:
        return Estimate.none("no time under observation", *sizes)
    if not all(known_until(*arm, horizon) for arm in arms):
        return Estimate.none("horizon beyond the last time of an arm", *sizes)
    (mean_t, variance_t), (mean_c, variance_c) = (_mean_and_variance(*arm, horizon) for arm in arms)
    error = math.sqrt(variance_t + variance_c)
    if negligible(error, horizon):
        return Estimate.none("no variation in either arm before the horizon", *sizes)
    return wald_estimate(mean_t - mean_c, error, conf_level, *sizes)


def common_horizon(
    t_time: ArrayLike, t_event: ArrayLike, c_time: ArrayLike, c_event: ArrayLike
) -> float | None:
    """How far the curves of both arms are known.

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.

    Returns
    -------
    float or None
        In the unit of time: the smallest last time of an arm in which somebody is then still without the event; the
        largest last time where there is no such arm. None with an empty arm.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.

    Notes
    -----
    An arm whose last patients all had the event does not limit it: its curve is 0 from there on, and so its restricted
    mean is known for every later horizon.

    Examples
    --------
    >>> common_horizon([1, 2], [1, 1], [1, 9], [1, 0])  # the curve of the treated is 0 from 2 on
    9.0
    """
    arms = [complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)]
    if not all(time.size for time, _ in arms):
        return None
    last = [float(time.max()) for time, _ in arms]
    limits = [end for end, arm in zip(last, arms, strict=True) if not known_until(*arm, math.inf)]
    return min(limits) if limits else max(last)


def known_until(time: np.ndarray, event: np.ndarray, horizon: float) -> bool:
    """Whether the curve of an arm is known up to a horizon: somebody was observed so long, or it is 0 before.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Of the patients of the arm, at least one, none missing.
    horizon : float
        In the unit of time.

    Returns
    -------
    bool
        Whether a restricted mean may end there.

    Notes
    -----
    A curve is 0 from the last time on where everybody of that time has the event.

    Examples
    --------
    >>> known_until(np.array([1.0, 2.0]), np.array([1, 0]), 3.0), known_until(np.array([1.0, 2.0]), np.array([0, 1]), 3.0)
    (False, True)
    """
    return bool(horizon <= time.max() or event[time == time.max()].all())
