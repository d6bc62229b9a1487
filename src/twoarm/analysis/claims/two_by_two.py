"""A P statement on two counts: by every two-sided test, and by patient for every number that the counted units allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from twoarm.analysis.claims.definitions import (
    DEFINITIONS,
    JOURNALS,
    PERMUTED,
    leading,
    p_agrees,
    same_side,
    significant,
    threshold,
)
from twoarm.analysis.claims.division import RECOMMENDED, Division, division
from twoarm.analysis.claims.effects import EFFECTS
from twoarm.analysis.claims.finding import Finding, Reason, Statistic
from twoarm.methods.counts.fragility import fragility_index, walsh_index
from twoarm.methods.counts.recommended import smallest_expected
from twoarm.methods.estimate import Estimate
from twoarm.methods.printed.nested_events import Nested, permutation_range
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.printed import p_parts

Table = tuple[int, int, int, int]
EXPECTED = "smallest_expected"
INDICES = {("fragility_index", "fragility"): fragility_index, ("walsh_index", "fragility"): walsh_index}


def two_by_two(claim: TwoByTwo, known: Mapping[str, tuple[Claim, Finding]]) -> Finding:
    """By the recommended test and Fisher's; where units lie in patients, by patient for every number of them."""
    (treated, _), (control, _) = known[claim.treated], known[claim.control]
    if treated.events > treated.of or control.events > control.of:
        return _finding(
            claim, [Statistic("p_value", claim.p)], Verdict.NOT_CHECKABLE, Reason.COUNTS_IMPOSSIBLE
        )
    table = treated.events, treated.of, control.events, control.of
    rows = [*_tests(claim, table), *_effects(claim, table)]
    if nested := _nested(claim, known):
        rows += [row for pair in nested.possible() for row in _by_patient(claim, nested, pair)]
    # Of the counts as printed, then of every number of patients that is supposed.
    ways = dict.fromkeys(row.patients for row in rows)
    divisions = [division(rows, patients, threshold(claim.p)) for patients in ways]
    return _finding(claim, rows, *_verdict(claim, divisions), divisions)


def _finding(
    claim: TwoByTwo,
    rows: Iterable[Statistic],
    verdict: Verdict,
    reason: Reason,
    divisions: Iterable[Division] = (),
) -> Finding:
    """With the ends of the tests, for every way to count."""
    more = tuple(row for one in divisions for row in one.statistics())
    return Finding(verdict, reason, tuple(rows), more, p_parts(claim.p)[0], threshold(claim.p))


def _verdict(claim: TwoByTwo, divisions: list[Division]) -> tuple[Verdict, Reason]:
    """From the sides of the deciding tests, of the patients behind them, of the others, then an exact P by its rounding."""
    printed, *supposed = ({same_side(p, claim.p) for p in one.deciding.values()} for one in divisions)
    every = {same_side(p, claim.p) for one in divisions for p in one.tests.values()}
    if True not in every:
        return Verdict.INCONSISTENT, Reason.NO_DEFINITION_AGREES
    if len(printed) > 1:
        return Verdict.DEPENDS_ON_METHOD, Reason.DEFINITIONS_DIFFER
    if len(printed.union(*supposed)) > 1:
        return Verdict.DEPENDS_ON_METHOD, Reason.UNITS_DIFFER
    if False in printed:
        return Verdict.DEPENDS_ON_METHOD, Reason.OTHERS_AGREE
    return _exact(claim, divisions[0]) if p_parts(claim.p)[0] == "=" else _AGREES


def _exact(claim: TwoByTwo, found: Division) -> tuple[Verdict, Reason]:
    """Of an exact P on the right side: whether a test that journals print rounds to it, or another one, or none."""
    agreeing = {name for name, p in found.tests.items() if p_agrees(p, claim.p)}
    if agreeing & {*found.deciding, *JOURNALS.tests}:
        return Verdict.CONSISTENT, Reason.ROUNDS_TO_P
    return Verdict.DEPENDS_ON_METHOD, Reason.OTHERS_ROUND if agreeing else Reason.NONE_ROUNDS


_AGREES = Verdict.CONSISTENT, Reason.ALL_DEFINITIONS_AGREE


def _tests(claim: TwoByTwo, table: Table, patients: tuple[int, int] | None = None) -> Iterator[Statistic]:
    """A row per definition, then the recommended one; one that these counts leave without a P takes no side."""
    found = {name: p for name, test in DEFINITIONS.items() if (p := test(*table)) is not None}
    for method, p in found.items():
        yield Statistic("p_value", claim.p, p, method, significant(p, claim.p), patients)
    if found:
        yield Statistic(EXPECTED, "", smallest_expected(*table), "counts", patients=patients)
    if (method := leading(*table)) in found:
        p = found[method]
        yield Statistic(RECOMMENDED, claim.p, p, method, significant(p, claim.p), patients)


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
