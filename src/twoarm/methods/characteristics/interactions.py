"""Whether the difference between the arms is another one in patients of another kind: tests of interaction."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import Estimate, negligible

_WHOLE_LEVERAGE = 1 - 1e-10  # of a patient whom no other resembles: the residual is 0 whatever the outcome
_FEW = "fewer than two patients of an arm at a level"


def interaction_test(
    outcome: ArrayLike, group: ArrayLike, treated: ArrayLike, *, beside: ArrayLike | None = None
) -> Estimate:
    """Test of one difference of means at every level of a characteristic.

    Parameters
    ----------
    outcome : array of float, shape (n,)
        One value per patient, in one unit; 0 or 1 for an event.
    group : array of float, shape (n,)
        The level of each patient, as a number.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    beside : array of float, shape (n, p), optional
        What the difference is adjusted for, with one slope for all. Who misses any value of all of these is dropped.

    Returns
    -------
    Estimate
        A P alone, in [0, 1]: small where the difference is not the same at all levels. None with one level, fewer than two
        patients of an arm at a level, one patient who alone determines a slope, or no variation within them.

    Raises
    ------
    AnalysisError
        The columns differ in length.

    Notes
    -----
    Least squares with each arm of each level; Wald's F with the covariance HC3 [1]_, on k - 1 and n - 2k - p degrees of
    freedom.

    References
    ----------
    .. [1] MacKinnon JG, White H. J Econometrics 1985;29:305-325.

    Examples
    --------
    >>> y, level, arm = [1, 2, 1, 2, 5, 6, 1, 2], [0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 0, 0, 1, 1, 0, 0]
    >>> round(interaction_test(y, level, arm).p_value, 4)  # differences 0 and 4, each mean with the variance 1/2: F = 8
    0.0474
    """
    y, arm, levels, z = _complete(outcome, treated, group, beside)
    sizes = _sizes(arm)
    if reason := _too_few(arm, levels):
        return Estimate.none(reason, *sizes)
    columns, tested = _columns(arm, levels, z)
    few = columns.shape[1] >= y.size or np.linalg.matrix_rank(columns) < columns.shape[1]
    if few or (np.linalg.qr(columns)[0] ** 2).sum(axis=1).max() > _WHOLE_LEVERAGE:
        return Estimate.none("one patient alone determines the slope", *sizes)
    p_value = _wald(y, columns, tested)
    if p_value is None:
        return Estimate.none("no variation within the arms of the levels", *sizes)
    return Estimate(None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1])


def hazard_interaction_test(
    time: ArrayLike, event: ArrayLike, group: ArrayLike, treated: ArrayLike
) -> Estimate:
    """Test of one hazard ratio at every level of a characteristic.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0, and whether the event was seen, as 0/1.
    group : array of float, shape (n,)
        The level of each patient, as a number.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    Estimate
        A P alone, in [0, 1]: small where the ratio is not the same at all levels. None with one level, fewer than two
        patients of an arm at a level, or an arm of a level without an event.

    Raises
    ------
    AnalysisError
        The columns differ in length.

    Notes
    -----
    Likelihood ratio of Cox's models [1]_ with and without the interaction, with Efron's likelihood for ties; chi-square
    with one degree of freedom less than there are levels.

    References
    ----------
    .. [1] Cox DR. J R Stat Soc B 1972;34:187-220.

    Examples
    --------
    >>> time, level, arm = [1, 4, 2, 3, 3, 2, 4, 1], [0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 0, 1, 0]
    >>> hazard_interaction_test(time, [1] * 8, level, arm).p_value < 0.05  # the treated come first, and last
    True
    """
    y, arm, levels, seen = _complete(time, treated, group, np.asarray(event, dtype=float).reshape(-1, 1))
    sizes, event = _sizes(arm), seen[:, 0]
    if reason := _too_few(arm, levels):
        return Estimate.none(reason, *sizes)
    if not all(event[(arm == a) & (levels == level)].any() for a in (0, 1) for level in np.unique(levels)):
        return Estimate.none("no event in an arm of a level", *sizes)
    columns, tested = _columns(arm, levels, np.empty((y.size, 0)))
    whole, without = columns[:, 1:], np.delete(columns, tested, axis=1)[:, 1:]
    statistic = max(0.0, 2 * (_likelihood(y, event, whole) - _likelihood(y, event, without)))
    p_value = float(special.chdtrc(len(tested), statistic))
    return Estimate(None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1])


def _complete(
    outcome: ArrayLike, treated: ArrayLike, group: ArrayLike, beside: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, arm, level and what else, of the patients whose values are all known."""
    y, arm, levels = (np.asarray(part, dtype=float).ravel() for part in (outcome, treated, group))
    z = np.empty((y.size, 0)) if beside is None else np.asarray(beside, dtype=float)
    z = z.reshape(len(z), -1)
    if len({y.size, arm.size, levels.size, len(z)}) > 1:
        raise AnalysisError(
            f"Columns of the same patients differ in length ({y.size}, {arm.size}, {levels.size}, {len(z)})"
        )
    known = ~np.isnan(np.column_stack([y, arm, levels, z])).any(axis=1)
    return y[known], arm[known], levels[known], z[known]


def _sizes(arm: np.ndarray) -> tuple[int, int]:
    return int((arm == 1).sum()), int((arm == 0).sum())


def _too_few(arm: np.ndarray, levels: np.ndarray) -> str:
    """Why nothing can be tested; empty where it can."""
    every = np.unique(levels)
    if len(every) < 2:
        return "patients of one level alone"
    few = any(((arm == a) & (levels == level)).sum() < 2 for a in (0, 1) for level in every)
    return _FEW if few else ""


def _columns(arm: np.ndarray, levels: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Constant, arm, each level but the first, the same in the treated, and the rest; the places of the interaction."""
    dummies = [(levels == level).astype(float) for level in np.unique(levels)[1:]]
    k = len(dummies)
    columns = [np.ones_like(arm), arm, *dummies, *(arm * one for one in dummies)]
    spread = z.std(axis=0)
    scaled = (z - z.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([*columns, scaled]), list(range(2 + k, 2 + 2 * k))


def _wald(y: np.ndarray, columns: np.ndarray, tested: list[int]) -> float | None:
    from statsmodels.regression.linear_model import OLS

    fit = OLS(y - y.mean(), columns).fit()
    covariance = fit.cov_HC3[np.ix_(tested, tested)]
    if negligible(float(np.sqrt(np.diag(covariance)).min()), float(np.abs(y).max())):
        return None
    found = fit.params[tested]
    statistic = float(found @ np.linalg.solve(covariance, found)) / len(tested)
    return float(special.fdtrc(len(tested), fit.df_resid, statistic))


def _likelihood(time: np.ndarray, event: np.ndarray, columns: np.ndarray) -> float:
    """The largest log likelihood of Cox's model."""
    from statsmodels.duration.hazard_regression import PHReg

    model = PHReg(time, columns, status=event, ties="efron")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a ratio without bounds has a likelihood none the less
        return float(model.loglike(model.fit(disp=False, gtol=1e-10).params))
