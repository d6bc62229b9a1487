"""Balance of the arms at baseline, before and after weighting: standardised differences, whatever the number of patients."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import complete_pairs, negligible, observed


def smd_continuous(treated: ArrayLike, control: ArrayLike) -> float | None:
    """Difference of means over the root of the mean of both variances.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.

    Returns
    -------
    float or None
        Without unit, treated minus control; None with fewer than two patients in an arm. Without variation within the arms
        it is 0 where all have one value, else infinite: the value tells the arms apart.

    Notes
    -----
    The standardised difference of [1]_, which does not grow with the number of patients.

    References
    ----------
    .. [1] Austin PC. Stat Med 2009;28:3083-3107.

    Examples
    --------
    >>> smd_continuous([1.0, 3.0], [2.0, 4.0]) == -1 / 2**0.5
    True
    """
    treated, control = observed(treated), observed(control)
    if min(treated.size, control.size) < 2:
        return None
    spread = math.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    gap = float(treated.mean() - control.mean())
    if negligible(spread, treated.mean(), control.mean()):
        return 0.0 if negligible(abs(gap), treated.mean(), control.mean()) else math.copysign(math.inf, gap)
    return _number(gap / spread)


def smd_categories(counts_treated: ArrayLike, counts_control: ArrayLike) -> float | None:
    """Standardised difference of a variable with two or more levels.

    Parameters
    ----------
    counts_treated, counts_control : array of int, shape (k,)
        Patients per level, in the same order; k is the number of declared levels, also of those that nobody has.

    Returns
    -------
    float or None
        Without unit. For k = 2 signed: treated minus control in the share of the last level. For k > 2 a distance, never
        negative. None where an arm is empty; 0 where one level has all patients; infinite where the arms share no level,
        which then tells them apart.

    Notes
    -----
    The Mahalanobis distance of the shares, under the mean of both multinomial covariance matrices [1]_.

    References
    ----------
    .. [1] Yang D, Dalton JE. SAS Global Forum 2012, paper 335.

    Examples
    --------
    >>> round(3 * smd_categories([1, 3], [3, 1]) ** 2, 12)  # 3/4 - 1/4, squared, over 3/16
    4.0
    """
    counts = np.array([counts_treated, counts_control], dtype=float)
    signed = counts.shape[1] == 2
    if not counts.sum(axis=1).all():
        return None
    if not (counts[0] * counts[1]).any():
        return math.copysign(math.inf, counts[0, -1] - counts[1, -1]) if signed else math.inf
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return 0.0
    shares = counts / counts.sum(axis=1, keepdims=True)
    return _distance(shares[0] - shares[1], shares, signed)


def weighted_smd_continuous(
    treated: ArrayLike, control: ArrayLike, treated_weights: ArrayLike, control_weights: ArrayLike
) -> float | None:
    """Difference of weighted means over the spread of the arms as they were before weighting.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped, with its weight.
    treated_weights, control_weights : array of float, shapes (n1,) and (n2,)
        Not negative; nan is dropped, with its value.

    Returns
    -------
    float or None
        Without unit, treated minus control; None where `smd_continuous` is, or an arm has no weight.

    Raises
    ------
    AnalysisError
        Values and weights of an arm differ in length.

    Notes
    -----
    The spread is that of the unweighted arms, so that before and after weighting differ by the means alone [1]_: weights
    that shrink the spread cannot make an imbalance look larger, nor the reverse.

    References
    ----------
    .. [1] Stuart EA. Stat Sci 2010;25:1-21.

    Examples
    --------
    >>> weighted_smd_continuous([1.0, 3.0], [2.0, 4.0], [1, 3], [3, 1])  # 2.5 and 2.5
    0.0
    """
    treated, treated_weights = complete_pairs(treated, treated_weights)
    control, control_weights = complete_pairs(control, control_weights)
    before = smd_continuous(treated, control)
    if before is None or not (treated_weights.sum() > 0 and control_weights.sum() > 0):
        return None
    if math.isinf(before) or not np.ptp(np.concatenate([treated, control])):
        return before
    spread = math.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    # From one value on: a weighted mean of numbers near a million loses digits that their differences have.
    start = control.mean()
    mean = np.average(treated - start, weights=treated_weights)
    return _number((mean - np.average(control - start, weights=control_weights)) / spread)


def weighted_smd_categories(
    treated_codes: ArrayLike,
    control_codes: ArrayLike,
    levels: Sequence,
    treated_weights: ArrayLike,
    control_weights: ArrayLike,
) -> float | None:
    """Standardised difference of weighted shares, under the spread of the arms as they were before weighting.

    Parameters
    ----------
    treated_codes, control_codes : array, shapes (n1,) and (n2,)
        The level of each patient; what is none of the levels is missing and dropped, with its weight.
    levels : sequence, length k
        The declared levels, in their order.
    treated_weights, control_weights : array of float, shapes (n1,) and (n2,)
        Not negative, none missing.

    Returns
    -------
    float or None
        Without unit, as `smd_categories`, which it equals under equal weights; None where that is, or an arm has no weight.

    Notes
    -----
    The distance of [1]_ between the weighted shares, with the covariance of the unweighted ones [2]_.

    References
    ----------
    .. [1] Yang D, Dalton JE. SAS Global Forum 2012, paper 335.
    .. [2] Stuart EA. Stat Sci 2010;25:1-21.

    Examples
    --------
    >>> weighted_smd_categories(["a", "b"], ["a", "b"], ["a", "b"], [1, 3], [3, 1])  # 3/4 - 1/4, spread 1/2
    1.0
    """
    counts = np.array([_totals(codes, levels) for codes in (treated_codes, control_codes)])
    weights = (treated_codes, treated_weights), (control_codes, control_weights)
    totals = np.array([_totals(codes, levels, np.asarray(w, dtype=float)) for codes, w in weights])
    before, seen = smd_categories(*counts), counts.sum(axis=0) > 0
    if before is None or not totals.sum(axis=1).all():
        return None
    if math.isinf(before) or seen.sum() < 2:
        return before
    shares, weighted = ((table / table.sum(axis=1, keepdims=True))[:, seen] for table in (counts, totals))
    return _distance(weighted[0] - weighted[1], shares, signed=len(levels) == 2)


def smd_standard_error(n_treated: int, n_control: int) -> float | None:
    """Standard error of a standardised difference of two independent arms whose true difference is 0.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, >= 0.

    Returns
    -------
    float or None
        In standard deviations, above 0; None where an arm is empty.

    Notes
    -----
    The root of 1 / n1 + 1 / n2.

    Examples
    --------
    >>> round(smd_standard_error(30, 32) ** 2, 4)  # 0.0333 + 0.03125
    0.0646
    """
    return math.sqrt(1 / n_treated + 1 / n_control) if n_treated > 0 and n_control > 0 else None


def _totals(codes: ArrayLike, levels: Sequence, weights: np.ndarray | None = None) -> list[float]:
    """Patients, or their weights, per level."""
    codes = np.asarray(codes)
    weights = np.ones(codes.shape) if weights is None else weights
    return [float(weights[codes == level].sum()) for level in levels]


def _distance(gap: np.ndarray, shares: np.ndarray, signed: bool) -> float | None:
    """Length of a difference of shares, under the mean covariance that the shares of two arms have."""
    # The shares sum to 1, so the first level says nothing that the others do not.
    gap, shares = gap[1:], shares[:, 1:]
    covariance = sum(np.diag(share) - np.outer(share, share) for share in shares) / 2
    distance = math.sqrt(max(0.0, gap @ np.linalg.solve(covariance, gap)))
    return _number(math.copysign(distance, gap[0]) if signed else distance)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
