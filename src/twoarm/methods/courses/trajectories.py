"""The arms over the visits after the baseline: mixed model, cluster-robust least squares, estimating equations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.courses.exchangeable import (
    Sums,
    bias_reduced_errors,
    cross_products,
    generalised_least_squares,
    working_ratio,
)
from twoarm.methods.courses.random_intercept import most_likely, satterthwaite
from twoarm.methods.courses.visits import Course, Visit, course, varying
from twoarm.methods.estimate import Estimate, negligible, wald_estimate

NO_VARIATION = "no variation beside visit, arm and baseline"


def mixed_model(
    treated: ArrayLike,
    control: ArrayLike,
    conf_level: float = 0.95,
    treated_baseline: ArrayLike | None = None,
    control_baseline: ArrayLike | None = None,
) -> list[Estimate]:
    """Difference of the arms at each visit by a linear mixed model with a random intercept per patient.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        Outcome of each patient (row) at the visits after the baseline, in one unit; nan where not seen.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    treated_baseline, control_baseline : array of float, shapes (n1,) and (n2,), optional
        The outcome before treatment; patients without one are dropped. Give both or neither.

    Returns
    -------
    list of Estimate, length k
        Treated minus control at each visit, in the unit of the outcome, at equal baseline where baselines are given.
        Patients with at least one value enter and are counted. A visit without two patients in each arm, or with a
        baseline that does not vary within the arms or whose slope one patient determines alone, is left out of the model and
        has no estimate.

    Raises
    ------
    AnalysisError
        The arms are not tables of the same visits, or the baselines are not one per patient of both arms.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Fixed effects visit, arm by visit and baseline by visit, each visit free; restricted maximum likelihood [1]_. With one
    random intercept only the ratio of the two variances is unknown: its likelihood is formed from sums over the
    patients, so that 100,000 of them per arm take about a second. A ratio of 0 is a legitimate estimate. Whether a
    value is missing may depend on the values seen (missing at random). Student's t with Satterthwaite's degrees of
    freedom [2]_, as lmerTest has them; where the ratio is 0, values minus coefficients.

    References
    ----------
    .. [1] Laird NM, Ware JH. Biometrics 1982;38:963-974.
    .. [2] Giesbrecht FG, Burns JC. Biometrics 1985;41:477-486.

    Examples
    --------
    >>> treated, control = [[1.0, 4.0], [3.0, 2.0], [5.0, 6.0]], [[0.0, 2.0], [2.0, 1.0], [1.0, 3.0]]
    >>> [round(visit.value, 12) for visit in mixed_model(treated, control, 0.95)]  # complete: 3 - 1 and 4 - 2
    [2.0, 2.0]
    """
    layout = course(treated, control, treated_baseline, control_baseline)
    if not varying(layout).any():
        return _none(layout, NO_VARIATION)
    sums = _sums(layout)
    fit = most_likely(sums)
    if fit is None:
        return _none(layout, "no variation within the patients")
    values = sums.differences + sums.unit * sums.contrasts @ fit.coefficients
    spreads = np.einsum("vi,ij,vj->v", sums.contrasts, fit.inverse, sums.contrasts) * fit.variance
    degrees = [satterthwaite(fit, contrast, sums.free) for contrast in sums.contrasts]
    return _tested(layout, values, sums.unit * np.sqrt(spreads), degrees, conf_level)


def variance_parts(
    treated: ArrayLike,
    control: ArrayLike,
    treated_baseline: ArrayLike | None = None,
    control_baseline: ArrayLike | None = None,
) -> tuple[float, float] | None:
    """Variance between the patients and within them, of the linear mixed model with a random intercept.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        Outcome of each patient (row) at the visits after the baseline, in one unit; nan where not seen.
    treated_baseline, control_baseline : array of float, shapes (n1,) and (n2,), optional
        The outcome before treatment; patients without one are dropped. Give both or neither.

    Returns
    -------
    tuple of float, or None
        Between and within, in the unit of the outcome squared; between may be 0. None where `mixed_model` has no estimate,
        or where no patient has two values, which cannot tell the two apart.

    Raises
    ------
    AnalysisError
        The arms are not tables of the same visits, or the baselines are not one per patient of both arms.

    Notes
    -----
    Of the model of `mixed_model`, by restricted maximum likelihood [1]_. The intraclass correlation is the variance between
    over the sum of both.

    References
    ----------
    .. [1] Laird NM, Ware JH. Biometrics 1982;38:963-974.

    Examples
    --------
    Mean squares 14 / 2 / 4 within the patients and 26 / 2 / 4 between them: 1.75, and (3.25 - 1.75) / 2.

    >>> parts = variance_parts([[1.0, 4.0], [3.0, 2.0], [5.0, 6.0]], [[0.0, 2.0], [2.0, 1.0], [1.0, 3.0]])
    >>> [round(part, 8) for part in parts]
    [0.75, 1.75]
    """
    layout = course(treated, control, treated_baseline, control_baseline)
    if not varying(layout).any():
        return None
    sums = _sums(layout)
    fit = most_likely(sums) if sums.patients[1:].any() else None
    if fit is None:
        return None
    within = fit.variance * sums.unit**2
    return fit.ratio * within, within


def cluster_robust(
    treated: ArrayLike,
    control: ArrayLike,
    conf_level: float = 0.95,
    treated_baseline: ArrayLike | None = None,
    control_baseline: ArrayLike | None = None,
) -> list[Estimate]:
    """Difference of the arms at each visit by least squares, with a covariance robust to the patients' visits.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        Outcome of each patient (row) at the visits after the baseline, in one unit; nan where not seen.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    treated_baseline, control_baseline : array of float, shapes (n1,) and (n2,), optional
        The outcome before treatment; patients without one are dropped. Give both or neither.

    Returns
    -------
    list of Estimate, length k
        Treated minus control at each visit, in the unit of the outcome, at equal baseline where baselines are given. Which
        patients and visits enter is as for `mixed_model`.

    Raises
    ------
    AnalysisError
        The arms are not tables of the same visits, or the baselines are not one per patient of both arms.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The same fixed effects as `mixed_model`. Patients are the clusters; covariance CR2 with Satterthwaite's degrees
    of freedom [1]_, because it is unbiased under equal variances, keeps its level with few patients and, unlike the
    factor of CR1, sees who has leverage (clubSandwich's default). Every visit being free, a difference at one visit
    rests on that visit alone: it is the least squares of the visit, CR2 is HC2, and without baselines the standard
    error is Welch's. Missing values may depend on arm, visit and baseline, not on earlier visits. Costs n k operations.

    References
    ----------
    .. [1] Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672-683.

    Examples
    --------
    >>> treated, control = [[1.0, 2.0], [3.0, 6.0]], [[0.0, 2.0], [2.0, 3.0]]
    >>> [round(visit.value, 12) for visit in cluster_robust(treated, control, 0.95)]  # 2 - 1 and 4 - 2.5
    [1.0, 1.5]
    """
    layout = course(treated, control, treated_baseline, control_baseline)
    values = [visit.difference for visit in layout.visits]
    errors, degrees = np.array([_cr2(visit) for visit in layout.visits]).reshape(-1, 2).T
    return _tested(layout, values, errors * varying(layout), degrees, conf_level)


def generalised_estimating(
    treated: ArrayLike,
    control: ArrayLike,
    conf_level: float = 0.95,
    treated_baseline: ArrayLike | None = None,
    control_baseline: ArrayLike | None = None,
) -> list[Estimate]:
    """Difference of the arms at each visit by generalised estimating equations, visits equally correlated.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        Outcome of each patient (row) at the visits after the baseline, in one unit; nan where not seen.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    treated_baseline, control_baseline : array of float, shapes (n1,) and (n2,), optional
        The outcome before treatment; patients without one are dropped. Give both or neither.

    Returns
    -------
    list of Estimate, length k
        Treated minus control at each visit, in the unit of the outcome, at equal baseline where baselines are given. Which
        patients and visits enter is as for `mixed_model`.

    Raises
    ------
    AnalysisError
        The arms are not tables of the same visits, or the baselines are not one per patient of both arms.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Identity link; the exchangeable correlation by moments with the degrees of freedom of Liang and Zeger [1]_ (independence
    where there are no more pairs of visits than coefficients); covariance of Mancl and DeRouen [2]_, which corrects the
    sandwich for the leverage of each patient (CR3). Student's t on the patients seen at the visit minus the
    coefficients of a visit (2, or 3 with a baseline). When every patient has every visit this is ``ancova`` of each
    visit. Not from statsmodels, whose loop over patients takes minutes at 100,000.

    References
    ----------
    .. [1] Liang KY, Zeger SL. Biometrika 1986;73:13-22.
    .. [2] Mancl LA, DeRouen TA. Biometrics 2001;57:126-134.

    Examples
    --------
    >>> treated, control = [[1.0, 4.0], [3.0, 2.0], [5.0, 6.0]], [[0.0, 2.0], [2.0, 1.0], [1.0, 3.0]]
    >>> [round(visit.value, 12) for visit in generalised_estimating(treated, control, 0.95)]  # 3 - 1 and 4 - 2
    [2.0, 2.0]
    """
    layout = course(treated, control, treated_baseline, control_baseline)
    if not varying(layout).any():
        return _none(layout, NO_VARIATION)
    sums = _sums(layout)
    ratio, reason = working_ratio(sums)
    if reason:
        return _none(layout, reason)
    _, added = generalised_least_squares(sums, ratio)
    fitted = layout.predictors @ added.reshape(len(layout.visits), -1).T
    residuals = np.where(layout.seen, layout.residuals() / sums.unit - fitted, 0.0)
    errors = sums.unit * bias_reduced_errors(layout, residuals, sums, ratio)
    values = sums.differences + sums.unit * sums.contrasts @ added
    return _tested(
        layout, values, errors * varying(layout), layout.seen.sum(axis=0) - layout.contrast.size, conf_level
    )


def _sums(layout: Course) -> Sums:
    """Cross products with residuals in units of the largest, which neither under- nor overflow when squared."""
    residuals = layout.residuals()
    unit = float(np.abs(residuals).max())
    return cross_products(layout, residuals / unit, unit)


def _cr2(visit: Visit) -> tuple[float, float]:
    """Standard error of the difference at a visit by CR2 and its Satterthwaite degrees of freedom."""
    leverage = np.square(visit.orthogonal).sum(axis=1)
    weights = visit.weights / np.sqrt(1 - leverage)
    error = float(np.linalg.norm(weights * visit.residuals))
    # Trace and squared norm of the covariance of the weighted residuals, were the variances equal.
    squares = weights**2
    crossed = visit.orthogonal.T @ (squares[:, None] * visit.orthogonal)
    norm = squares**2 @ (1 - 2 * leverage) + np.square(crossed).sum()
    return error, float(np.square(visit.weights).sum() ** 2 / norm)


def _tested(
    layout: Course,
    values: Iterable[float],
    errors: Iterable[float],
    degrees: Iterable[float],
    conf_level: float,
) -> list[Estimate]:
    """One estimate per visit that was used, its reason for every other."""
    sizes = layout.n_treated, layout.n_control
    rows = zip(values, errors, degrees, strict=True)
    return [
        Estimate.none(reason, *sizes) if reason else _estimate(layout, *next(rows), conf_level)
        for reason in layout.reasons
    ]


def _estimate(layout: Course, value: float, error: float, df: float, conf_level: float) -> Estimate:
    sizes = layout.n_treated, layout.n_control
    if negligible(error, layout.size):
        return Estimate.none(NO_VARIATION, *sizes)
    return wald_estimate(value, error, conf_level, *sizes, df=df)


def _none(layout: Course, reason: str) -> list[Estimate]:
    """No estimate at any visit: its own reason, else that of the whole model."""
    sizes = layout.n_treated, layout.n_control
    return [Estimate.none(own or reason, *sizes) for own in layout.reasons]
