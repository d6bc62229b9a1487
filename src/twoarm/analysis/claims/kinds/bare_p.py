"""A statement about P without its numbers: the effects that it leaves possible, and what it proves of equality."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.claims.agreement import bound_of
from twoarm.analysis.claims.definitions import ABOVE, threshold
from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic
from twoarm.methods.printed import bounds
from twoarm.methods.printed.rounding import exact
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import BareP
from twoarm.study.published.printed import p_parts

BY_MARGIN = ("sd_proved", "sd_most")  # statistics that go by the difference that would matter


def bare_p(claim: BareP, known: Known) -> Finding:
    """Never checkable; its rows are the bounds that the statement sets if it came from the usual test."""
    rows = tuple(_between(claim) if claim.comparison == "between" else _within(claim))
    rows = rows or (Statistic("p_value", claim.p),)
    more, relation = tuple(_told(claim, rows)), (bound_of(claim.p) or p_parts(claim.p))[0]
    return Finding(Verdict.NOT_CHECKABLE, Reason.ONLY_P_PUBLISHED, rows, more, relation, threshold(claim.p))


def _told(claim: BareP, rows: tuple[Statistic, ...]) -> Iterator[Statistic]:
    """The other end of what is symmetric, and how far an interval at the bound reaches."""
    bounds_of = {row.statistic: row for row in rows if row.recomputed is not None}
    superiority, effect = bounds_of.get("boundary_superiority"), bounds_of.get("boundary_d")
    if superiority is not None:
        low = 1 - (superiority.recomputed or 0.0)
        yield Statistic("boundary_superiority_low", claim.p, low, superiority.method)
    if effect is not None and _says_none(claim):
        reach = 2 * (effect.recomputed or 0.0)
        yield Statistic("interval_reach", claim.p, reach, effect.method)


def _within(claim: BareP) -> Iterator[Statistic]:
    limit = _limit(claim)
    if claim.n[0] > 1 and limit is not None:
        yield Statistic("boundary_dz", claim.p, bounds.boundary_dz(*claim.n, limit), "paired_t")


def _between(claim: BareP) -> Iterator[Statistic]:
    sizes, limit = claim.n, _limit(claim)
    if sum(sizes) < 4 or limit is None:
        return
    yield Statistic("boundary_d", claim.p, bounds.boundary_d(*sizes, limit), "student")
    yield Statistic("boundary_g", claim.p, bounds.boundary_g(*sizes, limit), "student")
    superiority = bounds.boundary_superiority(*sizes, limit)
    if superiority is not None:
        yield Statistic("boundary_superiority", claim.p, superiority, "mann_whitney")
    if _says_none(claim) and limit < 0.5:
        yield from _equivalence(claim, limit)


def _equivalence(claim: BareP, limit: float) -> Iterator[Statistic]:
    """What two one-sided tests at the same level can be said to show, in standard deviations and at a margin."""
    level = 1 - 2 * limit
    proved = bounds.farthest_limit(*claim.n, level, limit)
    least = bounds.margin_at_equality(*claim.n, level)
    yield Statistic("margin_proved", claim.p, proved, "student")
    yield Statistic("margin_least", claim.p, least, "student")
    if claim.margin is not None:
        margin = float(exact(claim.margin))
        yield Statistic(BY_MARGIN[0], claim.margin, margin / proved, "student")
        yield Statistic(BY_MARGIN[1], claim.margin, margin / least, "student")


def _limit(claim: BareP) -> float | None:
    """The P at the boundary: the threshold, or the P itself where an exact one is printed; None where every P obeys it."""
    bound = bound_of(claim.p)
    return None if bound is None else bound[1]


def _says_none(claim: BareP) -> bool:
    """Whether the statement is that no difference was shown, at a threshold."""
    return p_parts(claim.p)[0] in ABOVE and _limit(claim) is not None
