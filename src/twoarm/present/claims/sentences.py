"""What the audit found, in sentences: counts of verdicts, claims whose verdict turns on a choice, values behind a mean."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.kinds.mean_sd import MOST_EVEN
from twoarm.present import wording as w
from twoarm.present.claims.words import VERDICTS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.argued import Judgement
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import MeanSdRange

_PHRASES = {
    Verdict.CONSISTENT: ("agrees with its own numbers", "agree with their own numbers"),
    Verdict.DEPENDS_ON_METHOD: ("depends on the method", "depend on the method"),
    Verdict.INCONSISTENT: ("does not agree with what is printed", "do not agree with what is printed"),
    Verdict.NOT_CHECKABLE: ("cannot be checked", "cannot be checked"),
}


def verdicts(audit: Audit) -> Markdown:
    """``Of 34 claims, 11 agree with their own numbers, ...``; what a reader judged is counted apart."""
    parts, judgements = [], audit.of_kind(Judgement)
    for verdict, (one, several) in _PHRASES.items():
        n = sum(not isinstance(c, Judgement) for c in audit.having(verdict))
        if n:
            parts.append(f"{n} {one if n == 1 else several}")
    if judgements:
        n = len(judgements)
        parts.append(f"{n} {'was' if n == 1 else 'were'} judged by a reader")
    return paragraph(f"Of {w.counted(len(audit.claims), 'published claim')}, {w.joined(parts)}.")


def judged(audit: Audit) -> Markdown:
    """Which verdicts are a reader's and not computed, with the reason given."""
    said = [f"{c.id}: {c.reason}" for c in audit.of_kind(Judgement)]
    return paragraph(f"Judged by a reader, not computed: {' '.join(said)}") if said else Markdown("")


def not_reported(audit: Audit) -> Markdown:
    """What a reader would look for in vain; empty where nobody has listed it."""
    found = [entry.item for entry in audit.not_reported]
    if not found:
        return Markdown("")
    return paragraph(
        f"A reader would look for {w.counted(len(found), 'thing')} that {'is' if len(found) == 1 else 'are'} not in the "
        f"abstract: {'; '.join(found)}. An abstract has few words: this does not say that they were not "
        "done, or that the full "
        "text does not have them."
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
