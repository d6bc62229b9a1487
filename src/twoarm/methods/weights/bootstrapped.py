"""Differences of means and of risks under overlap weights, with the interval of a bootstrap that finds the weights anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, negligible
from twoarm.methods.values.draws import beyond_drawing
from twoarm.methods.weights.firth import surviving_log_odds
from twoarm.methods.weights.overlap import TOLD_APART, observed_rows, weighted_difference, weights_of
from twoarm.methods.weights.propensity import design
from twoarm.methods.weights.resampled import (
    fixed_order,
    overlap_resampled,
    percentile_estimate,
)


def weighted_difference_by_bootstrap(
    outcome: ArrayLike, covariates: ArrayLike, treated: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Difference of two means under overlap weights, with a bootstrap that finds the weights anew in each resample.

    Parameters
    ----------
    outcome : array of float, shape (n,)
        One value per patient, in one unit, 0 or 1 for an event. Who misses it is dropped before the weights are found.
    covariates : array of float, shape (n, p)
        As for `overlap_weights`; missing values only of patients without outcome.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the outcome; of 0 and 1 a risk difference, whose limits lie in [-1, 1]. None
        with fewer than two patients in an arm, arms that the covariates together tell apart, or an outcome without variation
        of its own.

    Raises
    ------
    AnalysisError
        Rows of different length, or a covariate that is missing.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Percentile interval [1]_ of `weighted_replicates` resamples, each arm drawn from itself; its Monte-Carlo error is
    `percentile_error`. The value is that of `weighted_difference`, and where `beyond_drawing` so are interval and P.

    References
    ----------
    .. [1] Efron B, Tibshirani RJ. An Introduction to the Bootstrap. 1993, chapter 13.

    Examples
    --------
    Without a covariate the ordinary difference of means.

    >>> found = weighted_difference_by_bootstrap([1.0, 3.0, 0.0, 2.0], np.empty((4, 0)), [1, 1, 0, 0], 0.9)
    >>> found.value, found.low, found.high  # each arm may be drawn as its smaller or its larger value twice
    (1.0, -1.0, 3.0)
    """
    values = np.asarray(outcome, dtype=float).ravel()
    columns, arm = observed_rows(values, covariates, treated)
    values = values[~np.isnan(values)]
    sizes = int(arm.sum()), int(arm.size - arm.sum())
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    if beyond_drawing(*sizes):
        return weighted_difference(values, columns, arm, conf_level)
    order, first = fixed_order(arm, columns.reshape(arm.size, -1), values)
    basis, arm = design(columns[order], arm[order])
    log_odds, _ = surviving_log_odds(basis, arm)
    if log_odds is None:
        return Estimate.none(TOLD_APART, *sizes)
    # From their mean on: a weighted mean of numbers near a million loses digits that their differences have.
    values = values[order]
    centred, spread = values - values.mean(), float(values.std())
    if negligible(spread, float(values.mean())) or _explained(centred, basis, arm):
        return Estimate.none("no variation beyond that of arm and covariates", *sizes)

    def difference(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return _difference(counts * weights, centred, arm)

    value = float(_difference(weights_of(log_odds, arm)[None, :], centred, arm)[0])
    drawn = overlap_resampled(basis, arm, first, log_odds, difference)
    return percentile_estimate(value, drawn, conf_level, *sizes)


def _difference(weights: np.ndarray, values: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """Of each row of weights, shape (draws,)."""
    sides = (weights @ (side * values) / (weights @ side) for side in (arm, 1 - arm))
    treated, control = sides
    return treated - control


def _explained(values: np.ndarray, basis: np.ndarray, arm: np.ndarray) -> bool:
    """Whether arm and covariates leave nothing of an outcome but rounding."""
    columns = np.linalg.qr(np.column_stack([basis, arm]))[0]
    rest = values - columns @ (columns.T @ values)
    return bool(np.linalg.norm(rest) <= 1e-9 * np.linalg.norm(values))
