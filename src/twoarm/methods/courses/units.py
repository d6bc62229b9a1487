"""Several units within each patient, such as both hips: the arms compared over units, with patients as clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.courses.exchangeable import Sums, generalised_least_squares, shrinkage, working_ratio
from twoarm.methods.estimate import Estimate, negligible, wald_estimate

FEW_PATIENTS = "fewer than two patients in an arm"
NO_SPREAD = "no variation in either arm"


def difference_of_units(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means over units, with a covariance robust to what the units of a patient share.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        One row per patient with the values of up to k units, all in one unit of measurement; nan where there is none.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Mean of all treated units minus mean of all control units, in their unit of measurement; patients with at least
        one value are counted. No estimate with fewer than two patients in an arm, or where nothing varies.

    Raises
    ------
    AnalysisError
        The arms are not tables with one row per patient.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Least squares over the units, patients as clusters, covariance CR2 with Satterthwaite's degrees of freedom [1]_. With one
    unit per patient it has Welch's standard error.

    References
    ----------
    .. [1] Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672-683.

    Examples
    --------
    >>> difference_of_units([[1.0, 2.0], [3.0, np.nan]], [[0.0, 1.0], [2.0, 3.0]], 0.95).value  # 6/3 - 6/4
    0.5
    """
    arms = _clusters(treated, control)
    reason = _reason(arms)
    if reason:
        return Estimate.none(reason, *_sizes(arms))
    variances, traces, squares = np.array([_robust(arm) for arm in arms]).T
    error, value = float(np.sqrt(variances.sum())), arms[0].mean - arms[1].mean
    df = float(traces.sum() ** 2 / squares.sum())
    return _tested(arms, value, error, df, conf_level)


