"""Means: Welch's difference of two arms, the mean of one, the change of the same patients."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, complete_pairs, negligible, observed, wald_estimate


def mean_difference(treated: ArrayLike, control: ArrayLike, conf_level: float) -> Estimate:
    """Difference of two means with Welch's interval and P.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient; nan is dropped.
    conf_level : float
        In (0, 1).

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values; no estimate with fewer than two patients in an arm, or
        where neither arm varies.

    Notes
    -----
    Student's t on the degrees of freedom of Welch and Satterthwaite. Welch BL. Biometrika 1947;34:28-35.

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
        return Estimate.none("no variation in either arm", *sizes)
    return wald_estimate(means[0] - means[1], error, conf_level, *sizes, df=df)


def welch_error(treated: np.ndarray, control: np.ndarray) -> tuple[float, float]:
    """Standard error of a difference of two means and its Welch-Satterthwaite degrees of freedom (n >= 2 each)."""
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
    """Values (n >= 1) about their mean, taken from the first of them on: large numbers close together keep their digits.

    Examples
    --------
    >>> centred(np.array([1000000.7, 1000001.7, 1000002.7])).tolist()
    [-1.0, 0.0, 1.0]
    """
    values = values - values[0]
    return values - values.mean()


def mean_interval(values: ArrayLike, conf_level: float) -> Estimate:
    """Mean of one group with its t interval; ``n_treated`` counts its patients and there is no P.

    Parameters
    ----------
    values : array of float, shape (n,)
        nan is dropped.
    """
    values = observed(values)
    if values.size < 2:
        return Estimate.none("fewer than two patients", values.size)
    return replace(_one_sample(values, values.mean(), conf_level), p_value=None)


def paired_change(before: ArrayLike, after: ArrayLike, conf_level: float) -> Estimate:
    """Mean of after minus before in the same patients, with its t interval and P.

    Parameters
    ----------
    before, after : array of float, shape (n,)
        Row i of both is the same patient; a pair that misses either value is dropped.

    Returns
    -------
    Estimate
        In the unit of the values; ``n_treated`` counts the complete pairs. Descriptive: it has no comparison group.

    Raises
    ------
    AnalysisError
        The two arrays differ in length.
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
