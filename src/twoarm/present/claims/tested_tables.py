"""A P statement on two counts in tables: every test, the effects with their intervals, and the patients behind the units."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import GROUPS, PERMUTED
from twoarm.analysis.claims.division import FISHER
from twoarm.analysis.claims.effects import DIFFERENCE, NEWCOMBE, ODDS, RATIO, Effect
from twoarm.analysis.claims.two_by_two import EXPECTED
from twoarm.present import wording as w
from twoarm.present.claims.details import tests_label
from twoarm.present.claims.tested_words import CHANCE, chance_of, counts_of, points, units_of
from twoarm.present.claims.words import GROUP_WORDS, METHODS
from twoarm.present.outputs import Table
from twoarm.study.published.counted import TwoByTwo

_Patients = tuple[int, int] | None


def tests_tables(audit: Audit) -> list[Table]:
    """For each P statement on two counts: every test, then the effects; nothing where the counts are impossible."""
    return [table for claim in audit.tested for table in (_tests(audit, claim), _effects(audit, claim))]


def two_counts_table(audit: Audit) -> Table | None:
    """What decides each P statement on two counts: the recommended test, Fisher's, and the difference; patients first."""
    if not audit.tested:
        return None
    rows = [_decided(audit, claim, patients) for claim in audit.tested for patients in _columns(audit, claim)]
    head = [
        [
            "Claim",
            "Compared",
            "Recommended\ntest, P",
            "Fisher’s\ntest, P",
            "Difference, points",
            "Chance, if\nindependent",
        ]
    ]
    if all(row[-1] == "–" for row in rows):
        head, rows = [head[0][:-1]], [row[:-1] for row in rows]
    notes = [
        "Difference: treated minus control, by Miettinen and Nurminen, at one minus the threshold.",
        *([CHANCE] if len(head[0]) > 5 else []),
    ]
    align = ["left", "left", *["right"] * (len(head[0]) - 2)]
    return Table(
        "tab-claim-two-counts",
        "Two counts: the tests that decide.",
        head,
        rows,
        2,
        align,
        notes,
        audit,
        result=2,
    )


def _decided(audit: Audit, claim: TwoByTwo, patients: _Patients) -> list[str]:
    found = audit.division(claim, patients)
    ps = (found.tests.get(name or "") for name in (found.leading, FISHER))
    counts = f"{counts_of(audit, claim, patients)} {units_of(audit, claim, patients)}"
    shown = ["–" if p is None else w.p_text(p, found.threshold) for p in ps]
    return [
        claim.id,
        counts,
        *shown,
        _difference(DIFFERENCE)(audit, claim, patients),
        _chance(audit, claim, patients),
    ]


def _tests(audit: Audit, claim: TwoByTwo) -> Table:
    columns, limit = _columns(audit, claim), audit.threshold(claim)
    found = [audit.values(claim, "p_value", patients) for patients in columns]
    rows = [_leading_row(audit, claim), _expected_row(audit, claim)]
    for group, names in _GROUPS.items():
        shown = [name for name in names if any(name in column for column in found)]
        rows += [[group]] * bool(shown)
        rows += [
            [
                w.capital(METHODS[name]),
                *(w.p_text(c[name], limit) if name in c else "–" for c in found),
            ]
            for name in shown
        ]
    caption = f"{claim.id}: two-sided P of {counts_of(audit, claim)}, against the printed {claim.p}."
    notes = [
        "Recommended: the N − 1 chi-square test, which is also the score test of Miettinen and Nurminen, where every count "
        "to be expected in arms alike is at least 1, else Fisher’s. These two give the verdict. Pearson’s is usual where "
        "every expected count is at least 5.",
    ]
    if PERMUTED in found[0]:
        notes.append("The permutation deals whole patients to the arms, with all their units.")
    align = ["left", *("right" for _ in columns)]
    return Table(
        tests_label(claim), caption, _head(audit, claim, "Two-sided test"), rows, 1, align, notes, audit
    )


def _columns(audit: Audit, claim: TwoByTwo) -> list[_Patients]:
    """Patients first, then the units that are counted."""
    printed, *supposed = audit.supposed(claim)
    return [*supposed, printed]


def _leading_row(audit: Audit, claim: TwoByTwo) -> list[str]:
    found = [audit.division(claim, patients) for patients in _columns(audit, claim)]
    names = dict.fromkeys(METHODS[one.leading] for one in found if one.leading)
    shown = [w.p_text(one.tests[one.leading], one.threshold) if one.leading else "–" for one in found]
    return [f"Recommended: {' or '.join(names)}", *shown]


def _expected_row(audit: Audit, claim: TwoByTwo) -> list[str]:
    found = (audit.value(claim, EXPECTED, patients) for patients in _columns(audit, claim))
    return ["Smallest expected count", *("–" if n is None else w.number(n, 1) for n in found)]


_GROUPS = {
    **{words: GROUPS[name].tests for name, words in GROUP_WORDS.items()},
    "Of patients with all their units": (PERMUTED,),
}


def _effects(audit: Audit, claim: TwoByTwo) -> Table:
    columns = _columns(audit, claim)
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
    columns = _columns(audit, claim)
    named = (f"{counts_of(audit, claim, p)} {units_of(audit, claim, p)}" for p in columns)
    return [[first, *(w.wrapped(text, 14) for text in named)]]


def _chance(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    return chance_of(audit, claim, patients) or "–"


def _difference(effect: Effect):
    def cell(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
        found = audit.effect(claim, effect, patients)
        if found is None:
            return "–"
        value, low, high = points(found, min(count.of for count in audit.counts(claim)))
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
        found = audit.value(claim, statistic, patients)
        return "–" if found is None else w.number(found, 0)

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
