"""How much of a difference an imbalance before treatment explains: imbalance times association with the outcome."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import Estimate, checked_level, exp_or_inf, negligible, wald_estimate

_WHOLE_LEVERAGE = 1 - 1e-10  # of a patient whom no other resembles: the residual is 0 whatever the outcome
# A log hazard ratio per standard deviation, or a score, beyond which the likelihood has no maximum that was found.
_UNBOUNDED, _LARGEST_SCORE = 15.0, 1e-6
_APART = "the characteristic tells the arms apart, or too few patients have it"


def bias_of_imbalance(
    outcome: ArrayLike,
    characteristic: ArrayLike,
    treated: ArrayLike,
    conf_level: float = 0.95,
    *,
    beside: ArrayLike | None = None,
) -> Estimate:
    """Part of the difference of two means that the arms' imbalance in one characteristic explains.

    Parameters
    ----------
    outcome : array of float, shape (n,)
        One value per patient, in one unit; 0 or 1 for an event.
    characteristic : array of float, shape (n,) or (n, q)
        Of the same patients, in any unit; of one with several levels a column for each but the first.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    beside : array of float, shape (n, p), optional
        What the difference is adjusted for already. Patients that miss any value of all of these are dropped.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the outcome: the difference without the characteristic less that with it. Above
        0 the imbalance alone makes the outcome of the treated arm higher. Standard error HC3 at the imbalance as it is,
        Student's t on n - 2 - p - q degrees of freedom; P that of no association. None with fewer than two patients in an
        arm, a characteristic that does not vary or tells the arms apart, one patient who alone determines a slope, or no
        variation beside it.

    Raises
    ------
    AnalysisError
        The columns differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The formula of the omitted variable: least squares of the outcome on arm, ``beside`` and characteristic gives the
    association, which is taken to be the same in both arms; least squares of the characteristic on arm and ``beside`` gives
    the imbalance [1]_. HC3 is that of [2]_.

    References
    ----------
    .. [1] Cinelli C, Hazlett C. J R Stat Soc B 2020;82:39-67.
    .. [2] MacKinnon JG, White H. J Econometrics 1985;29:305-325.

    Examples
    --------
    One unit of the characteristic is two of the outcome but for errors that cancel; the means lie 1 apart.

    >>> x, t = np.array([1, 2, 3, 0, 1, 2]), [1, 1, 1, 0, 0, 0]
    >>> round(bias_of_imbalance(2 * x + [1, -2, 1, 1, -2, 1], x, t).value, 12)
    2.0
    """
    conf_level = checked_level(conf_level)
    y, arm, x, z = _complete(outcome, treated, characteristic, beside)
    sizes = _sizes(arm)
    if reason := _hindrance(arm, x, z, sizes):
        return Estimate.none(reason, *sizes)
    columns = np.column_stack([np.ones_like(arm), arm, z, x])
    imbalance = np.linalg.lstsq(columns[:, : -x.shape[1]], x, rcond=None)[0][1]
    if (np.linalg.qr(columns)[0] ** 2).sum(axis=1).max() > _WHOLE_LEVERAGE:
        return Estimate.none("one patient alone determines the slope", *sizes)
    return _least_squares(y, columns, imbalance, conf_level, sizes)


def hazard_bias_of_imbalance(
    time: ArrayLike,
    event: ArrayLike,
    characteristic: ArrayLike,
    treated: ArrayLike,
    conf_level: float = 0.95,
) -> Estimate:
    """Factor by which the arms' imbalance in one characteristic moves their hazard ratio.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0, and whether the event was seen, as 0/1.
    characteristic : array of float, shape (n,) or (n, q)
        Of the same patients, in any unit; of one with several levels a column for each but the first.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, without unit: the exponential of the log hazard ratio of the characteristic at equal arms times
        the difference of its means. Above 1 the imbalance alone makes events of the treated arm sooner. Wald's interval and
        P on the log scale. None with fewer than two patients in an arm, an arm without an event, a characteristic that
        does not vary or tells the arms apart, or a likelihood without a maximum.

    Raises
    ------
    AnalysisError
        The columns differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Cox's model [1]_ with Efron's likelihood for ties, fitted by statsmodels. As a hazard ratio is no mean, the factor is
    that of a small association or a rare event, and otherwise its direction and order of magnitude [2]_.

    References
    ----------
    .. [1] Cox DR. J R Stat Soc B 1972;34:187-220.
    .. [2] Lin DY, Psaty BM, Kronmal RA. Biometrics 1998;54:948-963.

    Examples
    --------
    >>> time, age, arm = [1, 2, 3, 4, 5, 6, 7, 8], [8, 5, 9, 3, 6, 4, 7, 1], [1, 0, 1, 0, 1, 0, 1, 0]
    >>> hazard_bias_of_imbalance(time, [1] * 8, age, arm).value > 1  # older patients have it sooner; the treated are older
    True
    """
    conf_level = checked_level(conf_level)
    y, arm, x, died = _complete(time, treated, characteristic, np.asarray(event, dtype=float).reshape(-1, 1))
    sizes = _sizes(arm)
    if reason := _hindrance(arm, x, np.empty((arm.size, 0)), sizes):
        return Estimate.none(reason, *sizes)
    if not all(died[arm == side].any() for side in (0.0, 1.0)):
        return Estimate.none("no event in an arm", *sizes)
    imbalance = x[arm == 1].mean(axis=0) - x[arm == 0].mean(axis=0)
    found = _by_cox(y, died[:, 0], np.column_stack([arm, x]), imbalance)
    if found is None:
        return Estimate.none("the order of the events bounds no ratio", *sizes)
    log = wald_estimate(*found, conf_level, *sizes)
    value, low, high = (exp_or_inf(number or 0.0) for number in (log.value, log.low, log.high))
    return replace(log, value=value, low=low, high=high)


def _complete(
    outcome: ArrayLike, treated: ArrayLike, characteristic: ArrayLike, beside: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, arm, characteristic and what else, of the patients whose values are all known; columns that vary, scaled."""
    y, arm = np.asarray(outcome, dtype=float).ravel(), np.asarray(treated, dtype=float).ravel()
    x = np.asarray(characteristic, dtype=float)
    z = np.empty((y.size, 0)) if beside is None else np.asarray(beside, dtype=float)
    x, z = (part.reshape(len(part), -1) for part in (x, z))
    if len({y.size, arm.size, len(x), len(z)}) > 1:
        raise AnalysisError(
            f"Columns of the same patients differ in length ({y.size}, {arm.size}, {len(x)}, {len(z)})"
        )
    known = ~np.isnan(np.column_stack([y, arm, x, z])).any(axis=1)
    x = x[known]
    varies = np.ptp(x, axis=0) > 0 if len(x) else np.zeros(x.shape[1], dtype=bool)
    x = x[:, varies]
    return y[known], arm[known], (x - x.mean(axis=0)) / x.std(axis=0) if x.size else x, z[known]


