"""What the audit found, in sentences: counts of verdicts, claims whose verdict turns on a choice, values behind a mean."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.kinds.mean_sd import MOST_EVEN
from twoarm.present import wording as w
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.words import VERDICTS
from twoarm.present.outputs import Markdown, as_markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import MeanSdRange

_PHRASES = {
    Verdict.CONSISTENT: ("agrees with its own numbers", "agree with their own numbers"),
    Verdict.DEPENDS_ON_METHOD: ("depends on the method", "depend on the method"),
    Verdict.INCONSISTENT: ("does not agree with what is printed", "do not agree with what is printed"),
    Verdict.NOT_CHECKABLE: ("cannot be checked", "cannot be checked"),
}
MAY_BE_ELSEWHERE = "An abstract is short; the full text may have them."
_OF_QUESTIONS = {Verdict.CONSISTENT: "agrees with the printed numbers"}


def verdicts(audit: Audit) -> Markdown:
    """How the questions, or without them the comparisons of the arms, are answered."""
    return paragraph(contradictions(audit), _answered(audit))


def contradictions(audit: Audit) -> str:
    """First of all: whether any claim does not agree with what is printed."""
    wrong = [c.id for c in audit.having(Verdict.INCONSISTENT)]
    if not wrong:
        return "No claim contradicts what is printed."
    verb = "contradicts" if len(wrong) == 1 else "contradict"
    return f"{w.counted(len(wrong), 'claim')} ({runs_of(audit, wrong)}) {verb} what is printed."


def _answered(audit: Audit) -> str:
    """``Of 7 clinical questions, 2 have answers that agree with the printed numbers, ...``."""
    if audit.answers:
        found = [answer.verdict for answer in audit.answers]
        return f"On {w.counted(len(found), 'clinical question')}, {_stated(found)}."
    found = [audit.findings[claim.id].verdict for claim in audit.compared]
    return f"Of {w.counted(len(found), 'comparison')} of the arms, {_by_verdict(found)}." if found else ""


def _by_verdict(found: list[Verdict]) -> str:
    counts = {verdict: found.count(verdict) for verdict in _PHRASES}
    return w.joined([f"{n} {_PHRASES[verdict][n > 1]}" for verdict, n in counts.items() if n])


def _stated(found: list[Verdict]) -> str:
    """``what is stated agrees with the printed numbers for 2, depends on the method for 1 and cannot be checked for 4``."""
    counts = {verdict: found.count(verdict) for verdict in _PHRASES}
    said = [
        f"{_OF_QUESTIONS.get(verdict, _PHRASES[verdict][0])} for {n}" for verdict, n in counts.items() if n
    ]
    return f"what is stated {w.joined(said)}"


def how_many_missing(audit: Audit) -> str:
    """``24 things that a reader would look for are not in the abstract``."""
    n = len(audit.not_reported)
    return f"{w.counted(n, 'thing')} that a reader would look for {'is' if n == 1 else 'are'} not in the abstract"


def missing_items(audit: Audit) -> Markdown:
    """Each of them in a line of its own, and that the full text may have it."""
    lines = [f"- {as_markdown(entry.item)}" for entry in audit.not_reported]
    return Markdown("\n".join([*lines, "", as_markdown(MAY_BE_ELSEWHERE)]))


def ways_to_print(audit: Audit, claim: MeanSdRange) -> str:
    """How many sets of values print as a mean, SD and range do, and the most even of them; empty where none is counted."""
    counted = [s for s in audit.findings[claim.id].statistics if s.method == "enumeration" and s.recomputed]
    if not counted:
        return ""
    ways = int(counted[0].recomputed)
    most_even = [s for s in audit.findings[claim.id].more if s.statistic == MOST_EVEN]
    shown = [f"{w.number(s.recomputed, 0)} at {w.exact(s.value)}" for s in most_even]
    apart = "" if claim.step == "1" else f" in steps of {claim.step}"
    found = f"{w.counted(ways, 'set')} of {claim.n} values{apart} {'has' if ways == 1 else 'have'} this mean, SD and range"
    return f"{found}; {'' if ways == 1 else 'the most even is '}{w.joined(shown)}."


def shape(verdict: str) -> str:
    """A verdict as shape and word."""
    words = VERDICTS[verdict]
    return f"{words.shape}{w.NBSP}{words.word}"
