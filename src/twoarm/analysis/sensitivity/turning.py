"""How far the values that some patients lack would have to lie from what is imputed before a conclusion turns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from twoarm.analysis.arms.imputed import BASELINE, EVENT, OUTCOME, SEED, Incomplete
from twoarm.faces import counts_only
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.missing import (
    Completed,
    Imputed,
    KeyedDraws,
    MovedEstimates,
    completed_hazards,
    completed_shares,
    moved_ancova,
    moved_means,
    own_order,
    raised_hazard,
    share_grid,
    tipping_points,
)
from twoarm.random_bits import Source

# Standard deviations of the outcome, and hazard ratios, that are looked at on either side.
FARTHEST_SHIFT, FARTHEST_RATIO = 3.0, 10.0
_POINTS, _HAZARD_STEPS = (
    20,
    12,
)  # of a figure on either side; of the search, each of which takes as many Cox models as sets
Both = tuple[Imputed, Imputed]


class Move(StrEnum):
    """How imputed values are moved."""

    SHIFT = "shift"  # all by one number, in the unit of the outcome
    SHARE = "share"  # to a share with the event
    HAZARD = "hazard"  # to a multiple of the hazard


@counts_only
@dataclass(frozen=True)
class Turning:
    """Where the conclusion about an outcome turns as the imputed values of one arm move.

    Attributes
    ----------
    side : the arm whose values move: 0 is the treated one.
    start : the move at which they are like the known ones. low, high : how far was looked.
    below, above : the nearest moves on either side at which the conclusion is another one; None where none is.
    conclusion : -1, 0 or 1: the side of no difference on which the interval lies that is to turn; None without one.
    points : some moves, each with what it comes to.
    completions, turned : of shares, in how many ways the events of those missing in both arms may have fallen, and in how
        many of them the conclusion is another one; None of other outcomes.
    missing : patients of the arm whose outcome is missing. known : of shares, those with the event and all of those known.
    """

    side: int
    move: Move
    start: float
    low: float
    high: float
    below: float | None
    above: float | None
    conclusion: int | None
    points: tuple[tuple[float, Estimate], ...]
    completions: int | None = None
    turned: int | None = None
    missing: int = 0
    known: tuple[int, int] = (0, 0)

    def events(self, share: float) -> int:
        """How many of the arm's missing patients have the event at a share of them."""
        return round(share * self.missing)

    @property
    def nearest(self) -> float | None:
        """The one of the two that lies nearer to the start; None where there is none."""
        found = [x for x in (self.above, self.below) if x is not None]
        return min(found, key=lambda x: abs(self._from_start(x)), default=None)

    def _from_start(self, move: float) -> float:
        return math.log(move) if self.move is Move.HAZARD else move - self.start


def moved_side(asked: Incomplete) -> int:
    """The treated arm, where it lacks a value of the outcome, else the control arm."""
    return 0 if _missing_of(asked, 0) else 1


def moved_values(asked: Incomplete, both: Both) -> MovedEstimates:
    """The differences of means, adjusted where the analysis takes the value before treatment, as outcomes move."""
    side = moved_side(asked)
    missing = [arm.missing[OUTCOME].astype(float) for arm in both]
    moves = [own if i == side else np.zeros(own.size) for i, own in enumerate(missing)]
    after = [arm.columns[OUTCOME] for arm in both]
    if len(asked.analysed) == 1:
        return moved_means(*after, *moves)
    before = [arm.columns[BASELINE] for arm in both]
    return moved_ancova((before[0], after[0]), (before[1], after[1]), *moves)


def turning_of_values(asked: Incomplete, moved: MovedEstimates, level: float) -> Turning | None:
    """Of means; None where the outcome does not vary, or is missing in no patient."""
    known = [column.values[~column.missing] for column in asked.analysed[0]]
    spread = math.sqrt(sum(float(values.var(ddof=1)) for values in known) / 2)
    if not (spread > 0 and any(_missing_of(asked, side) for side in (0, 1))):
        return None
    reach = FARTHEST_SHIFT * spread

    def at(shift: float) -> Estimate:
        return moved.at(shift).estimate(level)

    found = tipping_points(at, reach)
    points = tuple((float(x), at(float(x))) for x in np.linspace(-reach, reach, 2 * _POINTS + 1))
    side, ends = moved_side(asked), (-reach, reach, found.below, found.above)
    return Turning(side, Move.SHIFT, 0.0, *ends, found.conclusion, points, missing=_missing_of(asked, side))


