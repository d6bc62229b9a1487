"""Balance of the arms at baseline: standardised differences, which do not depend on the number of patients."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from twoarm.analysis.estimate import negligible, observed


def smd_continuous(treated: ArrayLike, control: ArrayLike) -> float | None:
    """Difference of means over the root of the mean of both variances.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        nan is dropped.

    Returns
    -------
    float or None
        Without unit, treated minus control; None with fewer than two patients in an arm or without variation.

    Notes
    -----
    Austin PC. Stat Med 2009;28:3083-3107.

    Examples
    --------
    >>> smd_continuous([1.0, 3.0], [2.0, 4.0]) == -1 / 2**0.5
    True
    """
    treated, control = observed(treated), observed(control)
    if min(treated.size, control.size) < 2:
        return None
    spread = math.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    if negligible(spread, treated.mean(), control.mean()):
        return None
    return _number((treated.mean() - control.mean()) / spread)


def smd_categories(counts_treated: ArrayLike, counts_control: ArrayLike) -> float | None:
    """Standardised difference of a variable with two or more levels.

    Parameters
    ----------
    counts_treated, counts_control : array of int, shape (k,)
        Patients per level, in the same order; k is the number of declared levels, also of those that nobody has.

    Returns
    -------
    float or None
        For k = 2 signed: treated minus control in the share of the last level. For k > 2 a distance, never
        negative. None where an arm is empty, one level has all patients, or the arms share no level.

    Notes
    -----
    The Mahalanobis distance of the shares, under the mean of both multinomial covariance matrices. Yang D, Dalton JE.
    SAS Global Forum 2012, paper 335.
    """
    counts = np.array([counts_treated, counts_control], dtype=float)
    signed = counts.shape[1] == 2
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2 or not counts.sum(axis=1).all() or not (counts[0] * counts[1]).any():
        return None
    # The shares sum to 1, so the first level says nothing that the others do not.
    shares = (counts / counts.sum(axis=1, keepdims=True))[:, 1:]
    gap = shares[0] - shares[1]
    covariance = sum(np.diag(share) - np.outer(share, share) for share in shares) / 2
    distance = math.sqrt(max(0.0, gap @ np.linalg.solve(covariance, gap)))
    return _number(math.copysign(distance, gap[0]) if signed else distance)


def smd_standard_error(n_treated: int, n_control: int) -> float | None:
    """Standard error of a standardised difference of two independent arms whose true difference is 0.

    Examples
    --------
    >>> round(smd_standard_error(30, 32), 4)
    0.2541
    """
    return math.sqrt(1 / n_treated + 1 / n_control) if n_treated > 0 and n_control > 0 else None


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
