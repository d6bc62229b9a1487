"""How alike the arms are after overlap weighting: the standardised differences once more, under the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twoarm.analysis.arms.covariates import covariate_matrices
from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.masking.verdicts import Mask, Told
from twoarm.analysis.registry.entries import REGISTRY, method
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate
from twoarm.methods.weights import balance
from twoarm.methods.weights.firth import propensity_fit
from twoarm.methods.weights.overlap import effective_sizes, weights_of
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut, left_out

UNWEIGHTED = next(entry.name for entry in REGISTRY if entry.when is Occasion.BASELINE)
_WEIGHTING = {entry.scale: entry.name for entry in REGISTRY if entry.when is Occasion.WEIGHTING}
AFTER, SAMPLE = _WEIGHTING[Scale.SD], _WEIGHTING[Scale.COUNT]


@counts_only
@dataclass(frozen=True)
class Weights:
    """Weights of the patients whose covariates are all known, shapes (n1,) and (n2,); nan for the others.

    Attributes
    ----------
    penalised : whether a characteristic was too rare for maximum likelihood, so that the arms are alike only nearly.
    """

    treated: np.ndarray
    control: np.ndarray
    penalised: bool = False

    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """Who has a weight, in each arm."""
        return ~np.isnan(self.treated), ~np.isnan(self.control)


def covariate_weights(study: Study) -> Weights | None:
    """Overlap weights of all patients from what is known of them before treatment.

    Returns
    -------
    Weights in (0, 1), in the order of the cohort; None where nothing is known, or what is known together tells the arm of
    every patient.
    """
    known = covariate_matrices(study)
    if known is None:
        return None
    covariates, complete = np.vstack([known.treated, known.control]), np.concatenate(known.complete())
    arm = np.repeat([True, False], [len(known.treated), len(known.control)])
    fit = propensity_fit(covariates[complete], arm[complete])
    if fit.log_odds is None:
        return None
    weights = np.full(len(arm), np.nan)
    weights[complete] = weights_of(fit.log_odds, fit.arm)
    return Weights(weights[arm], weights[~arm], fit.penalised)


def told_left_out(mask: Mask) -> tuple[LeftOut, ...]:
    """What is known before treatment and not adjusted for, with its name where the policy tells all of it."""
    found = left_out(mask.study)
    if not mask.policy.coarse:
        return found
    told = (mask.verdict(one.variable, one.visit).told is Told.ALL for one in found)
    return tuple(
        one if all_ else replace(one, variable="", visit="") for one, all_ in zip(found, told, strict=True)
    )


def weighted_results(study: Study, before: list[Result], weights: Weights | None) -> list[Result]:
    """The standardised difference of every characteristic before treatment, now under the weights.

    Parameters
    ----------
    before : the results of the comparison before treatment; those of the analysis ``smd`` say what is standardised.
    weights : those of `covariate_weights`.

    Returns
    -------
    One result of the analysis ``smd_weighted`` for each, treated minus control, over the spread of the unweighted arms;
    the sizes are the patients with a weight and a value. Empty where there are no weights.

    Notes
    -----
    What the weights are made from is balanced exactly, up to rounding, unless they are penalised, but for one of several
    levels in an order, whose shares may still differ while its mean does not, and for a count of events, which is
    standardised as any or none.
    Austin PC, Stuart EA. Stat Med 2015;34:3661-3679.
    """
    if weights is None:
        return []
    return [_weighted(study, r, weights) for r in before if r.analysis == UNWEIGHTED]


def effective_results(study: Study, weights: Weights | None) -> list[Result]:
    """Patients of each arm who would say as much without weights (Kish): one result per arm, of the arm's own column.

    The sizes of an estimate are the patients with a weight, each arm's on its own side. Empty without weights.
    """
    if weights is None:
        return []
    treated, control = (int(known.sum()) for known in weights.known())
    rows = []
    for spec, size, counted in zip(
        study.arms, _effective(weights), ((treated, 0), (0, control)), strict=True
    ):
        head = ("baseline", study.spec.arms.column, "", spec.level, SAMPLE, method(SAMPLE).estimand)
        estimate = Estimate(size, n_treated=counted[0], n_control=counted[1])
        rows.append(Result(*head, estimate, "patients", "sensitivity", Scale.COUNT))
    return rows


def _effective(weights: Weights) -> tuple[float, float]:
    treated, control = weights.known()
    arm = np.repeat([True, False], [treated.sum(), control.sum()])
    return effective_sizes(np.concatenate([weights.treated[treated], weights.control[control]]), arm)


def _weighted(study: Study, before: Result, weights: Weights) -> Result:
    """The same characteristic at the same visit under the weights."""
    arms = arms_of(study, study.variable(before.variable), before.visit or None)
    treated, control = weights.known()
    kept = replace(arms, treated=arms.treated[treated], control=arms.control[control])
    sizes = tuple(len(values) for values in kept.complete())
    value = _smd(kept, weights.treated[treated], weights.control[control]) if all(sizes) else None
    reason = "fewer than two patients in an arm" if all(sizes) else "an arm has no value"
    estimate = (
        Estimate.none(reason, *sizes)
        if value is None
        else Estimate(value, n_treated=sizes[0], n_control=sizes[1])
    )
    return replace(
        before, analysis=AFTER, estimand=method(AFTER).estimand, estimate=estimate, role="sensitivity"
    )


def _smd(arms: Arms, treated_weights: np.ndarray, control_weights: np.ndarray) -> float | None:
    """Of levels, of patients with any event, or of means, as before weighting."""
    if not (arms.levels or arms.measure == "events"):
        return balance.weighted_smd_continuous(arms.treated, arms.control, treated_weights, control_weights)
    told, levels = (arms.with_events_as_any(), 2) if arms.measure == "events" else (arms, arms.levels)
    return balance.weighted_smd_categories(
        told.treated, told.control, range(levels), treated_weights, control_weights
    )
