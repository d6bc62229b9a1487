"""Overlap weights: arms made alike in what was measured at baseline, by whoever could have been in either."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import Estimate, negligible, wald_estimate
from twoarm.methods.weights.firth import propensity_fit

TOLD_APART = "covariates that together tell the arms apart: fewer of them leave patients to compare"
# Share of an outcome's variation below which what arm and covariates leave of it is rounding.
_OWN_SHARE = 1e-9


def overlap_weights(covariates: ArrayLike, treated: ArrayLike) -> np.ndarray | None:
    """Weights of the patients: the chance of having been in the other arm, given the covariates.

    Parameters
    ----------
    covariates : array of float, shape (n, p)
        Without missing values; a category is a 0/1 column for each of its levels but one. A column that those before
        it explain is dropped.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    array of float, shape (n,), or None
        In (0, 1): 1 - e for the treated and e for the control, where e is the chance of the treated arm by logistic
        regression with main effects. None where an arm is empty, or the covariates together tell the arm of every patient.

    Raises
    ------
    AnalysisError
        Rows of different length, or a covariate that is missing.

    Notes
    -----
    Under these weights every covariate has exactly the same mean in both arms [1]_. Where a covariate tells the arm of some
    patients for certain the regression is penalised [2]_, and the means are alike only nearly. Newton's method, n p^2
    operations a step.

    References
    ----------
    .. [1] Li F, Morgan KL, Zaslavsky AM. J Am Stat Assoc 2018;113:390-400.
    .. [2] Firth D. Biometrika 1993;80:27-38.

    Examples
    --------
    One of four patients with the covariate is treated, and one of two without it.

    >>> overlap_weights([[1], [1], [1], [1], [0], [0]], [1, 0, 0, 0, 1, 0]).round(9).tolist()
    [0.75, 0.25, 0.25, 0.25, 0.5, 0.5]
    """
    fit = propensity_fit(covariates, treated)
    return None if fit.log_odds is None else weights_of(fit.log_odds, fit.arm)


def effective_sizes(weights: ArrayLike, treated: ArrayLike) -> tuple[float, float]:
    """Patients of each arm who would say as much without weights (Kish).

    Parameters
    ----------
    weights : array of float, shape (n,)
        Not negative, none missing.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    treated, control : float
        In patients: squared sum of the weights over the sum of their squares; 0 for an arm without weight.

    Notes
    -----
    Section 11.7 of [1]_.

    References
    ----------
    .. [1] Kish L. Survey Sampling. 1965.

    Examples
    --------
    >>> effective_sizes([1.0, 1.0, 1.0, 3.0], [1, 1, 0, 0])  # 4 / 2 and 16 / 10
    (2.0, 1.6)
    """
    weights, arm = np.asarray(weights, dtype=float), np.asarray(treated).astype(bool)
    return _effective(weights[arm]), _effective(weights[~arm])


def weighted_difference(
    outcome: ArrayLike, covariates: ArrayLike, treated: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Difference of two means under overlap weights, with an interval that knows that the weights were estimated.

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
        Treated minus control, in the unit of the outcome; of 0 and 1 a risk difference in [-1, 1], whose limits may
        lie beyond. None with fewer than two patients in an arm, arms that the covariates tell apart, or an outcome
        without variation of its own.

    Raises
    ------
    AnalysisError
        Rows of different length, or a covariate that is missing.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Sandwich variance of the stacked estimating equations [1]_ of the logistic regression and both weighted means [2]_, times
    n / (n - p - 2), with Student's t on n - p - 2 degrees of freedom, p of the columns that were not dropped. The value is
    also that of `weighted_difference_by_bootstrap`.

    References
    ----------
    .. [1] Stefanski LA, Boos DD. Am Stat 2002;56:29-38.
    .. [2] Li F, Thomas LE, Li F. Am J Epidemiol 2019;188:250-257.

    Examples
    --------
    Without a covariate the ordinary difference of means.

    >>> weighted_difference([1.0, 3.0, 0.0, 2.0], np.empty((4, 0)), [1, 1, 0, 0], 0.95).value
    1.0
    """
    values = np.asarray(outcome, dtype=float).ravel()
    fit = propensity_fit(*observed_rows(values, covariates, treated))
    basis, arm = fit.basis, fit.arm
    values = values[~np.isnan(values)]
    sizes = int(arm.sum()), int(arm.size - arm.sum())
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    if fit.log_odds is None:
        return Estimate.none(TOLD_APART, *sizes)
    spread, df = float(values.std()), arm.size - basis.shape[1] - 1
    value, error = _difference(values - values.mean(), basis, arm, fit.log_odds, fit.penalised)
    if df < 1 or negligible(spread, float(values.mean())) or error <= _OWN_SHARE * spread:
        return Estimate.none("no variation beyond that of arm and covariates", *sizes)
    return wald_estimate(value, error * math.sqrt(arm.size / df), conf_level, *sizes, df=df)


