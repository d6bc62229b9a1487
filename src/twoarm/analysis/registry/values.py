"""Registry entries for values: means, ranks, and values before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twoarm.analysis.arms.improvement import Period, improved
from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import (
    Adapter,
    between_arms,
    of_changes,
    of_counts,
    of_course,
    of_differences,
    of_values,
    of_within,
    p_of_values,
    tested_values,
    value_alone,
)
from twoarm.analysis.registry.method import COUNTED, Method, MonteCarlo
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.masked import exact
from twoarm.methods.counts import proportions
from twoarm.methods.courses import trajectories, units
from twoarm.methods.design import e_values, margins, power
from twoarm.methods.estimate import Estimate
from twoarm.methods.values import (
    draws,
    effect_sizes,
    longitudinal,
    means,
    ordinal,
    ranks,
    rates,
    resampling,
    shifts,
)
from twoarm.study.dictionary import AVERAGED


def _paired(arms: Arms, level: float) -> Estimate:
    """Change of the treated side; the control arm's comes from the swapped arms. Without P: it is no comparison."""
    return means.paired_change(arms.treated_baseline, arms.treated, level).untested()


def _paired_test(arms: Arms, level: float) -> Estimate:
    """The P of the same change alone, for what was published of one arm by itself."""
    found = means.paired_change(arms.treated_baseline, arms.treated, level)
    return replace(found, value=None, low=None, high=None, conf_level=None)


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


def _limits_drawn(found: Estimate, level: float) -> MonteCarlo | None:
    patients = exact(found.n_treated) + exact(found.n_control)
    if found.low is None:
        return None
    return MonteCarlo(draws.replicates(patients), limit_error=draws.limit_error(level, patients))


def _p_drawn(found: Estimate, level: float) -> MonteCarlo | None:
    """Where every split was gone through there is no error, and nothing is drawn."""
    sizes = exact(found.n_treated), exact(found.n_control)
    if found.p_value is None:
        return None
    error = draws.p_error(found.p_value, *sizes)
    return MonteCarlo(0 if draws.every_split(*sizes) else draws.replicates(sum(sizes)), p_error=error)


@between_arms
def _equivalence(arms: Arms, level: float) -> Estimate:
    """Two one-sided tests: the primary method's interval at one minus twice alpha, against the margin."""
    if arms.measure in COUNTED:
        primary = of_counts(proportions.risk_difference)
    elif arms.treated_baseline is not None:
        primary = of_changes(longitudinal.ancova)
    else:
        primary = of_values(means.mean_difference)
    return margins.equivalence(lambda at: primary(arms, at), arms.margin, arms.alpha)


