"""Cumulative logits of two arms: the thresholds of highest likelihood when the arms differ by one log odds ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from twoarm.faces import counts_only

# Newton's steps are quadratic near the top: five to ten are usual.
STEPS = 100
# Log odds ratios beyond this are not searched.
_FARTHEST = 300.0


@counts_only
@dataclass(frozen=True)
class ShiftFit:
    """The highest likelihood at one log odds ratio.

    Attributes
    ----------
    shift : float
        The log odds ratio of higher values, first arm against second.
    loglik : float
        Logarithm of the highest likelihood there.
    slope : float
        Derivative of ``loglik`` by the log odds ratio.
    information : float
        On the log odds ratio, the thresholds at their best: above 0.

    Notes
    -----
    One step of Newton's method leads from ``shift`` to ``shift + slope / information``.

    Examples
    --------
    >>> fit = ShiftFit(shift=0.0, loglik=-4.2, slope=0.5, information=0.25)
    >>> fit.shift + fit.slope / fit.information
    2.0
    """

    shift: float
    loglik: float
    slope: float
    information: float


def profile(counts: np.ndarray, shift: float) -> ShiftFit | None:
    """The thresholds of highest likelihood at a log odds ratio, by Newton's steps with a tridiagonal information.

    Parameters
    ----------
    counts : array of int, shape (2, levels)
        Patients per arm and level, two levels or more and none without any patient.
    shift : float
        Log odds ratio, which above 0 raises the first arm.

    Returns
    -------
    ShiftFit or None
        None without convergence, or beyond `_FARTHEST` on either side.

    Notes
    -----
    The proportional odds model of two arms [1]_. Costs as many operations as there are levels.

    References
    ----------
    .. [1] McCullagh P. J R Stat Soc B 1980;42:109-142.

    Examples
    --------
    One threshold, with half of the patients below: 2 / 2 - 1 / 2, and 0.75 - 0.75**2 / 1.5.

    >>> fit = profile(np.array([[1, 2], [2, 1]]), 0.0)
    >>> round(fit.slope, 12), round(fit.information, 12)
    (0.5, 0.375)
    """
    if abs(shift) > _FARTHEST:
        return None
    thresholds = _start(counts, shift)
    loglik, gradient, information, spread = _likelihood(counts, shift, thresholds)
    for _ in range(STEPS):
        step, slant = _solved(information, np.column_stack([gradient, spread])).T
        if gradient @ step <= 1e-22 * counts.sum():
            slope = _slope(counts, shift, thresholds)
            return ShiftFit(shift, loglik, slope, float(spread.sum() - spread @ slant))
        # The thresholds keep their order.
        closing = -np.diff(step) / np.diff(thresholds)
        share = min(1.0, 0.9 / max(closing.max(initial=0.0), 1e-300))
        following = _likelihood(counts, shift, thresholds + share * step)
        while following[0] < lowered(loglik):
            share /= 2
            following = _likelihood(counts, shift, thresholds + share * step)
        thresholds = thresholds + share * step
        loglik, gradient, information, spread = following
    return None


def _likelihood(
    counts: np.ndarray, shift: float, thresholds: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Log likelihood, gradient and banded information of the thresholds, and their information with the ratio.

    P(Y = j) = F(upper) F(-lower) (1 - exp(lower - upper)) with F the logistic function: the last factor is the same
    in both arms and keeps its digits when thousands of thresholds lie close together.
    """
    below, above, inner = counts[:, :-1], counts[:, 1:], counts.sum(axis=0)[1:-1]
    logits = thresholds - np.array([[shift], [0.0]])
    up, down = special.expit(logits), special.expit(-logits)
    gaps = np.diff(thresholds)
    loglik = (below * special.log_expit(logits) + above * special.log_expit(-logits)).sum()
    loglik += (inner * np.log(-np.expm1(-gaps))).sum()
    gradient = (below * down - above * up).sum(axis=0)
    odds = 1 / np.expm1(gaps)
    gradient[1:] += inner * odds
    gradient[:-1] -= inner * odds
    spread = (below + above) * up * down
    bend = inner * odds * (1 + odds)
    information = np.zeros((2, thresholds.size))
    information[1] = spread.sum(axis=0)
    information[1, 1:] += bend
    information[1, :-1] += bend
    information[0, 1:] = -bend
    return float(loglik), gradient, information, spread[0]


def _solved(information: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The banded information (2, m) solved for the columns of ``right`` (m, 2)."""
    from scipy.linalg import solveh_banded

    # LAPACK's tridiagonal solver does not take a single equation.
    if right.shape[0] == 1:
        return right / information[1, 0]
    return solveh_banded(information, right, check_finite=False)


def _slope(counts: np.ndarray, shift: float, thresholds: np.ndarray) -> float:
    """Derivative of the log likelihood by the log odds ratio of the first arm."""
    logits = thresholds - shift
    return float(counts[0, 1:] @ special.expit(logits) - counts[0, :-1] @ special.expit(-logits))


def _start(counts: np.ndarray, shift: float) -> np.ndarray:
    """Thresholds at which the mixture of both arms has the shares seen: a quadratic in the odds, always increasing."""
    pooled = counts.sum(axis=0)
    share, below = counts[0].sum() / pooled.sum(), np.cumsum(pooled)[:-1] / pooled.sum()
    odds = math.exp(-shift)
    square = odds * (1 - below)
    linear = share * odds + (1 - share) - below * (1 + odds)
    root = np.sqrt(linear**2 + 4 * square * below)
    return np.log(np.where(linear > 0, 2 * below / (np.abs(linear) + root), (root - linear) / (2 * square)))


def lowered(loglik: float) -> float:
    """A log likelihood less the rounding of its sum.

    Parameters
    ----------
    loglik : float
        Logarithm of a likelihood.

    Returns
    -------
    float
        The same logarithm less 1e-12 times its size.

    Notes
    -----
    What falls short of it is a fall, not rounding: so a search knows a step that went too far.

    Examples
    --------
    >>> lowered(-1.0) < -1.0, lowered(0.0)
    (True, 0.0)
    """
    return loglik - 1e-12 * abs(loglik)
