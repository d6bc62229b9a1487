"""The share without the event at a stated time: of one arm with its interval, and the difference of both."""

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
    curve = kaplan_meier(time, event, conf_level)
    if not _known_at(curve, at):
        return Estimate.none(BEYOND, time.size)
    share, low, high, _ = _point(curve, at)
    return Estimate(share, low, high, float(conf_level), n_treated=time.size)


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
    curves = [kaplan_meier(*arm, conf_level) for arm in arms]
    if not all(_known_at(curve, at) for curve in curves):
        return Estimate.none(BEYOND, *sizes)
    (share_t, *_, variance_t), (share_c, *_, variance_c) = (_point(curve, at) for curve in curves)
    error = math.sqrt(variance_t + variance_c)
    if not error > 0:
        return Estimate.none("no variation in either arm until then", *sizes)
    found = wald_estimate(share_t - share_c, error, conf_level, *sizes)
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
