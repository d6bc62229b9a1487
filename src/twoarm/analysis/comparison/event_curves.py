"""Time to event in either arm: the Kaplan-Meier curve at its steps, and who was still there at the ticks of its axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twoarm.faces import counts_only
from twoarm.methods.estimate import complete_pairs
from twoarm.methods.times import survival
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Row

MOST_INTERVALS = 6  # between the ticks of an axis
_LADDER = (1, 1.5, 2, 2.5, 3, 5, 10)  # what a tick may lie apart, times a power of ten
_ROUNDING = 1e-10  # of a tick's distance: a last time that lies on a tick needs none after it


@counts_only
@dataclass(frozen=True)
class CurvePoint:
    """A curve at one time.

    Attributes
    ----------
    at_risk : patients under observation just before it.
    events, censored : at it where it is a step of the curve; before it where it is a tick of the axis.
    survival, low, high : share still free of the event just after it, in [0, 1]; None beyond the end of the curve.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float | None
    low: float | None
    high: float | None


@counts_only
@dataclass(frozen=True)
class EventCurve:
    """The Kaplan-Meier curve of one time-to-event outcome in one arm, with its pointwise interval.

    Attributes
    ----------
    ticks : at the ticks of the axis, which are those of both arms, from zero to the last time of either or beyond it.
    steps : at every time at which somebody had the event or left.
    """

    section: str
    variable: str
    arm: str
    unit: str
    conf_level: float
    ticks: tuple[CurvePoint, ...]
    steps: tuple[CurvePoint, ...]

    def rows(self) -> list[Row]:
        """The rows of curves.csv: the ticks, then the steps."""
        place = {"section": self.section, "variable": self.variable, "arm": self.arm}
        more = {"conf_level": self.conf_level, "unit": self.unit}
        points = [("tick", point) for point in self.ticks] + [("step", point) for point in self.steps]
        return [{**place, "at": at, **vars(point), **more} for at, point in points]


def curves_of(study: Study, variable: Variable) -> list[EventCurve]:
    """The curves of a time-to-event outcome, treated arm first; none of another variable."""
    if variable.kind != "time":
        return []
    known = [_known(study, variable, arm.level) for arm in study.arms]
    ticks = ticks_up_to(max((float(t.max()) for t, _ in known if len(t)), default=0.0))
    place = (variable.section, variable.name)
    level = study.parameters.level
    return [
        EventCurve(*place, arm.level, variable.unit, level, *_points(*side, ticks, level))
        for arm, side in zip(study.arms, known, strict=True)
    ]


def _known(study: Study, variable: Variable, arm: str) -> tuple[np.ndarray, np.ndarray]:
    """Times and events of the patients of an arm of whom both are known."""
    time, event = study.cohort.values(variable, arm), study.cohort.events(variable, arm)
    return complete_pairs(time.to_numpy(float), event.to_numpy(float))


def ticks_up_to(last: float) -> list[float]:
    """The ticks of an axis from zero that holds a last time: six intervals at most, of a round length.

    Examples
    --------
    >>> ticks_up_to(61), ticks_up_to(0.7)
    ([0.0, 15.0, 30.0, 45.0, 60.0, 75.0], [0.0, 0.15, 0.3, 0.45, 0.6, 0.75])
    """
    last = last if last > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(last / MOST_INTERVALS))
    step = next(power * rung for rung in _LADDER if power * rung >= last / MOST_INTERVALS)
    intervals = math.ceil(last / step - _ROUNDING)
    return [float(f"{i * step:.12g}") for i in range(intervals + 1)]


def _points(
    time: np.ndarray, event: np.ndarray, ticks: list[float], level: float
) -> tuple[tuple[CurvePoint, ...], tuple[CurvePoint, ...]]:
    """At the ticks, and at the steps."""
    curve = survival.kaplan_meier(time, event, level)
    shares = np.column_stack([curve.survival, curve.low, curve.high]).tolist()
    counts = zip(curve.at_risk.tolist(), curve.events.tolist(), curve.censored.tolist(), strict=True)
    steps = (
        CurvePoint(t, *n, *share) for t, n, share in zip(curve.times.tolist(), counts, shares, strict=True)
    )
    numbers = zip(*(row.tolist() for row in survival.number_at_risk(time, event, ticks)), strict=True)
    at_ticks = (CurvePoint(t, *n, *_shares(curve, shares, t)) for t, n in zip(ticks, numbers, strict=True))
    return tuple(at_ticks), tuple(steps)


def _shares(curve: survival.Survival, shares: list[list[float]], t: float) -> list[float] | list[None]:
    """The curve and its interval at a time: one before the first step, not known beyond the last."""
    if not curve.times.size or t > curve.times[-1]:
        return [None] * 3
    before = int(np.searchsorted(curve.times, t, side="right"))
    return shares[before - 1] if before else [1.0] * 3