def exchangeable_units(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means by generalised estimating equations, the units of a patient equally correlated.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        One row per patient with the values of up to k units, all in one unit of measurement; nan where there is none.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of measurement; patients with at least one value are counted. No estimate with
        fewer than two patients in an arm, where nothing varies, or where no correlation is found.

    Raises
    ------
    AnalysisError
        The arms are not tables with one row per patient.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Identity link; the correlation by moments with the degrees of freedom of Liang and Zeger [1]_, independence where there
    are no more pairs of units than arms; covariance of Mancl and DeRouen [2]_; Student's t on patients minus 2. It weighs a
    patient by what the units add, between the mean of patients and the mean of units.

    References
    ----------
    .. [1] Liang KY, Zeger SL. Biometrika 1986;73:13-22.
    .. [2] Mancl LA, DeRouen TA. Biometrics 2001;57:126-134.

    Examples
    --------
    >>> exchangeable_units([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [2.0, 3.0]], 0.95).value  # 5/2 - 3/2
    1.0
    """
    arms = _clusters(treated, control)
    reason = _reason(arms)
    if reason:
        return Estimate.none(reason, *_sizes(arms))
    sums = _sums(arms)
    ratio, reason = working_ratio(sums)
    if reason:
        return Estimate.none(reason, *_sizes(arms))
    _, added = generalised_least_squares(sums, ratio)
    shifts = sums.unit * added
    error = float(np.sqrt(sum(_corrected(arm, x, ratio) for arm, x in zip(arms, shifts, strict=True))))
    value = arms[0].mean - arms[1].mean + float(shifts[0] - shifts[1])
    return _tested(arms, value, error, sum(_sizes(arms)) - 2, conf_level)


def intraclass_correlation(treated: ArrayLike, control: ArrayLike) -> Estimate:
    """How alike the units of one patient are, beside those of other patients of the same arm.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        One row per patient with the values of up to k units, all in one unit of measurement; nan where there is none.

    Returns
    -------
    Estimate
        The share of the variance within the arms that lies between patients, at most 1: a number alone, which is negative
        where the units of a patient differ more than those of two. No estimate with fewer than two patients in an arm,
        without a patient of two units, or where nothing varies.

    Raises
    ------
    AnalysisError
        The arms are not tables with one row per patient.

    Notes
    -----
    One-way analysis of variance of the units by patients, within the arms [1]_; of patients with unequal numbers of
    units the number is the one that the expected mean square between patients has.

    References
    ----------
    .. [1] Donner A, Koval JJ. Biometrics 1980;36:19-25.

    Examples
    --------
    Within the patients the squares sum to 4 x 0.5, between them to 2 x 4: mean squares 0.5 and 4.

    >>> intraclass_correlation([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [2.0, 3.0]]).value  # (4 - 0.5) / (4 + 0.5)
    0.7777777777777778
    """
    arms = _clusters(treated, control)
    patients, units = sum(_sizes(arms)), sum(arm.units for arm in arms)
    reason = _reason(arms) or ("no patient has two units with a value" if units == patients else "")
    if reason:
        return Estimate.none(reason, *_sizes(arms))
    between = sum(float(arm.counts @ (arm.totals / arm.counts) ** 2) for arm in arms) / (patients - 2)
    within = sum(float(arm.squares - arm.totals @ (arm.totals / arm.counts)) for arm in arms)
    within = max(within, 0.0) / (units - patients)
    each = (units - sum(float(arm.counts @ arm.counts) / arm.units for arm in arms)) / (patients - 2)
    value = (between - within) / (between + (each - 1) * within)
    return Estimate(value, n_treated=_sizes(arms)[0], n_control=_sizes(arms)[1])


@counts_only
@dataclass(frozen=True)
class _Arm:
    """The patients of an arm with a value: units of each, their sum and squares about the mean of all units."""

    counts: np.ndarray
    totals: np.ndarray
    squares: float
    mean: float
    size: float

    @property
    def units(self) -> int:
        return int(self.counts.sum())


def _clusters(treated: ArrayLike, control: ArrayLike) -> tuple[_Arm, _Arm]:
    tables = [np.asarray(values, dtype=float) for values in (treated, control)]
    if any(table.ndim != 2 for table in tables):
        raise AnalysisError("The arms are not tables with one row per patient")
    first, second = (_arm(table) for table in tables)
    return first, second


def _arm(table: np.ndarray) -> _Arm:
    seen = ~np.isnan(table)
    table, seen = table[seen.any(axis=1)], seen[seen.any(axis=1)]
    if not len(table):
        return _Arm(np.zeros(0, int), np.zeros(0), 0.0, 0.0, 0.0)
    mean = float(table[seen].mean())
    apart = np.where(seen, table - mean, 0.0)
    counts, size = seen.sum(axis=1), float(np.abs(table[seen]).max())
    return _Arm(counts, apart.sum(axis=1), float(np.square(apart).sum()), mean, size)


def _sizes(arms: tuple[_Arm, _Arm]) -> tuple[int, int]:
    return len(arms[0].counts), len(arms[1].counts)


def _reason(arms: tuple[_Arm, _Arm]) -> str:
    """Why nothing can be estimated; empty where something can."""
    if min(_sizes(arms)) < 2:
        return FEW_PATIENTS
    spread = max(float(np.sqrt(arm.squares / arm.units)) for arm in arms)
    return NO_SPREAD if negligible(spread, *(arm.size for arm in arms)) else ""


def _robust(arm: _Arm) -> tuple[float, float, float]:
    """Variance of the arm's mean by CR2; trace of its working covariance, and of that squared, in units of the variance."""
    m, n = arm.counts, arm.units
    weights = 1 / (n * np.sqrt(1 - m / n))
    variance = float(np.square(weights * arm.totals).sum())
    own, shared = weights**2 * m, float((weights * m) @ (weights * m)) / n
    squares = float(own @ own) - 2 * float(own @ (weights * m) ** 2) / n + shared**2
    return variance, 1 / n, squares


def _corrected(arm: _Arm, shift: float, ratio: float) -> float:
    """Variance of the arm's mean by Mancl and DeRouen, at a mean that lies ``shift`` above that of all units."""
    own = (
        1 - shrinkage(ratio, arm.counts) * arm.counts
    )  # of each unit, in units of the variance within patients
    residuals, whole = arm.totals - arm.counts * shift, float(own @ arm.counts)
    return float(np.square(own * residuals / (1 - own * arm.counts / whole)).sum()) / whole**2


def _sums(arms: tuple[_Arm, _Arm]) -> Sums:
    """Cross products with one predictor per arm, residuals about the mean of its units."""
    unit = max(float(np.sqrt(arm.squares / arm.units)) for arm in arms)
    most = max(int(arm.counts.max()) for arm in arms)
    numbers = np.arange(1, most + 1)
    of_size = [arm.counts[:, None] == numbers for arm in arms]
    patients = np.array([which.sum(axis=0) for which in of_size])
    moments = [arm.totals @ which * numbers for arm, which in zip(arms, of_size, strict=True)]
    totals = [np.square(arm.totals) @ which for arm, which in zip(arms, of_size, strict=True)]
    return Sums(
        plain=np.diag([float(arm.units) for arm in arms]),
        summed=np.array([np.diag(n * k**2) for n, k in zip(patients.T.astype(float), numbers, strict=True)]),
        moments=np.array(moments).T / unit,
        totals=np.sum(totals, axis=0) / unit**2,
        squares=sum(arm.squares for arm in arms) / unit**2,
        patients=patients.sum(axis=0),
        visits=numbers,
        contrasts=np.array([[1.0, -1.0]]),
        differences=np.array([arms[0].mean - arms[1].mean]),
        unit=unit,
    )


def _tested(arms: tuple[_Arm, _Arm], value: float, error: float, df: float, conf_level: float) -> Estimate:
    if negligible(error, *(arm.size for arm in arms)):
        return Estimate.none("no variation between the patients", *_sizes(arms))
    return wald_estimate(value, error, conf_level, *_sizes(arms), df=df)
