"""One column given the others: draws of its missing values from what a regression leaves open, in all imputations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twoarm.faces import counts_only
from twoarm.methods.missing.keyed import KeyedDraws

# Predictors may be a fifth of the patients who know the value; each one more is paid by the ridge.
PREDICTORS_PER_PATIENT = 0.2
# Of the patients: what keeps columns that say the same from dividing by nothing.
_LEAST_RIDGE = 1e-5
DONORS = 5


@counts_only
@dataclass(frozen=True, eq=False)
class Given:
    """What one column is imputed from, in m imputations of the others.

    Attributes
    ----------
    predictors : array of float, shape (m, n, p)
        The other columns with mean 0 and standard deviation 1, without a constant.
    known : array of float, shape (n - k,)
        The values of the column that are there, in any unit.
    missing : array of bool, shape (n,)
        Which k patients miss it.

    Notes
    -----
    The patients without the value are imputed from regressions among those with it.

    Examples
    --------
    >>> round(Given(np.zeros((2, 4, 1)), np.array([1.0, 2.0, 4.0]), np.array([False, False, False, True])).ridge, 9)
    0.4
    """

    predictors: np.ndarray
    known: np.ndarray
    missing: np.ndarray

    @property
    def ridge(self) -> float:
        """How many patients the ridge weighs: as many as there are predictors beyond a fifth of the patients."""
        return max(0.0, self.predictors.shape[2] - PREDICTORS_PER_PATIENT * self.known.size)

    def with_constant(self) -> tuple[np.ndarray, np.ndarray]:
        """The predictors and a constant before them, of the patients with the value and of those without.

        Returns
        -------
        known : array of float, shape (m, n - k, p + 1)
            Of those who have the value, without unit.
        unknown : array of float, shape (m, k, p + 1)
            Of those who miss it.
        """
        return self._parts

    @cached_property
    def _parts(self) -> tuple[np.ndarray, np.ndarray]:
        return self._rows(np.flatnonzero(~self.missing)), self._rows(np.flatnonzero(self.missing))

    def _rows(self, which: np.ndarray) -> np.ndarray:
        rows = np.ones((len(self.predictors), which.size, self.predictors.shape[2] + 1))
        rows[:, :, 1:] = np.take(self.predictors, which, axis=1)
        return rows


def measured_draws(given: Given, draws: KeyedDraws, *key: str | int) -> np.ndarray:
    """Missing values drawn from a Bayesian linear regression.

    Parameters
    ----------
    given : Given
        The column and its predictors.
    draws : KeyedDraws
        Where the random numbers come from.
    *key : str or int
        What names the draw, each part >= 0 or a word.

    Returns
    -------
    array of float, shape (m, k)
        In the unit of the column; they may lie outside the range of the known ones.

    Notes
    -----
    Coefficients and residual variance are drawn from their posterior before the values are [1]_. The ridge takes from the
    degrees of freedom what the predictors use after it.

    References
    ----------
    .. [1] Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, p. 167.

    Examples
    --------
    >>> from twoarm.random_bits import Source
    >>> flat = Given(np.zeros((1, 4, 0)), np.array([2.0, 2.0, 2.0]), np.array([False, False, False, True]))
    >>> measured_draws(flat, KeyedDraws(Source(1), "an arm"), "pain").tolist()  # nothing varies
    [[2.0]]
    """
    _, drawn, spread = _linear(given, draws, *key)
    _, rows = given.with_constant()
    noise = draws.normal(rows.shape[:2], *key, "value")
    return given.known.mean() + _times(rows, drawn) + spread[:, None] * noise


def matched_draws(given: Given, draws: KeyedDraws, *key: str | int) -> np.ndarray:
    """Missing values taken from patients whose prediction is like theirs.

    Parameters
    ----------
    given : Given
        The column and its predictors.
    draws : KeyedDraws
        Where the random numbers come from.
    *key : str or int
        What names the draw, each part >= 0 or a word.

    Returns
    -------
    array of float, shape (m, k)
        In the unit of the column; each is one of the known values.

    Notes
    -----
    Predictive mean matching [1]_ with five donors: those without the value are predicted from drawn coefficients, those
    with it from the estimated ones.

    References
    ----------
    .. [1] Morris TP, White IR, Royston P. BMC Med Res Methodol 2014;14:75.

    Examples
    --------
    >>> from twoarm.random_bits import Source
    >>> rows = np.array([[[-1.0], [-1.0], [1.0], [1.0]]])
    >>> given = Given(rows, np.array([1.0, 1.0, 1.0]), np.array([False, False, False, True]))
    >>> matched_draws(given, KeyedDraws(Source(1), "an arm"), "grade").tolist()
    [[1.0]]
    """
    fitted, drawn, _ = _linear(given, draws, *key)
    seen, unseen = given.with_constant()
    have, lack = _times(seen, fitted), _times(unseen, drawn)
    which = draws.uniform(lack.shape, *key, "donor")
    return np.stack([given.known[_donors(*each)] for each in zip(have, lack, which, strict=True)])


def _linear(given: Given, draws: KeyedDraws, *key: str | int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimated coefficients, drawn ones, and the drawn residual standard deviation, of values less their mean."""
    rows, _ = given.with_constant()
    values = given.known - given.known.mean()
    turned = np.swapaxes(rows, 1, 2)
    gram = turned @ rows
    ridge = np.full(rows.shape[2], given.ridge + _LEAST_RIDGE * given.known.size)
    ridge[0] = 0.0
    penalised = gram + np.diag(ridge)
    fitted = np.linalg.solve(penalised, (turned @ values)[:, :, None])[:, :, 0]
    residual = ((values - _times(rows, fitted)) ** 2).sum(1)
    used = np.trace(np.linalg.solve(penalised, gram), axis1=1, axis2=2)
    df = np.maximum(given.known.size - used, 1.0)
    spread = np.sqrt(residual / draws.chi_square(df, *key, "spread"))
    noise = draws.normal(fitted.shape, *key, "coefficients")
    return fitted, fitted + spread[:, None] * scaled_noise(np.linalg.cholesky(penalised), noise), spread


