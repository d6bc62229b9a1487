"""A P statement on two counts in tables: every test, the effects with their intervals, and the patients behind the units."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import DEFINITIONS, PERMUTED
from twoarm.analysis.claims.division import Division
from twoarm.analysis.claims.effects import DIFFERENCE, NEWCOMBE, ODDS, RATIO, Effect
from twoarm.present import wording as w
from twoarm.present.claims.details import tests_label
from twoarm.present.claims.tested_words import CHANCE, chance_of, counts_of, points, units_of
from twoarm.present.claims.words import METHODS
from twoarm.present.outputs import Table
from twoarm.study.published.counted import TwoByTwo

_Patients = tuple[int, int] | None


def tests_tables(audit: Audit) -> list[Table]:
    """For each P statement on two counts: every test, then the effects; nothing where the counts are impossible."""
    claims = [c for c in audit.of_kind(TwoByTwo) if audit.effect(c, DIFFERENCE)]
    return [table for claim in claims for table in (_tests(audit, claim), _effects(audit, claim))]


def _tests(audit: Audit, claim: TwoByTwo) -> Table:
    columns, limit = audit.supposed(claim), audit.threshold(claim)
    found = [audit.statistics(claim, "p_value", patients) for patients in columns]
    names = [name for name in (*DEFINITIONS, PERMUTED) if any(name in column for column in found)]
    rows = [
        [
            w.capital(METHODS[name]),
            *(_p(column[name].recomputed, limit) if name in column else "–" for column in found),
        ]
        for name in names
    ]
    rows.append(["Below the threshold", *(_below(audit.division(claim, patients)) for patients in columns)])
    caption = (
        f"{claim.id}: P of {counts_of(audit, claim)} by "
        f"{w.counted(len(names) - (PERMUTED in names), 'two-sided test')}, against the printed {claim.p}."
    )
    notes = ["All test that the risk is the same in both arms; none is the right one for every question."]
    if len(columns) > 1:
        notes.append(
            "The permutation deals whole patients to the arms, with all their units; it needs the number "
            "of patients, and is "
            "not among the tests that are counted below."
        )
    align = ["left", *("right" for _ in columns)]
    return Table(
        tests_label(claim), caption, _head(audit, claim, "Two-sided test"), rows, 1, align, notes, audit
    )


def _effects(audit: Audit, claim: TwoByTwo) -> Table:
    columns = audit.supposed(claim)
    level = w.level_text(1 - audit.threshold(claim))
    rows = [[name, *(cell(audit, claim, patients) for patients in columns)] for name, cell in _ROWS.items()]
    rows = [row for row in rows if set(row[1:]) != {"–"}]
    caption = f"{claim.id}: {counts_of(audit, claim)} as differences and ratios, with {level} intervals."
    notes = [
        "Treated arm minus, or over, control arm; points are percentage points. Fragility: how many patients or units would "
        "have to have another outcome for Fisher’s test to cross the threshold; in the last row only "
        "events are added, in the "
        "arm with the smaller share. Number needed: so many patients, or units, for one event more or "
        "fewer; where the interval "
        "of the difference includes none, that of the number runs through infinity."
    ]
    if len(columns) > 1:
        notes.append(CHANCE)
    align = ["left", *("right" for _ in columns)]
    label = tests_label(claim, "effects")
    return Table(label, caption, _head(audit, claim, "Measure"), rows, 1, align, notes, audit)


def _head(audit: Audit, claim: TwoByTwo, first: str) -> list[list[str]]:
    columns = audit.supposed(claim)
    named = (f"{counts_of(audit, claim, p)} {units_of(audit, claim, p)}" for p in columns)
    return [[first, *(w.wrapped(text, 14) for text in named)]]


def _p(p: float, limit: float) -> str:
    return w.p_text(p, limit)


def _below(found: Division) -> str:
    return f"{len(found.below)} of {len(found.tests)}"


def _chance(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    return chance_of(audit, claim, patients) or "–"


def _difference(effect: Effect):
    def cell(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
        found = audit.effect(claim, effect, patients)
        if found is None:
            return "–"
        value, low, high = points(found, min(audit.claim(name).of for name in (claim.treated, claim.control)))
        return w.solid(f"{value} ({low} to {high})")

    return cell


def _ratio(effect: Effect):
    def cell(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
        found = audit.effect(claim, effect, patients)
        if found is None:
            return "–"
        value, *limits = found
        low, high = (w.limit(end, w.ratio_digits(end), 1.0) for end in limits)
        return w.solid(f"{w.number(value, w.ratio_digits(value))} ({low} to {high})")

    return cell


def _needed(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    number, difference = audit.needed(claim, patients), audit.effect(claim, DIFFERENCE, patients)
    return "–" if number is None or difference is None else w.needed_text(number, *difference[1:])


def _index(statistic: str):
    def cell(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
        found = audit.statistics(claim, statistic, patients)
        return w.number(next(iter(found.values())).recomputed, 0) if found else "–"

    return cell


_ROWS = {
    "Chance of so many patients": _chance,
    "Risk difference, points (Miettinen-Nurminen)": _difference(DIFFERENCE),
    "Risk difference, points (Newcombe)": _difference(NEWCOMBE),
    "Risk ratio (Koopman)": _ratio(RATIO),
    "Odds ratio (conditional, exact)": _ratio(ODDS),
    "Number needed, of the units above": _needed,
    "Fragility": _index("fragility_index"),
    "Fragility, events added in the arm with fewer": _index("walsh_index"),
}