def _missing_of(asked: Incomplete, side: int) -> int:
    """Patients of an arm whose outcome is missing."""
    missing = [pair[side].missing for pair in asked.analysed if pair[side].name != BASELINE]
    return int(np.logical_or.reduce(missing).sum())


def completed_events(asked: Incomplete, both: Both) -> Completed:
    """The differences of the shares, or the hazard ratios, of the completed data sets."""
    treated, control = both
    if EVENT not in treated.columns:
        return completed_shares(treated.columns[OUTCOME], control.columns[OUTCOME])
    pairs = [(arm.columns[OUTCOME], arm.columns[EVENT]) for arm in both]
    return completed_hazards(*pairs)


def turning_of_shares(asked: Incomplete, level: float) -> Turning:
    """Of shares: every number of events among those missing in either arm is gone through."""
    side = moved_side(asked)
    arms = [_counts(column.values) for column in asked.analysed[0]]
    grid = share_grid(*arms, level)
    expected = [events / known * missing for events, known, missing in arms]
    other = round(expected[1 - side])
    fewer, more = grid.nearest(expected[side], other, treated=side == 0)
    events, known, missing = arms[side]
    shares = [None if number is None else number / missing for number in (fewer, more)]
    points = tuple(_points(arms, side, other, level))
    counted = grid.completions, grid.turned, missing, (events, known)
    return Turning(side, Move.SHARE, events / known, 0.0, 1.0, *shares, grid.conclusion, points, *counted)


def _counts(values: np.ndarray) -> tuple[int, int, int]:
    known = values[~np.isnan(values)]
    return int(known.sum()), known.size, values.size - known.size


def _points(arms: list[tuple[int, int, int]], side: int, other: int, level: float):
    """The difference at some numbers of events among those missing in the arm, the others as those known."""
    whole = [known + missing for _, known, missing in arms]
    missing = arms[side][2]
    steps = np.unique(np.linspace(0, missing, min(missing, _POINTS) + 1).round().astype(int))
    for number in steps.tolist():
        added = (number, other) if side == 0 else (other, number)
        events = [arm[0] + more for arm, more in zip(arms, added, strict=True)]
        yield number / missing, risk_difference(events[0], whole[0], events[1], whole[1], level)


def turning_of_hazards(asked: Incomplete, both: Both, level: float) -> Turning:
    """Of times: the hazard of those whose time or event is missing is multiplied."""
    side, reach = moved_side(asked), math.log(FARTHEST_RATIO)
    missing = asked.lacking(side)
    pairs = [(arm.columns[OUTCOME], arm.columns[EVENT]) for arm in both]
    order, key = own_order([pair[side] for pair in (*asked.analysed, *asked.others)])
    draws = KeyedDraws(Source(SEED), key)
    uniform = draws.uniform((len(pairs[side][0]), missing.size), "waiting")
    waiting = -np.log(uniform)[:, np.argsort(order)][:, missing]

    def at(log_ratio: float) -> Estimate:
        moved = list(pairs)
        moved[side] = raised_hazard(*pairs[side], missing, waiting, math.exp(log_ratio))
        return completed_hazards(*moved).estimate(level)

    found = tipping_points(at, reach, null=1.0, steps=_HAZARD_STEPS)
    below, above = (None if x is None else math.exp(x) for x in (found.below, found.above))
    steps = np.linspace(-reach, reach, _HAZARD_STEPS * 2 + 1)
    points = tuple((math.exp(x), at(float(x))) for x in steps)
    ends = 1 / FARTHEST_RATIO, FARTHEST_RATIO, below, above
    return Turning(side, Move.HAZARD, 1.0, *ends, found.conclusion, points, missing=_missing_of(asked, side))
