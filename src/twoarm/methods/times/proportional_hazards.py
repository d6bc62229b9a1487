"""Hazards of two arms: Cox's ratio with the arm alone, and a test of whether one ratio holds over all times."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, complete_pairs, exp_or_inf, wald_estimate
from twoarm.methods.times.survival import counts_at

# Newton's steps end when one no longer moves the log hazard ratio by more than rounding.
_SMALLEST_STEP = 1e-12
_MOST_STEPS = 100
# Variance of time, which runs from 0 to 1, below which it is the rounding of one and the same time.
SMALLEST_VARIANCE = 1e-24


def hazard_ratio(
    t_time: ArrayLike, t_event: ArrayLike, c_time: ArrayLike, c_event: ArrayLike, conf_level: float = 0.95
) -> Estimate:
    """Hazard ratio of a Cox model with the arm alone, with Wald's interval and P.

    Parameters
    ----------
    t_time, t_event : array of float, shape (n1,)
        Of the treated: time to the event or to the end of observation, >= 0, and whether the event was seen, as a bool or
        0/1. Who misses either is dropped.
    c_time, c_event : array of float, shape (n2,)
        The same of the control arm, in the same unit.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated over control, without unit; above 1 the event comes sooner in the treated. None with an empty arm, an
        arm without an event, or events so ordered that the likelihood rises towards 0 or infinity for ever.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Cox's model [1]_ with Efron's likelihood for ties [2]_; interval and P are normal on the log scale, from the information
    at the estimate. Newton's method on the life table: the cost is that of sorting.

    References
    ----------
    .. [1] Cox DR. J R Stat Soc B 1972;34:187-220.
    .. [2] Efron B. J Am Stat Assoc 1977;72:557-565.

    Examples
    --------
    At 1 an event of the treated, 2 and 2 at risk; at 2 one of the control, 1 and 2 at risk. The score
    1 - 2r / (2r + 2) - r / (r + 2) is 0 at the root of 2.

    >>> round(hazard_ratio([1, 3], [1, 0], [2, 3], [1, 0], 0.95).value ** 2, 12)
    2.0
    """
    arms = complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)
    sizes = [time.size for time, _ in arms]
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    if not all((event > 0).any() for _, event in arms):
        return Estimate.none("no event in an arm", *sizes)
    risks = _risk_sets(*arms)
    if risks.one_sided:
        return Estimate.none("the order of the events bounds no ratio", *sizes)
    log_ratio = _log_ratio(risks)
    if log_ratio is None:
        return Estimate.none("did not converge", *sizes)
    error = 1 / math.sqrt(risks.information(log_ratio).sum())
    return _exponential(wald_estimate(log_ratio, error, conf_level, *sizes))


def proportional_hazards_p(
    t_time: ArrayLike, t_event: ArrayLike, c_time: ArrayLike, c_event: ArrayLike
) -> float | None:
    """P of the score test that the hazard ratio does not change over time (Grambsch and Therneau).

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
        P, in [0, 1]: small where the ratio drifts. None where there is no hazard ratio, or fewer than two times inform
        about it.

    Raises
    ------
    AnalysisError
        Times and events of an arm differ in length.

    Notes
    -----
    Time enters as 1 minus the Kaplan-Meier curve of all patients just before each event, so that late times with few
    patients weigh no more than early ones: the default of cox.zph in R's survival since 3.0, whose exact score test
    this is [1]_.

    References
    ----------
    .. [1] Grambsch PM, Therneau TM. Biometrika 1994;81:515-526.

    Examples
    --------
    The hazard ratio is the root of 2, as in the example of `hazard_ratio`. The second event is one of the treated with
    chance p, the root of 2 less 1, the first with 1 - p: the statistic 2 p / (1 - p) is the root of 2 again.

    >>> math.isclose(proportional_hazards_p([1, 3], [1, 0], [2, 3], [1, 0]), special.chdtrc(1, math.sqrt(2)))
    True
    """
    arms = complete_pairs(t_time, t_event), complete_pairs(c_time, c_event)
    if not all((event > 0).any() for _, event in arms):
        return None
    risks = _risk_sets(*arms)
    log_ratio = None if risks.one_sided else _log_ratio(risks)
    if log_ratio is None:
        return None
    terms = risks.information(log_ratio)
    # Centred at its mean under the information, time is orthogonal to the ratio itself.
    clock = risks.clock - (risks.clock * terms).sum() / terms.sum()
    variance = (clock**2 * terms).sum()
    if not variance > SMALLEST_VARIANCE * terms.sum():
        return None
    score = (clock * (risks.treated - risks.expected(log_ratio))).sum()
    return float(special.chdtrc(1, score**2 / variance))


@counts_only
@dataclass(frozen=True, eq=False)
class _RiskSets:
    """One row per event: the patients of each arm among whom it happened, after Efron's division of ties.

    Attributes
    ----------
    at_risk_treated, at_risk_control : array of float, shape (events,)
        Ties leave in equal parts, so these need not be whole.
    treated : array of float, shape (events,)
        1 for an event of the treated; among events of one time the share of theirs.
    clock : array of float, shape (events,)
        Time of the event as 1 minus the curve of all patients just before it.
    """

    at_risk_treated: np.ndarray
    at_risk_control: np.ndarray
    treated: np.ndarray
    clock: np.ndarray

    @property
    def one_sided(self) -> bool:
        """Whether the likelihood rises for ever: an infinite ratio, or 0, would explain every event."""
        excess = self.treated.sum() - np.array(
            [(self.at_risk_treated > 0).sum(), (self.at_risk_control == 0).sum()]
        )
        # Shares of ties add to whole numbers but for rounding.
        return bool((np.abs(excess) < 0.5).any())

    def expected(self, log_ratio: float) -> np.ndarray:
        """Chance that each event is one of the treated."""
        return special.expit(self._log_odds + log_ratio)

    def information(self, log_ratio: float) -> np.ndarray:
        """Variance of each row, whose sum is the information on the log hazard ratio."""
        # The chance of the other arm is not taken from 1, which would lose its digits.
        return special.expit(self._log_odds + log_ratio) * special.expit(-self._log_odds - log_ratio)

    @cached_property
    def _log_odds(self) -> np.ndarray:
        with np.errstate(divide="ignore"):
            return np.log(self.at_risk_treated) - np.log(self.at_risk_control)


def _risk_sets(treated: tuple[np.ndarray, np.ndarray], control: tuple[np.ndarray, np.ndarray]) -> _RiskSets:
    times = np.unique(np.concatenate([time[event > 0] for time, event in (treated, control)]))
    (risk_t, events_t), (risk_c, events_c) = (counts_at(times, *arm) for arm in (treated, control))
    events = events_t + events_c
    survival = np.cumprod(1 - events / (risk_t + risk_c))
    rows = np.repeat(np.arange(times.size), events)
    gone = (np.arange(rows.size) - np.repeat(np.cumsum(events) - events, events)) / events[rows]
    return _RiskSets(
        at_risk_treated=risk_t[rows] - gone * events_t[rows],
        at_risk_control=risk_c[rows] - gone * events_c[rows],
        treated=(events_t / events)[rows],
        clock=np.concatenate([[0.0], 1 - survival[:-1]])[rows],
    )


def _log_ratio(risks: _RiskSets) -> float | None:
    """Where the score is 0; None without convergence."""
    log_ratio = 0.0
    for _ in range(_MOST_STEPS):
        score = (risks.treated - risks.expected(log_ratio)).sum()
        # Over a distance of 1 the information changes by a factor of e at most, so that a step no longer than 1 cannot
        # overshoot by more than it gains: no halving is needed.
        step = float(np.clip(score / risks.information(log_ratio).sum(), -1, 1))
        log_ratio += step
        if abs(step) <= _SMALLEST_STEP * max(1.0, abs(log_ratio)):
            return log_ratio
    return None


def _exponential(estimate: Estimate) -> Estimate:
    """The same estimate as a ratio."""
    if estimate.value is None or estimate.interval is None:
        return estimate
    value, low, high = map(exp_or_inf, (estimate.value, *estimate.interval))
    return replace(estimate, value=value, low=low, high=high)
