"""Levels given the other columns: draws from a logistic regression, in every imputation at once."""

from __future__ import annotations

import numpy as np

from twoarm.methods.missing.keyed import KeyedDraws
from twoarm.methods.missing.models import Given, scaled_noise

# Standard deviations of the prior of a log odds ratio (for one standard deviation of a predictor) and of the intercept.
PRIOR_OF_SLOPE, PRIOR_OF_INTERCEPT = 2.5, 10.0
_MOST_STEPS = 50
_LONGEST_STEP = 2.0
_SMALLEST_STEP = 1e-9


def level_draws(given: Given, draws: KeyedDraws, *key: str | int) -> np.ndarray:
    """Missing levels drawn from a logistic regression, with more than two levels a multinomial one.

    Parameters
    ----------
    given : Given
        The column and its predictors; each known value is the code of a level.
    draws : KeyedDraws
        Where the random numbers come from.
    *key : str or int
        What names the draw, each part >= 0 or a word.

    Returns
    -------
    array of float, shape (m, k)
        Codes of levels that the arm has.

    Notes
    -----
    Coefficients are drawn from the normal approximation of their posterior. A normal prior, of standard deviation 2.5 for
    a predictor of standard deviation 1 and 10 for the constant, keeps levels that the predictors tell apart from infinite
    coefficients; widths as in [1]_, which takes a Cauchy prior.

    References
    ----------
    .. [1] Gelman A, Jakulin A, Pittau MG, Su YS. Ann Appl Stat 2008;2:1360-1383.

    Examples
    --------
    >>> from twoarm.random_bits import Source
    >>> flat = Given(np.zeros((1, 4, 0)), np.array([1.0, 1.0, 1.0]), np.array([False, False, False, True]))
    >>> level_draws(flat, KeyedDraws(Source(1), "an arm"), "sex").tolist()  # nobody has another level
    [[1.0]]
    """
    levels, codes = np.unique(given.known, return_inverse=True)
    seen, unseen = given.with_constant()
    if levels.size == 1:
        return np.full(unseen.shape[:2], levels[0])
    mode, information = _logistic(seen, np.eye(levels.size)[codes][:, 1:], given.ridge / 4)
    noise = draws.normal(mode.shape, *key, "coefficients")
    drawn = mode + scaled_noise(np.linalg.cholesky(information), noise)
    shares = _shares(unseen, drawn)
    reached = np.cumsum(np.concatenate([1 - shares.sum(2, keepdims=True), shares], axis=2), axis=2)
    uniform = draws.uniform(reached.shape[:2], *key, "value")
    return levels[np.minimum((reached < uniform[:, :, None]).sum(2), levels.size - 1)]


def _information(rows: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Of the coefficients of every level, by blocks: the covariance of two levels weighs the patients."""
    turned, own = np.swapaxes(rows, 1, 2), np.eye(shares.shape[2])
    blocks = [
        [turned @ (rows * (shares[:, :, [a]] * (own[a, b] - shares[:, :, [b]]))) for b in range(len(own))]
        for a in range(len(own))
    ]
    return np.block(blocks)


def _shares(rows: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """The chance of each level but the first, shape (m, n, levels - 1)."""
    by_level = coefficients.reshape(len(rows), -1, rows.shape[2])
    scores = rows @ np.swapaxes(by_level, 1, 2)
    top = np.maximum(scores.max(2, keepdims=True), 0)
    raised = np.exp(scores - top)
    return raised / (np.exp(-top) + raised.sum(2, keepdims=True))


def _logistic(rows: np.ndarray, levels: np.ndarray, ridge: float) -> tuple[np.ndarray, np.ndarray]:
    """The mode of the coefficients, level by level, and the information there."""
    number, parameters = levels.shape[1], rows.shape[2]
    prior = np.full(parameters, 1 / PRIOR_OF_SLOPE**2 + ridge)
    prior[0] = 1 / PRIOR_OF_INTERCEPT**2
    prior = np.tile(prior, number)
    mode = np.zeros((len(rows), number * parameters))
    information = np.zeros((len(rows), mode.shape[1], mode.shape[1]))
    for _ in range(_MOST_STEPS):
        shares = _shares(rows, mode)
        score = (np.swapaxes(levels - shares, 1, 2) @ rows).reshape(mode.shape) - prior * mode
        information = _information(rows, shares) + np.diag(prior)
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        step /= np.maximum(1.0, np.abs(step).max(1, keepdims=True) / _LONGEST_STEP)
        mode = mode + step
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return mode, information
