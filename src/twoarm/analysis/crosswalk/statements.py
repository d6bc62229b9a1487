"""What a published claim states of an outcome, in the terms in which a cohort answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch

from twoarm.analysis.claims.definitions import ABOVE, threshold
from twoarm.faces import counts_only
from twoarm.methods.printed.rounding import exact, half_unit
from twoarm.study.published.counted import Count, Share, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import (
    RATIOS,
    BareP,
    MeanSdRange,
    Median,
    PrintedInterval,
    TwoMeans,
)
from twoarm.study.published.printed import number, p_parts

BOTH_ARMS = ("treated", "control")
OF_EVENTS = ("OR", "RR", "RD", "HR")  # measures that are above none where more patients have the event
Range = tuple[float, float]


class Quantity(StrEnum):
    """What a statement is about."""

    SHARE = "share"  # of an arm, or of both
    MEAN = "mean"
    MEDIAN = "median"
    DIFFERENCE = "difference"  # between the arms
    CHANGE = "change"  # within an arm
    NONE = ""  # no number and no threshold is printed


@counts_only
@dataclass(frozen=True)
class Side:
    """On which side of a threshold a P is said to lie."""

    below: bool
    threshold: float

    def holds(self, p: float) -> bool:
        """Whether a P lies there; the threshold itself is not below."""
        return (p < self.threshold) == self.below


@counts_only
@dataclass(frozen=True)
class Statement:
    """What a claim states of its outcome.

    Attributes
    ----------
    printed : the number or the P statement as it was printed.
    arm : ``treated`` or ``control``; empty of both together, and of what is between them.
    expected : of a share (in [0, 1]), a mean or a median, the values that are printed so.
    p : the side of a threshold; None where nothing is said of P.
    direction : 1 or -1 where more or less is stated: treated minus control, or later minus earlier; else 0.
    of_events : whether more stands for more patients with an event, who of a time to it have a shorter one.
    units : whether what is counted are units within the patients.
    """

    claim: Claim
    quantity: Quantity
    printed: str
    arm: str = ""
    expected: Range | None = None
    p: Side | None = None
    direction: int = 0
    of_events: bool = False
    units: bool = False


def statements_of(claims: Sequence[Claim]) -> Iterator[Statement]:
    """What each claim states that names an outcome; conclusions and judgements state no more than what they rest on."""
    known = {claim.id: claim for claim in claims}
    for claim in claims:
        if claim.variable is not None and claim.crossed:
            yield from _states(claim, known)


@singledispatch
def _states(claim: Claim, known: Mapping[str, Claim]) -> Iterator[Statement]:
    """Of a kind that says nothing which a cohort could meet."""
    yield Statement(claim, Quantity.NONE, "")


@_states.register
def _(claim: Count, known: Mapping[str, Claim]) -> Iterator[Statement]:
    printed = f"{claim.events}/{claim.of}" + (f" ({claim.percent}%)" if claim.percent else "")
    share = claim.events / claim.of
    units = any(
        isinstance(one, TwoByTwo) and one.units is not None and claim.id in (one.treated, one.control)
        for one in known.values()
    )
    yield Statement(claim, Quantity.SHARE, printed, claim.arm or "", (share, share), units=units)


@_states.register
def _(claim: Share, known: Mapping[str, Claim]) -> Iterator[Statement]:
    low, high = (percent / 100 for percent in _rounded_so(claim.percent))
    printed = f"{claim.percent}%" + (f" of {claim.of}" if claim.of_printed else "")
    yield Statement(claim, Quantity.SHARE, printed, claim.arm or "", (low, high))


@_states.register
def _(claim: MeanSdRange, known: Mapping[str, Claim]) -> Iterator[Statement]:
    printed = f"{claim.mean} ± {claim.sd}" if claim.sd else claim.mean
    expected = _rounded_so(claim.mean)
    yield Statement(claim, Quantity.MEAN, printed, claim.arm or "", expected)


@_states.register
def _(claim: Median, known: Mapping[str, Claim]) -> Iterator[Statement]:
    printed = f"{claim.median} ({claim.low} to {claim.high})" if claim.low else claim.median
    expected = _rounded_so(claim.median)
    yield Statement(claim, Quantity.MEDIAN, printed, claim.arm or "", expected)


@_states.register
def _(claim: TwoByTwo, known: Mapping[str, Claim]) -> Iterator[Statement]:
    yield _between(claim, claim.p, known, lambda one: one.events / one.of, of_events=True)


@_states.register
def _(claim: TwoMeans, known: Mapping[str, Claim]) -> Iterator[Statement]:
    yield _between(claim, claim.p, known, lambda one: number(one.mean))


@_states.register
def _(claim: PrintedInterval, known: Mapping[str, Claim]) -> Iterator[Statement]:
    null = 1.0 if claim.measure in RATIOS else 0.0
    side = _side(claim.p) if claim.p else _side_of_interval(claim, null)
    direction = _sign(number(claim.estimate), null) if side and side.below else 0
    span = f" ({claim.low} to {claim.high})" if claim.low is not None else ""
    printed = "; ".join(filter(None, (f"{claim.measure} {claim.estimate}{span}", claim.p)))
    quantity = Quantity.DIFFERENCE if side else Quantity.NONE
    events = claim.measure in OF_EVENTS
    yield Statement(claim, quantity, printed, p=side, direction=direction, of_events=events)


@_states.register
def _(claim: BareP, known: Mapping[str, Claim]) -> Iterator[Statement]:
    direction = {"higher": 1, "lower": -1, "none": 0}[claim.direction]
    if claim.comparison == "between":
        yield Statement(claim, Quantity.DIFFERENCE, claim.p, p=_side(claim.p), direction=direction)
        return
    for arm in [claim.arm] if claim.arm else BOTH_ARMS:
        yield Statement(claim, Quantity.CHANGE, claim.p, arm, p=_side(claim.p), direction=direction)


def _between(
    claim: TwoByTwo | TwoMeans,
    printed: str,
    known: Mapping[str, Claim],
    value: Callable[..., float],
    *,
    of_events: bool = False,
) -> Statement:
    """A P statement on the numbers of two other claims, which give its direction where it states a difference."""
    side = _side(printed)
    treated, control = (value(known[name]) for name in (claim.treated, claim.control))
    direction = _sign(treated, control) if side.below else 0
    return Statement(claim, Quantity.DIFFERENCE, printed, p=side, direction=direction, of_events=of_events)


def _side(statement: str) -> Side:
    """Of an exact P the side of the usual threshold."""
    relation, printed = p_parts(statement)
    limit = threshold(statement)
    return Side(relation not in ABOVE and (relation != "=" or float(printed) < limit), limit)


def _side_of_interval(claim: PrintedInterval, null: float) -> Side | None:
    """What an interval says of P: below one less its level where it leaves no difference out."""
    if claim.low is None or claim.high is None:
        return None
    left_out = not number(claim.low) <= null <= number(claim.high)
    return Side(left_out, round(1 - claim.level / 100, 12))


def _sign(value: float, null: float) -> int:
    return (value > null) - (value < null)


def _rounded_so(printed: str) -> Range:
    """The values that a printed number may be a rounding of."""
    middle, half = exact(printed), half_unit(printed)
    return float(middle - half), float(middle + half)
