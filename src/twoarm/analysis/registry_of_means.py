"""Registry entries for values: means, ranks, and values before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twoarm.analysis import (
    e_values,
    effect_sizes,
    equivalence,
    hodges_lehmann,
    longitudinal,
    means,
    ordinal,
    power,
    proportions,
    ranks,
    rates,
    resampling,
    trajectories,
)
from twoarm.analysis.adapters import (
    Adapter,
    between_arms,
    of_changes,
    of_counts,
    of_course,
    of_differences,
    of_values,
    p_of_values,
    value_alone,
)
from twoarm.analysis.arms import Arms
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.improvement import improved
from twoarm.analysis.method import COUNTED, NUMERIC, Method


def _paired(arms: Arms, level: float) -> Estimate:
    """Change of the treated side; the control arm's comes from the swapped arms. Without P: it is no comparison."""
    return replace(means.paired_change(arms.treated_baseline, arms.treated, level), p_value=None)


def _e_value(limit: bool) -> Callable[[Arms, float], float | None]:
    """By way of the ratio that a standardised difference amounts to."""

    def number(arms: Arms, level: float) -> float | None:
        g = effect_sizes.hedges_g(*arms.complete(), level)
        if g.value is None:
            return None
        value, *limits = (e_values.ratio_of_smd(x) for x in (g.value, g.low, g.high))
        return e_values.e_value_of_limit(*limits) if limit else e_values.e_value(value)

    return number


def _improved(absolute: bool) -> Adapter:
    """Patients whose improvement reaches the threshold, compared as shares."""

    def compared(arms: Arms, level: float) -> Estimate:
        return proportions.risk_difference(*improved(arms, absolute).with_any(), level)

    return between_arms(compared)


@between_arms
def _equivalence(arms: Arms, level: float) -> Estimate:
    """Two one-sided tests: the primary method's interval at one minus twice alpha, against the margin."""
    if arms.measure in COUNTED:
        primary = of_counts(proportions.risk_difference)
    elif arms.treated_baseline is not None:
        primary = of_changes(longitudinal.ancova)
    else:
        primary = of_values(means.mean_difference)
    return equivalence.equivalence(lambda at: primary(arms, at), arms.margin, arms.alpha)


