"""A P statement on two counts in words: how the tests divide at its own threshold, by unit and by patient."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit, Interval
from twoarm.analysis.claims.definitions import ABOVE
from twoarm.analysis.claims.division import PValues
from twoarm.analysis.claims.effects import DIFFERENCE
from twoarm.present import wording as w
from twoarm.present.claims.words import METHODS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import Count, TwoByTwo

_Patients = tuple[int, int] | None
_FEW = 2  # so many tests on the other side are named
CHANCE = (
    "Chance: how likely it is that the events fall on so many patients, if each unit is as likely to be hit as any other of "
    "its arm; if events cluster within patients, fewer patients become likelier."
)


def turning(audit: Audit) -> Markdown:
    """Each P statement on two counts that depends on a choice: on which one, and how the tests divide."""
    claims = [c for c in audit.having(Verdict.DEPENDS_ON_METHOD) if isinstance(c, TwoByTwo)]
    return paragraph(
        *(
            f"The statement “{' … '.join(claim.quote)}” ({claim.id}) depends on a choice. {tests_said(audit, claim)}"
            for claim in claims
        )
    )


def left_open(audit: Audit) -> Markdown:
    """Each statement of no difference between two counts whose interval still allows one, which is no proof of equality."""
    return paragraph(
        *(_open(audit, c) for c in audit.of_kind(TwoByTwo) if audit.findings[c.id].relation in ABOVE)
    )


def tests_said(audit: Audit, claim: TwoByTwo) -> str:
    """How the tests divide: of the counts as printed, then by patient where units lie in patients."""
    printed, *supposed = audit.supposed(claim)
    if not audit.division(claim, printed).tests:
        return ""
    said = _printed(audit, claim)
    if not supposed:
        return said
    by_patient = w.joined([_if_patients(audit, claim, patients) for patients in supposed])
    return (
        f"{said} Counted by patient it depends on how many patients the events belong to, which is not printed: "
        f"{by_patient}. {CHANCE}"
    )


def counts_of(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """``5/60 against 0/64``: the two counts that a P statement compares, or those of the patients that a row supposes."""
    treated, control = _counts(audit, claim)
    if patients is None:
        return f"{treated.events}/{treated.of} against {control.events}/{control.of}"
    sizes = audit.claim(claim.units).patients
    return f"{patients[0]}/{sizes[0]} against {patients[1]}/{sizes[1]}"


def units_of(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """What the counts count: the units that the claim names, or patients."""
    return "patients" if claim.units is None or patients is not None else _units(audit, claim)


def difference_said(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """``−18 percentage points (95% CI −38 to 3)``."""
    found = audit.effect(claim, DIFFERENCE, patients)
    if found is None:
        return "–"
    value, low, high = points(found, min(count.of for count in _counts(audit, claim)))
    level = w.level_text(1 - audit.threshold(claim))
    return f"{value} percentage points ({level} CI {low} to {high})"


def points(values: Interval, n: int) -> list[str]:
    """A risk difference and its limits in percentage points, with the decimals that n can carry."""
    digits = w.percent_digits(n)
    value, *limits = (100 * v for v in values)
    return [w.number(value, digits), *(w.limit(v, digits) for v in limits)]


def _open(audit: Audit, claim: TwoByTwo) -> str:
    if audit.findings[claim.id].verdict == Verdict.NOT_CHECKABLE:
        return ""
    return (
        f"That {counts_of(audit, claim)} is no significant difference ({claim.id}) does not show equality: the difference "
        f"is {difference_said(audit, claim)}."
    )


def _printed(audit: Audit, claim: TwoByTwo) -> str:
    """``Counted by balloon, 14 of 15 tests are below 0.05 and 1 is not (chi-square ..., P = 0.057).``"""
    found = audit.division(claim)
    limit, tests, below, above = found.threshold, found.tests, found.below, found.above
    counted = f"Of {w.counted(len(tests), 'test')} of {counts_of(audit, claim)} {units_of(audit, claim)}"
    if not (below and above):
        every = "all are" if len(tests) > 1 else "it is"
        return f"{counted}, {every if below else 'none is'} below {w.exact(limit)} ({_span(tests, limit)})."
    fewer, more = sorted((below, above), key=len)
    said = {id(below): f"below {w.exact(limit)}", id(above): f"not below {w.exact(limit)}"}
    names = f": {w.joined([METHODS[name] for name in fewer])}" if len(fewer) <= _FEW else ""
    return (
        f"{counted}, {len(more)} {_are(more)} {said[id(more)]} ({_span(more, limit)}) and {len(fewer)} {_are(fewer)} "
        f"{said[id(fewer)]} ({_span(fewer, limit)}{names})."
    )


def _if_patients(audit: Audit, claim: TwoByTwo, patients: tuple[int, int]) -> str:
    found, chance = audit.division(claim, patients), chance_of(audit, claim, patients)
    below = len(found.below)
    return (
        f"{below} of {len(found.tests)} tests {'is' if below == 1 else 'are'} below with {counts_of(audit, claim, patients)}"
        f"{f' (chance {chance})' if chance else ''}"
    )


def chance_of(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    """How likely it is that the events fall on so many patients; empty where units do not lie in patients."""
    found = audit.statistics(claim, "probability", patients)
    return w.percent_text(found["patients_hit"].recomputed) if found else ""


def _span(tests: PValues, limit: float) -> str:
    values = tests.values()
    ends = [w.p_text(p, limit) for p in (min(values), max(values))]
    return w.solid(f"P = {' to '.join(dict.fromkeys(ends))}".replace("= <", "<"))


def _are(tests: PValues) -> str:
    return "is" if len(tests) == 1 else "are"


def _counts(audit: Audit, claim: TwoByTwo) -> tuple[Count, Count]:
    return audit.claim(claim.treated), audit.claim(claim.control)


def _units(audit: Audit, claim: TwoByTwo) -> str:
    return f"{audit.claim(claim.units).unit}s"
