"""The clinical questions of an audit: a verdict for each, and one sentence of what the printed numbers bear."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.comparisons import Compared
from twoarm.analysis.claims.together.questions import AnsweredQuestion
from twoarm.present import wording as w
from twoarm.present.claims.bounds import Alike, alike_among, deviations
from twoarm.present.claims.details import detail
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.tested_words import counts_of, difference_said, tests_said, units_of
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
    head = [["Question", "What is\nstated", "What the printed numbers bear", "Claims"]]
    notes = [
        "A question has the verdict of the statements that compare the arms on it, the weakest first: inconsistent, not "
        "checkable, depends on method, consistent; where none compares them, that of all its claims. Any claim of it "
        "that is inconsistent makes it so."
    ]
    caption = "What the abstract can be asked, and what its own numbers bear."
    return Table("tab-questions", caption, head, rows, 1, ["left"] * 4, notes, audit, result=2)


def _row(audit: Audit, answer: AnsweredQuestion) -> list[str]:
    ids = runs_of(audit, [claim.id for claim in answer.claims])
    return [answer.question.asks, shape(answer.verdict), answered(audit, answer), ids]


def answered(audit: Audit, answer: AnsweredQuestion) -> str:
    """A sentence or two for a surgeon on each comparison, else on the numbers; then what is not reported and bears on it."""
    compared = [c for c in audit.compared if c in answer.deciding]
    bare = [c for c in compared if isinstance(c, BareP)]
    said = [_computed(audit, c) for c in compared if not isinstance(c, BareP)]
    said += [_bare(audit, group) for group in alike_among(audit, bare)]
    if not compared:
        said = [_arithmetic(audit, answer)]
    return " ".join(filter(None, (*said, _missing(audit, answer))))


def _computed(audit: Audit, claim: Compared) -> str:
    """What was computed of one comparison, after the name of its outcome."""
    said = (
        _counts(audit, claim)
        if isinstance(claim, TwoByTwo)
        else f"{claim.p or ''}. {detail(audit, claim)}".lstrip(". ")
    )
    return f"{w.capital(claim.part)}: {said}" if claim.part else said


def _counts(audit: Audit, claim: TwoByTwo) -> str:
    """Two counts with the tests that decide, and how far the difference may reach where none was shown."""
    counts = f"{counts_of(audit, claim)} {units_of(audit, claim)}"
    by_unit = bool(claim.units) and audit.findings[claim.id].verdict == Verdict.DEPENDS_ON_METHOD
    differs = (
        "" if by_unit or claim not in audit.tested else f" The difference is {difference_said(audit, claim)}."
    )
    return f"{counts}, {claim.p}. {tests_said(audit, claim)}{differs}"


def _bare(audit: Audit, group: Alike) -> str:
    """``Operation time and fluoroscopy: P>0.05 alone; the means lay less than 0.51 SD apart, if a t test was used.``"""
    what = w.capital(w.joined([_directed(audit, claim) for claim in group.claims]))
    d = group.bound("boundary_d")
    apart = "" if d is None else f"{group.side} {deviations(d)} standard deviations apart"
    size = apart and f"; if a t test was used, the means lay {apart}"
    return f"{what}: {group.first.p} is all that is printed{size}."


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


def _missing(audit: Audit, answer: AnsweredQuestion) -> str:
    items = [one.item for one in audit.not_reported if one.question == answer.question.code]
    return f"Not reported: {'; '.join(items)}." if items else ""
