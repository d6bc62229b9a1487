"""The methods as the registry calls them: each takes the two arms of a variable and a confidence level.

What a method needs is taken out of `Arms` here, so that the methods themselves know arrays and counts only.
"""

from __future__ import annotations

import numpy as np

from twoarm.analysis import balance, longitudinal, means, proportions, ranks, survival
from twoarm.analysis.arms import Arms
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.restricted_mean import restricted_mean_difference


def risk_difference(arms: Arms, level: float) -> Estimate:
    treated, control = arms.complete()
    counts = (int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control))
    return proportions.risk_difference(*counts, level)


def fisher(arms: Arms, level: float) -> Estimate:
    treated, control = arms.complete()
    if not len(treated) or not len(control):
        return Estimate.none("an arm has no value", len(treated), len(control))
    counts = (int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control))
    return Estimate(
        None, p_value=proportions.fisher_p(*counts), n_treated=len(treated), n_control=len(control)
    )


def chi_square(arms: Arms, level: float) -> Estimate:
    treated, control = arms.counts()
    p = proportions.chi_square_p(treated, control)
    if p is None:
        return Estimate.none("fewer than two levels occur", sum(treated), sum(control))
    return Estimate(None, p_value=p, n_treated=sum(treated), n_control=sum(control))


def mean_difference(arms: Arms, level: float) -> Estimate:
    return means.mean_difference(*arms.complete(), level)


def superiority(arms: Arms, level: float) -> Estimate:
    return ranks.probability_of_superiority(*arms.complete(), level)


def ancova(arms: Arms, level: float) -> Estimate:
    return longitudinal.ancova(
        arms.treated_baseline, arms.treated, arms.control_baseline, arms.control, level
    )


def restricted_mean(arms: Arms, level: float) -> Estimate:
    return restricted_mean_difference(*_times(arms), level, horizon(arms))


def log_rank(arms: Arms, level: float) -> Estimate:
    times = _times(arms)
    p = survival.log_rank_p(*times)
    if p is None:
        return Estimate.none("no event in either arm", len(times[0]), len(times[2]))
    return Estimate(None, p_value=p, n_treated=len(times[0]), n_control=len(times[2]))


def paired_change(arms: Arms, level: float) -> Estimate:
    """Change of the treated side; the control arm's comes from the swapped arms."""
    return means.paired_change(arms.treated_baseline, arms.treated, level)


def smd(arms: Arms, level: float) -> Estimate:
    treated, control = arms.complete()
    if arms.levels:
        value = balance.smd_categories(*arms.counts())
    elif set(np.unique([*treated, *control])) <= {0.0, 1.0}:
        counts = [[int((x == 0).sum()), int((x == 1).sum())] for x in (treated, control)]
        value = balance.smd_categories(*counts)
    else:
        value = balance.smd_continuous(treated, control)
    if value is None:
        return Estimate.none("no variation", len(treated), len(control))
    return Estimate(value, n_treated=len(treated), n_control=len(control))


def _times(arms: Arms) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Times and events of both arms where both are known."""
    pairs = ((arms.treated, arms.treated_event), (arms.control, arms.control_event))
    known = [~np.isnan(time) & ~np.isnan(event) for time, event in pairs]
    (t, te), (c, ce) = pairs
    return t[known[0]], te[known[0]], c[known[1]], ce[known[1]]


def horizon(arms: Arms) -> float | None:
    """Where the restricted means of both arms end: as stated, else with the arm whose last time comes first."""
    treated, _, control, _ = _times(arms)
    if arms.tau is not None or not (treated.size and control.size):
        return arms.tau
    return float(min(treated.max(), control.max()))
