"""The method registry: what is estimated for which kind of variable, by which function, in words, after whom.

Dispatch reads this table and the book prints it. Adding a method is one function, one entry here and one reference case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twoarm.analysis import balance, longitudinal, means, proportions, ranks, survival
from twoarm.analysis.arms import Arms
from twoarm.analysis.estimate import Estimate


@dataclass(frozen=True)
class Method:
    """One way to compare the arms.

    Attributes
    ----------
    name : the entry's name, ``analysis`` in results.csv.
    estimand : what is estimated, in the field's standard term.
    measures : kinds of variable that it is for.
    role : primary or sensitivity.
    when : ``always``; ``change`` (needs a baseline visit, at the latest visit); ``within`` (the same, arm by arm);
        ``baseline`` (covariates only).
    scale : what a value is: ``unit`` of the variable, ``proportion``, ``probability``, ``sd`` or ``p`` (only a P value).
    function : (Arms, level) -> Estimate.
    words : how a footnote names it. pseudo : the computation in a line. reference : citation key.
    """

    name: str
    estimand: str
    measures: tuple[str, ...]
    role: str
    when: str
    scale: str
    function: Callable[[Arms, float], Estimate]
    words: str
    pseudo: str
    reference: str


def _risk_difference(arms: Arms, level: float) -> Estimate:
    treated, control = arms.complete()
    counts = (int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control))
    return proportions.risk_difference(*counts, level)


def _fisher(arms: Arms, level: float) -> Estimate:
    treated, control = arms.complete()
    if not len(treated) or not len(control):
        return Estimate.none("an arm has no value", len(treated), len(control))
    counts = (int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control))
    return Estimate(
        None, p_value=proportions.fisher_p(*counts), n_treated=len(treated), n_control=len(control)
    )


def _chi_square(arms: Arms, level: float) -> Estimate:
    treated, control = arms.counts()
    p = proportions.chi_square_p(treated, control)
    if p is None:
        return Estimate.none("fewer than two levels occur", sum(treated), sum(control))
    return Estimate(None, p_value=p, n_treated=sum(treated), n_control=sum(control))


def _mean_difference(arms: Arms, level: float) -> Estimate:
    return means.mean_difference(*arms.complete(), level)


def _superiority(arms: Arms, level: float) -> Estimate:
    return ranks.probability_of_superiority(*arms.complete(), level)


def _ancova(arms: Arms, level: float) -> Estimate:
    return longitudinal.ancova(
        arms.treated_baseline, arms.treated, arms.control_baseline, arms.control, level
    )


def _restricted_mean(arms: Arms, level: float) -> Estimate:
    return survival.restricted_mean_difference(*_times(arms), level, arms.tau)


def _log_rank(arms: Arms, level: float) -> Estimate:
    times = _times(arms)
    p = survival.log_rank_p(*times)
    if p is None:
        return Estimate.none("no event in either arm", len(times[0]), len(times[2]))
    return Estimate(None, p_value=p, n_treated=len(times[0]), n_control=len(times[2]))


def _paired_change(arms: Arms, level: float) -> Estimate:
    """Change of the treated side; the control arm's comes from the swapped arms."""
    return means.paired_change(arms.treated_baseline, arms.treated, level)


def _smd(arms: Arms, level: float) -> Estimate:
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


REGISTRY: tuple[Method, ...] = (
    Method(
        "smd",
        "standardised mean difference",
        ("binary", "categorical", "ordinal", "continuous", "count", "events", "time"),
        "primary",
        "baseline",
        "sd",
        _smd,
        "standardised mean difference, without a test",
        "difference of means over the root of the mean of both variances; levels by their Mahalanobis distance",
        "Austin2009",
    ),
    Method(
        "risk_difference",
        "risk difference",
        ("binary", "events"),
        "primary",
        "always",
        "proportion",
        _risk_difference,
        "Miettinen-Nurminen interval and its score test",
        "all differences that the score test with the N/(N - 1) variance does not reject",
        "Miettinen1985",
    ),
    Method(
        "fisher",
        "no difference in risk",
        ("binary", "events"),
        "sensitivity",
        "always",
        "p",
        _fisher,
        "Fisher's exact test",
        "sum of the probabilities of all tables with the same margins that are no more likely than the observed",
        "Fisher1935",
    ),
    Method(
        "chi_square",
        "no difference in distribution",
        ("categorical",),
        "primary",
        "always",
        "p",
        _chi_square,
        "Pearson's chi-square test",
        "squared deviations of the counts from those expected, over those expected",
        "Pearson1900",
    ),
    Method(
        "ancova",
        "adjusted mean difference",
        ("continuous", "count"),
        "primary",
        "change",
        "unit",
        _ancova,
        "analysis of covariance with the baseline value, HC3 standard errors",
        "least squares of the outcome on arm and baseline; the arm's coefficient with its robust interval",
        "Vickers2001",
    ),
    Method(
        "mean_difference",
        "mean difference",
        ("continuous", "count"),
        "primary",
        "always",
        "unit",
        _mean_difference,
        "Welch's t interval and test",
        "difference of means; each arm keeps its own variance, degrees of freedom after Satterthwaite",
        "Welch1947",
    ),
    Method(
        "paired_change",
        "mean change within the arm",
        ("continuous", "count"),
        "sensitivity",
        "within",
        "unit",
        _paired_change,
        "paired t interval of the change within an arm, descriptive",
        "mean of each patient's latest value less the baseline value",
        "Student1908",
    ),
    Method(
        "probability_of_superiority",
        "probability of a higher value",
        ("ordinal",),
        "primary",
        "always",
        "probability",
        _superiority,
        "Brunner-Munzel interval and test",
        "share of all pairs in which the treated patient has the higher value, ties counted half",
        "Brunner2000",
    ),
    Method(
        "restricted_mean_difference",
        "difference in restricted mean time",
        ("time",),
        "primary",
        "always",
        "unit",
        _restricted_mean,
        "difference of the areas under the Kaplan-Meier curves, Greenwood variance",
        "area under each curve up to a common horizon; normal interval",
        "Royston2013",
    ),
    Method(
        "log_rank",
        "no difference in time to event",
        ("time",),
        "sensitivity",
        "always",
        "p",
        _log_rank,
        "log-rank test",
        "observed less expected events over all event times, over the root of the hypergeometric variance",
        "Mantel1966",
    ),
)


def method(name: str) -> Method:
    """The entry of a name."""
    return next(entry for entry in REGISTRY if entry.name == name)


def methods_for(measure: str, *, change: bool, covariate: bool = False) -> list[tuple[Method, str]]:
    """The methods of a measure with their role there.

    Parameters
    ----------
    measure : `Variable.measure`.
    change : whether the values stand at the latest visit of a variable that has a baseline.
    covariate : a baseline covariate is described and never tested.

    Returns
    -------
    One primary method at most: the first that applies; a later primary one becomes sensitivity.
    """
    wanted = {"baseline"} if covariate else {"always", "change", "within"} if change else {"always"}
    found: list[tuple[Method, str]] = []
    for entry in REGISTRY:
        if measure in entry.measures and entry.when in wanted:
            taken = any(role == "primary" for _, role in found)
            found.append((entry, "sensitivity" if taken else entry.role))
    return found
