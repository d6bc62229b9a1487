"""Whether a cohort meets a published statement, and why it does not or why that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.crosswalk.statements import Quantity, Statement
from twoarm.analysis.masking.verdicts import is_masked
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate


class Met(StrEnum):
    """The answer."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "cannot be said"


class Grounds(StrEnum):
    """Why a statement is not met, or why that cannot be said; nothing of one that is met."""

    NONE = ""
    OUTSIDE = "outside_interval"
    P_NOT_BELOW = "p_not_below"
    P_BELOW = "p_below"
    OTHER_DIRECTION = "other_direction"
    MASKED = "masked"
    NOT_ESTIMATED = "not_estimated"
    NO_INTERVAL = "no_interval"
    NO_DIRECTION = "no_direction"
    NOTHING_PRINTED = "nothing_printed"


@counts_only
@dataclass(frozen=True)
class Judged:
    """Whether a statement is met, and on which grounds it is not."""

    met: Met
    grounds: Grounds = Grounds.NONE


def judged_by(statement: Statement, estimate: Estimate, null: float, *, is_time: bool) -> Judged:
    """By the rule of its quantity: shares and means by the interval, what is said of P by side and direction.

    Parameters
    ----------
    null : the value of no difference. is_time : whether the outcome is a time, shorter where more patients have the event.
    """
    if statement.quantity is Quantity.NONE:
        return Judged(Met.UNKNOWN, Grounds.NOTHING_PRINTED)
    if estimate.masked:
        return Judged(Met.UNKNOWN, Grounds.MASKED)
    if statement.p is None:
        return _by_interval(statement, estimate)
    if estimate.p_value is None:
        sizes = estimate.n_treated, estimate.n_control
        return Judged(Met.UNKNOWN, Grounds.MASKED if is_masked(*sizes) else Grounds.NOT_ESTIMATED)
    if not statement.p.holds(estimate.p_value):
        return Judged(Met.NOT_MET, Grounds.P_NOT_BELOW if statement.p.below else Grounds.P_BELOW)
    return _by_direction(statement, estimate, null, is_time)


def _by_interval(statement: Statement, estimate: Estimate) -> Judged:
    """Whether some value that is printed so lies within the interval of the cohort's."""
    if estimate.value is None:
        return Judged(Met.UNKNOWN, Grounds.NOT_ESTIMATED)
    if estimate.low is None or estimate.high is None or statement.expected is None:
        return Judged(Met.UNKNOWN, Grounds.NO_INTERVAL)
    low, high = statement.expected
    inside = low <= estimate.high and high >= estimate.low
    return Judged(Met.MET) if inside else Judged(Met.NOT_MET, Grounds.OUTSIDE)


def _by_direction(statement: Statement, estimate: Estimate, null: float, is_time: bool) -> Judged:
    stated = -statement.direction if statement.of_events and is_time else statement.direction
    if not stated:
        return Judged(Met.MET)
    if estimate.value is None:
        return Judged(Met.UNKNOWN, Grounds.NO_DIRECTION)
    same = (estimate.value > null) - (estimate.value < null) == stated
    return Judged(Met.MET) if same else Judged(Met.NOT_MET, Grounds.OTHER_DIRECTION)
