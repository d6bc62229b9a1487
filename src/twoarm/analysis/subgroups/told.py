"""Subgroups as a policy lets them be told."""

from __future__ import annotations

from dataclasses import replace

from twoarm.analysis.comparison.told.results import masked_estimate, rounded_estimate, told_estimate
from twoarm.analysis.masking.joint import tells_together
from twoarm.analysis.masking.verdicts import Mask, Told, is_masked
from twoarm.analysis.subgroups.values import SubgroupEffect, SubgroupPart
from twoarm.masked import MASKED, Masked, exact
from twoarm.methods.estimate import Estimate
from twoarm.study.opened import Study


def told_whole(study: Study, whole: SubgroupEffect) -> SubgroupEffect:
    """The difference of all patients as it is told."""
    mask = Mask(study)
    if not mask.policy.coarse:
        return whole
    sizes = [side.of(n) for side, n in zip(mask.sizes, _sizes(whole.estimate), strict=True)]
    told = mask.verdict(whole.variable, whole.visit).told is Told.ALL and not is_masked(*sizes)
    return replace(whole, estimate=told_estimate(mask, whole.estimate, whole.null, told))


def told_parts(study: Study, parts: tuple[SubgroupPart, ...]) -> tuple[SubgroupPart, ...]:
    """The subgroups as they are told: a subgroup as a whole, or none of it.

    A level that is told beside one that is not would tell of this by what all patients have. It is told where outcome and
    level together have no small group, and where every patient of a level has the outcome: the sizes of its levels are
    known then, and no number of those who lack it.
    """
    mask = Mask(study)
    return tuple(_part(mask, part) for part in parts) if mask.policy.coarse else parts


def _part(mask: Mask, part: SubgroupPart) -> SubgroupPart:
    place = part.effects[0].variable, part.effects[0].visit
    levels = mask.verdict(part.variable.name, "").levels
    told = (
        tells_together(mask, place, (part.variable.name, ""))
        and levels is not None
        and _nobody_lacks_it(mask, part)
    )
    effects = tuple(_effect(mask, one, told) for one in part.effects)
    test = rounded_estimate(part.test, mask.policy, 0.0) if told else _untold(mask)
    return replace(part, effects=effects, test=_multiples(mask, test) if told else test)


def _nobody_lacks_it(mask: Mask, part: SubgroupPart) -> bool:
    """Whether every patient of a level is in the analysis of it."""
    for side, arm in enumerate(mask.study.arms):
        known = mask.study.cohort.values(part.variable, arm.level).dropna()
        if len(known) != sum(_sizes(one.estimate)[side] for one in part.effects):
            return False
    return True


def _effect(mask: Mask, one: SubgroupEffect, told: bool) -> SubgroupEffect:
    found = rounded_estimate(one.estimate, mask.policy, one.null) if told else _untold(mask)
    return replace(one, estimate=_multiples(mask, found) if told else found)


def _multiples(mask: Mask, estimate: Estimate) -> Estimate:
    treated, control = (mask.policy.multiple(n) for n in _sizes(estimate))
    return replace(estimate, n_treated=treated, n_control=control)


def _untold(mask: Mask) -> Estimate:
    """No number, and of the sizes no more than those of the arms: the levels may be masked themselves."""
    treated, control = (Masked(0, mask.study.size(arm.level), MASKED) for arm in mask.study.arms)
    return masked_estimate(mask.policy, treated, control)


def _sizes(estimate: Estimate) -> tuple[int, int]:
    return exact(estimate.n_treated), exact(estimate.n_control)
