"""Shares free of an event at the times that the dictionary states, as a policy lets them be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from twoarm.analysis.arms.values import times_of, told_times_of
from twoarm.analysis.comparison.event_curves import told_curve
from twoarm.analysis.comparison.told.curves import hides_size
from twoarm.analysis.comparison.told.results import masked_estimate, rounded_estimate
from twoarm.analysis.masking.verdicts import Mask
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.masked import Count
from twoarm.methods.estimate import Estimate
from twoarm.methods.times.stated_times import (
    difference_of_curves,
    share_of_curve,
    survival_at,
    survival_difference,
)
from twoarm.study.dictionary import Variable
from twoarm.tables.columns import Row

Trio = tuple[Estimate, Estimate, Estimate]  # of the treated arm, of the control arm, of their difference
At = Callable[[float], Trio]


@counts_only
@dataclass(frozen=True)
class StatedShare:
    """The share free of one event at one stated time.

    Attributes
    ----------
    arm : empty for the difference, treated minus control.
    time : as the dictionary has it, in `time_unit`.
    """

    section: str
    variable: str
    arm: str
    time: str
    time_unit: str
    estimate: Estimate

    @property
    def scale(self) -> Scale:
        """What its value is."""
        return Scale.SHARE if self.arm else Scale.PROPORTION

    @property
    def unit(self) -> str:
        """A share has none."""
        return ""

    @property
    def null(self) -> float:
        """The value of no difference."""
        return self.scale.null

    def row(self) -> Row:
        """The row of survival.csv."""
        e = self.estimate
        place = {"section": self.section, "variable": self.variable, "arm": self.arm, "time": self.time}
        interval = {"low": e.low, "high": e.high, "conf_level": e.conf_level}
        test = {"p_value": e.p_value, "statistic": e.statistic}
        sizes = {"n_treated": e.n_treated, "n_control": e.n_control}
        return {
            **place,
            **{"estimate": e.value, **interval, **test, **sizes},
            **{"time_unit": self.time_unit, "reason": e.reason},
        }


def told_shares(mask: Mask, variable: Variable) -> Iterator[StatedShare]:
    """Both arms and their difference at each stated time; none of a variable without one."""
    if not variable.at:
        return
    of = _of_told_curves if mask.policy.coarse_times else _of_patients
    estimates = of(mask, variable)
    arms = (*(arm.level for arm in mask.study.arms), "")
    for time in variable.at:
        for arm, estimate in zip(arms, estimates(float(time)), strict=True):
            told = rounded_estimate(estimate, mask.policy, 0.0)
            yield StatedShare(variable.section, variable.name, arm, time, variable.unit, told)


def _of_patients(mask: Mask, variable: Variable) -> At:
    level, study = mask.study.parameters.level, mask.study
    treated, control = (times_of(study, variable, arm.level) for arm in study.arms)

    def at(time: float) -> Trio:
        alone = survival_at(*control, time, level)
        both = survival_difference(*treated, *control, time, level)
        return survival_at(*treated, time, level), _of_control(alone), both

    return at


def _of_told_curves(mask: Mask, variable: Variable) -> At:
    """From the curves as they are told, so that a share gives back no more than they do."""
    level, study = mask.study.parameters.level, mask.study
    told = told_times_of(study, variable)
    curves, sizes = [], []
    for side, arm in enumerate(told):
        hides = arm.end is None or hides_size(mask, variable.name, study.arms[side].level)
        curves.append(None if hides else told_curve(arm, level))
        sizes.append(_size(mask, variable, side) if hides else arm.patients)
    n_treated, n_control = sizes

    def alone(i: int, time: float) -> Estimate:
        curve, n = curves[i], sizes[i]
        if curve is None:
            return masked_estimate(mask.policy, n, 0)
        return replace(share_of_curve(curve, time), n_treated=n)

    def at(time: float) -> Trio:
        treated, control = curves
        if treated is None or control is None:
            both = masked_estimate(mask.policy, n_treated, n_control)
        else:
            both = replace(
                difference_of_curves(treated, control, time), n_treated=n_treated, n_control=n_control
            )
        return alone(0, time), _of_control(alone(1, time)), both

    return at


def _size(mask: Mask, variable: Variable, side: int) -> Count:
    known, _ = times_of(mask.study, variable, mask.study.arms[side].level)
    return mask.sizes[side].of(len(known))


def _of_control(alone: Estimate) -> Estimate:
    """The patients of the control arm counted on their own side."""
    return replace(alone, n_treated=0, n_control=alone.n_treated)
