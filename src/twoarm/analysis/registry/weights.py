"""Registry entries for how alike the arms were before treatment, and for estimates weighted to make them alike."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import between_arms, smd
from twoarm.analysis.registry.method import COUNTED, EVERY, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.estimate import Estimate
from twoarm.methods.weights import overlap
from twoarm.study.dictionary import AVERAGED


@between_arms
def _weighted(arms: Arms, level: float) -> Estimate:
    """Patients whose outcome and covariates are all known; events are counted as patients with any."""
    outcome = np.concatenate([arms.treated, arms.control])
    if arms.measure in COUNTED:
        outcome = np.where(np.isnan(outcome), np.nan, outcome > 0)
    covariates = np.concatenate([arms.treated_covariates, arms.control_covariates])
    treated = np.repeat([True, False], [len(arms.treated), len(arms.control)])
    known = ~np.isnan(outcome) & ~np.isnan(covariates).any(axis=1)
    sizes = int((known & treated).sum()), int((known & ~treated).sum())
    if not all(sizes):
        return Estimate.none("no patient of an arm with every covariate known", *sizes)
    if arms.measure in COUNTED and any(np.ptp(outcome[known & arm]) == 0 for arm in (treated, ~treated)):
        # The variance of such an arm would be 0, though its true share need not be.
        return Estimate.none("no event, or an event in every patient, of an arm", *sizes)
    return overlap.weighted_difference(outcome[known], covariates[known], treated[known], level)


def _entry(name: str, measures: tuple[str, ...], estimand: str, scale: Scale) -> Method:
    return Method(
        name=name,
        estimand=estimand,
        measures=measures,
        when=Occasion.WEIGHTED,
        scale=scale,
        function=_weighted,
        words="overlap weights from a logistic model of the arm",
        pseudo="each patient counts by the probability of the other arm, so that the arms are alike in the covariates",
        reference="Li2018",
        choices=Specification("robust", weights="overlap"),
        shown="later",
    )


WEIGHTS: tuple[Method, ...] = (
    Method(
        name="smd",
        estimand="standardised mean difference",
        measures=EVERY,
        role="primary",
        when=Occasion.BASELINE,
        scale=Scale.SD,
        function=smd,
        words="standardised mean difference, without a test",
        pseudo="difference of means over the root of the mean of both variances; levels by their Mahalanobis distance",
        reference="Austin2009",
        shown="main",
    ),
    Method(
        name="smd_weighted",
        estimand="standardised mean difference after weighting",
        measures=EVERY,
        when=Occasion.WEIGHTING,
        scale=Scale.SD,
        function=None,
        words="standardised mean difference under overlap weights",
        pseudo="difference of the weighted means over the spread of the unweighted arms",
        reference="Li2018",
        shown="later",
    ),
    Method(
        name="effective_sample_size",
        estimand="effective sample size",
        measures=("arm",),
        when=Occasion.WEIGHTING,
        scale=Scale.COUNT,
        function=None,
        words="effective sample size of overlap weights (Kish)",
        pseudo="squared sum of an arm's weights over the sum of their squares",
        reference="Kish1965",
        shown="later",
    ),
    _entry("weighted_difference", AVERAGED, "weighted mean difference", Scale.UNIT),
    _entry("weighted_risk_difference", COUNTED, "weighted risk difference", Scale.PROPORTION),
)
