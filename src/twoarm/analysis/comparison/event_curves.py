"""Time to event in either arm: the Kaplan-Meier curve at its steps, and who was still there at the ticks of its axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from twoarm.analysis.arms.coarse_times import ToldTimes
from twoarm.analysis.arms.values import times_of, told_times_of
from twoarm.analysis.masking.digits import rounded
from twoarm.faces import counts_only
from twoarm.masked import Count, Masked
from twoarm.methods.times import survival
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import Policy
from twoarm.study.opened import Study
from twoarm.tables.columns import Row

MOST_DRAWN = 1_000  # steps of a curve: more of them lie closer than a tenth of a millimetre
MOST_INTERVALS = 6  # between the ticks of an axis
_LADDER = (1, 1.5, 2, 2.5, 3, 5, 10)  # what a tick may lie apart, times a power of ten
_QUARTERS = (0.25, 0.5, 0.75)
_ROUNDING = 1e-10  # of a tick's distance: a last time that lies on a tick needs none after it


@counts_only
@dataclass(frozen=True)
class CurvePoint:
    """A curve at one time.

    Attributes
    ----------
    at_risk : patients under observation just before it; of a step under a policy that coarsens, just after the step before.
    events, censored : at it where it is a step of the curve, or since the step before under such a policy; before it where
        it is a tick of the axis. None where they are not told.
    survival, low, high : share still free of the event just after it, in [0, 1]; None beyond the end of the curve.
    """

    time: float
    at_risk: Count | None
    events: int | None
    censored: int | None
    survival: float | None
    low: float | None
    high: float | None


@counts_only
@dataclass(frozen=True)
class EventCurve:
    """The curve of one time-to-event outcome in one arm, with its pointwise interval.

    It is Kaplan and Meier's; under a policy that coarsens times, the life table of what may be told of them.

    Attributes
    ----------
    ticks : at the ticks of the axis, which are those of both arms, from zero to the last time of either or beyond it.
    steps : at every time at which somebody had the event or left; under such a policy, where enough of them have gathered.
    end : the last time that is seen of it; None where there is no patient.
    grid : the distance of the times at which it may step; 0 where every time is one.
    absent : why the policy leaves no curve; empty where there is one.
    """

    section: str
    variable: str
    arm: str
    unit: str
    conf_level: float
    ticks: tuple[CurvePoint, ...]
    steps: tuple[CurvePoint, ...]
    end: float | None = None
    grid: float = 0.0
    absent: str = ""

    @property
    def drawn(self) -> tuple[CurvePoint, ...]:
        """The steps, or where there are more than `MOST_DRAWN` the last one in each of so many equal parts of the time."""
        if len(self.steps) <= MOST_DRAWN:
            return self.steps
        width = self.steps[-1].time / MOST_DRAWN
        return tuple({math.ceil(point.time / width): point for point in self.steps}.values())

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
    if study.spec.policy.coarse_times:
        return _told_curves(study, variable)
    known = [times_of(study, variable, arm.level) for arm in study.arms]
    ticks = ticks_up_to(max((float(t.max()) for t, _ in known if len(t)), default=0.0))
    level, digits = study.parameters.level, study.spec.policy.digits
    found = []
    for arm, (time, event) in zip(study.arms, known, strict=True):
        curve = survival.kaplan_meier(time, event, level)
        numbers = survival.number_at_risk(time, event, ticks)
        points = _at_ticks(curve, ticks, numbers, digits), _at_steps(curve, digits)
        end = float(curve.times[-1]) if curve.times.size else None
        found.append(EventCurve(*_head(variable, arm.level, level), *points, end))
    return found


def quartiles_of(study: Study, variable: Variable) -> list[list[float | None]]:
    """First quartile, median and third quartile of each arm's curve; None where it does not come so far down."""
    level = study.parameters.level
    if not study.spec.policy.coarse_times:
        curves = [survival.kaplan_meier(*times_of(study, variable, arm.level), level) for arm in study.arms]
        return [[curve.quantile(share) for share in _QUARTERS] for curve in curves]
    told = [told_curve(arm, level) if arm.end is not None else None for arm in told_times_of(study, variable)]
    return [[_place_of(curve, share) if curve else None for share in _QUARTERS] for curve in told]


def _place_of(curve: survival.Survival, share: float) -> float | None:
    """The step by which a share of the patients is told to have had the event."""
    reached = np.flatnonzero(curve.survival <= 1 - share + survival.HALF_TOLERANCE)
    return float(curve.times[reached[0]]) if reached.size else None


