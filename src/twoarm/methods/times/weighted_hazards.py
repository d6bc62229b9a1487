"""Cox's hazard ratio of two arms whose patients have weights, in one sample or in many resamples at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, wald_estimate
from twoarm.methods.times.adjusted_hazards import UNBOUNDED, as_ratio, no_ratio

_SMALLEST_STEP = 1e-6  # of Newton's, which squares what is left: a millionth becomes rounding
_MOST_STEPS = 60
_LARGEST = 25.0  # log hazard ratio beyond which the likelihood rises for ever


@counts_only
@dataclass(frozen=True, eq=False)
class RiskTable:
    """Patients by falling time, ready for weights of any kind.

    Attributes
    ----------
    order : array of int, shape (n,)
        The patients, the longest time first.
    arm : array of float, shape (n,)
        1.0 for the treated, in that order.
    last : array of int, shape (k,)
        For each distinct time of an event the place of the last patient at risk.
    happened : array of int, shape (events,)
        The places of the patients with an event.
    first : array of int, shape (k,)
        For each of these times the first of its events among them.
    times : array of float, shape (k,)
        These times, falling.

    Notes
    -----
    Whoever leaves at a time is at risk at it.

    Examples
    --------
    >>> RiskTable.of(np.array([2.0, 1.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0])).last.tolist()
    [1]
    """

    order: np.ndarray
    arm: np.ndarray
    last: np.ndarray
    happened: np.ndarray
    first: np.ndarray
    times: np.ndarray

    @classmethod
    def of(cls, time: np.ndarray, event: np.ndarray, arm: np.ndarray) -> RiskTable:
        """The table of some patients.

        Parameters
        ----------
        time, event, arm : array of float, shape (n,)
            Time, whether the event was seen, and 1.0 for the treated; none missing.

        Returns
        -------
        RiskTable
            The patients by falling time, with the distinct times of their events.
        """
        order = np.argsort(-time, kind="stable")
        falling, happened = time[order], np.flatnonzero(event[order] > 0)
        times, first = np.unique(-falling[happened], return_index=True)
        last = np.searchsorted(-falling, times, side="right") - 1
        return cls(order, arm[order], last, happened, first, -times)

    def sums(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weight at risk at each time, and of those with the event at it: of the treated, then of the control arm.

        Parameters
        ----------
        weights : array of float, shape (draws, n)
            In the order in which the patients came.

        Returns
        -------
        at_risk, events : array of float, shape (2, draws, k)
            In the unit of the weights; 0 where nobody is left.
        """
        own = weights[:, self.order]
        sides = [own * self.arm, own * (1 - self.arm)]
        # Summed from the longest time on: where nobody is left the sum is 0, not rounding.
        at_risk = [np.cumsum(side, axis=1)[:, self.last] for side in sides]
        return np.stack(at_risk), np.stack([self.at_events(side) for side in sides])

    def at_events(self, falling: np.ndarray) -> np.ndarray:
        """The sum over the events of each time.

        Parameters
        ----------
        falling : array of float, shape (draws, n)
            Of the patients by falling time.

        Returns
        -------
        array of float, shape (draws, k)
            In the unit of what is summed, at the falling times.
        """
        if not self.first.size:
            return np.zeros((len(falling), 0))
        return np.add.reduceat(falling[:, self.happened], self.first, axis=1)


