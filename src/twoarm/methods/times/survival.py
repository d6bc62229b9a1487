"""Times to an event: the life table, Kaplan-Meier, patients at risk and the log-rank test."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, complete_pairs, tail_quantile

# A product of shares that should be one half may miss it by rounding (the tolerance of R's quantile.survfit).
HALF_TOLERANCE = 1.5e-8


@counts_only
@dataclass(frozen=True, eq=False)
class Survival:
    """A Kaplan-Meier or life-table curve at its times.

    Attributes
    ----------
    times : array of float, shape (k,)
        Distinct times of events and censorings, ascending; 0 is not added.
    survival, low, high : array of float, shape (k,)
        Share without the event just after each time, and its pointwise log-log interval. Where the share is 1 or 0
        there is no such interval and both limits equal the share.
    at_risk, events, censored : array of int, shape (k,)
        Patients under observation just before each time, and what happened at it.
    conf_level : float
        Coverage of ``low`` and ``high``, pointwise, in (0, 1).
    greenwood : array of float, shape (k,)
        Greenwood's variance of the logarithm of ``survival``.

    Notes
    -----
    `kaplan_meier` and `actuarial` make it; of the latter, patients are counted per interval that ends at the time.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], 0.95)
    >>> curve.at(2.5), curve.median()[0], curve.quantile(0.25)
    (0.75, 3.0, 2.0)
    """

    times: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray
    conf_level: float
    greenwood: np.ndarray = field(repr=False)  # variance of log survival, shape (k,)

    def at(self, t: float) -> float | None:
        """Share without the event at one time: 1 before the first time, carried forward after the last.

        Parameters
        ----------
        t : float
            In the unit of ``times``.

        Returns
        -------
        float or None
            A proportion in [0, 1]. None where there is no patient. How far the curve may be carried is a question of
            ``at_risk``.
        """
        if not self.times.size:
            return None
        before = int(np.searchsorted(self.times, t, side="right"))
        return float(self.survival[before - 1]) if before else 1.0

    def median(self, conf_level: float | None = None) -> tuple[float | None, float | None, float | None]:
        """Median time and its limits (Brookmeyer and Crowley), each None where its curve does not reach one half.

        As R's survfit: the limits are where the log-log limits of the curve reach one half; a horizontal stretch at
        exactly one half gives its middle.

        Parameters
        ----------
        conf_level : float, optional
            Confidence level, in (0, 1); that of the curve by default.

        Returns
        -------
        median, low, high : float or None
            In the unit of ``times``.

        Raises
        ------
        ParameterError
            ``conf_level`` is not strictly between 0 and 1.
        """
        low, high = _log_log(self.survival, self.greenwood, conf_level or self.conf_level)
        inner = (self.survival > 0) & (self.survival < 1)
        lower, upper = (_reaches(self.times[inner], limit[inner]) for limit in (low, high))
        return _reaches(self.times, self.survival), lower, upper

    def quantile(self, share: float) -> float | None:
        """Time by which a share of the patients has had the event (R's quantile.survfit).

        Parameters
        ----------
        share : float
            A proportion in (0, 1).

        Returns
        -------
        float or None
            In the unit of ``times``; the middle of a stretch that lies exactly at the share. None where it is not reached.
        """
        return _reaches(self.times, self.survival, 1 - share)


def kaplan_meier(time: ArrayLike, event: ArrayLike, conf_level: float = 0.95) -> Survival:
    """Kaplan-Meier estimate of the share without the event.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0; patients that miss time or event are dropped.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Survival
        Arrays of length 0 where there is no patient.

    Raises
    ------
    AnalysisError
        ``time`` and ``event`` differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Greenwood's variance on the log(-log) scale [1]_.

    References
    ----------
    .. [1] Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, section 1.4.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], 0.95).survival.tolist()
    [0.75, 0.75, 0.375, 0.375]
    """
    times, at_risk, events, censored = life_table(*complete_pairs(time, event))
    survival = np.cumprod(1 - events / at_risk)
    greenwood = np.cumsum(greenwood_terms(at_risk, events))
    low, high = _log_log(survival, greenwood, conf_level)
    return Survival(times, survival, low, high, at_risk, events, censored, conf_level, greenwood)


def actuarial(
    times: ArrayLike, at_risk: ArrayLike, events: ArrayLike, censored: ArrayLike, conf_level: float = 0.95
) -> Survival:
    """Life-table estimate of the share without the event, from counts per interval.

    Parameters
    ----------
    times : array of float, shape (k,)
        Where each interval ends, ascending and >= 0; it begins where the one before ends, the first one at 0.
    at_risk : array of int, shape (k,)
        Patients under observation when it begins, at least the sum of the next two.
    events, censored : array of int, shape (k,)
        Patients with the event, and those whose observation ends without it, within the interval.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Survival
        At the end of each interval. Arrays of length 0 where there is none.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Who leaves within an interval counts half of it [1]_; Greenwood's variance with the same numbers, on the log(-log) scale.

    References
    ----------
    .. [1] Cutler SJ, Ederer F. J Chronic Dis 1958;8:699-712.

    Examples
    --------
    Of ten patients one has the event and four leave, so that eight count; five are left, of whom four have it.

    >>> actuarial([1, 2], [10, 5], [1, 4], [4, 0], 0.95).survival.round(3).tolist()  # 7/8, times 1/5
    [0.875, 0.175]
    """
    times = np.asarray(times, dtype=float)
    n, d, c = (np.asarray(counts, dtype=int) for counts in (at_risk, events, censored))
    exposed = n - c / 2
    survival = np.cumprod(1 - d / exposed)
    greenwood = np.cumsum(greenwood_terms(exposed, d))
    low, high = _log_log(survival, greenwood, conf_level)
    return Survival(times, survival, low, high, n, d, c, conf_level, greenwood)


def number_at_risk(
    time: ArrayLike, event: ArrayLike, ticks: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows under a Kaplan-Meier figure.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0; patients that miss time or event are dropped.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen.
    ticks : array of float, shape (k,)
        Where the figure says them, in the unit of ``time``.

    Returns
    -------
    at_risk, events, censored : array of int, shape (k,)
        Under observation just before each tick (time >= tick), as n.risk of R's summary.survfit; events and
        censorings before it (time < tick). Whoever leaves exactly at a tick is still at risk there, so that the
        three add to n at every tick.

    Raises
    ------
    AnalysisError
        ``time`` and ``event`` differ in length.

    Notes
    -----
    Rows after KMunicate [1]_.

    References
    ----------
    .. [1] Morris TP et al. BMJ Open 2019;9:e030215.

    Examples
    --------
    >>> [row.tolist() for row in number_at_risk([1, 2, 2, 3], [1, 1, 0, 0], [0, 2, 3])]
    [[4, 3, 1], [0, 1, 2], [0, 0, 1]]
    """
    time, event = complete_pairs(time, event)
    ticks = np.asarray(ticks, dtype=float)
    at_risk = time.size - np.searchsorted(np.sort(time), ticks, side="left")
    events, censored = (
        np.searchsorted(np.sort(time[kind]), ticks, side="left") for kind in (event > 0, event <= 0)
    )
    return at_risk, events, censored


