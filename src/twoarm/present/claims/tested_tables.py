"""A P statement on two counts in tables: every test, the effects with their intervals, and the patients behind the units."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import GROUPS, PERMUTED
from twoarm.analysis.claims.division import FISHER
from twoarm.analysis.claims.effects import DIFFERENCE, RATIO, Effect
from twoarm.present import wording as w
from twoarm.present.claims.details import tests_label
from twoarm.present.claims.tested_words import CHANCE, chance_of, counts_of, points, units_of
from twoarm.present.claims.words import GROUP_WORDS, METHODS
from twoarm.present.outputs import Table
from twoarm.study.published.counted import TwoByTwo

_Patients = tuple[int, int] | None
_RECOMMENDED = (
    "Recommended: the N − 1 chi-square test where every expected count is at least 1, else Fisher’s; these two give the "
    "verdict. Difference: treated minus control (Miettinen and Nurminen)."
)


def tests_tables(audit: Audit) -> list[Table]:
    """For each P statement on two counts every test and the effects, folded; nothing where the counts are impossible."""
    return [_tests(audit, claim) for claim in audit.tested]


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
    notes = [_RECOMMENDED, *([CHANCE] if len(head[0]) > 5 else [])]
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
        data=("claims",),
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
    rows = [
        _leading_row(audit, claim),
        *_test_rows(audit, claim),
        *_effect_rows(audit, claim),
    ]
    caption = f"{claim.id}: every test of {counts_of(audit, claim)} ({claim.p})."
    head, align = _head(audit, claim, "Two-sided P"), ["left", *("right" for _ in _columns(audit, claim))]
    return Table(tests_label(claim), caption, head, rows, 1, align, [], audit, folded=True, data=("claims",))


def _test_rows(audit: Audit, claim: TwoByTwo) -> Iterator[list[str]]:
    """The tests under the grounds on which they are used."""
    limit = audit.threshold(claim)
    found = [audit.values(claim, "p_value", patients) for patients in _columns(audit, claim)]
    for group, names in _GROUPS.items():
        shown = [name for name in names if any(name in column for column in found)]
        yield from [[group]] * bool(shown)
        for name in shown:
            yield [
                w.capital(METHODS[name]),
                *(w.p_text(c[name], limit) if name in c else "–" for c in found),
            ]


def _effect_rows(audit: Audit, claim: TwoByTwo) -> Iterator[list[str]]:
    """The effects that these counts have."""
    columns = _columns(audit, claim)
    rows = [[name, *(cell(audit, claim, patients) for patients in columns)] for name, cell in _ROWS.items()]
    shown = [row for row in rows if set(row[1:]) != {"–"}]
    yield from [[f"Effects ({w.level_text(1 - audit.threshold(claim))} interval)"]] * bool(shown) + shown


def _columns(audit: Audit, claim: TwoByTwo) -> list[_Patients]:
    """Patients first, then the units that are counted."""
    printed, *supposed = audit.supposed(claim)
    return [*supposed, printed]


def _leading_row(audit: Audit, claim: TwoByTwo) -> list[str]:
    found = [audit.division(claim, patients) for patients in _columns(audit, claim)]
    names = dict.fromkeys(METHODS[one.leading] for one in found if one.leading)
    shown = [w.p_text(one.tests[one.leading], one.threshold) if one.leading else "–" for one in found]
    return [f"Recommended: {' or '.join(names)}", *shown]


_GROUPS = {
    **{words: GROUPS[name].tests for name, words in GROUP_WORDS.items()},
    "Of patients with all their units": (PERMUTED,),
}


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


def _index(statistic: str):
    def cell(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
        found = audit.value(claim, statistic, patients)
        return "–" if found is None else w.number(found, 0)

    return cell


_ROWS = {
    "Risk ratio (Koopman)": _ratio(RATIO),
    "Fragility (outcomes to change for Fisher’s test to cross)": _index("fragility_index"),
}
