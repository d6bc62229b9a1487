"""Cox's hazard ratio of two arms at equal covariates: main effects, Efron's treatment of ties."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, exp_or_inf, wald_estimate
from twoarm.methods.weights.propensity import design

UNBOUNDED = "the order of the events bounds no ratio"
_MOST_STEPS = 200
# Standard errors, squared, that are left to go where the steps end.
_SMALLEST_GAIN = 1e-20
# Share of the largest information below which a direction has none: a covariate of patients without an event.
_LOST = 1e-12
_LARGEST = 25.0  # log hazard ratio beyond which the likelihood rises for ever


def adjusted_hazard_ratio(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, treated: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Hazard ratio of a Cox model with the arm and covariates as main effects, with Wald's interval and P.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen. Who misses time or event is dropped.
    covariates : array of float, shape (n, p)
        Missing only in patients who are dropped; a column that those before it explain is dropped. p may be 0.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, without unit; above 1 the event comes sooner in the treated. None with an arm without patients
        or without an event, covariates that tell the arms apart, fewer events than columns, or events so ordered that the
        likelihood rises towards 0 or infinity for ever.

    Raises
    ------
    AnalysisError
        Columns of different length, or a covariate that is missing.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Cox's model [1]_ with Efron's likelihood for ties [2]_, by Newton's method; the error is that of the information. A
    covariate whose patients have no event has an infinite slope, which leaves the ratio of the arms as it is.

    References
    ----------
    .. [1] Cox DR. J R Stat Soc B 1972;34:187-220.
    .. [2] Efron B. J Am Stat Assoc 1977;72:557-565.

    Examples
    --------
    Without a covariate that of `hazard_ratio`, the root of 2.

    >>> found = adjusted_hazard_ratio([1, 3, 2, 3], [1, 0, 1, 0], np.empty((4, 0)), [1, 1, 0, 0])
    >>> round(found.value ** 2, 9)
    2.0
    """
    times, events, columns, treated_ = followed(time, event, covariates, treated)
    basis, arm = design(columns, treated_)
    sizes = int(arm.sum()), int(arm.size - arm.sum())
    if (reason := no_ratio(events, arm)) is not None:
        return Estimate.none(reason, *sizes)
    whole = np.column_stack([basis[:, 1:], arm - arm.mean()])
    if (events > 0).sum() <= whole.shape[1] or np.linalg.matrix_rank(whole) < whole.shape[1]:
        return Estimate.none("covariates that tell the arms apart, or too few events for them", *sizes)
    found = _fitted(_Sets.of(times, events, whole))
    if found is None:
        return Estimate.none(UNBOUNDED, *sizes)
    return as_ratio(wald_estimate(*found, conf_level, *sizes))