def weighted_log_ratios(table: RiskTable, counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Log hazard ratio of each of many weighted samples.

    Parameters
    ----------
    table : RiskTable
        The patients, k distinct times of events.
    counts : array of float, shape (draws, n)
        How often each patient is in the sample.
    weights : array of float, shape (draws, n)
        The weight of each time that the patient is in it.

    Returns
    -------
    array of float, shape (draws,)
        Natural logarithms, treated over control; nan where the likelihood rises for ever.

    Notes
    -----
    Efron's likelihood with weights, as R's survival has it: the events of one time share the mean of their weights. Who is
    in a sample twice has a tied event. Newton's method in all samples at once.

    Examples
    --------
    >>> table = RiskTable.of(np.array([1.0, 3, 2, 3]), np.array([1.0, 0, 1, 0]), np.array([1.0, 1, 0, 0]))
    >>> round(float(np.exp(weighted_log_ratios(table, np.ones((1, 4)), np.ones((1, 4))))[0]) ** 2, 9)
    2.0
    """
    odds, shares, treated = _rows(table, counts, weights)
    found = np.zeros(len(counts))
    for _ in range(_MOST_STEPS):
        chance = special.expit(found[:, None] + odds)
        score = treated - (shares * chance).sum(axis=1)
        information = (shares * chance * (1 - chance)).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.clip(np.where(information > 0, score / information, 0.0), -1, 1)
        found = found + step
        if np.abs(step[np.abs(found) < _LARGEST]).max(initial=0.0) <= _SMALLEST_STEP:
            break
    lost = (np.abs(found) >= _LARGEST) | (information <= 0) | (np.abs(step) > _SMALLEST_STEP)
    return np.where(lost, np.nan, found)


def weighted_hazard_ratio(
    time: ArrayLike, event: ArrayLike, weights: ArrayLike, treated: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Hazard ratio of a Cox model with the arm alone, of patients with weights, with a robust interval and P.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0, none missing.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen, none missing.
    weights : array of float, shape (n,)
        Above 0, as of `overlap_weights`.
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, without unit; above 1 the event comes sooner in the treated. None with an empty arm, an arm
        without an event, or events so ordered that the likelihood rises towards 0 or infinity for ever.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The error is the root of the summed squares of each patient's own part in the estimate [1]_, which takes the weights as
    known. `weighted_hazard_ratio_by_bootstrap` finds them anew.

    References
    ----------
    .. [1] Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078.

    Examples
    --------
    >>> found = weighted_hazard_ratio([1, 3, 2, 3], [1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 0, 0])
    >>> round(found.value ** 2, 9)
    2.0
    """
    times, events, own, arm = (np.asarray(x, dtype=float).ravel() for x in (time, event, weights, treated))
    sizes = int(arm.sum()), int(arm.size - arm.sum())
    if (reason := no_ratio(events, arm)) is not None:
        return Estimate.none(reason, *sizes)
    table = RiskTable.of(times, events, arm)
    log_ratio = float(weighted_log_ratios(table, np.ones((1, arm.size)), own[None, :])[0])
    if math.isnan(log_ratio):
        return Estimate.none(UNBOUNDED, *sizes)
    return as_ratio(wald_estimate(log_ratio, _robust_error(table, own, log_ratio), conf_level, *sizes))


def _rows(
    table: RiskTable, counts: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each sample the log odds at risk and the weight of each of its events, and the weight of the treated ones."""
    (risk_t, risk_c), (events_t, events_c) = table.sums(counts * weights)
    ties = table.at_events(counts[:, table.order])
    mean = (events_t + events_c) / np.maximum(ties, 1)
    odds, shares = [], []
    for rank in range(int(ties.max(initial=0.0))):
        some = np.flatnonzero((ties > rank).any(axis=0))
        gone = rank / np.maximum(ties[:, some], 1)
        left = [
            x[:, some] - np.minimum(gone, 1) * y[:, some] for x, y in ((risk_t, events_t), (risk_c, events_c))
        ]
        with np.errstate(divide="ignore", invalid="ignore"):
            odds.append(np.log(left[0]) - np.log(left[1]))
        shares.append(np.where(ties[:, some] > rank, mean[:, some], 0.0))
    if not odds:
        return np.zeros((len(counts), 1)), np.zeros((len(counts), 1)), np.zeros(len(counts))
    share = np.concatenate(shares, axis=1)
    # Where nobody drawn is at risk, no event happens either.
    return np.where(share > 0, np.concatenate(odds, axis=1), 0.0), share, events_t.sum(axis=1)


def _robust_error(table: RiskTable, weights: np.ndarray, log_ratio: float) -> float:
    """Root of the summed squares of each patient's own part in the estimate."""
    return math.sqrt(float(((weights * by_weight(table, weights, log_ratio)) ** 2).sum()))


def by_weight(table: RiskTable, weights: np.ndarray, log_ratio: float) -> np.ndarray:
    """How the log hazard ratio of `weighted_log_ratios` moves with the weight of each patient.

    Parameters
    ----------
    table : RiskTable
        The patients.
    weights : array of float, shape (n,)
        Of the patients in the order in which they came.
    log_ratio : float
        Their log hazard ratio.

    Returns
    -------
    array of float, shape (n,)
        Score residual over information, in the order of the weights.

    Notes
    -----
    The ranks of tied events, in Efron's likelihood, are summed at each time before the patients are asked: as many steps
    as there are times, ties and patients together, not times one another.

    Examples
    --------
    >>> table = RiskTable.of(np.array([1.0, 3, 2, 3]), np.array([1.0, 0, 1, 0]), np.array([1.0, 1, 0, 0]))
    >>> round(float(by_weight(table, np.ones(4), np.log(2) / 2).sum()), 9)
    0.0
    """
    ratio, arm = math.exp(log_ratio), table.arm
    at_risk, events = (x[:, 0] for x in table.sums(weights[None, :]))
    ties = table.at_events(np.ones((1, arm.size)))[0]
    when = np.repeat(np.arange(ties.size), ties.astype(int))  # of each event
    since = np.searchsorted(
        table.last, np.arange(arm.size)
    )  # the first of the falling times at which one is at risk
    risk, information = np.where(arm > 0, ratio, 1.0), 0.0
    whole, partial, shared, shared_mean, kept, kept_mean = np.zeros(
        (6, ties.size)
    )  # over the ranks, at each time
    for rank in range(int(ties.max())):
        gone, now = rank / ties, ties > rank
        treated, control = ratio * (at_risk[0] - gone * events[0]), at_risk[1] - gone * events[1]
        all_ = np.where(now, treated + control, 1.0)
        share = np.where(now, (events[0] + events[1]) / ties, 0.0)
        mean, hazard = np.where(now, treated / all_, 0.0), share / all_
        whole, partial = whole + hazard, partial + hazard * mean
        shared, shared_mean = shared + now / ties, shared_mean + now / ties * mean
        # A tied patient counts in part only, once some of the ties are over.
        kept, kept_mean = kept + gone * hazard, kept_mean + gone * hazard * mean
        information += float((share * mean * (1 - mean)).sum())
    later, later_mean = (np.append(np.cumsum(x[::-1])[::-1], 0.0) for x in (whole, partial))
    residual = -risk * (arm * later[since] - later_mean[since])
    side, of_event = arm[table.happened], risk[table.happened]
    residual[table.happened] += side * shared[when] - shared_mean[when]
    residual[table.happened] += of_event * (side * kept[when] - kept_mean[when])
    found = np.empty(arm.size)
    found[table.order] = residual / information
    return found
