"""Times that are missing: imputed as cumulative hazards, and moved by making their hazard higher or lower."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.missing.columns import cumulative_hazard


def hazards_of(time: ArrayLike, event: ArrayLike) -> np.ndarray:
    """Nelson-Aalen's cumulative hazard at each time, where some patients lack a time or an event.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Of all patients: time, >= 0, and event, 0 or 1; nan where missing.

    Returns
    -------
    array of float, shape (n,)
        At least 0, without unit; nan where the time is missing.

    Notes
    -----
    Estimated from the patients of whom both are known [1]_, and read off at the time of everybody whose time is known.

    References
    ----------
    .. [1] White IR, Royston P. Stat Med 2009;28:1982-1998.

    Examples
    --------
    >>> hazards_of([1, 2, 1.5, np.nan], [1, 1, np.nan, 1]).tolist()
    [0.5, 1.5, 0.5, nan]
    """
    time, event = np.asarray(time, dtype=float).ravel(), np.asarray(event, dtype=float).ravel()
    known = ~np.isnan(time) & ~np.isnan(event)
    order = np.argsort(time[known], kind="stable")
    times = time[known][order]
    reached = np.concatenate([[0.0], cumulative_hazard(times, event[known][order])])
    found = reached[np.searchsorted(times, time, side="right")]
    return np.where(np.isnan(time), np.nan, found)


def raised_hazard(
    hazard: np.ndarray, event: np.ndarray, missing: np.ndarray, waiting: np.ndarray, ratio: float
) -> tuple[np.ndarray, np.ndarray]:
    """Imputed times and events as they would be under another hazard.

    Parameters
    ----------
    hazard, event : array of float, shape (m, n)
        In each row one completed data set: cumulative hazards, >= 0, which stand for times, and events, 0 or 1.
    missing : array of bool, shape (n,)
        Whose time or event was imputed.
    waiting : array of float, shape (m, k)
        Draws of a standard exponential, for the k patients who miss one: the hazard that a censored one
        still lacks for the event.
    ratio : float
        By which the hazard of these patients is multiplied, above 0.

    Returns
    -------
    hazard, event : array of float, shape (m, n)
        The same of patients whose values were known.

    Notes
    -----
    The delta adjustment of [1]_: the event comes at a cumulative hazard ``ratio`` times smaller, unless observation ends
    before. It ended where a patient was censored, and of one with an event not before the last of the known times.

    References
    ----------
    .. [1] Jackson D, White IR, Seaman S, Evans H, Baisley K, Carpenter J. Stat Med 2014;33:4681-4694.

    Examples
    --------
    >>> time, happened = np.array([[0.5, 1.0]]), np.array([[0.0, 1.0]])
    >>> [part.tolist() for part in raised_hazard(time, happened, np.array([True, False]), np.array([[0.5]]), 4.0)]
    [[[0.25, 1.0]], [[1.0, 1.0]]]
    """
    last = hazard.max(axis=1, keepdims=True)
    own, happened = hazard[:, missing], event[:, missing] > 0
    due = np.where(happened, own, own + waiting) / ratio
    end = np.where(happened, last, own)
    moved, events = hazard.copy(), event.copy()
    moved[:, missing], events[:, missing] = np.minimum(due, end), (due <= end).astype(float)
    return moved, events
