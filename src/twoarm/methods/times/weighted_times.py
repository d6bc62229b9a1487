"""Times to an event under overlap weights: hazard ratio and restricted means, by a bootstrap that finds the weights anew."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate
from twoarm.methods.times.adjusted_hazards import UNBOUNDED, as_ratio, followed, no_ratio
from twoarm.methods.times.restricted_means import common_horizon, known_until
from twoarm.methods.times.weighted_hazards import RiskTable, weighted_log_ratios
from twoarm.methods.weights.firth import surviving_log_odds
from twoarm.methods.weights.overlap import TOLD_APART, weights_of
from twoarm.methods.weights.propensity import design
from twoarm.methods.weights.resampled import fixed_order, overlap_resampled, percentile_estimate

_Sample = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]
_Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]


def weighted_hazard_ratio_by_bootstrap(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, treated: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Hazard ratio of a Cox model with the arm alone, under overlap weights that each resample finds anew.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen. Who misses time or event is dropped before the weights are found.
    covariates : array of float, shape (n, p)
        As for `overlap_weights`; missing only in patients who are dropped.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, without unit; above 1 the event comes sooner in the treated. None with an arm without patients
        or without an event, arms that the covariates together tell apart, or events that bound no ratio.

    Raises
    ------
    AnalysisError
        Columns of different length, or a covariate that is missing.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The value is that of `weighted_hazard_ratio`; percentile interval and P as of `weighted_difference_by_bootstrap`, each
    arm drawn from itself [1]_. Resamples whose events bound no ratio are left out.

    References
    ----------
    .. [1] Austin PC. Stat Med 2016;35:5642-5655.

    Examples
    --------
    >>> months, seen, arm = [1, 4, 6, 8, 2, 3, 5, 7], [1, 1, 0, 1, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0]
    >>> found = weighted_hazard_ratio_by_bootstrap(months, seen, np.empty((8, 0)), arm)
    >>> found.low < found.value < found.high
    True
    """
    sample = _sample(time, event, covariates, treated)
    if (reason := no_ratio(sample[1], sample[3])) is not None:
        return Estimate.none(reason, *_sizes(sample))
    table = RiskTable.of(sample[0], sample[1], sample[3])
    found = _resampled(
        sample, lambda counts, weights: weighted_log_ratios(table, counts, weights), conf_level
    )
    return as_ratio(found)


def weighted_restricted_mean_difference(
    time: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    conf_level: float = 0.95,
    tau: float | None = None,
) -> Estimate:
    """Difference of the restricted means of two arms under overlap weights that each resample finds anew.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen. Who misses time or event is dropped before the weights are found.
    covariates : array of float, shape (n, p)
        As for `overlap_weights`; missing only in patients who are dropped.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    tau : float, optional
        Horizon, > 0, in the unit of time; by default as far as both curves are known, see `common_horizon`.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of time. None where `restricted_mean_difference` is, or the covariates together
        tell the arms apart.

    Raises
    ------
    AnalysisError
        Columns of different length, or a covariate that is missing.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Areas under the weighted Kaplan-Meier curves [1]_. Percentile interval and P as of `weighted_difference_by_bootstrap`;
    in a resample whose last time comes before the horizon the curve is carried forward.

    References
    ----------
    .. [1] Xie J, Liu C. Stat Med 2005;24:3089-3110.

    Examples
    --------
    Without a covariate that of `restricted_mean_difference`, (2 + 3) / 2 - (1 + 3) / 2.

    >>> found = weighted_restricted_mean_difference([2, 4, 1, 3], [1, 1, 1, 1], np.empty((4, 0)), [1, 1, 0, 0], tau=3.0)
    >>> found.value
    0.5
    """
    sample = times, events, _, arm, _ = _sample(time, event, covariates, treated)
    sides = [(times[arm == side], events[arm == side]) for side in (1, 0)]
    horizon = common_horizon(*sides[0], *sides[1]) if tau is None else tau
    if not all(side[0].size for side in sides):
        return Estimate.none("empty arm", *_sizes(sample))
    if not horizon or horizon <= 0:
        return Estimate.none("no time under observation", *_sizes(sample))
    if not all(known_until(*side, horizon) for side in sides):
        return Estimate.none("horizon beyond the last time of an arm", *_sizes(sample))
    table = RiskTable.of(times, events, arm)
    return _resampled(sample, lambda counts, weights: _areas(table, counts * weights, horizon), conf_level)


def _sample(time: ArrayLike, event: ArrayLike, covariates: ArrayLike, treated: ArrayLike) -> _Sample:
    """Times, events, covariates and arm of those who are followed, in a fixed order, and the size of the first arm."""
    times, events, columns, arm = followed(time, event, covariates, treated)
    order, first = fixed_order(arm, columns, times, events)
    return times[order], events[order], columns[order], arm[order], first


def _sizes(sample: _Sample) -> tuple[int, int]:
    arm = sample[3]
    return int(arm.sum()), int(arm.size - arm.sum())


def _resampled(sample: _Sample, statistic: _Statistic, conf_level: float) -> Estimate:
    basis, arm = design(sample[2], sample[3])
    sizes = _sizes(sample)
    log_odds, _ = surviving_log_odds(basis, arm)
    if log_odds is None:
        return Estimate.none(TOLD_APART, *sizes)
    value = float(statistic(np.ones((1, arm.size)), weights_of(log_odds, arm)[None, :])[0])
    if math.isnan(value):
        return Estimate.none(UNBOUNDED, *sizes)
    drawn = overlap_resampled(basis, arm, sample[4], log_odds, statistic)
    return percentile_estimate(value, drawn, conf_level, *sizes)


def _areas(table: RiskTable, weights: np.ndarray, horizon: float) -> np.ndarray:
    """Difference of the areas under both weighted curves, of each sample."""
    within = table.times < horizon
    ends = np.concatenate([[0.0], table.times[within][::-1], [horizon]])
    at_risk, events = (x[:, :, within][:, :, ::-1] for x in table.sums(weights))
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where(at_risk > 0, 1 - events / at_risk, 1.0)
    curves = np.concatenate([np.ones((*kept.shape[:2], 1)), np.cumprod(kept, axis=2)], axis=2)
    areas = (curves * np.diff(ends)).sum(axis=2)
    return areas[0] - areas[1]