def scaled_noise(root: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Normal noise whose covariance is the inverse of a matrix.

    Parameters
    ----------
    root : array of float, shape (m, p, p)
        The lower Cholesky factor of each matrix.
    noise : array of float, shape (m, p)
        Standard normal.

    Returns
    -------
    array of float, shape (m, p)
        Noise with the inverses as covariances.

    Notes
    -----
    The factor transposed is solved for the noise.

    Examples
    --------
    >>> scaled_noise(np.array([[[2.0]]]), np.array([[1.0]])).tolist()
    [[0.5]]
    """
    return np.linalg.solve(np.swapaxes(root, 1, 2), noise[:, :, None])[:, :, 0]


def _donors(have: np.ndarray, lack: np.ndarray, which: np.ndarray) -> np.ndarray:
    """For each that lacks a value the place of one of the donors whose prediction is nearest."""
    order = np.argsort(have, kind="stable")
    number = min(DONORS, have.size)
    # The nearest ones stand beside the place at which the prediction itself would.
    near = np.searchsorted(have[order], lack)[:, None] + np.arange(-number, number)
    outside = (near < 0) | (near >= have.size)
    near = order[np.clip(near, 0, have.size - 1)]
    distance = np.where(outside, np.inf, np.abs(have[near] - lack[:, None]))
    nearest = np.argsort(distance, axis=1, kind="stable")
    chosen = nearest[np.arange(lack.size), (which * number).astype(int)]
    return near[np.arange(lack.size), chosen]


def _times(rows: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """What each data set's coefficients predict for its patients."""
    return (rows @ coefficients[:, :, None])[:, :, 0]
