"""The chance of having been treated where a covariate is too rare for maximum likelihood: Firth's penalised regression."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from twoarm.faces import counts_only
from twoarm.methods.weights.propensity import design, log_odds_of_treatment

# Steps end when the log odds of no patient move by more than rounding. They take the leverages as given and so gain a
# constant share each time: more of them are needed than of Newton's.
_SMALLEST_STEP = 1e-11
_MOST_STEPS = 1_000


def firth_log_odds_of_treatment(basis: np.ndarray, arm: np.ndarray) -> np.ndarray | None:
    """Log odds of the treated arm by logistic regression with Firth's penalty.

    Parameters
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Returns
    -------
    array of float, shape (n,), or None
        Natural logarithms of odds, finite also where a column tells the arm of some patients for certain. None where an arm
        is empty, or the columns have no information left.

    Notes
    -----
    The likelihood times the root of the determinant of its information (Jeffreys's prior) [1]_, which does not depend on
    how the columns are written; n rank^2 operations a step. Unlike those of maximum likelihood its chances do not balance
    the covariates exactly.

    References
    ----------
    .. [1] Firth D. Biometrika 1993;80:27-38.

    Examples
    --------
    With the arm alone half a patient is added to either: the odds are (3 + 1/2) / (1 + 1/2).

    >>> log_odds = firth_log_odds_of_treatment(np.full((4, 1), 0.5), np.array([1.0, 1.0, 1.0, 0.0]))
    >>> np.exp(log_odds).round(9).tolist()
    [2.333333333, 2.333333333, 2.333333333, 2.333333333]
    """
    if not 0 < arm.sum() < arm.size:
        return None
    log_odds = np.zeros(arm.size)
    for _ in range(_MOST_STEPS):
        chance = special.expit(log_odds)
        variance = chance * special.expit(-log_odds)
        try:
            inverse = np.linalg.inv((basis * variance[:, None]).T @ basis)
        except np.linalg.LinAlgError:
            return None
        leverage = variance * ((basis @ inverse) * basis).sum(axis=1)
        # As if each patient were there once more, half in either arm, with the leverage as weight.
        doubled = (basis * (variance * (1 + leverage))[:, None]).T @ basis
        step = basis @ np.linalg.solve(doubled, basis.T @ (arm - chance + leverage * (0.5 - chance)))
        longest = float(np.abs(step).max(initial=0.0))
        log_odds = log_odds + step / max(1.0, longest)
        if longest <= _SMALLEST_STEP:
            return log_odds
    return None


def tells_apart(basis: np.ndarray, arm: np.ndarray) -> bool:
    """Whether the covariates together tell the arm of every patient.

    Parameters
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Returns
    -------
    bool
        Whether some sum of the columns is positive for each treated patient and negative for each other one: there is then
        no patient whom weights could count, whatever the penalty.

    Notes
    -----
    Complete separation, as a linear programme (scipy's HiGHS) [1]_.

    References
    ----------
    .. [1] Albert A, Anderson JA. Biometrika 1984;71:1-10.

    Examples
    --------
    >>> both = np.array([[0.5, 0.5], [0.5, 0.5], [0.5, -0.5], [0.5, -0.5]])
    >>> tells_apart(both, np.array([1.0, 1.0, 0.0, 0.0])), tells_apart(both, np.array([1.0, 0.0, 0.0, 0.0]))
    (True, False)
    """
    sides = (1 - 2 * arm)[:, None] * basis
    found = optimize.linprog(
        np.zeros(basis.shape[1]), A_ub=sides, b_ub=-np.ones(arm.size), bounds=(None, None), method="highs"
    )
    return bool(found.status == 0)


@counts_only
@dataclass(frozen=True, eq=False)
class PropensityFit:
    """The regression of the arm on covariates.

    Attributes
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.
    log_odds : array of float, shape (n,), or None
        Of the treated arm; None where there are none, as of `surviving_log_odds`.
    penalised : bool
        Whether Firth's penalty was needed.

    Notes
    -----
    Made by `propensity_fit`.

    Examples
    --------
    >>> propensity_fit(np.empty((4, 0)), [1, 1, 0, 0]).penalised
    False
    """

    basis: np.ndarray
    arm: np.ndarray
    log_odds: np.ndarray | None
    penalised: bool


def propensity_fit(covariates: ArrayLike, treated: ArrayLike) -> PropensityFit:
    """The regression of the arm on covariates, found once for all outcomes of the same patients.

    Parameters
    ----------
    covariates : array of float, shape (n, p)
        Without missing values.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    PropensityFit
        Not to be written to.

    Raises
    ------
    AnalysisError
        Rows of different length, or a covariate that is missing.

    Notes
    -----
    Logistic with main effects, `surviving_log_odds` of the columns of `design`.

    Examples
    --------
    >>> propensity_fit(np.empty((4, 0)), [1, 1, 0, 0]).log_odds.tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    columns, arm = (np.ascontiguousarray(given, dtype=float) for given in (covariates, treated))
    return _fit(_Patients(columns, arm))


class _Patients:
    """Arrays that are the same where their bytes are."""

    def __init__(self, columns: np.ndarray, arm: np.ndarray) -> None:
        self.columns, self.arm = columns, arm
        self._shape, self._bytes = columns.shape, blake2b(columns.data, digest_size=20)
        self._bytes.update(arm.data)

    def __hash__(self) -> int:
        return hash(self._bytes.digest())

    def __eq__(self, other: object) -> bool:
        mine = self._shape, self._bytes.digest()
        return isinstance(other, _Patients) and mine == (other._shape, other._bytes.digest())


@lru_cache(maxsize=2)
def _fit(patients: _Patients) -> PropensityFit:
    basis, arm = design(patients.columns, patients.arm)
    return PropensityFit(basis, arm, *surviving_log_odds(basis, arm))


def surviving_log_odds(basis: np.ndarray, arm: np.ndarray) -> tuple[np.ndarray | None, bool]:
    """Log odds of the treated arm by maximum likelihood where that exists, else with Firth's penalty.

    Parameters
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.

    Returns
    -------
    log_odds : array of float, shape (n,), or None
        None where an arm is empty, or the covariates together tell the arm of every patient.
    penalised : bool
        Whether the penalty was needed: a covariate tells the arm of some patients for certain.

    Notes
    -----
    Penalised only where it must be: maximum likelihood alone balances the covariates exactly.

    Examples
    --------
    The second column is there in one treated patient alone.

    >>> basis = np.linalg.qr(np.column_stack([np.ones(6), [1, 0, 0, 0, 0, 0]]))[0]
    >>> surviving_log_odds(basis, np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]))[1]
    True
    """
    log_odds = log_odds_of_treatment(basis, arm)
    if log_odds is not None or not 0 < arm.sum() < arm.size or tells_apart(basis, arm):
        return log_odds, False
    return firth_log_odds_of_treatment(basis, arm), True