def log_rank(t_time: ArrayLike, t_event: ArrayLike, c_time: ArrayLike, c_event: ArrayLike) -> Estimate:
    """Log-rank test of two arms (hypergeometric variance, no weights): P and chi-square.

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.

    Returns
    -------
    Estimate
        A two-sided P alone, its statistic a chi-square on one degree of freedom. None where an arm is empty, or where no
        event happened while both arms were under observation.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.

    Notes
    -----
    Observed less expected events of the treated, summed over the event times [1]_.

    References
    ----------
    .. [1] Mantel N. Cancer Chemother Rep 1966;50:163-170.

    Examples
    --------
    >>> log_rank([1], [1], [2], [1]).statistic  # at 1 an event of the treated, 1 and 1 at risk: 1 - 1/2, variance 1/4
    1.0
    """
    treated, control = complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)
    sizes = treated[0].size, control[0].size
    times = np.unique(np.concatenate([time[event > 0] for time, event in (treated, control)]))
    (risk_t, events_t), (risk_c, events_c) = (counts_at(times, *arm) for arm in (treated, control))
    risk, events = risk_t + risk_c, events_t + events_c
    share = risk_t / risk
    variance = (events * share * (1 - share) * (risk - events) / np.maximum(risk - 1, 1)).sum()
    if not variance > 0:
        return Estimate.none("no event while both arms were under observation", *sizes)
    statistic = float((events_t - events * share).sum() ** 2 / variance)
    p_value = float(special.chdtrc(1, statistic))
    return Estimate(
        None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1], statistic=statistic, df=1.0
    )