def followed(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, treated: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The patients of whom time and event are known.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Time to the event or to the end of observation, and whether the event was seen; nan where missing.
    covariates : array of float, shape (n, p)
        Of the same patients.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.

    Returns
    -------
    time, event : array of float, shape (m,)
        Of those of whom both are known, in their order.
    covariates : array of float, shape (m, p)
        Theirs.
    treated : array of float, shape (m,)
        1.0 for the treated, 0.0 for the control.

    Raises
    ------
    AnalysisError
        Columns of different length.

    Notes
    -----
    Only nan counts as missing.

    Examples
    --------
    >>> followed([1, 2], [1, np.nan], [[5.0], [6.0]], [1, 0])[2].tolist()
    [[5.0]]
    """
    times, events, arm = (np.asarray(x, dtype=float).ravel() for x in (time, event, treated))
    columns = np.asarray(covariates, dtype=float)
    if not times.size == events.size == arm.size == len(columns):
        lengths = f"{times.size}, {events.size}, {len(columns)}, {arm.size}"
        raise AnalysisError(f"Columns of the same patients differ in length ({lengths})")
    keep = ~(np.isnan(times) | np.isnan(events))
    return times[keep], events[keep], columns[keep].reshape(int(keep.sum()), -1), arm[keep]


def no_ratio(event: np.ndarray, arm: np.ndarray) -> str | None:
    """Why two arms have no hazard ratio.

    Parameters
    ----------
    event, arm : array of float, shape (n,)
        Whether each patient has the event, and 1.0 for the treated.

    Returns
    -------
    str or None
        The reason; None where each arm has an event.

    Notes
    -----
    Whether the order of the events bounds a ratio is another question.

    Examples
    --------
    >>> no_ratio(np.array([1.0, 0.0]), np.array([1.0, 0.0])), no_ratio(np.array([1.0, 1.0]), np.array([1.0, 0.0]))
    ('no event in an arm', None)
    """
    sides = [event[arm == side] > 0 for side in (0, 1)]
    if not all(side.size for side in sides):
        return "empty arm"
    return None if all(side.any() for side in sides) else "no event in an arm"


def as_ratio(estimate: Estimate) -> Estimate:
    """An estimate of the logarithm of a ratio as the ratio itself.

    Parameters
    ----------
    estimate : Estimate
        Natural logarithms.

    Returns
    -------
    Estimate
        Their exponentials, infinite beyond the floats; P and sizes stay.

    Notes
    -----
    Without an interval nothing is changed but the value.

    Examples
    --------
    >>> as_ratio(Estimate(0.0, -1000.0, 1000.0, 0.95)).interval
    (0.0, inf)
    """
    if estimate.value is None:
        return estimate
    low, high = (None if x is None else exp_or_inf(x) for x in (estimate.low, estimate.high))
    return replace(estimate, value=exp_or_inf(estimate.value), low=low, high=high)


@counts_only
@dataclass(frozen=True, eq=False)
class _Sets:
    """Patients by falling time, and one row per event: among whom it happened, after Efron's division of ties.

    Attributes
    ----------
    columns : of the patients, shape (n, p). events : whether each has one, shape (n,).
    last : for each event the place of the last patient at risk, shape (events,).
    tied : for each the first and one past the last patient of its time, shape (events, 2).
    gone : for each the share of the tied events that counts as over, shape (events,).
    """

    columns: np.ndarray
    events: np.ndarray
    last: np.ndarray
    tied: np.ndarray
    gone: np.ndarray

    @classmethod
    def of(cls, time: np.ndarray, event: np.ndarray, columns: np.ndarray) -> _Sets:
        order = np.lexsort((event, -time))
        time, happened = time[order], event[order] > 0
        at = time[happened]
        first, past = (np.searchsorted(-time, -at, side=side) for side in ("left", "right"))
        _, place, ties = np.unique(-at, return_index=True, return_counts=True)
        rank = np.arange(at.size) - np.repeat(place, ties)
        return cls(
            columns[order], happened, past - 1, np.column_stack([first, past]), rank / np.repeat(ties, ties)
        )

    def derivatives(self, slopes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Score and information of the partial likelihood.

        A sum over the events of sums over who is at risk is one over the patients, each as often as at risk: n p^2 steps,
        and no more memory than the columns themselves take.
        """
        line = self.columns @ slopes
        risk = np.exp(line - line.max(initial=0.0))
        whole = self._sums(risk)
        mean = np.column_stack([self._sums(risk * column) / whole for column in self.columns.T])
        counted = risk * self._at_risk(1 / whole)
        score = self.columns[self.events].sum(axis=0) - mean.sum(axis=0)
        return score, (self.columns * counted[:, None]).T @ self.columns - mean.T @ mean

    def _sums(self, terms: np.ndarray) -> np.ndarray:
        """Over the patients of each row, shape (events,)."""
        until = np.cumsum(terms)
        happened = np.concatenate([[0.0], np.cumsum(terms * self.events)])
        return until[self.last] - self.gone * (happened[self.tied[:, 1]] - happened[self.tied[:, 0]])

    def _at_risk(self, rows: np.ndarray) -> np.ndarray:
        """Over the rows of each patient, shape (n,): of all in which one is at risk, less the shares that count as over."""
        n = len(self.columns)
        since = np.cumsum(np.bincount(self.last, rows, n)[::-1])[::-1]
        begins = np.bincount(self.tied[:, 0], rows * self.gone, n + 1) - np.bincount(
            self.tied[:, 1], rows * self.gone, n + 1
        )
        return since - self.events * np.cumsum(begins)[:n]


def _fitted(sets: _Sets) -> tuple[float, float] | None:
    """Log hazard ratio of the last column and its error; None where the likelihood rises for ever."""
    slopes = np.zeros(sets.columns.shape[1])
    for _ in range(_MOST_STEPS):
        score, information = sets.derivatives(slopes)
        inverse = np.linalg.pinv(information, rcond=_LOST, hermitian=True)
        step = inverse @ score
        longest = float(np.abs(sets.columns @ step).max())
        slopes = slopes + step / max(1.0, longest)
        if abs(slopes[-1]) > _LARGEST:
            return None
        if score @ step <= _SMALLEST_GAIN * sets.events.sum():
            variance = float(inverse[-1, -1])
            return (float(slopes[-1]), math.sqrt(variance)) if variance > 0 else None
    return None