def _difference(
    values: np.ndarray, basis: np.ndarray, arm: np.ndarray, log_odds: np.ndarray, penalised: bool
) -> tuple[float, float]:
    """Weighted difference, and the root of the sum of the squared influences of the patients on it."""
    weights, signs = weights_of(log_odds, arm), 2 * arm - 1
    totals = np.where(arm > 0, weights @ arm, weights @ (1 - arm))
    means = [(weights * values / totals)[arm == group].sum() for group in (0, 1)]
    residuals = (values - np.where(arm > 0, means[1], means[0])) / totals
    own = influence(signs * residuals, basis, arm, log_odds, penalised)
    return float(means[1] - means[0]), math.sqrt(own @ own)


def influence(
    gradient: np.ndarray, basis: np.ndarray, arm: np.ndarray, log_odds: np.ndarray, penalised: bool
) -> np.ndarray:
    """What each patient does to a statistic of weighted patients: by the own weight, and through everybody's.

    Parameters
    ----------
    gradient : array of float, shape (n,)
        Of the statistic by the weight of each patient, in its unit.
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.
    log_odds : array of float, shape (n,)
        Of the treated arm.
    penalised : bool
        Whether the regression that gave them was.

    Returns
    -------
    array of float, shape (n,)
        In the unit of the statistic. The root of the sum of squares is its standard error.

    Notes
    -----
    Infinitesimal jackknife [1]_. The regression is one of the stacked equations, so that the error knows that the weights
    were estimated.

    References
    ----------
    .. [1] Jaeckel LA. The Infinitesimal Jackknife. Bell Laboratories Memorandum MM 72-1215-11. 1972.

    Examples
    --------
    Without a covariate every weight is a half, and no patient moves those of the others by more than all weights alike.

    >>> basis, arm = np.full((4, 1), 0.5), np.array([1.0, 1.0, 0.0, 0.0])
    >>> influence(np.array([1.0, -1.0, 2.0, -2.0]), basis, arm, np.zeros(4), False).tolist()
    [0.5, -0.5, 1.0, -1.0]
    """
    chance, variance = special.expit(log_odds), special.expit(log_odds) * special.expit(-log_odds)
    slopes = basis.T @ (-(2 * arm - 1) * variance * gradient)
    information = (basis * variance[:, None]).T @ basis
    pull = arm - chance
    if penalised:  # each patient's part of the equations that the penalised fit solves
        pull = pull + variance * ((basis @ np.linalg.inv(information)) * basis).sum(axis=1) * (0.5 - chance)
    through_weights = pull * (basis @ np.linalg.solve(information, slopes))
    return weights_of(log_odds, arm) * gradient + through_weights


def weights_of(log_odds: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """Overlap weights from the log odds of the treated arm.

    Parameters
    ----------
    log_odds : array of float, shape (n,) or (draws, n)
        Natural logarithms of odds.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Returns
    -------
    array of float, of the shape of ``log_odds``
        The chance of the other arm, in (0, 1).

    Notes
    -----
    From its own log odds: taken from 1 it would lose its digits.

    Examples
    --------
    >>> weights_of(np.log([3.0, 3.0]), np.array([1.0, 0.0])).round(9).tolist()
    [0.25, 0.75]
    """
    return special.expit(np.where(arm > 0, -log_odds, log_odds))


def _effective(weights: np.ndarray) -> float:
    squares = float((weights**2).sum())
    return float(weights.sum() ** 2) / squares if squares else 0.0


def observed_rows(
    values: np.ndarray, covariates: ArrayLike, treated: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Covariates and arm of the patients whose outcome is known.

    Parameters
    ----------
    values : array of float, shape (n,)
        The outcome, in any unit; nan where it is missing.
    covariates : array of float, shape (n, p)
        Of the same patients.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    covariates : array of float, shape (m, p)
        Of those with an outcome, in their order.
    arm : array of float, shape (m,)
        1.0 for the treated, 0.0 for the control.

    Raises
    ------
    AnalysisError
        Rows of different length.

    Notes
    -----
    Only nan counts as missing.

    Examples
    --------
    >>> observed_rows(np.array([1.0, np.nan]), [[3.0], [4.0]], [1, 0])[0].tolist()
    [[3.0]]
    """
    columns, arm = np.asarray(covariates, dtype=float), np.asarray(treated, dtype=float).ravel()
    if not values.size == arm.size == len(columns):
        raise AnalysisError(
            f"Columns of the same patients differ in length ({values.size}, {len(columns)}, {arm.size})"
        )
    keep = ~np.isnan(values)
    return columns[keep], arm[keep]
