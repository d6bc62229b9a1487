"""A P statement on two counts: by every two-sided test, and by patient for every number that the counted units allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twoarm.analysis.claims.definitions import (
    DEFINITIONS,
    PERMUTED,
    p_agrees,
    significant,
    threshold,
)
from twoarm.analysis.claims.division import division
from twoarm.analysis.claims.effects import EFFECTS
from twoarm.analysis.claims.finding import Finding, Reason, Statistic
from twoarm.methods.counts.fragility import fragility_index, walsh_index
from twoarm.methods.estimate import Estimate
from twoarm.methods.printed.nested_events import Nested, permutation_range
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.printed import p_parts

Table = tuple[int, int, int, int]
INDICES = {("fragility_index", "fragility"): fragility_index, ("walsh_index", "fragility"): walsh_index}


def two_by_two(claim: TwoByTwo, known: Mapping[str, tuple[Claim, Finding]]) -> Finding:
    """Consistent if every test is on the stated side, inconsistent if none is; units within patients count both ways."""
    (treated, _), (control, _) = known[claim.treated], known[claim.control]
    if treated.events > treated.of or control.events > control.of:
        return _finding(
            claim, Verdict.NOT_CHECKABLE, Reason.COUNTS_IMPOSSIBLE, (Statistic("p_value", claim.p),)
        )
    counted = list(_tests(claim, (treated.events, treated.of, control.events, control.of)))
    nested = _nested(claim, known)
    by_patient = (
        [row for pair in nested.possible() for row in _by_patient(claim, nested, pair)] if nested else []
    )
    verdict, reason = _verdict(
        *({_side(row, claim) for row in rows} - {None} for rows in (counted, by_patient))
    )
    effects = _effects(claim, (treated.events, treated.of, control.events, control.of))
    return _finding(claim, verdict, reason, (*counted, *effects, *by_patient))


def _finding(claim: TwoByTwo, verdict: Verdict, reason: Reason, rows: tuple[Statistic, ...]) -> Finding:
    """With how the tests divide, of the counts as printed and of every number of patients that is supposed."""
    limit = threshold(claim.p)
    divisions = [division(rows, patients, limit) for patients in dict.fromkeys(row.patients for row in rows)]
    more = tuple(row for one in divisions for row in one.statistics())
    return Finding(verdict, reason, rows, more, p_parts(claim.p)[0], limit)


def _verdict(counted: set[bool], by_patient: set[bool]) -> tuple[Verdict, Reason]:
    """From the sides on which the tests of the counts as printed fall, and those of the patients behind them."""
    if len(counted) > 1:
        return Verdict.DEPENDS_ON_METHOD, Reason.DEFINITIONS_DIFFER
    if len(counted | by_patient) > 1:
        return Verdict.DEPENDS_ON_METHOD, Reason.UNITS_DIFFER
    if counted == {True}:
        return Verdict.CONSISTENT, Reason.ALL_DEFINITIONS_AGREE
    return Verdict.INCONSISTENT, Reason.NO_DEFINITION_AGREES


def _side(row: Statistic, claim: TwoByTwo) -> bool | None:
    return p_agrees(row.recomputed, claim.p) if row.statistic == "p_value" else None


def _tests(claim: TwoByTwo, table: Table, patients: tuple[int, int] | None = None) -> Iterator[Statistic]:
    """A row per definition; one that these counts leave without a P takes no side."""
    values = ((method, test(*table)) for method, test in DEFINITIONS.items())
    for method, p in values:
        if p is not None:
            yield Statistic("p_value", claim.p, p, method, significant(p, claim.p), patients)


def _effects(claim: TwoByTwo, table: Table, patients: tuple[int, int] | None = None) -> Iterator[Statistic]:
    """Estimates with their intervals at one minus the statement's own threshold, and how many patients the side hangs on."""
    alpha = threshold(claim.p)
    for effect in EFFECTS:
        yield from _interval(effect.statistic, effect.method, effect.estimate(*table, 1 - alpha), patients)
    for (statistic, method), index in INDICES.items():
        count = index(*table, alpha)
        if count is not None:
            yield Statistic(statistic, "", float(count), method, patients=patients)


def _interval(
    statistic: str, method: str, found: Estimate, patients: tuple[int, int] | None
) -> Iterator[Statistic]:
    for end, value in (("", found.value), ("_low", found.low), ("_high", found.high)):
        if value is not None:
            yield Statistic(f"{statistic}{end}", "", value, method, patients=patients)


def _nested(claim: TwoByTwo, known: Mapping[str, tuple[Claim, Finding]]) -> Nested | None:
    """The units within patients, where the claim names them and they are the denominators of its two counts."""
    if claim.units is None:
        return None
    units, treated, control = (known[name][0] for name in (claim.units, claim.treated, claim.control))
    return Nested((treated.events, control.events), units.patients, units.each)


def _by_patient(claim: TwoByTwo, nested: Nested, patients: tuple[int, int]) -> Iterator[Statistic]:
    """The same question if so many patients had an event: how likely that is by chance, every test, whole patients dealt."""
    table = patients[0], nested.patients[0], patients[1], nested.patients[1]
    chance = nested.probability(patients)
    yield Statistic("probability", "", chance, "patients_hit", patients=patients)
    yield from _tests(claim, table, patients)
    for p in dict.fromkeys(permutation_range(nested, patients)):
        yield Statistic("p_value", claim.p, p, PERMUTED, significant(p, claim.p), patients)
    yield from _effects(claim, table, patients)
