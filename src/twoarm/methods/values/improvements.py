"""Responders: who improved by at least what matters, per patient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError, ParameterError

# A change that misses its threshold by less than this share of the values measured has reached it: in floats,
# 8.2 - 6.2 is less than 2. No scale is read to nine digits.
READING = 1e-9


def responders(baseline: ArrayLike, latest: ArrayLike, threshold: float, better: str) -> np.ndarray:
    """Who improved by at least a fixed amount.

    Parameters
    ----------
    baseline, latest : array of float, shape (n,)
        Row i of both is the same patient; nan where missing.
    threshold : float
        The least improvement that counts, > 0, in the unit of the values (the minimal important change).
    better : {"lower", "higher"}
        Which direction is an improvement.

    Returns
    -------
    array of float, shape (n,)
        1.0 for a responder, 0.0 for another patient, nan where either value is missing.

    Raises
    ------
    AnalysisError
        The arrays differ in length.
    ParameterError
        ``threshold`` is not a positive number, or ``better`` is neither direction.

    Notes
    -----
    A change that misses its threshold by less than `READING` of the values measured has reached it: that is rounding.

    Examples
    --------
    >>> responders([8.2, 6.0, 8.0], [6.2, 4.5, np.nan], 2.0, "lower")
    array([ 1.,  0., nan])
    """
    baseline, latest = _pairs(baseline, latest)
    return _reached(baseline, latest, np.full(baseline.shape, _positive("threshold", threshold)), better)


def relative_responders(baseline: ArrayLike, latest: ArrayLike, share: float, better: str) -> np.ndarray:
    """Who improved by at least a share of the own baseline.

    Parameters
    ----------
    baseline, latest : array of float, shape (n,)
        Row i of both is the same patient, on a scale with a true zero; nan where missing.
    share : float
        The least improvement that counts, > 0, as a proportion of the baseline (0.3 for 30%).
    better : {"lower", "higher"}
        Which direction is an improvement.

    Returns
    -------
    array of float, shape (n,)
        1.0 for a responder, 0.0 for another patient; nan where either value is missing, or the baseline is not
        above 0, which leaves nothing to take a share of.

    Raises
    ------
    AnalysisError
        The arrays differ in length.
    ParameterError
        ``share`` is not a positive number, or ``better`` is neither direction.

    Notes
    -----
    30% of the baseline, beside an absolute minimal important change, is the proposal of [1]_. Rounding is forgiven as by
    `responders`.

    References
    ----------
    .. [1] Ostelo RW et al. Spine 2008;33:90-94.

    Examples
    --------
    >>> relative_responders([10.0, 10.0, 0.0], [7.0, 7.1, 0.0], 0.3, "lower")
    array([ 1.,  0., nan])
    """
    baseline, latest = _pairs(baseline, latest)
    needed = _positive("share", share) * np.where(baseline > 0, baseline, np.nan)
    return _reached(baseline, latest, needed, better)


def _pairs(baseline: ArrayLike, latest: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    baseline, latest = (np.asarray(values, dtype=float).ravel() for values in (baseline, latest))
    if baseline.size != latest.size:
        raise AnalysisError(
            f"Two columns of the same patients differ in length ({baseline.size}, {latest.size})"
        )
    return baseline, latest


def _positive(name: str, number: float) -> float:
    if not (np.isfinite(number) and number > 0):
        raise ParameterError("An improvement that counts must be a positive number", [f"{name} is {number}"])
    return float(number)


def _reached(baseline: np.ndarray, latest: np.ndarray, needed: np.ndarray, better: str) -> np.ndarray:
    if better not in ("lower", "higher"):
        raise ParameterError("An improvement is either lower or higher", [f"better is {better!r}"])
    improved = baseline - latest if better == "lower" else latest - baseline
    noise = READING * np.maximum(np.maximum(np.abs(baseline), np.abs(latest)), needed)
    return np.where(np.isnan(improved + needed), np.nan, (improved >= needed - noise).astype(float))
