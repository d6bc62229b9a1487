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
CHANCE = "Chance: that so many patients are hit, if units are independent; if events cluster, fewer become likelier."


def turning(audit: Audit) -> Markdown:
    """Each P statement on two counts that depends on a choice: on which one, and what the tests give."""
    claims = [c for c in audit.having(Verdict.DEPENDS_ON_METHOD) if isinstance(c, TwoByTwo)]
    return paragraph(
        *(
            f"The statement “{' … '.join(claim.quote)}” ({claim.id}) depends on a choice. {_on_which(audit, claim)}"
            for claim in claims
        )
    )


def _on_which(audit: Audit, claim: TwoByTwo) -> str:
    """By patient where units lie in patients, else what the tests give."""
    return by_patient(audit, claim) if len(audit.supposed(claim)) > 1 else tests_said(audit, claim)


def left_open(audit: Audit) -> Markdown:
    """Each statement of no difference between two counts whose interval still allows one, which is no proof of equality."""
    return paragraph(
        *(_open(audit, c) for c in audit.of_kind(TwoByTwo) if audit.findings[c.id].relation in ABOVE)
    )


def tests_said(audit: Audit, claim: TwoByTwo) -> str:
    """What the recommended test and Fisher's give: by patient where units lie in patients, then of the counts as printed."""
    printed, *supposed = audit.supposed(claim)
    found = audit.division(claim, printed)
    if not found.tests:
        return ""
    if not supposed:
        return f"{_given(found)}{_others(found)}."
    by = _span([audit.division(claim, patients) for patients in supposed])
    return f"{by} by patient, {_span([found])} by {audit.units(claim).unit}."


def by_patient(audit: Audit, claim: TwoByTwo) -> str:
    """``Each patient had 2 balloons. If one patient had two of these events, fewer patients were hit. ...``"""
    multiple = audit.units(claim)
    several = f"{multiple.each} {multiple.unit}s" if multiple.each > 1 else f"one {multiple.unit}"
    fewer = "If one patient had two of these events, fewer patients were hit. The abstract does not say."
    return " ".join(
        filter(
            None,
            (f"Each patient had {several}.", fewer if multiple.each > 1 else "", turns_said(audit, claim)),
        )
    )


def turns_said(audit: Audit, claim: TwoByTwo) -> str:
    """``With 5 or 4 patients hit P is below 0.05, with 3 it is not.``"""
    found = [audit.division(claim, patients) for patients in audit.supposed(claim)[1:]]
    (side, those), *rest = _runs(found)
    limit = w.exact(found[0].threshold)
    lead = {
        True: f"P is below {limit}",
        False: f"P is not below {limit}",
        None: f"the tests disagree about {limit}",
    }
    later = {True: "it is below", False: "it is not", None: "the tests disagree"}
    hit = "patient" if _patients(those) == "1" else "patients"
    said = [
        f"With {_patients(those)} {hit} hit {lead[side]}",
        *(f"with {_patients(p)} {later[s]}" for s, p in rest),
    ]
    return f"{', '.join(said)}."


def _runs(found: list[Division]) -> list[tuple[bool | None, list[Division]]]:
    """Numbers of patients with the same answer, together."""
    runs: dict[bool | None, list[Division]] = {}
    for one in found:
        runs.setdefault(one.below, []).append(one)
    return list(runs.items())


def _patients(found: list[Division]) -> str:
    """``5 or 4``, or with events in both arms ``2 against 1 or 1 against 1``."""
    pairs = [one.patients for one in found if one.patients]
    both = any(control for _, control in pairs) and any(treated for treated, _ in pairs)
    return " or ".join(f"{a} against {b}" if both else str(a + b) for a, b in pairs)


def _span(found: list[Division]) -> str:
    values = [p for one in found for p in one.deciding.values()]
    ends = dict.fromkeys(w.p_text(p, found[0].threshold) for p in (min(values), max(values)))
    return w.solid(f"P = {' to '.join(ends)}".replace("= <", "<"))


def _given(found: Division) -> str:
    """``P = 0.094 by the recommended test, 0.13 by Fisher’s``."""
    ps = {name: w.p_phrase(p, found.threshold) for name, p in found.deciding.items()}
    if found.leading == FISHER:
        return f"{ps[FISHER]} by Fisher’s exact test, the recommended one"
    said = {found.leading: "by the recommended test", FISHER: "by Fisher’s"}
    return ", ".join(f"{ps[name]} {by}" for name, by in said.items() if name in ps)


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
