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
    return [_untold(curve) if _hides(mask, curve) else curve for curve in curves]


def _hides(mask: Mask, curve: EventCurve) -> bool:
    arms = [arm.level for arm in mask.study.arms]
    known, _ = times_of(mask.study, mask.study.variable(curve.variable), curve.arm)
    return is_masked(mask.sizes[arms.index(curve.arm)].of(len(known)))


def _untold(curve: EventCurve) -> EventCurve:
    return replace(
        curve, ticks=(), steps=(), end=None, absent=curve.absent or f"the number of patients is {MASKED}"
    )
