"""Whether a P that is computed again, known but for rounding, is the one that a statement prints."""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

from twoarm.analysis.claims.definitions import ABOVE, ROUNDED_ENDS, USUAL
from twoarm.analysis.claims.finding import Reason
from twoarm.methods.printed.rounding import exact, half_unit, rounding_limits
from twoarm.study.published.printed import p_parts

# From so many times beyond the threshold on, a P is taken to be no other test's and no adjustment's: docs/claims.md.
TENFOLD = 10
USUAL_EXACTLY = exact(str(USUAL))
Ends = tuple[float, float]


class Closeness(IntEnum):
    """How near the P of some tests come to a statement, the nearest first."""

    EACH = 0  # each can be the printed P, or on the stated side
    SOME = 1  # some can
    SAME_SIDE = 2  # none can be the exact P that is printed, but some lie on its side of the usual threshold
    NEAR = 3  # all lie on the other side of the threshold, some of them within `TENFOLD` times of it
    FAR_OFF = 4  # all lie on the other side and farther from it


def impossible(statement: str) -> Reason | None:
    """Why no P can be as a statement says; None where one can.

    Examples
    --------
    >>> [impossible(printed) for printed in ("P=0.000", "P≤0.000", "P=1.00", "P>0.99", "P<1.5")]
    [None, None, None, None, None]
    >>> [str(impossible(printed)) for printed in ("P<0.000", "P=-0.02", "P>1", "P=1.02")]
    ['p_below_zero', 'p_below_zero', 'p_above_one', 'p_above_one']
    """
    relation, printed = p_parts(statement)
    low, high = rounding_limits(printed) if relation in "=≤≥" else (exact(printed), exact(printed))
    if high < 0 or (relation == "<" and high == 0):
        return Reason.P_BELOW_ZERO if relation in "=<≤" else None
    if low > 1 or (relation == ">" and low == 1):
        return Reason.P_ABOVE_ONE if relation in "=>≥" else None
    return None


def bound_of(statement: str) -> tuple[str, float] | None:
    """The relation and the limit that a statement sets to P; None where every P obeys it, or none does.

    What is printed as 0 was rounded, and is at most half a unit of its last place; what is printed as 1 at least 1 less it.

    Examples
    --------
    >>> bound_of("P<0.05"), bound_of("P=0.000"), bound_of("P=1.0"), bound_of("P>0"), bound_of("P<0.000")
    (('<', 0.05), ('≤', 0.0005), ('≥', 0.95), None, None)
    """
    relation, printed = p_parts(statement)
    limit = exact(printed)
    if relation in "=≤" and limit == 0:
        return "≤", float(half_unit(printed))
    if relation in "=≥" and limit == 1:
        return "≥", float(1 - half_unit(printed))
    return (relation, float(limit)) if 0 < limit < 1 else None


def can_agree(p: Ends, statement: str) -> bool:
    """Whether some P between two ends, both included, is the printed one or on the side that is stated."""
    relation, printed = p_parts(statement)
    limit, (low, high) = float(printed), map(float, rounding_limits(printed))
    if relation == "=" or (relation, limit) in ROUNDED_ENDS:
        return p[0] <= high and p[1] >= low
    return {"<": p[0] < limit, "≤": p[0] <= limit, ">": p[1] > limit, "≥": p[1] >= limit}[relation]


def stated_side(statement: str, alpha: Fraction = USUAL_EXACTLY) -> bool | None:
    """Whether a statement says that P is below a level (True), that it is not (False), or leaves it open (None).

    Examples
    --------
    >>> [stated_side(printed) for printed in ("P<0.01", "P>0.05", "P=0.2", "P>0.01", "P<0.1", "P=0.05")]
    [True, False, False, None, None, None]
    """
    relation, printed = p_parts(statement)
    low, high = rounding_limits(printed) if relation == "=" else (exact(printed), exact(printed))
    if relation in "=<≤" and (high < alpha or (relation == "<" and high == alpha)):
        return True
    return False if relation in ("=", *ABOVE) and low >= alpha else None


def closeness(tests: list[Ends], statement: str) -> Closeness:
    """How near tests come to a statement, each known as the smallest and the largest P that rounding leaves possible.

    Examples
    --------
    >>> closeness([(0.03, 0.05), (0.04, 0.06)], "P<0.05"), closeness([(0.03, 0.05), (0.05, 0.06)], "P<0.05")
    (<Closeness.EACH: 0>, <Closeness.SOME: 1>)
    >>> closeness([(0.02, 0.02)], "P=0.04"), closeness([(0.2, 0.2)], "P=0.04"), closeness([(0.6, 0.6)], "P=0.04")
    (<Closeness.SAME_SIDE: 2>, <Closeness.NEAR: 3>, <Closeness.FAR_OFF: 4>)
    """
    agree = [can_agree(p, statement) for p in tests]
    if any(agree):
        return Closeness.EACH if all(agree) else Closeness.SOME
    exactly = p_parts(statement)[0] == "="
    below = stated_side(statement) if exactly else p_parts(statement)[0] not in ABOVE
    if exactly and (below is None or any(_reaches(p, below) for p in tests)):
        return Closeness.SAME_SIDE
    limit = USUAL if exactly else float(p_parts(statement)[1])
    return Closeness.FAR_OFF if all(far(p, limit, bool(below)) for p in tests) else Closeness.NEAR


def far(p: Ends, limit: float, below: bool) -> bool:
    """Whether every P between two ends is `TENFOLD` times beyond a limit below which (or not below which) it should lie."""
    return p[0] >= TENFOLD * limit if below else p[1] <= limit / TENFOLD


def _reaches(p: Ends, below: bool) -> bool:
    return p[0] < USUAL if below else p[1] >= USUAL