MAIN: tuple[Method, ...] = (
    Method(
        "ancova",
        "adjusted mean difference",
        NUMERIC,
        "primary",
        "change",
        "unit",
        of_changes(longitudinal.ancova),
        "analysis of covariance with the baseline value, HC3 standard errors",
        "least squares of the outcome on arm and baseline; the arm's coefficient with its robust interval",
        "Vickers2001",
    ),
    Method(
        "mean_difference",
        "mean difference",
        NUMERIC,
        "primary",
        "always",
        "unit",
        of_values(means.mean_difference),
        "Welch's t interval and test",
        "difference of means; each arm keeps its own variance, degrees of freedom after Satterthwaite",
        "Welch1947",
    ),
    Method(
        "paired_change",
        "mean change within the arm",
        NUMERIC,
        "sensitivity",
        "within",
        "unit",
        _paired,
        "paired t interval of the change within an arm, descriptive",
        "mean of each patient's latest value less the baseline value",
        "Student1908",
    ),
    Method(
        "probability_of_superiority",
        "probability of superiority",
        ("ordinal",),
        "primary",
        "always",
        "probability",
        of_values(ranks.probability_of_superiority),
        "Brunner-Munzel interval and test",
        "share of all pairs in which the treated patient has the higher value, ties counted half",
        "Brunner2000",
    ),
)
OTHER: tuple[Method, ...] = (
    Method(
        "hedges_g",
        "standardised mean difference",
        NUMERIC,
        "sensitivity",
        "latest",
        "sd",
        of_values(effect_sizes.hedges_g),
        "Hedges's g, interval of the noncentral t distribution",
        "difference over the pooled standard deviation, made free of bias by the exact gamma factor",
        "Hedges1981",
        "other",
    ),
    Method(
        "hodges_lehmann",
        "median of all pairwise differences",
        NUMERIC,
        "sensitivity",
        "latest",
        "unit",
        of_values(hodges_lehmann.hodges_lehmann),
        "Hodges-Lehmann estimate, interval and P of the Mann-Whitney test",
        "median of every treated value less every control value; the limits are differences of its own rank",
        "Hodges1963",
        "other",
    ),
    Method(
        "brunner_munzel",
        "probability of superiority",
        NUMERIC,
        "sensitivity",
        "latest",
        "probability",
        of_values(ranks.probability_of_superiority),
        "Brunner-Munzel interval and test",
        "share of all pairs in which the treated patient has the higher value, ties counted half",
        "Brunner2000",
        "other",
    ),
    Method(
        "bootstrap",
        "mean difference",
        NUMERIC,
        "sensitivity",
        "latest",
        "unit",
        of_values(resampling.bca_interval),
        "bias-corrected and accelerated bootstrap interval",
        "quantiles of the difference over resampled arms, moved for bias and skewness",
        "Efron1987",
        "other",
    ),
    Method(
        "permutation",
        "no difference in means",
        NUMERIC,
        "sensitivity",
        "latest",
        "p",
        p_of_values(resampling.permutation_p, "no variation"),
        "permutation test of the difference of means",
        "share of the divisions of the patients into two arms whose difference is at least as large",
        "Fisher1935",
        "other",
    ),
    Method(
        "mann_whitney",
        "no difference in distribution",
        ("ordinal",),
        "sensitivity",
        "latest",
        "p",
        p_of_values(ranks.mann_whitney_p, "all values tied"),
        "Mann-Whitney test",
        "sum of the treated arm's ranks against its distribution under exchange of the arms",
        "Mann1947",
        "other",
    ),
    Method(
        "proportional_odds",
        "common odds ratio of a higher value",
        ("ordinal", *NUMERIC),
        "sensitivity",
        "latest",
        "ratio",
        of_values(ordinal.proportional_odds),
        "proportional odds model",
        "one odds ratio for every cut of the scale, by maximum likelihood",
        "McCullagh1980",
        "other",
    ),
    Method(
        "rate_ratio",
        "rate ratio",
        ("count",),
        "sensitivity",
        "latest",
        "ratio",
        of_values(rates.rate_ratio),
        "negative binomial regression",
        "ratio of the mean counts; the spread beyond a Poisson count by maximum likelihood",
        "Lawless1987",
        "other",
    ),
    Method(
        "poisson_ratio",
        "rate ratio",
        ("count",),
        "sensitivity",
        "latest",
        "ratio",
        of_values(rates.poisson_ratio),
        "Poisson regression, HC3 standard errors",
        "ratio of the mean counts with an interval that does not assume a Poisson count",
        "MacKinnon1985",
        "other",
    ),
    Method(
        "early_change",
        "mean difference in early change",
        NUMERIC,
        "sensitivity",
        "early",
        "unit",
        of_differences(means.mean_difference),
        "Welch's t interval and test of each patient's change",
        "difference between the arms in the mean of first value after treatment less value before",
        "Welch1947",
        "change",
    ),
    Method(
        "late_change",
        "mean difference in later change",
        NUMERIC,
        "sensitivity",
        "late",
        "unit",
        of_differences(means.mean_difference),
        "Welch's t interval and test of each patient's change",
        "difference between the arms in the mean of last value less first value after treatment",
        "Welch1947",
        "change",
    ),
    *(
        Method(
            name,
            "equivalence within the margin",
            measures,
            "sensitivity",
            "margin",
            scale,
            _equivalence,
            "two one-sided tests, as inclusion of the interval in the margin",
            "smallest level at which the primary method's interval lies within the margin on both sides",
            "Schuirmann1987",
            "margin",
        )
        for name, measures, scale in (
            ("equivalence", NUMERIC, "unit"),
            ("equivalence_of_risks", COUNTED, "proportion"),
        )
    ),
    Method(
        "responders",
        "difference in the share improved by the minimal important difference",
        NUMERIC,
        "sensitivity",
        "important",
        "proportion",
        _improved(absolute=True),
        "Miettinen-Nurminen interval and its score test",
        "share of patients whose own improvement is at least the minimal important difference",
        "Ostelo2008",
        "change",
    ),
    Method(
        "responders_relative",
        "difference in the share improved by three tenths of the baseline value",
        NUMERIC,
        "sensitivity",
        "important",
        "proportion",
        _improved(absolute=False),
        "Miettinen-Nurminen interval and its score test",
        "share of patients whose own improvement is at least three tenths of the value before treatment",
        "Ostelo2008",
        "change",
    ),
    Method(
        "e_value_means",
        "E-value of the estimate",
        NUMERIC,
        "sensitivity",
        "latest",
        "ratio",
        value_alone(_e_value(limit=False), "no standardised difference"),
        "E-value by way of the unadjusted standardised difference",
        "the risk ratio that the standardised difference amounts to, then as for a ratio",
        "VanderWeele2017",
        "later",
    ),
    Method(
        "e_value_limit_means",
        "E-value of the nearer limit",
        NUMERIC,
        "sensitivity",
        "latest",
        "ratio",
        value_alone(_e_value(limit=True), "no standardised difference"),
        "E-value of the nearer limit by way of the unadjusted standardised difference",
        "the same for the limit that lies nearer to no difference; one where it is included",
        "VanderWeele2017",
        "later",
    ),
    Method(
        "detectable_difference",
        "smallest detectable standardised difference",
        NUMERIC,
        "sensitivity",
        "design",
        "sd",
        value_alone(
            lambda arms, level: power.detectable_difference(*map(len, arms.complete()), arms.alpha),
            "fewer than two patients in an arm",
        ),
        "Student's t test at the sizes at hand",
        "standardised difference at which the noncentral t distribution gives the test the stated power",
        "Cohen1988",
        "later",
    ),
)
COURSES: tuple[Method, ...] = (
    Method(
        "mixed_model",
        "mean difference at the visit",
        NUMERIC,
        "sensitivity",
        "course",
        "unit",
        of_course(trajectories.mixed_model),
        "linear mixed model with a random intercept",
        "restricted maximum likelihood; arm by visit, the baseline value by visit where there is one",
        "Laird1982",
        "course",
    ),
    Method(
        "cluster_robust",
        "mean difference at the visit",
        NUMERIC,
        "sensitivity",
        "course",
        "unit",
        of_course(trajectories.cluster_robust),
        "least squares with standard errors by patient",
        "the same fixed effects; the covariance sums over patients, whatever their correlation",
        "Liang1986",
        "course",
    ),
    Method(
        "generalised_estimating",
        "mean difference at the visit",
        NUMERIC,
        "sensitivity",
        "course",
        "unit",
        of_course(trajectories.generalised_estimating),
        "generalised estimating equations, small-sample correction",
        "the same fixed effects with one correlation between visits; covariance after Mancl and DeRouen",
        "Mancl2001",
        "course",
    ),
)
VALUES = MAIN + OTHER + COURSES
