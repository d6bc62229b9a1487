"""Times to an event under overlap weights: hazard ratio and restricted means, by a bootstrap that finds the weights anew."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, wald_estimate
from twoarm.methods.times.adjusted_hazards import UNBOUNDED, as_ratio, followed, no_ratio
from twoarm.methods.times.restricted_means import common_horizon, known_until
from twoarm.methods.times.weighted_hazards import RiskTable, by_weight, weighted_log_ratios
from twoarm.methods.values.draws import beyond_drawing
from twoarm.methods.weights.firth import propensity_fit
from twoarm.methods.weights.overlap import TOLD_APART, influence, weights_of
from twoarm.methods.weights.resampled import (
    fixed_order,
    overlap_resampled,
    percentile_estimate,
)

_Sample = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]
_Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]
_Gradient = Callable[[np.ndarray, float], np.ndarray]  # of the weights and the statistic of them


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

    def log_ratios(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return weighted_log_ratios(table, counts, weights)

    return as_ratio(_resampled(sample, log_ratios, partial(by_weight, table), conf_level))


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

    def areas(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return _areas(table, counts * weights, horizon)

    def gradient(weights: np.ndarray, _: float) -> np.ndarray:
        return _areas_by_weight(table, weights, horizon)

    return _resampled(sample, areas, gradient, conf_level)


def _sample(time: ArrayLike, event: ArrayLike, covariates: ArrayLike, treated: ArrayLike) -> _Sample:
    """Times, events, covariates and arm of those who are followed, in a fixed order, and the size of the first arm."""
    times, events, columns, arm = followed(time, event, covariates, treated)
    if beyond_drawing(*(int((arm == side).sum()) for side in (1, 0))):
        return times, events, columns, arm, 0  # the order matters to who draws
    order, first = fixed_order(arm, columns, times, events)
    return times[order], events[order], columns[order], arm[order], first


def _sizes(sample: _Sample) -> tuple[int, int]:
    arm = sample[3]
    return int(arm.sum()), int(arm.size - arm.sum())


def _resampled(sample: _Sample, statistic: _Statistic, gradient: _Gradient, conf_level: float) -> Estimate:
    """By resamples, or of many patients by their influences."""
    fit = propensity_fit(sample[2], sample[3])
    basis, arm, log_odds = fit.basis, fit.arm, fit.log_odds
    sizes = _sizes(sample)
    if log_odds is None:
        return Estimate.none(TOLD_APART, *sizes)
    weights = weights_of(log_odds, arm)
    value = float(statistic(np.ones((1, arm.size)), weights[None, :])[0])
    if math.isnan(value):
        return Estimate.none(UNBOUNDED, *sizes)
    if beyond_drawing(*sizes):
        own = influence(gradient(weights, value), basis, arm, log_odds, fit.penalised)
        return wald_estimate(value, math.sqrt(own @ own), conf_level, *sizes)
    drawn = overlap_resampled(basis, arm, sample[4], log_odds, statistic)
    return percentile_estimate(value, drawn, conf_level, *sizes)


def _areas_by_weight(table: RiskTable, weights: np.ndarray, horizon: float) -> np.ndarray:
    """How the difference of the areas moves with the weight of each patient."""
    found = np.zeros(weights.size)
    within = table.times < horizon
    steps = np.diff([*table.times[within][::-1], horizon])
    since = np.searchsorted(table.last, np.arange(weights.size))  # as in `by_weight`
    when = np.searchsorted(table.last, table.happened)
    for side, (at_risk, events) in enumerate(
        zip(*(x[:, 0] for x in table.sums(weights[None, :])), strict=True)
    ):
        r, d = at_risk[within][::-1], events[within][::-1]
        with np.errstate(divide="ignore", invalid="ignore"):
            rest = np.cumsum((np.cumprod(np.where(r > 0, 1 - d / r, 1.0)) * steps)[::-1])[
                ::-1
            ]  # the area from here on
            lost = np.where(r > d, rest / (r - d), 0.0)  # by an event more
            gained = np.where(r > d, lost * d / r, 0.0)  # by a patient at risk more
        by_event, by_risk = np.zeros((2, table.times.size + 1))
        by_event[:-1][within], by_risk[:-1][within] = lost[::-1], gained[::-1]
        own = np.cumsum(by_risk[::-1])[::-1][since]
        own[table.happened] -= by_event[when]
        found[table.order] += np.where(table.arm == 1 - side, (1 - 2 * side) * own, 0.0)
    return found


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
