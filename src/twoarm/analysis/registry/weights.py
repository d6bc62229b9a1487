"""Registry entries for how alike the arms were before treatment, and for estimates that make them alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twoarm.analysis.arms.covariates import of_known_patients
from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import (
    Adapter,
    between_arms,
    horizon,
    of_changes,
    of_counts,
    of_times,
    of_values,
    restricted,
    smd,
)
from twoarm.analysis.registry.method import COUNTED, EVERY, Method, MonteCarlo
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import KNOWN, OVERLAP, Specification
from twoarm.faces import counts_only
from twoarm.masked import exact
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.times.adjusted_hazards import adjusted_hazard_ratio
from twoarm.methods.times.proportional_hazards import hazard_ratio
from twoarm.methods.times.weighted_times import (
    weighted_hazard_ratio_by_bootstrap,
    weighted_restricted_mean_difference,
)
from twoarm.methods.values.draws import beyond_drawing
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference
from twoarm.methods.weights import bootstrapped, resampled
from twoarm.study.dictionary import AVERAGED

ONE_SIDED_ARM = "no event, or an event in every patient, of an arm"


@counts_only
@dataclass(frozen=True)
class Complete:
    """The patients whose outcome and covariates are all known: a row each, the treated first."""

    outcome: np.ndarray
    event: np.ndarray
    covariates: np.ndarray
    treated: np.ndarray
    sizes: tuple[int, int]

    @classmethod
    def of(cls, arms: Arms) -> Complete:
        """Events are counted as patients with any."""
        outcome, treated = arms.outcome, arms.is_treated
        covariates = np.concatenate([arms.treated_covariates, arms.control_covariates])
        # Of what has no times nothing is censored.
        event = np.ones(outcome.size) if arms.event is None else arms.event
        known = ~np.isnan(outcome) & ~np.isnan(event) & ~np.isnan(covariates).any(axis=1)
        sizes = int((known & treated).sum()), int((known & ~treated).sum())
        return cls(outcome[known], event[known], covariates[known], treated[known], sizes)

    @property
    def columns(self) -> tuple[np.ndarray, ...]:
        """What a method of times takes: times, events, covariates and who is treated."""
        return self.outcome, self.event, self.covariates, self.treated

    def lacking(self, arms: Arms) -> str:
        """Why nobody of an arm is among them: the covariate that most of its patients lack."""
        side = arms.treated_covariates if not self.sizes[0] else arms.control_covariates
        label = _most_missing(side, arms.covariate_labels)
        return f"no patient of an arm with every covariate known{f'; most lack {label}' if label else ''}"


def _most_missing(covariates: np.ndarray | None, labels: tuple[str, ...]) -> str:
    if covariates is None or not (labels and len(covariates)):
        return ""
    missing = np.isnan(covariates).sum(axis=0)
    return labels[int(missing.argmax())] if missing.any() else ""


def _of_complete(compare: Callable[[Arms, Complete, float], Estimate]) -> Adapter:
    """A method of the patients whose outcome and covariates are all known, where both arms have one."""

    def compared(arms: Arms, level: float) -> Estimate:
        rows = Complete.of(arms)
        if not all(rows.sizes):
            return Estimate.none(rows.lacking(arms), *rows.sizes)
        return compare(arms, rows, level)

    return between_arms(compared)


@_of_complete
def _weighted(arms: Arms, rows: Complete, level: float) -> Estimate:
    """Means, or shares of patients."""
    sides = rows.outcome[rows.treated], rows.outcome[~rows.treated]
    if arms.measure in COUNTED and any(np.ptp(side) == 0 for side in sides):
        # Every resample of such an arm would have the same share, though its true one need not be that.
        return Estimate.none(ONE_SIDED_ARM, *rows.sizes)
    return bootstrapped.weighted_difference_by_bootstrap(rows.outcome, rows.covariates, rows.treated, level)


@_of_complete
def _weighted_restricted(arms: Arms, rows: Complete, level: float) -> Estimate:
    """Up to the horizon that the analysis of all patients has."""
    return weighted_restricted_mean_difference(*rows.columns, level, tau=horizon(arms))


@_of_complete
def _weighted_hazards(_: Arms, rows: Complete, level: float) -> Estimate:
    return weighted_hazard_ratio_by_bootstrap(*rows.columns, level)


@_of_complete
def _adjusted_hazards(_: Arms, rows: Complete, level: float) -> Estimate:
    return adjusted_hazard_ratio(*rows.columns, level)


def _same_patients(primary: Adapter) -> Adapter:
    """A method of all patients, of those alone whose covariates are all known."""

    def compared(arms: Arms, level: float) -> Estimate:
        known = of_known_patients(arms)
        if arms.measure == "time" and known is not None:
            known = replace(known, tau=horizon(arms))
        return primary(known or arms, level)

    return between_arms(compared)


def _means(arms: Arms, level: float) -> Estimate:
    """As the primary analysis: with the value before treatment where there is one."""
    if arms.treated_baseline is None:
        return of_values(mean_difference)(arms, level)
    return of_changes(ancova)(arms, level)


def _complete(
    name: str, measures: tuple[str, ...], estimand: str, scale: Scale, primary: Adapter, **more: Any
) -> Method:
    return Method(
        name=name,
        estimand=estimand,
        measures=measures,
        when=Occasion.COMPLETE,
        scale=scale,
        function=_same_patients(primary),
        words="the unweighted analysis of the patients whose covariates are all known",
        pseudo="what the weighted analysis is to be compared with, since it rests on the same patients",
        reference="Li2018",
        shown="later",
        **more,
    )


def _resampled(found: Estimate, level: float) -> MonteCarlo | None:
    """How far the limits and the P may be off."""
    sizes = exact(found.n_treated), exact(found.n_control)
    if found.low is None or found.p_value is None or beyond_drawing(*sizes):
        return None
    n = resampled.weighted_replicates(sum(sizes))
    p_error = resampled.percentile_p_error(found.p_value, n)
    return MonteCarlo(n, p_error=p_error, limit_error=resampled.percentile_error(level, n))


def _entry(name: str, measures: tuple[str, ...], estimand: str, scale: Scale) -> Method:
    return Method(
        name=name,
        estimand=estimand,
        measures=measures,
        when=Occasion.WEIGHTED,
        scale=scale,
        function=_weighted,
        words="overlap weights from a logistic model of the arm, bootstrap interval",
        of_many="overlap weights from a logistic model of the arm, sandwich variance",
        pseudo="each patient counts by the probability of the other arm; the limits are quantiles of resamples, each with "
        "weights of its own",
        reference="Li2018",
        choices=Specification("robust", weights=OVERLAP),
        monte_carlo=_resampled,
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
    _complete("complete_difference", AVERAGED, "mean difference", Scale.UNIT, _means),
    _complete(
        "complete_risk_difference", COUNTED, "risk difference", Scale.PROPORTION, of_counts(risk_difference)
    ),
    _entry("weighted_difference", AVERAGED, "weighted mean difference", Scale.UNIT),
    _entry("weighted_risk_difference", COUNTED, "weighted risk difference", Scale.PROPORTION),
)
WEIGHTED_TIMES: tuple[Method, ...] = (
    _complete(
        "complete_restricted_mean",
        ("time",),
        "difference in restricted mean time",
        Scale.UNIT,
        restricted,
        more="longer",
        less="shorter",
        quantity="the restricted mean time",
        horizon=horizon,
    ),
    _complete("complete_hazard_ratio", ("time",), "hazard ratio", Scale.RATIO, of_times(hazard_ratio)),
    Method(
        name="weighted_restricted_mean",
        estimand="weighted difference in restricted mean time",
        measures=("time",),
        when=Occasion.WEIGHTED,
        scale=Scale.UNIT,
        function=_weighted_restricted,
        words="overlap weights, areas under the weighted Kaplan-Meier curves, bootstrap interval",
        of_many="overlap weights, areas under the weighted Kaplan-Meier curves, infinitesimal jackknife",
        pseudo="the restricted means with each patient counted by the probability of the other arm; quantiles of resamples",
        reference="Xie2005",
        more="longer",
        less="shorter",
        quantity="the restricted mean time",
        horizon=horizon,
        choices=Specification("restricted_mean", weights=OVERLAP),
        monte_carlo=_resampled,
        shown="later",
    ),
    Method(
        name="adjusted_hazard_ratio",
        estimand="adjusted hazard ratio",
        measures=("time",),
        when=Occasion.WEIGHTED,
        scale=Scale.RATIO,
        function=_adjusted_hazards,
        words="Cox model with the covariates as main effects, Efron's treatment of ties",
        pseudo="ratio of the event rates at equal covariates, taken to be the same at all times, by partial likelihood",
        reference="Cox1972",
        choices=Specification("cox", covariates=KNOWN),
        shown="later",
    ),
    Method(
        name="weighted_hazard_ratio",
        estimand="weighted hazard ratio",
        measures=("time",),
        when=Occasion.WEIGHTED,
        scale=Scale.RATIO,
        function=_weighted_hazards,
        words="Cox model under overlap weights, bootstrap interval",
        of_many="Cox model under overlap weights, sandwich variance",
        pseudo="ratio of the event rates, each patient counted by the probability of the other arm; quantiles of resamples",
        reference="Austin2016",
        choices=Specification("cox", weights=OVERLAP),
        monte_carlo=_resampled,
        shown="later",
    ),
)
