"""Times to an event as a policy lets them be told: only where enough patients have gathered, at the places of one grid.

Whatever is shown of a time to event (curve, band, numbers at risk, median, where a restricted mean ends) is computed from
these counts and from nothing else, so that it can give back no more than they do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from twoarm.faces import counts_only
from twoarm.study.disclosure.policy import Policy

_Times = tuple[np.ndarray, np.ndarray]  # of an arm: the time of each patient, and 0/1 for the event
_RUNGS = (1.0, 2.0, 5.0, 10.0)  # of a step that nobody stated, times a power of ten
_ROUNDING = 1e-9  # of a step: a time that lies on the grid is told there
_DIGITS = 12  # of a place on the grid, which a product would show with the digits of its rounding


@counts_only
@dataclass(frozen=True, eq=False)
class Gathered:
    """Patients who left in one way, told in groups: how many at which place of the grid."""

    places: np.ndarray
    counts: np.ndarray

    def until(self, places: np.ndarray) -> np.ndarray:
        """How many are told at each of some places or before it."""
        return self._told(places, "right")

    def before(self, places: np.ndarray) -> np.ndarray:
        """How many are told before each of some places."""
        return self._told(places, "left")

    def _told(self, places: np.ndarray, side: Literal["left", "right"]) -> np.ndarray:
        total = np.concatenate([[0], np.cumsum(self.counts)])
        return total[np.searchsorted(self.places, places, side=side)].astype(int)


NOBODY = Gathered(np.array([]), np.array([], int))


@counts_only
@dataclass(frozen=True, eq=False)
class ToldTimes:
    """What may be told of the times of one arm.

    Attributes
    ----------
    patients : how many are known, rounded as the policy asks.
    events, left : who had the event, and whose observation ended without it. What has not gathered is in neither.
    end : the last place of the grid at which as many as the policy asks are under observation; None where there is none.
    step : distance of the places, in the unit of the time; 0 where every time is one.
    reason : why there is no curve; empty where there is one.
    """

    patients: int
    events: Gathered
    left: Gathered
    end: float | None
    step: float
    reason: str = ""

    @property
    def untold(self) -> int:
        """Of how many it is not told when and how they left."""
        return self.patients - int(self.events.counts.sum() + self.left.counts.sum())


def told_times(policy: Policy, arms: Sequence[_Times]) -> list[ToldTimes]:
    """What may be told of each arm, on one grid for all.

    Examples
    --------
    Of nine events five have gathered on day 5, and the other four would be a number that is masked: all nine are told
    where they have gathered.

    >>> from twoarm.study.disclosure.policy import HOSPITAL
    >>> days, seen = np.arange(1.0, 21.0), np.array([1.0] * 9 + [0.0] * 11)
    >>> (told,) = told_times(HOSPITAL, [(days, seen)])
    >>> told.step, told.end, told.events.places.tolist(), told.events.counts.tolist()
    (1.0, 16.0, [9.0], [9])
    """
    step = _step(policy, [time for time, _ in arms])
    return [_told(policy, time, event > 0, step) for time, event in arms]


def _step(policy: Policy, times: Sequence[np.ndarray]) -> float:
    """The distance of the places: as stated, else by the rule of the profile.

    By the rule it is the smallest of 1, 2 and 5 times a power of ten after whose `curve_steps` steps fewer patients are
    under observation in each arm than any number that may be told: it follows from masked counts alone.
    """
    if policy.time_step is not None:
        return policy.time_step
    least = max(policy.curve_minimum, policy.min_count, 1)
    last = max((float(np.sort(time)[-least]) for time in times if time.size >= least), default=0.0)
    shortest = last / max(policy.curve_steps, 1)
    if shortest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(shortest))
    return _exact(next(rung * power for rung in _RUNGS if rung * power >= shortest * (1 - _ROUNDING)))


def _exact(time: float) -> float:
    return float(f"{time:.{_DIGITS}g}")


def _told(policy: Policy, time: np.ndarray, event: np.ndarray, step: float) -> ToldTimes:
    """One arm, or the reason why nothing of it is told."""
    nothing = ToldTimes(policy.multiple(time.size), NOBODY, NOBODY, None, step)
    if policy.small(int(event.sum())):
        return replace(nothing, reason=f"fewer than {max(policy.min_count, 1)} patients had the event")
    before, after = _around(time, step)
    least = max(policy.curve_minimum, 1)
    last = float(np.sort(before)[-least]) if time.size >= least else 0.0
    if last <= 0:
        return replace(nothing, reason=f"fewer than {least} patients were under observation")
    events, left = (_gathered(policy, after, kind, last) for kind in (event, ~event))
    if event.any() and not events.counts.size:
        return replace(nothing, reason="too few patients had the event before it ends")
    return replace(nothing, events=events, left=left, end=last)


def _around(time: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """The last place up to each time, and the first one from it on: the time itself where it is a place."""
    if not step:
        return time, time
    steps = np.floor(time / step + _ROUNDING), np.ceil(time / step - _ROUNDING)
    before, after = (_multiples(counted, step) for counted in steps)
    return before, after


def _multiples(steps: np.ndarray, step: float) -> np.ndarray:
    found, inverse = np.unique(steps, return_inverse=True)
    return np.array([_exact(k * step) for k in found.tolist()])[inverse]


def _gathered(policy: Policy, places: np.ndarray, kind: np.ndarray, last: float) -> Gathered:
    """The patients of one kind in groups, each told at the first place where as many as the policy asks have gathered."""
    groups, told = [], 0
    for place, until in _counted(places[kind], last):
        most = _tellable(policy, kind, until)
        whole = most - most % policy.rounding  # below none where even that many may not be told
        if whole - told >= max(policy.min_count, 1):
            groups.append((place, whole - told))
            told = whole
    return Gathered(*(np.array(x) for x in zip(*groups, strict=True))) if groups else NOBODY


def _counted(places: np.ndarray, last: float) -> Iterator[tuple[float, int]]:
    """Each place up to the last one, with how many there are up to it."""
    found, counts = np.unique(places[places <= last], return_counts=True)
    yield from zip(found.tolist(), np.cumsum(counts).tolist(), strict=True)


def _tellable(policy: Policy, kind: np.ndarray, until: int) -> int:
    """How many of those up to a place may be told, so that the rest is no number that is masked.

    A reader takes them from how many there are of the kind, as that is told. Where those of the other kind are few, both
    numbers are masked; then enough must be left whatever masked number the others are.
    """
    of_kind, others = int(kind.sum()), int((~kind).sum())
    left = max(policy.min_count, 1)
    if policy.small(others):
        return min(until, _fewest(policy, kind.size) - policy.largest - left)
    if policy.rounding > 1 or policy.small(of_kind - until):
        return min(until, _fewest(policy, of_kind) - left)
    return until


def _fewest(policy: Policy, count: int) -> int:
    """The smallest number that is told as this one is."""
    return policy.multiple(count) - policy.rounding // 2
