"""What the audit found, in sentences: counts of verdicts, claims whose verdict turns on a choice, values behind a mean."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.kinds.mean_sd import MOST_EVEN
from twoarm.analysis.claims.together.comparisons import ARITHMETIC
from twoarm.present import wording as w
from twoarm.present.claims.words import VERDICTS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import MeanSdRange

_PHRASES = {
    Verdict.CONSISTENT: ("agrees with its own numbers", "agree with their own numbers"),
    Verdict.DEPENDS_ON_METHOD: ("depends on the method", "depend on the method"),
    Verdict.INCONSISTENT: ("does not agree with what is printed", "do not agree with what is printed"),
    Verdict.NOT_CHECKABLE: ("cannot be checked", "cannot be checked"),
}

_OF_QUESTIONS = {
    **_PHRASES,
    Verdict.CONSISTENT: ("is answered as the printed numbers say", "are answered as the printed numbers say"),
}


def verdicts(audit: Audit) -> Markdown:
    """How the questions, or without them the comparisons of the arms, are answered; sums and percentages in one line."""
    return paragraph(_answered(audit), arithmetic(audit))


def arithmetic(audit: Audit) -> str:
    """``All 11 sums, counts, percentages and means agree with each other.``; which do not, where some do not."""
    claims = [c for c in audit.claims if isinstance(c, ARITHMETIC)]
    wrong = [c.id for c in claims if audit.findings[c.id].verdict == Verdict.INCONSISTENT]
    agreeing = [c for c in claims if audit.findings[c.id].verdict == Verdict.CONSISTENT]
    if not claims:
        return ""
    rest = f"; {w.joined(wrong)} {'does' if len(wrong) == 1 else 'do'} not" if wrong else ""
    every = "All " if len(agreeing) == len(claims) > 1 else ""
    of = "" if every else f" of {len(claims)}"
    return f"{every}{len(agreeing)}{of} sums, counts, percentages and means agree with each other{rest}."


def _answered(audit: Audit) -> str:
    """``Of 7 clinical questions, 2 have answers that agree with the printed numbers, ...``."""
    if audit.answers:
        found = [answer.verdict for answer in audit.answers]
        return f"Of {w.counted(len(found), 'clinical question')}, {_by_verdict(found, _OF_QUESTIONS)}."
    found = [audit.findings[claim.id].verdict for claim in audit.compared]
    return (
        f"Of {w.counted(len(found), 'comparison')} of the arms, {_by_verdict(found, _PHRASES)}."
        if found
        else ""
    )


def _by_verdict(found: list[Verdict], phrases: dict[Verdict, tuple[str, str]]) -> str:
    counts = {verdict: found.count(verdict) for verdict in phrases}
    return w.joined([f"{n} {phrases[verdict][n > 1]}" for verdict, n in counts.items() if n])


def not_reported(audit: Audit, most: int) -> Markdown:
    """What a reader would look for in vain, so many things by name; empty where nobody has listed it."""
    found = [entry.item for entry in audit.not_reported]
    if not found:
        return Markdown("")
    first = w.capped(found, most)
    return paragraph(
        f"A reader would look for {w.counted(len(found), 'thing')} that {'is' if len(found) == 1 else 'are'} not in the "
        f"abstract: {'; '.join(first)}. An abstract is short; the full text may have them."
    )


def reconstructed(audit: Audit) -> Markdown:
    """How many sets of values print as a mean, SD and range do, and the most even of them; empty where none is counted."""
    return paragraph(*(ways_to_print(audit, claim) for claim in audit.of_kind(MeanSdRange)))


def ways_to_print(audit: Audit, claim: MeanSdRange) -> str:
    """The same of one claim."""
    counted = [s for s in audit.findings[claim.id].statistics if s.method == "enumeration" and s.recomputed]
    if not counted:
        return ""
    ways = int(counted[0].recomputed)
    most_even = [s for s in audit.findings[claim.id].more if s.statistic == MOST_EVEN]
    shown = [f"{w.number(s.recomputed, 0)} at {w.exact(s.value)}" for s in most_even]
    apart = "" if claim.step == "1" else f" in steps of {claim.step}"
    return (
        f"There {'is' if ways == 1 else 'are'} {w.counted(ways, 'way')} to distribute {claim.n} values over {claim.low} to "
        f"{claim.high}{apart}, both of which occur, that print as “{' … '.join(claim.quote)}” ({claim.id}); "
        f"{'it is' if ways == 1 else 'the most even of them is'} {w.joined(shown)}."
    )


def shape(verdict: str) -> str:
    """A verdict as shape and word."""
    words = VERDICTS[verdict]
    return f"{words.shape} {words.word}"
