"""Completed data sets whose imputed values move: the estimates at every shift, from sums that are made once.

An estimate is linear in a shift of values and its variance a parabola, so that a tipping point is looked for at some two
hundred shifts without touching a patient's value again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike

from twoarm.faces import counts_only
from twoarm.methods.estimate import negligible
from twoarm.methods.missing.completed import Completed, no_sets, same_sets
from twoarm.methods.values.means import centred


@counts_only
@dataclass(frozen=True, eq=False)
class MovedEstimates:
    """The estimates of m completed data sets as functions of a shift of imputed values.

    Attributes
    ----------
    values : array of float, shape (2, m)
        Treated minus control without a shift, and what a shift of 1 adds, in the unit of the values.
    variances : array of float, shape (3, k, m)
        Of the parts whose sum is the squared standard error: without a shift, per shift and per squared shift.
    sizes : tuple of int
        Patients of the treated and of the control arm.
    size : float
        The largest of the means, in the same unit: what a standard error is nothing beside.
    df : float or None
        Degrees of freedom of a complete data set; None for those of Welch, from the two parts.
    reason : str
        Why there is no estimate; empty where there is one.

    Notes
    -----
    Made by `moved_means` and `moved_ancova`.

    Examples
    --------
    >>> arm = np.array([[1.0, 3.0], [1.0, 5.0]])
    >>> moved_means(arm, arm, [0, 1], [0, 0]).at(2.0).values.tolist()  # one of two patients moves by 2
    [1.0, 1.0]
    """

    values: np.ndarray
    variances: np.ndarray
    sizes: tuple[int, int]
    size: float = 0.0
    df: float | None = None
    reason: str = ""

    def at(self, shift: float) -> Completed:
        """The estimates at a shift.

        Parameters
        ----------
        shift : float
            In the unit of the values, of any size.

        Returns
        -------
        Completed
            In the same unit; with the reason where there is none.
        """
        if self.reason:
            return no_sets(self.reason, *self.sizes)
        parts = np.maximum(polyval(shift, self.variances), 0.0)
        errors = np.sqrt(parts.sum(axis=0))
        if negligible(float(errors.max()), self.size):
            return no_sets("no variation in either arm", *self.sizes)
        df = _welch(parts, self.sizes) if self.df is None else self.df
        return Completed(polyval(shift, self.values), errors, self.sizes, df)


def moved_means(
    treated: ArrayLike, control: ArrayLike, moves_treated: ArrayLike, moves_control: ArrayLike
) -> MovedEstimates:
    """Differences of two means as imputed values move.

    Parameters
    ----------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        In each row one completed data set, in one unit, none missing.
    moves_treated, moves_control : array of float, shapes (n1,) and (n2,)
        How far each patient's value moves with a shift of 1: 1 for a value that was imputed, 0 for the others.

    Returns
    -------
    MovedEstimates
        In the unit of the values. None with fewer than two patients in an arm.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.

    Notes
    -----
    Welch's standard error in each data set [1]_; a complete data set is taken to have the mean of their degrees of freedom.

    References
    ----------
    .. [1] Welch BL. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> moved_means([[1.0, 3.0], [1.0, 5.0]], [[0.0, 2.0], [0.0, 2.0]], [0, 1], [0, 0]).at(0.0).values.tolist()
    [1.0, 2.0]
    """
    arms = same_sets(treated, control)
    sizes = arms[0].shape[1], arms[1].shape[1]
    if min(sizes) < 2:
        return _unmoved("fewer than two patients in an arm", sizes)
    moves = [np.asarray(each, dtype=float) for each in (moves_treated, moves_control)]
    means = [arm.mean(axis=1) for arm in arms]
    slope = np.full(len(means[0]), moves[0].mean() - moves[1].mean())
    parts = [_variance(*each) for each in zip(arms, moves, strict=True)]
    size = max(float(np.abs(mean).max()) for mean in means)
    return MovedEstimates(np.stack([means[0] - means[1], slope]), np.stack(parts, axis=1), sizes, size)


def moved_ancova(
    treated: tuple[ArrayLike, ArrayLike],
    control: tuple[ArrayLike, ArrayLike],
    moves_treated: ArrayLike,
    moves_control: ArrayLike,
) -> MovedEstimates:
    """Differences adjusted for the baseline as imputed outcomes move.

    Parameters
    ----------
    treated, control : pair of arrays of float, shapes (m, n1) and (m, n2)
        Baseline and outcome: in each row one completed data set, none missing.
    moves_treated, moves_control : array of float, shapes (n1,) and (n2,)
        How far each patient's outcome moves with a shift of 1: 1 for one that was imputed, 0 for the others.

    Returns
    -------
    MovedEstimates
        In the unit of the outcome, with standard errors HC3 and n1 + n2 - 3 degrees of freedom. None with fewer than two
        patients in an arm, or where a data set has no such estimate; see `ancova`.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.

    Notes
    -----
    The analysis of covariance of each data set [1]_, in deviations from the arms' means.

    References
    ----------
    .. [1] MacKinnon JG, White H. J Econometrics 1985;29:305-325.

    Examples
    --------
    >>> before, after = np.array([[0.0, 1, 2]] * 2), np.array([[1.0, 2, 4]] * 2)
    >>> moved = moved_ancova((before, after), (before, after - [[0, 1, 1]]), [0, 0, 1], [0, 0, 0])
    >>> moved.at(0.0).values.round(12).tolist()  # equal baselines: 7/3 - 5/3
    [0.666666666667, 0.666666666667]
    """
    (before, other_before), (after, other_after) = (
        same_sets(*pair) for pair in zip(treated, control, strict=True)
    )
    sizes = after.shape[1], other_after.shape[1]
    if min(sizes) < 2:
        return _unmoved("fewer than two patients in an arm", sizes)
    x = _centred(before, other_before)
    length = np.linalg.norm(x, axis=1)
    if not length.min() > 0:
        return _unmoved("baseline does not vary within the arms", sizes)
    x = x / length[:, None]
    start = (before.mean(axis=1) - other_before.mean(axis=1)) / length
    free = 1 - 1 / np.repeat(sizes, sizes) - x**2
    if free.min() < 1e-10:
        return _unmoved("one patient alone determines the slope", sizes)
    weight = np.concatenate([np.full(sizes[0], 1 / sizes[0]), np.full(sizes[1], -1 / sizes[1])])
    influence = (weight - start[:, None] * x) / free
    moves = np.broadcast_to(np.asarray(moves_treated, dtype=float), after.shape)
    other_moves = np.broadcast_to(np.asarray(moves_control, dtype=float), other_after.shape)
    pairs = [(after, other_after), (moves, other_moves)]
    values, residuals = zip(*(_adjusted(x, start, *pair) for pair in pairs), strict=True)
    still, moving = (influence * each for each in residuals)
    parts = np.stack([(still**2).sum(1), 2 * (still * moving).sum(1), (moving**2).sum(1)])
    size = float(max(np.abs(after).max(), np.abs(other_after).max()))
    return MovedEstimates(np.stack(values), parts[:, None], sizes, size, sum(sizes) - 3.0)


def _adjusted(
    x: np.ndarray, start: np.ndarray, after: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The adjusted difference of each data set, and the residuals of its patients."""
    y = _centred(after, other)
    slope = (x * y).sum(axis=1)
    return after.mean(axis=1) - other.mean(axis=1) - slope * start, y - slope[:, None] * x


def _centred(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.concatenate([arm - arm.mean(axis=1, keepdims=True) for arm in (first, second)], axis=1)


def _variance(values: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """The squared standard error of an arm's mean: without a shift, per shift, per squared shift; shape (3, m)."""
    still, moving = values - values.mean(axis=1, keepdims=True), centred(moves)
    square = np.full(len(values), (moving**2).sum())
    sums = np.stack([(still**2).sum(axis=1), 2 * still @ moving, square])
    return sums / (moves.size * (moves.size - 1))


def _welch(parts: np.ndarray, sizes: tuple[int, int]) -> float:
    """The mean of Welch's degrees of freedom over the data sets that vary."""
    total = parts.sum(axis=0)
    shares = parts[:, total > 0] / total[total > 0]
    inverse = (shares**2 / (np.array(sizes)[:, None] - 1)).sum(axis=0)
    return float((1 / inverse).mean()) if inverse.size else math.inf


def _unmoved(reason: str, sizes: tuple[int, int]) -> MovedEstimates:
    return MovedEstimates(np.zeros((2, 0)), np.zeros((3, 1, 0)), sizes, reason=reason)
