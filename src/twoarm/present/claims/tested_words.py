"""A P statement on two counts in words: the recommended test and Fisher's, by patient first, then by unit."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit, Interval
from twoarm.analysis.claims.definitions import ABOVE
from twoarm.analysis.claims.division import FISHER, Division
from twoarm.analysis.claims.effects import DIFFERENCE
from twoarm.present import wording as w
from twoarm.present.claims.words import METHODS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo

_Patients = tuple[int, int] | None
CHANCE = (
    "Chance: how likely it is that the events fall on so many patients, if each unit is as likely to be hit as any other of "
    "its arm; if events cluster within patients, fewer patients become likelier."
)


def turning(audit: Audit) -> Markdown:
    """Each P statement on two counts that depends on a choice: on which one, and what the tests give."""
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
    """What the recommended test and Fisher's give: by patient where units lie in patients, then of the counts as printed."""
    printed, *supposed = audit.supposed(claim)
    if not audit.division(claim, printed).tests:
        return ""
    if not supposed:
        return f"{w.capital(_given(audit.division(claim)))}{_others(audit.division(claim))}."
    return f"{by_patient(audit, claim)} {_by_unit(audit, claim)}"


def by_patient(audit: Audit, claim: TwoByTwo) -> str:
    """``Each patient had 2 balloons; in how many one was counted is not printed. With 5 or 4 patients P is below ...``"""
    multiple = audit.units(claim)
    found = [audit.division(claim, patients) for patients in audit.supposed(claim)[1:]]
    limit = w.exact(found[0].threshold)
    said = [
        f"With {_patients(those)}, {_sides(side)} {limit} ({_span(those)})" for side, those in _runs(found)
    ]
    several = f"{multiple.each} {multiple.unit}s" if multiple.each > 1 else f"one {multiple.unit}"
    supposed = f"If each patient had {several}, as the denominators suggest"
    return f"{supposed}, it is not printed how many patients the events belong to. {'. '.join(said)}."


def _runs(found: list[Division]) -> list[tuple[bool | None, list[Division]]]:
    """Numbers of patients with the same answer, together."""
    runs: dict[bool | None, list[Division]] = {}
    for one in found:
        runs.setdefault(one.below, []).append(one)
    return list(runs.items())


def _sides(below: bool | None) -> str:
    if below is None:
        return "the recommended test and Fisher’s fall on two sides of"
    return "the recommended test and Fisher’s are below" if below else "neither is below"


def _patients(found: list[Division]) -> str:
    """``5 or 4 patients``, or with events in both arms ``2 and 1 or 1 and 1 patients``."""
    pairs = [one.patients for one in found if one.patients]
    both = any(control for _, control in pairs) and any(treated for treated, _ in pairs)
    shown = [f"{a} against {b}" if both else str(a + b) for a, b in pairs]
    return f"{' or '.join(shown)} {'patient' if shown == ['1'] else 'patients'}"


def _span(found: list[Division]) -> str:
    values = [p for one in found for p in one.deciding.values()]
    ends = dict.fromkeys(w.p_text(p, found[0].threshold) for p in (min(values), max(values)))
    return w.solid(f"P = {' to '.join(ends)}".replace("= <", "<"))


def _by_unit(audit: Audit, claim: TwoByTwo) -> str:
    found, unit = audit.division(claim), audit.units(claim).unit
    return f"Counted by {unit}, as if those of one patient had nothing in common: {_given(found)}{_others(found)}."


def _given(found: Division) -> str:
    """``by the recommended test, the N − 1 chi-square test, P = 0.094; by Fisher’s exact test P = 0.13``."""
    ps = {name: w.p_phrase(p, found.threshold) for name, p in found.deciding.items()}
    if found.leading == FISHER:
        return f"by Fisher’s exact test, which is recommended for so few events, {ps[FISHER]}"
    first = (
        f"by the recommended test ({METHODS[found.leading]}) {ps[found.leading]}"
        if found.leading in ps
        else ""
    )
    return "; ".join(filter(None, (first, f"by {METHODS[FISHER]} {ps[FISHER]}" if FISHER in ps else "")))


def _others(found: Division) -> str:
    """That the two fall on two sides of the threshold, else which other tests in use lie on the other one."""
    if found.below is None:
        return f"; these fall on two sides of {w.exact(found.threshold)}"
    if not found.across:
        return ""
    names = w.joined(
        [f"{METHODS[name]} ({w.p_phrase(p, found.threshold)})" for name, p in found.across.items()]
    )
    return f"; on the other side of {w.exact(found.threshold)} {'lies' if len(found.across) == 1 else 'lie'} {names}"


def counts_of(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """``5/60 against 0/64``: the two counts that a P statement compares, or those of the patients that a row supposes."""
    treated, control = audit.counts(claim)
    if patients is None:
        return f"{treated.events}/{treated.of} against {control.events}/{control.of}"
    sizes = audit.units(claim).patients
    return f"{patients[0]}/{sizes[0]} against {patients[1]}/{sizes[1]}"


def units_of(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """What the counts count: the units that the claim names, or patients."""
    return "patients" if claim.units is None or patients is not None else _units(audit, claim)


def difference_said(audit: Audit, claim: TwoByTwo, patients: _Patients = None) -> str:
    """``−18 percentage points (95% CI −38 to 3)``."""
    found = audit.effect(claim, DIFFERENCE, patients)
    if found is None:
        return "–"
    value, low, high = points(found, min(count.of for count in audit.counts(claim)))
    level = w.level_text(1 - audit.threshold(claim))
    unit = "percentage point" if value in ("1", "−1") else "percentage points"
    return f"{value} {unit} ({level} CI {low} to {high})"


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


def chance_of(audit: Audit, claim: TwoByTwo, patients: _Patients) -> str:
    """How likely it is that the events fall on so many patients; empty where units do not lie in patients."""
    found = audit.value(claim, "probability", patients)
    return "" if found is None else w.percent_text(found)


def _units(audit: Audit, claim: TwoByTwo) -> str:
    return f"{audit.units(claim).unit}s"
