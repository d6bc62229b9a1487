"""Curves of times to an event, as a policy lets them be told beside the numbers of patients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twoarm.analysis.arms.values import times_of
from twoarm.analysis.comparison.event_curves import EventCurve
from twoarm.analysis.masking.verdicts import Mask, is_masked
from twoarm.masked import MASKED


def told_curves(mask: Mask, curves: Iterable[EventCurve]) -> list[EventCurve]:
    """The curves, but those of arms of which it is masked how many patients are known: they begin with that number."""
    return [_untold(curve) if hides_size(mask, curve.variable, curve.arm) else curve for curve in curves]


def hides_size(mask: Mask, variable: str, arm: str) -> bool:
    """Whether it is masked how many patients of an arm are known."""
    arms = [spec.level for spec in mask.study.arms]
    known, _ = times_of(mask.study, mask.study.variable(variable), arm)
    return is_masked(mask.sizes[arms.index(arm)].of(len(known)))


def _untold(curve: EventCurve) -> EventCurve:
    return replace(
        curve, ticks=(), steps=(), end=None, absent=curve.absent or f"the number of patients is {MASKED}"
    )