VALUES_MAIN: tuple[Method, ...] = (
    Method(
        name="ancova",
        estimand="adjusted mean difference",
        measures=AVERAGED,
        role="primary",
        when=Occasion.CHANGE,
        scale=Scale.UNIT,
        function=of_changes(longitudinal.ancova),
        words="analysis of covariance with the baseline value, HC3 standard errors",
        pseudo="least squares of the outcome on arm and baseline; the arm's coefficient with its robust interval",
        reference="Vickers2001",
        uses_baseline=True,
        caution="it is not the difference of the two means shown",
        choices=Specification("robust", covariates="baseline"),
        shown="main",
    ),
    Method(
        name="mean_difference",
        estimand="mean difference",
        measures=AVERAGED,
        role="primary",
        when=Occasion.ALWAYS,
        scale=Scale.UNIT,
        function=of_values(means.mean_difference),
        words="Welch's t interval and test",
        pseudo="difference of means; each arm keeps its own variance, degrees of freedom after Satterthwaite",
        reference="Welch1947",
        choices=Specification("robust"),
        shown="main",
    ),
    Method(
        name="paired_change",
        estimand="mean change within the arm",
        measures=AVERAGED,
        when=Occasion.WITHIN,
        scale=Scale.UNIT,
        function=_paired,
        words="paired t interval of the change within an arm, descriptive",
        pseudo="mean of each patient's final value less the baseline value",
        reference="Student1908",
        shown="main",
    ),
    Method(
        name="paired_test",
        estimand="no change within the arm",
        measures=AVERAGED,
        when=Occasion.WITHIN,
        scale=Scale.P,
        function=_paired_test,
        words="paired t test of the change within an arm, no comparison of the arms",
        pseudo="mean of each patient's final value less the baseline value, over its standard error",
        reference="Student1908",
        shown="later",
    ),
    Method(
        name="probability_of_superiority",
        estimand="probability of a higher value",
        measures=("ordinal",),
        role="primary",
        when=Occasion.ALWAYS,
        scale=Scale.PROBABILITY,
        function=of_values(ranks.probability_of_superiority),
        words="Brunner-Munzel interval and test",
        pseudo="share of all pairs in which the treated patient has the higher value, ties counted half",
        reference="Brunner2000",
        choices=Specification("brunner_munzel"),
        shown="main",
    ),
)
VALUES_OTHER: tuple[Method, ...] = (
    Method(
        name="hedges_g",
        estimand="standardised mean difference",
        measures=AVERAGED,
        scale=Scale.SD,
        function=of_values(effect_sizes.hedges_g),
        words="Hedges's g, interval of the noncentral t distribution",
        pseudo="difference over the pooled standard deviation, made free of bias by the exact gamma factor",
        reference="Hedges1981",
    ),
    Method(
        name="hodges_lehmann",
        estimand="median of all pairwise differences",
        measures=AVERAGED,
        scale=Scale.UNIT,
        function=of_values(shifts.hodges_lehmann),
        words="Hodges-Lehmann estimate, interval and P of the Mann-Whitney test",
        pseudo="median of every treated value less every control value; the limits are differences of its own rank",
        reference="Hodges1963",
        choices=Specification("ranks"),
        counterpart=True,
    ),
    Method(
        name="brunner_munzel",
        estimand="probability of a higher value",
        measures=AVERAGED,
        scale=Scale.PROBABILITY,
        function=of_values(ranks.probability_of_superiority),
        words="Brunner-Munzel interval and test",
        pseudo="share of all pairs in which the treated patient has the higher value, ties counted half",
        reference="Brunner2000",
    ),
    Method(
        name="bootstrap",
        estimand="mean difference",
        measures=AVERAGED,
        scale=Scale.UNIT,
        function=of_values(resampling.bca_interval),
        words="bias-corrected and accelerated bootstrap interval",
        pseudo="quantiles of the difference over resampled arms, moved for bias and skewness",
        reference="Efron1987",
        monte_carlo=_limits_drawn,
    ),
    Method(
        name="permutation",
        estimand="no difference in means",
        measures=AVERAGED,
        scale=Scale.P,
        function=p_of_values(resampling.permutation_p, "no variation"),
        words="permutation test of the difference of means",
        pseudo="share of the divisions of the patients into two arms whose difference is at least as large",
        reference="Fisher1935",
        monte_carlo=_p_drawn,
    ),
    Method(
        name="mann_whitney",
        estimand="no difference in distribution",
        measures=("ordinal",),
        scale=Scale.P,
        function=tested_values(ranks.mann_whitney),
        words="Mann-Whitney test",
        pseudo="sum of the treated arm's ranks against its distribution under exchange of the arms",
        reference="Mann1947",
        choices=Specification("mann_whitney"),
    ),
    Method(
        name="proportional_odds",
        estimand="common odds ratio of a higher value",
        measures=("ordinal", *AVERAGED),
        scale=Scale.RATIO,
        function=of_values(ordinal.proportional_odds),
        words="proportional odds model",
        pseudo="one odds ratio for every cut of the scale, by maximum likelihood",
        reference="McCullagh1980",
        choices=Specification("proportional_odds"),
    ),
    Method(
        name="rate_ratio",
        estimand="rate ratio",
        measures=("count",),
        scale=Scale.RATIO,
        function=of_values(rates.rate_ratio),
        words="negative binomial regression",
        pseudo="ratio of the mean counts; the spread beyond a Poisson count by maximum likelihood",
        reference="Lawless1987",
    ),
    Method(
        name="poisson_ratio",
        estimand="rate ratio",
        measures=("count",),
        scale=Scale.RATIO,
        function=of_values(rates.poisson_ratio),
        words="Poisson regression, HC3 standard errors",
        pseudo="ratio of the mean counts with an interval that does not assume a Poisson count",
        reference="MacKinnon1985",
    ),
    Method(
        name="early_change",
        estimand="mean difference in early change",
        measures=AVERAGED,
        when=Occasion.EARLY,
        scale=Scale.UNIT,
        function=of_differences(means.mean_difference),
        words="Welch's t interval and test of each patient's change",
        pseudo="difference between the arms in the mean of first value after treatment less value before",
        reference="Welch1947",
        period=Period.EARLY,
        shown="change",
    ),
    Method(
        name="late_change",
        estimand="mean difference in later change",
        measures=AVERAGED,
        when=Occasion.LATE,
        scale=Scale.UNIT,
        function=of_differences(means.mean_difference),
        words="Welch's t interval and test of each patient's change",
        pseudo="difference between the arms in the mean of last value less first value after treatment",
        reference="Welch1947",
        period=Period.LATE,
        shown="change",
    ),
    *(
        Method(
            name=name,
            estimand="equivalence within the margin",
            measures=measures,
            when=Occasion.MARGIN,
            scale=scale,
            function=_equivalence,
            tests_at_alpha=True,
            words="two one-sided tests, as inclusion of the interval in the margin",
            pseudo="smallest level at which the primary method's interval lies within the margin on both sides",
            reference="Schuirmann1987",
            shown="margin",
        )
        for name, measures, scale in (
            ("equivalence", AVERAGED, Scale.UNIT),
            ("equivalence_of_risks", COUNTED, Scale.PROPORTION),
        )
    ),
    Method(
        name="responders",
        estimand="difference in the share improved by the minimal important difference",
        measures=AVERAGED,
        when=Occasion.IMPORTANT,
        scale=Scale.PROPORTION,
        function=_improved(absolute=True),
        words="Miettinen-Nurminen interval and its score test",
        pseudo="share of patients whose own improvement is at least the minimal important difference",
        reference="Miettinen1985",
        period=Period.IMPROVED,
        shown="change",
    ),
    Method(
        name="responders_relative",
        estimand="difference in the share improved by three tenths of the baseline value",
        measures=AVERAGED,
        when=Occasion.IMPORTANT,
        scale=Scale.PROPORTION,
        function=_improved(absolute=False),
        words="Miettinen-Nurminen interval and its score test",
        pseudo="share of patients whose own improvement is at least three tenths of the value before treatment",
        reference="Miettinen1985",
        period=Period.IMPROVED_RELATIVE,
        shown="change",
    ),
    Method(
        name="e_value_means",
        estimand="E-value of the estimate",
        measures=AVERAGED,
        when=Occasion.CHOSEN,
        scale=Scale.RATIO,
        function=value_alone(_e_value(limit=False), "no standardised difference"),
        words="E-value by way of the unadjusted standardised difference",
        pseudo="the risk ratio that the standardised difference amounts to, then as for a ratio",
        reference="Chinn2000",
        shown="later",
    ),
    Method(
        name="e_value_limit_means",
        estimand="E-value of the nearer limit",
        measures=AVERAGED,
        when=Occasion.CHOSEN,
        scale=Scale.RATIO,
        function=value_alone(_e_value(limit=True), "no standardised difference"),
        words="E-value of the nearer limit by way of the unadjusted standardised difference",
        pseudo="the same for the limit that lies nearer to no difference; one where it is included",
        reference="Chinn2000",
        shown="later",
        limit_of="e_value_means",
    ),
    Method(
        name="detectable_difference",
        tests_at_alpha=True,
        estimand="smallest detectable standardised difference",
        measures=AVERAGED,
        when=Occasion.DESIGN,
        scale=Scale.SD,
        function=value_alone(
            lambda arms, level: power.detectable_difference(*map(len, arms.complete()), arms.alpha),
            "fewer than two patients in an arm",
        ),
        words="Student's t test at the sizes at hand",
        pseudo="standardised difference at which the noncentral t distribution gives the test the stated power",
        reference="Cohen1988",
        shown="later",
    ),
)
COURSE_MODELS: tuple[Method, ...] = (
    Method(
        name="mixed_model",
        estimand="mean difference at the visit",
        measures=AVERAGED,
        when=Occasion.COURSE,
        scale=Scale.UNIT,
        function=of_course(trajectories.mixed_model),
        words="linear mixed model with a random intercept",
        pseudo="restricted maximum likelihood; arm by visit, the baseline value by visit where there is one",
        reference="Laird1982",
        shown="course",
    ),
    Method(
        name="cluster_robust",
        estimand="mean difference at the visit",
        measures=AVERAGED,
        when=Occasion.COURSE,
        scale=Scale.UNIT,
        function=of_course(trajectories.cluster_robust),
        words="least squares with standard errors by patient",
        pseudo="the same fixed effects; the covariance sums over patients, whatever their correlation",
        reference="Liang1986",
        shown="course",
    ),
    Method(
        name="generalised_estimating",
        estimand="mean difference at the visit",
        measures=AVERAGED,
        when=Occasion.COURSE,
        scale=Scale.UNIT,
        function=of_course(trajectories.generalised_estimating),
        words="generalised estimating equations, small-sample correction",
        pseudo="the same fixed effects with one correlation between visits; covariance after Mancl and DeRouen",
        reference="Mancl2001",
        shown="course",
    ),
)
UNIT_MODELS: tuple[Method, ...] = (
    Method(
        name="units_cluster_robust",
        estimand="mean difference over all units",
        measures=("continuous",),
        when=Occasion.UNITS,
        scale=Scale.UNIT,
        function=of_within(units.difference_of_units),
        words="least squares over the units, standard errors by patient",
        pseudo="difference of the means of all units; the covariance (CR2) sums over patients, whatever their correlation",
        reference="Pustejovsky2018",
    ),
    Method(
        name="units_generalised_estimating",
        estimand="mean difference over all units",
        measures=("continuous",),
        when=Occasion.UNITS,
        scale=Scale.UNIT,
        function=of_within(units.exchangeable_units),
        words="generalised estimating equations over the units, small-sample correction",
        pseudo="one correlation between the units of a patient; covariance after Mancl and DeRouen",
        reference="Mancl2001",
    ),
    Method(
        name="units_correlation",
        estimand="intraclass correlation",
        measures=("continuous",),
        when=Occasion.UNITS,
        scale=Scale.CORRELATION,
        function=of_within(lambda treated, control, level: units.intraclass_correlation(treated, control)),
        words="one-way analysis of variance of the units by patient",
        pseudo="share of the variance within the arms that lies between patients",
        reference="Donner1980",
    ),
)
VALUES = VALUES_MAIN + VALUES_OTHER + COURSE_MODELS + UNIT_MODELS
