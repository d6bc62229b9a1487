"""The difference of the primary outcome at each level of what the study names, and whether it is the same at all."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from twoarm.analysis.arms.occasions import main_visit
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.registry.method import COUNTED
from twoarm.analysis.registry.plan import MODEL_SCALES, AnalysisPlan
from twoarm.analysis.subgroups.told import told_parts, told_whole
from twoarm.analysis.subgroups.values import SubgroupEffect, SubgroupEffects, SubgroupPart
from twoarm.methods.characteristics.interactions import hazard_interaction_test, interaction_test
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.times.proportional_hazards import hazard_ratio
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


def subgroup_effects(study: Study) -> SubgroupEffects | None:
    """The primary outcome at its main visit, in all patients and at each level of each subgroup that the study names.

    Returns
    -------
    Differences of means, at equal values before treatment where the main analysis takes these into account, of shares, or
    ratios of hazards, each with its interval; with a test for each subgroup of whether they are the same at all levels.
    None where the study names no subgroup.
    """
    if not study.spec.subgroups:
        return None
    outcome = study.variable(study.spec.primary_outcome.variable)
    visit = main_visit(study, outcome)
    arms = AnalysisPlan(study).main_arms(outcome)
    head = outcome.section, outcome.name, visit
    scale = MODEL_SCALES[outcome.measure]
    whole = SubgroupEffect(
        *head, "", "", _compared(arms, study.parameters.level), scale.unit(outcome.unit), scale
    )
    parts = tuple(_part(study, whole, arms, study.variable(name)) for name in study.spec.subgroups)
    return SubgroupEffects(study, outcome, told_whole(study, whole), told_parts(study, parts))


def _part(study: Study, whole: SubgroupEffect, arms: Arms, variable: Variable) -> SubgroupPart:
    of = arms_of(study, variable)
    rows = []
    for code, (level, _) in enumerate(variable.levels):
        there = _among(arms, of.treated == code, of.control == code)
        estimate = _compared(there, study.parameters.level)
        rows.append(replace(whole, subgroup=variable.name, level=level, estimate=estimate))
    return SubgroupPart(variable, tuple(rows), _tested(arms, of))


def _among(arms: Arms, treated: np.ndarray, control: np.ndarray) -> Arms:
    """Some of the patients of both arms."""
    kept = {"treated": treated, "control": control}
    found = {
        field.name: value[kept[field.name.partition("_")[0]]]
        for field in fields(arms)
        if isinstance(value := getattr(arms, field.name), np.ndarray)
    }
    return replace(arms, **found)


def _compared(arms: Arms, level: float) -> Estimate:
    if arms.treated_event is not None and arms.control_event is not None:
        return hazard_ratio(arms.treated, arms.treated_event, arms.control, arms.control_event, level)
    if not all(map(len, arms.complete())):
        return Estimate.none("an arm has no value", *map(len, arms.complete()))
    if arms.measure in COUNTED:
        return risk_difference(*arms.with_any(), level)
    if arms.treated_baseline is not None and arms.control_baseline is not None:
        return ancova(arms.treated_baseline, arms.treated, arms.control_baseline, arms.control, level)
    return mean_difference(arms.treated, arms.control, level)


def _tested(arms: Arms, of: Arms) -> Estimate:
    """Whether the difference is the same at every level."""
    group = np.concatenate([of.treated, of.control])
    if arms.event is not None:
        return hazard_interaction_test(arms.outcome, arms.event, group, arms.is_treated)
    return interaction_test(arms.outcome, group, arms.is_treated, beside=arms.baseline)
