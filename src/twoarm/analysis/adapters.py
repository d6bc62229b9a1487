"""The methods as the registry calls them: each takes the two arms of a variable and a confidence level.

What a method needs is taken out of `Arms` here, so that the methods themselves know arrays and counts only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from twoarm.analysis import balance, longitudinal, means, proportions, ranks, survival
from twoarm.analysis.arms import Arms
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.restricted_mean import restricted_mean_difference

Adapter = Callable[[Arms, float], Estimate]
Times = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def between_arms(adapter: Adapter) -> Adapter:
    """The adapter of a method that needs both arms: one without a value is the first reason to give none."""

    @wraps(adapter)
    def compared(arms: Arms, level: float) -> Estimate:
        treated, control = arms.complete() if arms.treated_event is None else _times(arms)[::2]
        if not (treated.size and control.size):
            return Estimate.none("an arm has no value", treated.size, control.size)
        return adapter(arms, level)

    return compared


@between_arms
def risk_difference(arms: Arms, level: float) -> Estimate:
    """Difference of the shares of patients with the event, or with one event at least; a proportion."""
    return proportions.risk_difference(*_patients_with_any(arms), level)


@between_arms
def fisher(arms: Arms, level: float) -> Estimate:
    """Fisher's exact test of the same shares: a P alone."""
    counts = _patients_with_any(arms)
    return _p_alone(proportions.fisher_p(*counts), counts[1], counts[3])


@between_arms
def chi_square(arms: Arms, level: float) -> Estimate:
    """Pearson's chi-square test of the patients per level: a P alone."""
    treated, control = arms.counts()
    p = proportions.chi_square_p(treated, control)
    return _p_alone(p, sum(treated), sum(control), "fewer than two levels occur")


@between_arms
def mean_difference(arms: Arms, level: float) -> Estimate:
    """Welch's difference of the means, in the unit of the variable."""
    return means.mean_difference(*arms.complete(), level)


@between_arms
def superiority(arms: Arms, level: float) -> Estimate:
    """Probability that a treated patient has the higher level, ties counted half."""
    return ranks.probability_of_superiority(*arms.complete(), level)


@between_arms
def ancova(arms: Arms, level: float) -> Estimate:
    """Difference of the means at equal baseline value, in the unit of the variable."""
    return longitudinal.ancova(
        arms.treated_baseline, arms.treated, arms.control_baseline, arms.control, level
    )


@between_arms
def restricted_mean(arms: Arms, level: float) -> Estimate:
    """Difference of the mean times up to the common horizon, in the unit of the time."""
    return restricted_mean_difference(*_times(arms), level, horizon(arms))


@between_arms
def log_rank(arms: Arms, level: float) -> Estimate:
    """Log-rank test: a P alone."""
    times = _times(arms)
    p = survival.log_rank_p(*times)
    return _p_alone(p, len(times[0]), len(times[2]), "no event while both arms were under observation")


def paired_change(arms: Arms, level: float) -> Estimate:
    """Change of the treated side; the control arm's comes from the swapped arms."""
    return means.paired_change(arms.treated_baseline, arms.treated, level)


@between_arms
def smd(arms: Arms, level: float) -> Estimate:
    """Standardised difference: of levels, of patients with any event, or of means; a value alone."""
    treated, control = arms.complete()
    if arms.levels:
        value, reason = balance.smd_categories(*arms.counts()), "no variation, or no level in common"
    elif arms.measure == "events":
        counts = [[int((x == 0).sum()), int((x > 0).sum())] for x in (treated, control)]
        value, reason = balance.smd_categories(*counts), "no variation, or nothing in common"
    else:
        value, reason = balance.smd_continuous(treated, control), "no variation"
        reason = reason if min(len(treated), len(control)) > 1 else "fewer than two patients in an arm"
    if value is None:
        return Estimate.none(reason, len(treated), len(control))
    return Estimate(value, n_treated=len(treated), n_control=len(control))


def horizon(arms: Arms) -> float | None:
    """Where the restricted means of both arms end: as stated, else with the arm whose last time comes first."""
    treated, _, control, _ = _times(arms)
    if arms.tau is not None or not (treated.size and control.size):
        return arms.tau
    return float(min(treated.max(), control.max()))


def _patients_with_any(arms: Arms) -> tuple[int, int, int, int]:
    """Patients with the event (or one at least) and patients with a value: treated, then control."""
    treated, control = arms.complete()
    return int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control)


def _p_alone(p: float | None, n_treated: int, n_control: int, reason: str = "") -> Estimate:
    if p is None:
        return Estimate.none(reason, n_treated, n_control)
    return Estimate(None, p_value=p, n_treated=n_treated, n_control=n_control)


def _times(arms: Arms) -> Times:
    """Times and events of both arms where both are known."""
    pairs = ((arms.treated, arms.treated_event), (arms.control, arms.control_event))
    known = [~np.isnan(time) & ~np.isnan(event) for time, event in pairs]
    (t, te), (c, ce) = pairs
    return t[known[0]], te[known[0]], c[known[1]], ce[known[1]]
