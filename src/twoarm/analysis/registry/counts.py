"""Registry entries for patients counted: with or without an event, and by level."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import (
    Adapter,
    between_arms,
    of_counts,
    of_each,
    of_levels,
    p_of_counts,
    value_alone,
)
from twoarm.analysis.registry.method import COUNTED, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.counts import clusters, fragility, proportions, ratios
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.design import e_values, power
from twoarm.methods.estimate import Estimate

NO_RISK = "no difference in risk"


def _e_value(limit: bool) -> Callable[[Arms, float], float | None]:
    def number(arms: Arms, level: float) -> float | None:
        ratio = ratios.risk_ratio(*arms.with_any(), level)
        if ratio.value is None:
            return None
        return e_values.e_value_of_limit(ratio.low, ratio.high) if limit else e_values.e_value(ratio.value)

    return number


def _detectable(side: int, unreached: str) -> Adapter:
    """Smallest difference from the control arm's share that Fisher's test finds: below it (0) or above (1)."""

    def number(arms: Arms, level: float) -> Estimate:
        _, n_treated, events, n_control = arms.with_any()
        risks = power.detectable_risks(n_treated, n_control, events / n_control, arms.alpha)
        if risks is None:
            reason = "too many patients to enumerate, too few events to approximate"
            return Estimate.none(reason, n_treated, n_control)
        if risks[side] is None:
            return Estimate.none(unreached, n_treated, n_control)
        return Estimate(risks[side] - events / n_control, n_treated=n_treated, n_control=n_control)

    return between_arms(number)


def _clusters(arms: Arms, level: float) -> Estimate:
    """Patients are exchanged between the arms together with all of their units."""
    sides = ((arms.treated, arms.treated_units), (arms.control, arms.control_units))
    known = [~np.isnan(events) & ~np.isnan(units) for events, units in sides]
    (t, t_units), (c, c_units) = (
        tuple(x[keep] for x in side) for side, keep in zip(sides, known, strict=True)
    )
    p = clusters.cluster_permutation_p(t, c, t_units, c_units)
    sizes = len(t), len(c)
    if p is None:
        alike = len({*(t / t_units), *(c / c_units)}) < 2
        reason = (
            "the same share of units in every patient"
            if alike
            else "too many patients for an exact distribution"
        )
        return Estimate.none(reason, *sizes)
    return Estimate(None, p_value=p, n_treated=sizes[0], n_control=sizes[1])


COUNTS_MAIN: tuple[Method, ...] = (
    Method(
        name="risk_difference",
        estimand="risk difference",
        measures=COUNTED,
        role="primary",
        when=Occasion.ALWAYS,
        scale=Scale.PROPORTION,
        function=of_counts(proportions.risk_difference),
        words="Miettinen-Nurminen interval and its score test",
        pseudo="all differences that the score test with the N/(N − 1) variance does not reject",
        reference="Miettinen1985",
        choices=Specification("score"),
        shown="main",
    ),
    Method(
        name="fisher",
        estimand=NO_RISK,
        measures=COUNTED,
        when=Occasion.ALWAYS,
        scale=Scale.P,
        function=p_of_counts(proportions.fisher_p),
        words="Fisher's exact test",
        pseudo="sum of the probabilities of all tables with the same margins that are no more likely than the observed",
        reference="Fisher1935",
        also="definitions",
        shown="main",
    ),
    Method(
        name="chi_square",
        estimand="no difference in distribution",
        measures=("categorical",),
        role="primary",
        when=Occasion.ALWAYS,
        scale=Scale.P,
        function=of_levels(proportions.chi_square_p, "fewer than two levels occur"),
        words="Pearson's chi-square test",
        pseudo="squared deviations of the counts from those expected, over those expected",
        reference="Pearson1900",
        choices=Specification("chi_square"),
        shown="main",
    ),
)
COUNTS_OTHER: tuple[Method, ...] = (
    *(
        Method(
            name=name,
            estimand="share of patients",
            measures=COUNTED,
            when=Occasion.EACH,
            scale=Scale.SHARE,
            function=of_each(function),
            words=words,
            pseudo=pseudo,
            reference=reference,
        )
        for name, function, words, pseudo, reference in (
            (
                "wilson",
                proportions.wilson,
                "Wilson's score interval",
                "all shares that the score test does not reject",
                "Wilson1927",
            ),
            (
                "clopper_pearson",
                proportions.clopper_pearson,
                "Clopper and Pearson's exact interval",
                "all shares of which neither binomial tail is below half of one minus the level",
                "Clopper1934",
            ),
        )
    ),
    Method(
        name="newcombe",
        estimand="risk difference",
        measures=COUNTED,
        scale=Scale.PROPORTION,
        function=of_counts(proportions.newcombe),
        words="Newcombe's hybrid score interval",
        pseudo="distances of both shares from the limits of their Wilson intervals, squared and summed",
        reference="Newcombe1998",
    ),
    Method(
        name="risk_ratio",
        estimand="risk ratio",
        measures=COUNTED,
        scale=Scale.RATIO,
        function=of_counts(ratios.risk_ratio),
        words="Koopman's score interval and its test",
        pseudo="all ratios that the score chi-square does not reject",
        reference="Koopman1984",
    ),
    Method(
        name="odds_ratio",
        estimand="odds ratio",
        measures=COUNTED,
        scale=Scale.RATIO,
        function=of_counts(ratios.odds_ratio),
        words="conditional maximum likelihood, exact interval and doubled exact test",
        pseudo="all odds ratios whose two noncentral hypergeometric tails both exceed half of one minus the level",
        reference="Cornfield1956",
    ),
    Method(
        name="firth_odds_ratio",
        estimand="odds ratio",
        measures=COUNTED,
        scale=Scale.RATIO,
        function=of_counts(ratios.firth_odds_ratio),
        words="Firth's penalised likelihood, profile interval and likelihood ratio test",
        pseudo="maximum of the likelihood times the root of its information; finite also with an empty cell",
        reference="Firth1993",
    ),
    Method(
        name="number_needed",
        estimand="number needed to treat",
        measures=COUNTED,
        scale=Scale.PATIENTS,
        function=of_counts(ratios.number_needed),
        words="reciprocal of the risk difference and its limits",
        pseudo="one over the risk difference; through infinity where the interval of that includes zero",
        reference="Altman1998",
        inverse_of="risk_difference",
    ),
    Method(
        name="cluster_permutation",
        estimand="no difference in the share of units",
        measures=("events",),
        scale=Scale.P,
        function=between_arms(_clusters),
        words="exact permutation of whole patients",
        pseudo="share of all divisions of the patients into two arms whose difference per unit is at least the observed",
        reference="Fisher1935",
        choices=Specification("cluster", "units"),
    ),
    Method(
        tests_at_alpha=True,
        name="fragility",
        estimand="fragility index",
        measures=COUNTED,
        scale=Scale.COUNT,
        function=value_alone(
            lambda arms, level: fragility.fragility_index(*arms.with_any(), arms.alpha),
            "no change of up to a hundred outcomes moves the test across the level",
        ),
        words="fewest changed outcomes that move Fisher's test across the significance level",
        pseudo="nearest table with the same arm sizes that lies on the other side",
        reference="Walsh2014",
    ),
    Method(
        name="e_value",
        estimand="E-value of the estimate",
        measures=COUNTED,
        when=Occasion.CHOSEN,
        scale=Scale.RATIO,
        function=value_alone(_e_value(limit=False), "no event in either arm"),
        words="E-value of the risk ratio",
        pseudo="the least association that an unmeasured cause would need with arm and outcome to explain the estimate",
        reference="VanderWeele2017",
        shown="later",
    ),
    Method(
        name="e_value_limit",
        estimand="E-value of the nearer limit",
        measures=COUNTED,
        when=Occasion.CHOSEN,
        scale=Scale.RATIO,
        function=value_alone(_e_value(limit=True), "no event in either arm"),
        words="E-value of the nearer limit of the risk ratio",
        pseudo="the same for the limit of the interval that lies nearer to no difference; one where it is included",
        reference="VanderWeele2017",
        shown="later",
        limit_of="e_value",
    ),
    Method(
        name="detectable_decrease",
        estimand="smallest detectable decrease in risk",
        measures=COUNTED,
        when=Occasion.DESIGN,
        scale=Scale.PROPORTION,
        tests_at_alpha=True,
        function=_detectable(0, "no lower risk can be detected at these sizes"),
        words="Fisher's exact test at the sizes at hand, from the control arm's share",
        pseudo="nearest lower risk at which both binomials give the test the stated power",
        reference="Fisher1935",
        shown="later",
    ),
    Method(
        name="detectable_increase",
        estimand="smallest detectable increase in risk",
        measures=COUNTED,
        when=Occasion.DESIGN,
        scale=Scale.PROPORTION,
        tests_at_alpha=True,
        function=_detectable(1, "no higher risk can be detected at these sizes"),
        words="Fisher's exact test at the sizes at hand, from the control arm's share",
        pseudo="nearest higher risk at which both binomials give the test the stated power",
        reference="Fisher1935",
        shown="later",
    ),
)
# name: words, the computation in a line, reference; the functions are those of `two_by_two`.
_WORDS = {
    "pearson": ("Pearson's chi-square test", "squared deviations from the expected counts", "Pearson1900"),
    "n_minus_1": ("N − 1 chi-square test", "Pearson's chi-square times (N − 1)/N", "Pearson1947"),
    "likelihood_ratio": (
        "likelihood ratio test (G)",
        "twice the sum of counts times log of observed over expected",
        "Wilks1938",
    ),
    "likelihood_ratio_yates": (
        "likelihood ratio test with continuity correction",
        "the same with counts moved one half towards the expected",
        "Wilks1938",
    ),
    "yates": ("chi-square test with Yates's correction", "deviations made smaller by one half", "Yates1934"),
    "fisher_doubled": ("Fisher's exact test, doubled", "twice the smaller tail", "Fisher1935"),
    "fisher_mid_p": ("Fisher's test, mid-P", "the observed table counted half", "Lancaster1961"),
    "fisher_mid_p_doubled": (
        "Fisher's test, mid-P doubled",
        "twice the smaller tail, the observed table counted half",
        "Lancaster1961",
    ),
    "barnard_pooled": (
        "Barnard's exact test, pooled variance",
        "largest probability, over all common risks, of a pooled z at least as large",
        "Barnard1947",
    ),
    "barnard_unpooled": (
        "Barnard's exact test, unpooled variance",
        "largest probability, over all common risks, of an unpooled z at least as large",
        "Barnard1947",
    ),
    "boschloo": (
        "Boschloo's exact test",
        "largest probability, over all common risks, of a two-sided Fisher P at most as large",
        "Boschloo1970",
    ),
    "boschloo_doubled": (
        "Boschloo's exact test, doubled",
        "twice the smaller of both one-sided tests",
        "Boschloo1970",
    ),
    "score": (
        "Miettinen-Nurminen score test",
        "the test that belongs to the interval of the risk difference",
        "Miettinen1985",
    ),
    "firth": (
        "penalised likelihood ratio test (Firth)",
        "likelihood ratio with Jeffreys's penalty",
        "Firth1993",
    ),
}
ENUMERATED = {"barnard_pooled", "barnard_unpooled", "boschloo", "boschloo_doubled"}
TOO_MANY = "too many patients for an exact enumeration"
_TESTS: tuple[Method, ...] = tuple(
    Method(
        name=name,
        estimand=NO_RISK,
        measures=COUNTED,
        scale=Scale.P,
        function=p_of_counts(
            TWO_SIDED_TESTS[name], TOO_MANY if name in ENUMERATED else "not computable from these counts"
        ),
        words=words,
        pseudo=pseudo,
        reference=reference,
        shown="definitions",
    )
    for name, (words, pseudo, reference) in _WORDS.items()
)
COUNTS = COUNTS_MAIN + COUNTS_OTHER + _TESTS