def _head(variable: Variable, arm: str, level: float) -> tuple[str, str, str, str, float]:
    return variable.section, variable.name, arm, variable.unit, level


def _told_curves(study: Study, variable: Variable) -> list[EventCurve]:
    """The same of what the policy lets be told."""
    told = told_times_of(study, variable)
    ticks = ticks_up_to(max(arm.end or 0.0 for arm in told), told[0].step)
    level, policy = study.parameters.level, study.spec.policy
    found = []
    for arm, of in zip(study.arms, told, strict=True):
        head = _head(variable, arm.level, level)
        points = ((), ())
        if of.end is not None:
            curve = told_curve(of, level)
            points = _told_at_ticks(curve, of, ticks, policy), _at_steps(curve, policy.digits)
        found.append(EventCurve(*head, *points, of.end, of.step, of.reason))
    return found


def told_curve(told: ToldTimes, level: float) -> survival.Survival:
    """The life table of what may be told of an arm: an interval ends at each step, and the last one at its end."""
    ends = np.array([*told.events.places, *([] if told.end in told.events.places else [told.end])])
    events, left = (np.diff(kind.until(ends), prepend=0) for kind in (told.events, told.left))
    gone = np.cumsum(events + left) - (events + left)
    return survival.actuarial(ends, told.patients - gone, events, left, level)


def ticks_up_to(last: float, grid: float = 0.0) -> list[float]:
    """The ticks of an axis from zero that holds a last time: six intervals at most, of a round length, or of a round
    number of the steps of a grid.

    Examples
    --------
    >>> ticks_up_to(61), ticks_up_to(0.7)
    ([0.0, 15.0, 30.0, 45.0, 60.0, 75.0], [0.0, 0.15, 0.3, 0.45, 0.6, 0.75])
    >>> ticks_up_to(360, grid=30)
    [0.0, 60.0, 120.0, 180.0, 240.0, 300.0, 360.0]
    """
    unit = grid or 1.0
    last = last / unit if last > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(last / MOST_INTERVALS))
    rungs = [power * rung for rung in _LADDER] if not grid else [max(power, 1.0) * rung for rung in _LADDER]
    step = next(rung for rung in rungs if rung >= last / MOST_INTERVALS and not (grid and rung % 1))
    intervals = math.ceil(last / step - _ROUNDING)
    return [float(f"{i * step * unit:.12g}") for i in range(intervals + 1)]


def _at_ticks(
    curve: survival.Survival, ticks: list[float], numbers: Iterable[np.ndarray], digits: int | None
) -> tuple[CurvePoint, ...]:
    counts = zip(*(row.tolist() for row in numbers), strict=True)
    return tuple(CurvePoint(t, *n, *_shares(curve, t, digits)) for t, n in zip(ticks, counts, strict=True))


def _told_at_ticks(
    curve: survival.Survival, told: ToldTimes, ticks: list[float], policy: Policy
) -> tuple[CurvePoint, ...]:
    """At the ticks; beyond its end an arm has fewer patients than the policy asks, and more is not told."""
    events, left = (kind.before(np.array(ticks)) for kind in (told.events, told.left))
    points = _at_ticks(curve, ticks, (told.patients - events - left, events, left), policy.digits)
    least, end = policy.curve_minimum, float(curve.times[-1])
    few = Masked(0, least - 1, f"<{least}") if least > 1 else None

    def told_at(point: CurvePoint) -> CurvePoint:
        cut = point.time > end and told.untold
        return replace(point, at_risk=few, events=None, censored=None) if cut else point

    return tuple(map(told_at, points))


def _at_steps(curve: survival.Survival, digits: int | None) -> tuple[CurvePoint, ...]:
    counts = zip(curve.at_risk.tolist(), curve.events.tolist(), curve.censored.tolist(), strict=True)
    shares = np.column_stack([curve.survival, curve.low, curve.high]).tolist()
    return tuple(
        CurvePoint(t, *n, *(rounded(x, digits) for x in share))
        for t, n, share in zip(curve.times.tolist(), counts, shares, strict=True)
    )


def _shares(curve: survival.Survival, t: float, digits: int | None) -> list[float] | list[None]:
    """The curve and its interval at a time: one before the first step, not known beyond the last."""
    if not curve.times.size or t > curve.times[-1]:
        return [None] * 3
    before = int(np.searchsorted(curve.times, t, side="right")) - 1
    share = [float(limits[before]) for limits in (curve.survival, curve.low, curve.high)]
    return [rounded(x, digits) for x in share] if before >= 0 else [1.0] * 3
