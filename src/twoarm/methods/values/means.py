"""Means: Welch's difference of two arms, the mean of one, the change of the same patients."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, complete_pairs, negligible, observed, wald_estimate

CONSTANT_ARMS = "no variation in either arm"


def mean_difference(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means with Welch's interval and P.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values; no estimate with fewer than two patients in an arm. Where
        neither arm varies, the difference without interval and P; no estimate where all patients have one value.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Student's t on the degrees of freedom of Welch and Satterthwaite [1]_.

    References
    ----------
    .. [1] Welch BL. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> mean_difference([1.0, 3.0], [0.0, 2.0], 0.95).value
    1.0
    """
    treated, control = observed(treated), observed(control)
    sizes = treated.size, control.size
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    means = treated.mean(), control.mean()
    error, df = welch_error(treated, control)
    if negligible(error, *means):
        return constant_difference(means[0], means[1], *sizes)
    return wald_estimate(means[0] - means[1], error, conf_level, *sizes, df=df)


def constant_difference(treated: float, control: float, n_treated: int, n_control: int) -> Estimate:
    """Difference of two arms in which every patient has the value of the others.

    Parameters
    ----------
    treated, control : float
        The value of every patient of an arm, both in one unit.
    n_treated, n_control : int
        Patients that entered.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values, without interval and P; no estimate where the values are equal.

    Notes
    -----
    Without variation there is no standard error: the difference is known, and how far chance moves it is not.

    Examples
    --------
    >>> constant_difference(5.0, 7.0, 10, 12).value
    -2.0
    """
    if negligible(abs(treated - control), treated, control):
        return Estimate.none(CONSTANT_ARMS, n_treated, n_control)
    value = float(treated - control)
    return Estimate(value, n_treated=int(n_treated), n_control=int(n_control), reason=CONSTANT_ARMS)


def welch_error(treated: np.ndarray, control: np.ndarray) -> tuple[float, float]:
    """Standard error of a difference of two means and its Welch-Satterthwaite degrees of freedom.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        Two values or more per arm, all in one unit, none missing.

    Returns
    -------
    error : float
        In the unit of the values; 0 where neither arm varies.
    df : float
        Degrees of freedom; infinite where neither arm varies.

    Notes
    -----
    The variances of the two means are added [1]_.

    References
    ----------
    .. [1] Welch BL. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> error, df = welch_error(np.array([1.0, 3.0]), np.array([0.0, 2.0]))  # either mean has variance 2 / 2
    >>> round(error**2, 12), round(df, 12)
    (2.0, 2.0)
    """
    parts = [arm.var(ddof=1) / arm.size for arm in (treated, control)]
    total = sum(parts)
    if total == 0:
        return 0.0, math.inf
    # Shares of the variance, not variances: their squares cannot underflow.
    df = 1 / sum(
        (part / total) ** 2 / (arm.size - 1) for part, arm in zip(parts, (treated, control), strict=True)
    )
    return math.sqrt(total), float(df)


def centred(values: np.ndarray) -> np.ndarray:
    """Values about their mean.

    Parameters
    ----------
    values : array of float, shape (n,)
        At least one, none missing, in any unit.

    Returns
    -------
    array of float, shape (n,)
        Deviations from the mean, in the unit of the values.

    Notes
    -----
    Taken from the first of them on: large numbers close together keep their digits.

    Examples
    --------
    >>> centred(np.array([1000000.7, 1000001.7, 1000002.7])).tolist()
    [-1.0, 0.0, 1.0]
    """
    values = values - values[0]
    return values - values.mean()


def mean_interval(values: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Mean of one group with its t interval.

    Parameters
    ----------
    values : array of float, shape (n,)
        One value per patient, in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        In the unit of the values, without P; ``n_treated`` counts the patients. None with fewer than two patients or without
        variation.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Student's t on n - 1 degrees of freedom [1]_.

    References
    ----------
    .. [1] Student. Biometrika 1908;6:1-25.

    Examples
    --------
    >>> half = mean_interval([1.0, 3.0], 0.5)  # standard error 1, and with 1 degree of freedom half of t lies within 1
    >>> half.value, round(half.low, 12), round(half.high, 12)
    (2.0, 1.0, 3.0)
    """
    values = observed(values)
    if values.size < 2:
        return Estimate.none("fewer than two patients", values.size)
    return _one_sample(values, values.mean(), conf_level).untested()


def paired_change(before: ArrayLike, after: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Mean of after minus before in the same patients, with its t interval and P.

    Parameters
    ----------
    before, after : array of float, shape (n,)
        Row i of both is the same patient, in one unit; a pair that misses either value is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        In the unit of the values; ``n_treated`` counts the complete pairs. None with fewer than two pairs or where all
        changed alike. Descriptive: it has no comparison group.

    Raises
    ------
    AnalysisError
        The two arrays differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Student's t on n - 1 degrees of freedom, of the changes [1]_.

    References
    ----------
    .. [1] Student. Biometrika 1908;6:1-25.

    Examples
    --------
    >>> paired_change([1.0, 2.0], [2.0, 5.0], 0.95).value  # 1 and 3
    2.0
    """
    before, after = complete_pairs(before, after)
    if before.size < 2:
        return Estimate.none("fewer than two complete pairs", before.size)
    # Rounding is judged on the size of what was measured: 0.3 - 0.1 and 0.4 - 0.2 differ in the last digit only.
    return _one_sample(after - before, float(np.abs(np.concatenate([before, after])).max()), conf_level)


def _one_sample(values: np.ndarray, size: float, conf_level: float) -> Estimate:
    error = float(values.std(ddof=1)) / math.sqrt(values.size)
    if negligible(error, size):
        return Estimate.none("no variation", values.size)
    return wald_estimate(values.mean(), error, conf_level, values.size, df=values.size - 1)
