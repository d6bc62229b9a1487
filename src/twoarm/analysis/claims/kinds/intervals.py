"""An estimate with its interval: inside its limits, beside its P, and as the printed counts or means give it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from twoarm.analysis.claims.agreement import (
    TENFOLD,
    Closeness,
    Ends,
    can_agree,
    closeness,
    far,
    stated_side,
)
from twoarm.analysis.claims.definitions import DEFINITIONS, threshold
from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic
from twoarm.analysis.claims.kinds.estimates import Given, printed_counts, readings
from twoarm.analysis.claims.kinds.two_means import may_be_skewed, printed_means
from twoarm.faces import counts_only
from twoarm.methods.printed.intervals import p_limits_of_interval, p_of_interval
from twoarm.methods.printed.rounding import exact, rounding_limits
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import RATIOS, PrintedInterval
from twoarm.study.published.printed import p_parts

NORMAL = "normal_approximation"
SMALLEST = 0.001
OF_MODELS = ("OR", "HR")
# The simplest intervals of these are far too narrow where a small arm has no event, or nothing else, whatever tests say.
OF_SHARES = ("RR", "RD")
# The worst first: the verdict of a claim is that of its worst check, and consistent if a check agrees and none does not.
ORDER = (
    (Verdict.INCONSISTENT, (
        Reason.LIMITS_REVERSED, Reason.RATIO_BELOW_ZERO, Reason.ESTIMATE_OUTSIDE, Reason.SIDES_FAR, Reason.ESTIMATE_DIFFERS,
    )),
    (Verdict.DEPENDS_ON_METHOD, (
        Reason.SIDES_DIFFER, Reason.OTHER_ESTIMATE, Reason.P_FAR_FROM_INTERVAL,
    )),
    (Verdict.CONSISTENT, (
        Reason.OTHER_DIRECTION, Reason.ESTIMATE_AGREES, Reason.SIDES_AGREE, Reason.ESTIMATE_INSIDE,
    )),
)  # fmt: skip


@counts_only
@dataclass(frozen=True)
class Limits:
    """A printed interval that is an interval, with what its statement about P says of the level that belongs to it."""

    claim: PrintedInterval
    printed: tuple[str, str, str]

    @property
    def ratio(self) -> bool:
        return self.claim.measure in RATIOS

    @property
    def excludes(self) -> bool | None:
        """Whether the interval excludes no difference; None where a limit may be none before it was rounded."""
        none = Fraction(self.ratio)
        low, high = (rounding_limits(limit) for limit in self.printed[1:])
        if low[0] > none or high[1] < none:
            return True
        return False if low[1] < none < high[0] else None

    @property
    def p(self) -> Ends:
        """Every P that the interval implies, over its rounding."""
        return p_limits_of_interval(self.printed, self.claim.level / 100, self.ratio)


def interval(claim: PrintedInterval, known: Known) -> Finding:
    """The worst of its checks; not checkable where there is nothing to compare the estimate with."""
    found, rows = readings(claim, known), []
    reasons = set(_of_limits(claim, known)) | set(_of_readings(claim, found))
    rows += [
        *_rows(claim),
        *_estimates(claim, found),
    ]
    given = (p_parts(claim.p)[0], threshold(claim.p)) if claim.p else ("", float(alpha_of(claim)))
    for verdict, order in ORDER:
        for reason in order:
            if reason in reasons:
                return Finding(verdict, reason, tuple(rows), (), *given)
    return Finding(
        Verdict.NOT_CHECKABLE, Reason.NOTHING_TO_COMPARE, (Statistic("estimate", claim.estimate),), (), *given
    )


def alpha_of(claim: PrintedInterval) -> Fraction:
    """One minus the level of the interval, exactly: 0.05 for 95."""
    return 1 - exact(repr(float(claim.level))) / 100


def limits_of(claim: PrintedInterval) -> Limits | None:
    """The printed interval; None where there is none, or where its limits are in no order."""
    if (
        claim.low is None
        or claim.high is None
        or rounding_limits(claim.low)[0] > rounding_limits(claim.high)[1]
    ):
        return None
    return Limits(claim, (claim.estimate, claim.low, claim.high))


def _of_limits(claim: PrintedInterval, known: Known) -> Iterator[Reason]:
    """Whether the interval is one, holds its estimate, and is on the side of no difference that its P says."""
    numbers = [rounding_limits(n) for n in (claim.estimate, claim.low, claim.high) if n is not None]
    if claim.measure in RATIOS and any(high < 0 for _, high in numbers):
        yield Reason.RATIO_BELOW_ZERO
    if claim.low is None:
        return
    limits = limits_of(claim)
    if limits is None:
        yield Reason.LIMITS_REVERSED
        return
    (low, high), (least, _), (_, most) = numbers
    yield Reason.ESTIMATE_INSIDE if low <= most and high >= least else Reason.ESTIMATE_OUTSIDE
    if claim.p:
        yield from _beside_p(limits, claim.p, known)


def _beside_p(limits: Limits, statement: str, known: Known) -> Iterator[Reason]:
    """Interval and P on one side or not: far from each other, or as different methods may put them."""
    below, excludes = stated_side(statement, alpha_of(limits.claim)), limits.excludes
    if below is not None and excludes is not None and below != excludes:
        apart = far(limits.p, _reference(limits, statement), below) and not _tests_give(
            limits, statement, known
        )
        yield Reason.SIDES_FAR if apart else Reason.SIDES_DIFFER
        return
    if p_parts(statement)[0] == "=" and _tenfold(limits.p, statement):
        yield Reason.P_FAR_FROM_INTERVAL
    elif below is not None and below == excludes:
        yield Reason.SIDES_AGREE


def _reference(limits: Limits, statement: str) -> float:
    """From what the P of the interval is far: the level or, of a ratio that a model gives, a printed P above it.

    A rank test of values with far outliers, or a test of few events, may lie farther from a P that is printed.
    """
    relation, printed = p_parts(statement)
    low = rounding_limits(printed)[0] if relation == "=" else exact(printed)
    of_model = limits.claim.measure in OF_MODELS
    return float(max(alpha_of(limits.claim), low) if of_model else alpha_of(limits.claim))


def _tests_give(limits: Limits, statement: str, known: Known) -> bool:
    """Whether a test of the counts or the means behind it gives the printed P; where they are not named, whether one may."""
    claim, counts = limits.claim, printed_counts(limits.claim, known)
    if counts is not None:
        table = counts[0].events, counts[0].of, counts[1].events, counts[1].of
        values = (test(*table) for test in DEFINITIONS.values())
        return any(p is not None and can_agree((p, p), statement) for p in values)
    if claim.treated is None or claim.control is None:
        return claim.measure in OF_SHARES and not claim.adjusted
    means = printed_means(claim.treated, claim.control, known)
    return means is not None and (
        may_be_skewed(means) or closeness(means.limits(), statement) < Closeness.FAR_OFF
    )


def _tenfold(p: Ends, statement: str) -> bool:
    """Whether an exact P is farther than tenfold from every one that the interval implies.

    Below `SMALLEST` a normal approximation says nothing of so fine a ratio: what is smaller is taken as that.
    """
    low, high = (max(float(end), SMALLEST) for end in rounding_limits(p_parts(statement)[1]))
    return max(p[0], SMALLEST) > TENFOLD * high or max(p[1], SMALLEST) * TENFOLD < low


def _of_readings(claim: PrintedInterval, found: list[Given]) -> Iterator[Reason]:
    """Whether the counts or the means give the estimate: as it stands, the other way round, or as another ratio."""
    ratio = claim.measure in RATIOS
    own, other = ([r for r in found if r.other is kind] for kind in (False, True))
    if any(r.prints_as(claim.estimate) for r in own):
        yield Reason.ESTIMATE_AGREES
    elif any(r.turned(ratio).prints_as(claim.estimate) for r in own):
        yield Reason.OTHER_DIRECTION
    elif any(r.prints_as(claim.estimate) or r.turned(ratio).prints_as(claim.estimate) for r in other):
        yield Reason.OTHER_ESTIMATE
    elif own:
        yield Reason.ESTIMATE_DIFFERS


def _estimates(claim: PrintedInterval, found: list[Given]) -> Iterator[Statistic]:
    """What the counts or the means give, but for nothing over nothing."""
    for reading in found:
        if not reading.other and not math.isnan(reading.value):
            yield Statistic("estimate", claim.estimate, reading.value, reading.method)


def _rows(claim: PrintedInterval) -> Iterator[Statistic]:
    """The P that the interval implies, and its limits over the rounding."""
    limits = limits_of(claim)
    if limits is None:
        return
    p, ends = p_of_interval(limits.printed, claim.level / 100, limits.ratio), limits.p
    if p is not None:
        yield Statistic("p_from_interval", claim.p or "", p, NORMAL)
    yield Statistic("p_from_interval_smallest", "", ends[0], NORMAL)
    yield Statistic("p_from_interval_largest", "", ends[1], NORMAL)
