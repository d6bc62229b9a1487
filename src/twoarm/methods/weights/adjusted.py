"""A difference adjusted for several covariates at once, by least squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, negligible, wald_estimate
from twoarm.methods.weights.propensity import design

ONE_ALONE = "one patient alone determines the slope of a covariate"
WHOLE_LEVERAGE = 1 - 1e-10  # of a patient whom no other resembles: the residual is 0 whatever the outcome


def adjusted_difference(
    outcome: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    conf_level: float = 0.95,
    *,
    robust: bool = True,
) -> Estimate:
    """Difference of the arms at equal covariates: the coefficient of the arm in ordinary least squares.

    Parameters
    ----------
    outcome : array of float, shape (n,)
        One value per patient, in one unit, 0 or 1 for an event; nobody misses it.
    covariates : array of float, shape (n, p)
        Without missing values; a column that those before it explain is dropped. p may be 0.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    robust : bool, optional
        Standard error HC3; else that of equal variances, which without a covariate is Student's.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the outcome. Student's t on n - p - 2 degrees of freedom, p of the columns that
        were not dropped. None with fewer than two patients in an arm, too few of them for the covariates, covariates that
        tell the arms apart, no variation beside them, or (HC3) one patient who alone determines a slope.

    Raises
    ------
    AnalysisError
        Covariates and arm differ in length, or one of them is missing or infinite.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Fitted by statsmodels, whose ``HC3`` [1]_ is that of R's sandwich::vcovHC.

    References
    ----------
    .. [1] MacKinnon JG, White H. J Econometrics 1985;29:305-325.

    Examples
    --------
    >>> estimate = adjusted_difference([1.0, 3.0, 0.0, 2.0], np.empty((4, 0)), [1, 1, 0, 0], 0.95)  # no covariate: 2 - 1
    >>> round(estimate.value, 12)
    1.0
    """
    basis, arm = design(covariates, treated)
    sizes = int(arm.sum()), int(arm.size - arm.sum())
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    columns = np.column_stack([basis, arm])
    if columns.shape[1] >= arm.size or np.linalg.matrix_rank(columns) < columns.shape[1]:
        return Estimate.none(
            "covariates that together tell the arms apart, or too few patients for them", *sizes
        )
    return _fitted(np.asarray(outcome, dtype=float), columns, sizes, conf_level, robust)


def _fitted(
    values: np.ndarray, columns: np.ndarray, sizes: tuple[int, int], conf_level: float, robust: bool
) -> Estimate:
    from statsmodels.regression.linear_model import OLS

    if robust and (np.linalg.qr(columns)[0] ** 2).sum(axis=1).max() > WHOLE_LEVERAGE:
        return Estimate.none(ONE_ALONE, *sizes)
    fit = OLS(values - values.mean(), columns).fit()
    error = float((fit.HC3_se if robust else fit.bse)[-1])
    if negligible(error, float(np.abs(values).max())):
        return Estimate.none("no variation beside the covariates", *sizes)
    return wald_estimate(float(fit.params[-1]), error, conf_level, *sizes, df=fit.df_resid)
