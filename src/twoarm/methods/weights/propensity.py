"""The chance of having been treated, given what was known at baseline: logistic regression with main effects."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import negligible

# Newton's steps end when the log odds of no patient move by more than rounding.
_SMALLEST_STEP = 1e-10
_MOST_STEPS = 100
# Log odds beyond which the covariates tell the arms apart: a chance of 1e-11.
SEPARATED = 25.0
# Share of a column below which what the columns before it leave of it is rounding.
_OWN_SHARE = 1e-9


def design(covariates: ArrayLike, treated: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Orthonormal columns that say what the constant and the covariates say, and the arm as 0.0 and 1.0.

    Parameters
    ----------
    covariates : array of float, shape (n, p)
        None missing; a column that those before it explain is dropped.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    basis : array of float, shape (n, rank)
        Columns of length 1, the constant first.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Raises
    ------
    AnalysisError
        Rows of different length, or a value that is missing or infinite.

    Notes
    -----
    Gram and Schmidt's method, each column projected twice; what is left of it counts as rounding below `_OWN_SHARE` of it.

    Examples
    --------
    >>> design([[1, 3], [2, 6], [3, 9]], [1, 0, 1])[0].shape  # constant and one covariate, said twice
    (3, 2)
    """
    columns, arm = np.asarray(covariates, dtype=float), np.asarray(treated, dtype=float).ravel()
    if len(columns) != arm.size:
        raise AnalysisError(f"Columns of the same patients differ in length ({len(columns)}, {arm.size})")
    if not (np.isfinite(columns).all() and np.isfinite(arm).all()):
        raise AnalysisError("A covariate or the arm is missing: incomplete patients are dropped first")
    if not arm.size:
        return np.empty((0, 1)), arm
    basis = np.full((arm.size, 1), 1 / math.sqrt(arm.size))
    for column in columns.reshape(arm.size, -1).T:
        own = _own_part(column, basis)
        basis = basis if own is None else np.column_stack([basis, own])
    return basis, arm


def log_odds_of_treatment(basis: np.ndarray, arm: np.ndarray) -> np.ndarray | None:
    """Log odds of the treated arm by logistic regression.

    Parameters
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Returns
    -------
    array of float, shape (n,), or None
        Natural logarithms of odds, between -25 and 25. None where there is no such fit: an arm is empty, or a combination of
        the columns tells the arm of some patients for certain.

    Notes
    -----
    Maximum likelihood by Newton's method, n rank^2 operations a step.

    Examples
    --------
    >>> log_odds = log_odds_of_treatment(*design(np.empty((4, 0)), [1, 1, 1, 0]))  # three of four
    >>> np.exp(log_odds).round(9).tolist()
    [3.0, 3.0, 3.0, 3.0]
    """
    log_odds = np.zeros(arm.size)
    for _ in range(_MOST_STEPS):
        chance = special.expit(log_odds)
        information = (basis * (chance * (1 - chance))[:, None]).T @ basis
        try:
            step = basis @ np.linalg.solve(information, basis.T @ (arm - chance))
        except np.linalg.LinAlgError:
            return None
        # While log odds move by no more than 1, the information changes by a factor of e at most, and a step of
        # Newton's cannot overshoot by more than it gains: no halving is needed.
        longest = float(np.abs(step).max(initial=0.0))
        log_odds = log_odds + step / max(1.0, longest)
        if np.abs(log_odds).max(initial=0.0) > SEPARATED:
            return None
        if longest <= _SMALLEST_STEP:
            return log_odds
    return None


def _own_part(column: np.ndarray, basis: np.ndarray) -> np.ndarray | None:
    """What the columns before do not explain of this one, at length 1; None where that is rounding."""
    rest = centred = column - column.mean()
    # Twice: what one projection leaves of a large part is large beside a small rest.
    for _ in range(2):
        rest = rest - basis @ (basis.T @ rest)
    length = float(np.linalg.norm(rest))
    whole = float(np.linalg.norm(centred))
    if negligible(whole, float(np.linalg.norm(column))) or length <= _OWN_SHARE * whole:
        return None
    return rest / length