def _sizes(arm: np.ndarray) -> tuple[int, int]:
    return int((arm == 1).sum()), int((arm == 0).sum())


def _hindrance(arm: np.ndarray, x: np.ndarray, z: np.ndarray, sizes: tuple[int, int]) -> str:
    """Why there is no association at equal arms; empty where there is one."""
    if min(sizes) < 2:
        return "fewer than two patients in an arm"
    if not x.shape[1]:
        return "the characteristic does not vary"
    columns = np.column_stack([np.ones_like(arm), arm, z, x])
    few = columns.shape[1] >= arm.size
    return _APART if few or np.linalg.matrix_rank(columns) < columns.shape[1] else ""


def _least_squares(
    y: np.ndarray, columns: np.ndarray, imbalance: np.ndarray, conf_level: float, sizes: tuple[int, int]
) -> Estimate:
    from statsmodels.regression.linear_model import OLS

    fit, last = OLS(y - y.mean(), columns).fit(), len(imbalance)
    value = float(imbalance @ fit.params[-last:])
    error = math.sqrt(imbalance @ fit.cov_HC3[-last:, -last:] @ imbalance)
    if negligible(error, float(np.abs(y).max())):
        return Estimate.none("no variation beside the characteristic, or no imbalance of it", *sizes)
    return wald_estimate(value, error, conf_level, *sizes, df=fit.df_resid)


def _by_cox(
    time: np.ndarray, event: np.ndarray, columns: np.ndarray, imbalance: np.ndarray
) -> tuple[float, float] | None:
    """Log of the factor and its standard error; None where the likelihood has no maximum."""
    from statsmodels.duration.hazard_regression import PHReg

    model = PHReg(time, columns, status=event, ties="efron")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what did not converge is found by its score
        fit = model.fit(disp=False, gtol=1e-10)
    found = np.asarray(fit.params)
    if not np.isfinite(found).all() or np.abs(found).max() > _UNBOUNDED:
        return None
    if np.abs(model.score(found)).max() > _LARGEST_SCORE * len(time):
        return None
    variance = float(imbalance @ np.asarray(fit.cov_params())[1:, 1:] @ imbalance)
    return (float(imbalance @ found[1:]), math.sqrt(variance)) if variance > 0 else None
