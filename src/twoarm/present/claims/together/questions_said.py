"""The clinical questions of an audit: a verdict for each, and one sentence of what the printed numbers bear."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.effects import DIFFERENCE
from twoarm.analysis.claims.together.questions import Answer
from twoarm.present import wording as w
from twoarm.present.claims.bounds import Alike, alike_among
from twoarm.present.claims.details import detail
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.tested_words import by_patient, counts_of, difference_said, tests_said, units_of
from twoarm.present.outputs import Table
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import Count, TwoByTwo
from twoarm.study.published.measured import BareP


def questions_table(audit: Audit | None) -> Table | None:
    """Each question with its verdict and its sentence; None for a study whose claims belong to none."""
    if audit is None or not audit.answers:
        return None
    rows = [_row(audit, answer) for answer in audit.answers]
    head = [["Question", "Verdict", "What the printed numbers bear", "Claims"]]
    notes = [
        "A question has the verdict of the statements that compare the arms on it, the weakest first: inconsistent, not "
        "checkable, depends on method, consistent. Any claim of it that is inconsistent makes it so."
    ]
    caption = "What the abstract can be asked, and what its own numbers bear."
    return Table("tab-questions", caption, head, rows, 1, ["left"] * 4, notes, audit)


def _row(audit: Audit, answer: Answer) -> list[str]:
    ids = runs_of(audit, [claim.id for claim in answer.claims])
    return [answer.question.asks, shape(answer.verdict), answered(audit, answer), ids]


def answered(audit: Audit, answer: Answer) -> str:
    """One or two sentences for a surgeon, then what is not reported and bears on it."""
    counted = [c for c in answer.deciding if isinstance(c, TwoByTwo)]
    bare = [c for c in answer.deciding if isinstance(c, BareP)]
    others = [c for c in answer.deciding if not isinstance(c, TwoByTwo | BareP | Count)]
    said = [_counts(audit, claim) for claim in counted]
    said += [_bare(audit, group) for group in alike_among(audit, bare)]
    said += (
        [_arithmetic(audit, answer)] if not (counted or bare) else [detail(audit, claim) for claim in others]
    )
    return " ".join(filter(None, (*said, _missing(audit, answer))))


def _counts(audit: Audit, claim: TwoByTwo) -> str:
    """Two counts with the tests that decide, and how far the difference may reach where none was shown."""
    counts = f"{counts_of(audit, claim)} {units_of(audit, claim)}"
    if claim.units and audit.findings[claim.id].verdict == Verdict.DEPENDS_ON_METHOD:
        return f"{counts}, {claim.p}. {by_patient(audit, claim)}"
    open_ = (
        ""
        if audit.effect(claim, DIFFERENCE) is None
        else f" The difference is {difference_said(audit, claim)}."
    )
    return f"{counts}, {claim.p}. {tests_said(audit, claim)}{open_}"


def _bare(audit: Audit, group: Alike) -> str:
    """``Operation time and fluoroscopy: P>0.05 alone; the means lay less than 0.51 SD apart, if a t test was used.``"""
    what = w.capital(w.joined([audit.named(claim) for claim in group.claims]))
    d = group.bound("boundary_d")
    apart = "" if d is None else f"{group.side} {w.number(d, 2)} standard deviations apart"
    size = apart and f"; if a t test was used, the means lay {apart}"
    return f"{what}: {group.first.p} is all that is printed{size}."


def _arithmetic(audit: Audit, answer: Answer) -> str:
    """How many sums and counts agree, and how large a share may still be missed where all of them are counted."""
    agreeing = [c for c in answer.deciding if audit.findings[c.id].verdict == Verdict.CONSISTENT]
    every = [c for c in answer.deciding if isinstance(c, Count) and c.complete]
    least = [next(iter(audit.statistics(c, "percent_at_least").values()), None) for c in every]
    n = len(answer.deciding)
    said = (
        f"All {n} numbers agree."
        if len(agreeing) == n > 1
        else f"{len(agreeing)} of {w.counted(n, 'number')} agree."
    )
    found = [s.recomputed for s in least if s is not None]
    if not found:
        return said
    counts = w.joined(list(dict.fromkeys(f"{c.events} of {c.of}" for c in every)))
    level = w.level_text(1 - USUAL)
    return f"{said} Of all such patients, {counts} leaves {w.number(min(found), 0)}% possible ({level} limit, one-sided)."


def _missing(audit: Audit, answer: Answer) -> str:
    items = [one.item for one in audit.not_reported if one.question == answer.question.code]
    return f"Not reported: {'; '.join(items)}." if items else ""
