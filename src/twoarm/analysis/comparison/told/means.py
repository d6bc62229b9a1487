"""Means beside a masked number of patients, and what is made of two of them: told so that they fit every such number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from twoarm.analysis.arms.occasions import Occasion, visits_after
from twoarm.analysis.arms.values import arms_of
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.masking.digits import limits_about, mean_step, rounded, to_step
from twoarm.analysis.masking.verdicts import Mask
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import Count, Masked, bounds
from twoarm.methods.estimate import Estimate

ArmMean = tuple[float, Count]  # as it is, and of how many patients it is told to be
Limited = tuple[float, float | None, float | None]  # a mean and its limits

# What is made of the means of both arms alone; a model of the whole course is where no value before treatment enters it.
_OF_TWO = (Occasion.ALWAYS, Occasion.EARLY, Occasion.LATE)


def told_mean(mask: Mask, variable: str, value: float, n: Count) -> float:
    """A mean as it is told beside a number of patients: of a masked one to the step that fits all it may be.

    The same mean stands in several tables. It is rounded once and in one way:
    two ways would both be true of few means alone.
    """
    digits = mask.policy.digits
    if not isinstance(n, Masked):
        return rounded(value, digits)
    return rounded(to_step(value, _step(mask, variable, [n])), digits)


def told_interval(mask: Mask, variable: str, interval: Limited, n: Masked) -> tuple[float, float, float]:
    """The mean of one arm with its limits beside a masked number of patients."""
    mean, low, high = interval
    return limits_about(told_mean(mask, variable, mean, n), _half(low, high), _step(mask, variable, [n]))


def means_behind(mask: Mask, r: Result) -> tuple[ArmMean, ...]:
    """The means of the arms whose difference a result is, treated first; none of any other result."""
    if (
        r.scale is not Scale.UNIT
        or r.estimate.value is None
        or r.method.when not in (*_OF_TWO, Occasion.COURSE)
    ):
        return ()
    variable = mask.study.variable(r.variable)
    adjusted = r.method.when is Occasion.COURSE and mask.study.baseline_of(variable) is not None
    if adjusted or not variable.kind.averaged:
        return ()
    sides = _observed(mask, r)
    if not all(map(len, sides)):
        return ()
    return tuple((float(np.mean(x)), sizes.of(len(x))) for x, sizes in zip(sides, mask.sizes, strict=True))


def of_means(r: Result) -> bool:
    """Whether a result is a mean, or of means, of values that are averaged as they are."""
    return r.scale is Scale.UNIT and r.method.when in (*_OF_TWO, Occasion.WITHIN)


def coarse_means(mask: Mask, r: Result, told: Estimate, means: tuple[ArmMean, ...]) -> Estimate:
    """A mean, or a difference of means, that tells no more of a masked number of patients than the means beside it.

    The middle of the limits is the value, and with the limits a P tells it as well: the limits lie about the value as it is
    told, and the P is not. A difference is that of the means as they are told: two means to a step and their difference to
    the same step would together say where between two steps they lie.

    Parameters
    ----------
    told : the estimate with the numbers of patients as they are told.
    """
    e, sizes = r.estimate, [told.n_treated, told.n_control, *(n for _, n in means)]
    step, value = _step(mask, r.variable, sizes), e.value or 0.0
    if means:
        (treated, _), (control, _) = means
        # A model's difference may lie away from that of the means: by so many steps it is told away from theirs.
        away = to_step(value - (treated - control), step)
        ends = (told_mean(mask, r.variable, mean, n) for mean, n in means)
        value = difference_of_told(*ends, step) + away
    shown = rounded(to_step(value, step), mask.policy.digits)
    value, low, high = limits_about(shown, _half(e.low, e.high), step)
    return replace(told.untested(), value=value, low=low, high=high)


def difference_of_told(treated: float, control: float, step: float) -> float:
    """The difference of two means as they are told, in steps of a third number: who has both has it.

    Examples
    --------
    >>> difference_of_told(4.0, 4.6, 0.1), difference_of_told(1.4, 2.52, 0.1)
    (-0.6, -1.1)
    """
    return to_step(round(treated - control, 12), step)


def _step(mask: Mask, variable: str, sizes: Iterable[Count]) -> float:
    return mean_step(mask.decimals(variable), min(low for low, high in map(bounds, sizes) if high))


def _half(low: float | None, high: float | None) -> float:
    return ((high or 0.0) - (low or 0.0)) / 2


def _observed(mask: Mask, r: Result) -> tuple[np.ndarray, np.ndarray]:
    """The values, or the changes, of the patients of either arm whose means they are."""
    study, variable = mask.study, mask.study.variable(r.variable)
    before = None
    if r.method.when is Occasion.EARLY:
        before = study.baseline_of(variable)
    if r.method.when is Occasion.LATE:
        before = visits_after(study, variable)[0]
    arms = arms_of(study, variable, r.visit or None, before)
    if arms.treated_baseline is None or arms.control_baseline is None:
        return arms.complete()
    treated, control = arms.treated - arms.treated_baseline, arms.control - arms.control_baseline
    return treated[~np.isnan(treated)], control[~np.isnan(control)]
