"""The method registry: what is estimated for which kind of variable, by which function, in words, after whom.

Dispatch reads this table and the book prints it. Adding a method is one function, one entry here and one reference case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twoarm.analysis import adapters
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


REGISTRY: tuple[Method, ...] = (
    Method(
        "smd",
        "standardised mean difference",
        ("binary", "categorical", "ordinal", "continuous", "count", "events", "time"),
        "primary",
        "baseline",
        "sd",
        adapters.smd,
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
        adapters.risk_difference,
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
        adapters.fisher,
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
        adapters.chi_square,
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
        adapters.ancova,
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
        adapters.mean_difference,
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
        adapters.paired_change,
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
        adapters.superiority,
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
        adapters.restricted_mean,
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
        adapters.log_rank,
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
    One primary method at most, and first: the first that applies; a later primary one becomes sensitivity.
    """
    wanted = {"baseline"} if covariate else {"always", "change", "within"} if change else {"always"}
    found: list[tuple[Method, str]] = []
    for entry in REGISTRY:
        if measure in entry.measures and entry.when in wanted:
            taken = any(role == "primary" for _, role in found)
            found.append((entry, "sensitivity" if taken else entry.role))
    return sorted(found, key=lambda pair: pair[1] != "primary")