def log_rank_p(t_time: ArrayLike, t_event: ArrayLike, c_time: ArrayLike, c_event: ArrayLike) -> float | None:
    """P of the log-rank test of two arms (hypergeometric variance, no weights).

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]. None where an arm is empty, or where no event happened while both arms were under
        observation.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.

    Notes
    -----
    That of `log_rank` [1]_.

    References
    ----------
    .. [1] Mantel N. Cancer Chemother Rep 1966;50:163-170.

    Examples
    --------
    At 1 an event of the treated, 1 and 1 at risk: 1 - 1/2, variance 1/4.

    >>> round(log_rank_p([1], [1], [2], [1]), 4)  # chi-square 1
    0.3173
    """
    return log_rank(t_time, t_event, c_time, c_event).p_value


def life_table(time: np.ndarray, event: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Distinct times, patients at risk just before, events and censorings at each.

    Parameters
    ----------
    time : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0, none missing.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen, none missing.

    Returns
    -------
    times : array of float, shape (k,)
        Ascending, in the unit of ``time``.
    at_risk, events, censored : array of int, shape (k,)
        Patients.

    Notes
    -----
    Whoever leaves at a time is at risk at it.

    Examples
    --------
    >>> [row.tolist() for row in life_table(np.array([1.0, 2.0, 2.0]), np.array([1, 1, 0]))]
    [[1.0, 2.0], [3, 2], [1, 1], [0, 1]]
    """
    times = np.unique(time)
    at_risk, events = counts_at(times, time, event)
    return times, at_risk, events, at_risk - np.append(at_risk[1:], 0) - events


def counts_at(times: np.ndarray, time: np.ndarray, event: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Patients at risk just before and events at each of some times.

    Parameters
    ----------
    times : array of float, shape (k,)
        In the unit of ``time``.
    time : array of float, shape (n,)
        A patient's time to the event or to the end of observation, none missing.
    event : array of bool or 0/1, shape (n,)
        Whether the event was seen, none missing.

    Returns
    -------
    at_risk, events : array of int, shape (k,)
        Patients.

    Notes
    -----
    At risk is who has a time at least as long.

    Examples
    --------
    >>> [row.tolist() for row in counts_at(np.array([1.0, 2.0]), np.array([1.0, 2.0, 2.0]), np.array([1, 1, 0]))]
    [[3, 2], [1, 1]]
    """
    at_risk = time.size - np.searchsorted(np.sort(time), times, side="left")
    happened = np.sort(time[event > 0])
    until, before = (np.searchsorted(happened, times, side=side) for side in ("right", "left"))
    return at_risk, until - before


def greenwood_terms(at_risk: np.ndarray, events: np.ndarray) -> np.ndarray:
    """What each time adds to the variance of log survival.

    Parameters
    ----------
    at_risk, events : array of float, shape (k,)
        Patients at risk just before each time, and with the event at it.

    Returns
    -------
    array of float, shape (k,)
        >= 0; infinite where everybody has the event.

    Notes
    -----
    Greenwood's d / (n (n - d)).

    Examples
    --------
    >>> greenwood_terms(np.array([4, 2]), np.array([1, 2])).tolist()  # 1 / (4 * 3)
    [0.08333333333333333, inf]
    """
    with np.errstate(divide="ignore"):
        return events / (at_risk * (at_risk - events).astype(float))


def _log_log(survival: np.ndarray, greenwood: np.ndarray, conf_level: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a share on the scale log(-log); a share of 0 or 1 is its own limit."""
    low, high = survival.copy(), survival.copy()
    inner = (survival > 0) & (survival < 1)
    share = survival[inner]
    reach = tail_quantile(conf_level) * np.sqrt(greenwood[inner]) / np.abs(np.log(share))
    low[inner], high[inner] = share ** np.exp(reach), share ** np.exp(-reach)
    return low, high


def _reaches(times: np.ndarray, curve: np.ndarray, share: float = 0.5) -> float | None:
    """Where a falling step curve first reaches a share; the middle of a stretch that lies exactly on it."""
    reached = np.flatnonzero(curve <= share + HALF_TOLERANCE)
    below = np.flatnonzero(curve < share - HALF_TOLERANCE)
    if not reached.size:
        return None
    first = times[reached[0]]
    return float((first + times[below[0]]) / 2 if below.size and below[0] != reached[0] else first)
