"""The clinical questions of an audit: a verdict for each, and one sentence of what the printed numbers bear."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.comparisons import Compared
from twoarm.analysis.claims.together.questions import AnsweredQuestion
from twoarm.present import wording as w
from twoarm.present.claims.bounds import Alike, alike_among
from twoarm.present.claims.details import detail
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.tested_words import by_patient, counts_of, difference_said, tests_said, units_of
from twoarm.present.outputs import Table
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo
from twoarm.study.published.measured import BareP

_OF_TIME = {"lower": "earlier", "higher": "later"}


def questions_table(audit: Audit | None) -> Table | None:
    """Each question with its verdict and its sentence; None for a study whose claims belong to none."""
    if audit is None or not audit.answers:
        return None
    rows = [_row(audit, answer) for answer in audit.answers]
    head = [["Question", "What is\nstated", "What the numbers bear", "Claims"]]
    notes = [
        "The verdict is the weakest of the statements that compare the arms, else of all claims; one that is inconsistent "
        "decides."
    ]
    caption = "Clinical questions, and what the printed numbers bear."
    return Table(
        "tab-questions", caption, head, rows, 1, ["left"] * 4, notes, audit, result=2, data=("questions",)
    )


def _row(audit: Audit, answer: AnsweredQuestion) -> list[str]:
    ids = runs_of(audit, [claim.id for claim in answer.claims])
    return [answer.question.asks, shape(answer.verdict), answered(audit, answer), ids]


def answered(audit: Audit, answer: AnsweredQuestion) -> str:
    """A sentence or two for a surgeon on each comparison, else on the numbers."""
    compared = [c for c in audit.compared if c in answer.deciding]
    bare = [c for c in compared if isinstance(c, BareP)]
    said = [_computed(audit, c) for c in compared if not isinstance(c, BareP)]
    said += [_bare(audit, group) for group in alike_among(audit, bare)]
    if not compared:
        said = [_arithmetic(audit, answer)]
    return " ".join(filter(None, said))


def _computed(audit: Audit, claim: Compared) -> str:
    """What was computed of one comparison, after the name of its outcome."""
    said = (
        _counts(audit, claim)
        if isinstance(claim, TwoByTwo)
        else f"{claim.p or ''}. {detail(audit, claim)}".lstrip(". ")
    )
    return f"{w.capital(claim.part)}: {said}" if claim.part else said


def _counts(audit: Audit, claim: TwoByTwo) -> str:
    """Two counts, and what they turn on: how many patients were hit, else the tests; or how far the difference may reach."""
    said = f"{counts_of(audit, claim)} {units_of(audit, claim)}, {claim.p}."
    if claim not in audit.tested:
        return said
    turns = audit.findings[claim.id].verdict == Verdict.DEPENDS_ON_METHOD
    if turns and claim.units:
        return f"{said} {by_patient(audit, claim)}"
    tested = "" if audit.findings[claim.id].verdict == Verdict.CONSISTENT else f" {tests_said(audit, claim)}"
    return f"{said}{tested} The difference is {difference_said(audit, claim)}."


def _bare(audit: Audit, group: Alike) -> str:
    """``Of operation time and fluoroscopy only P>0.05 is printed.``"""
    what = w.joined([_directed(audit, claim) for claim in group.claims])
    return f"Of {what} only {group.first.p} is printed."


def _directed(audit: Audit, claim: BareP) -> str:
    """``relative height (higher with VBS)``; of a time ``earlier with VBS``."""
    label = audit.treated_label(claim)
    if claim.direction == "none" or not label:
        return audit.named(claim)
    outcome = audit.outcome(claim)
    of_time = outcome is not None and outcome.measure == "time"
    side = _OF_TIME[claim.direction] if of_time else claim.direction
    return f"{audit.named(claim)} ({side} with {label})"


def _arithmetic(audit: Audit, answer: AnsweredQuestion) -> str:
    """Whether the numbers agree with each other."""
    agreeing = [c for c in answer.deciding if audit.findings[c.id].verdict == Verdict.CONSISTENT]
    n = len(answer.deciding)
    if len(agreeing) == n:
        return f"All {n} numbers agree." if n > 1 else "The number agrees with what is printed of it."
    return f"{len(agreeing)} of {w.counted(n, 'number')} {'agrees' if len(agreeing) == 1 else 'agree'}."
