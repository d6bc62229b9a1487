"""What the audit found, in sentences: counts of verdicts, claims whose verdict turns on a choice, values behind a mean."""

from __future__ import annotations

import re
from collections.abc import Callable

from twoarm.analysis.claim_mean_sd import reconstruction
from twoarm.analysis.claims import Audit
from twoarm.present import wording as w
from twoarm.present.claim_words import VERDICTS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.claim_kinds import Count, Judgement, MeanSdRange, TwoByTwo, Verdict

PHRASES = {
    Verdict.CONSISTENT: ("agrees with its own numbers", "agree with their own numbers"),
    Verdict.DEPENDS_ON_METHOD: ("depends on the method", "depend on the method"),
    Verdict.INCONSISTENT: ("does not agree with what is printed", "do not agree with what is printed"),
    Verdict.NOT_CHECKABLE: ("cannot be checked", "cannot be checked"),
}


def audit_values(audit: Audit) -> dict[str, Callable[[], str]]:
    """The names that a sentence about the audit may use."""
    values: dict[str, Callable[[], str]] = {
        "claims": lambda: str(len(audit.claims)),
        "verdicts": lambda: verdicts(audit),
        "turning": lambda: turning(audit),
        "judged": lambda: judged(audit),
        "reconstruction": lambda: reconstructed(audit),
    }
    for verdict in Verdict:
        name = str(verdict).replace(" ", "_")
        values[name] = lambda v=verdict: str(len(audit.having(v)))
    return values


def verdicts(audit: Audit) -> Markdown:
    """``Of 34 claims, 11 agree with their own numbers, ...``; what a reader judged is counted apart."""
    parts, judgements = [], [c for c in audit.claims if isinstance(c, Judgement)]
    for verdict, (one, several) in PHRASES.items():
        n = sum(not isinstance(c, Judgement) for c in audit.having(verdict))
        if n:
            parts.append(f"{n} {one if n == 1 else several}")
    if judgements:
        n = len(judgements)
        parts.append(f"{n} {'is' if n == 1 else 'are'} left to a reader’s judgement")
    return paragraph(f"Of {w.counted(len(audit.claims), 'published claim')}, {w.joined(parts)}.")


def turning(audit: Audit) -> Markdown:
    """Each P statement on two counts that depends on the test: how the tests divide at its own threshold."""
    claims = [c for c in audit.having(Verdict.DEPENDS_ON_METHOD) if isinstance(c, TwoByTwo)]
    return paragraph(*(_turn(audit, claim) for claim in claims))


def _turn(audit: Audit, claim: TwoByTwo) -> str:
    values = [r.recomputed for r in audit.rows if r.id == claim.id and r.recomputed is not None]
    threshold = threshold_of(claim.p)
    sides = ([p for p in values if p < threshold], [p for p in values if p >= threshold])
    if not all(sides):
        return ""
    below, above = (f"{w.counted(len(side), 'test')} ({_span(side, threshold)})" for side in sides)
    quoted = " … ".join(" ".join(count.quote) for count in _counts(audit, claim))
    return (
        f"What is said of “{quoted}” ({claim.id}) depends on the test: below the threshold that it names by {below}, "
        f"not below it by {above}."
    )


def counts_of(audit: Audit, claim: TwoByTwo) -> str:
    """``5/60 against 0/64``: the two counts that a P statement compares."""
    return " against ".join(f"{count.events}/{count.of}" for count in _counts(audit, claim))


def _counts(audit: Audit, claim: TwoByTwo) -> list[Count]:
    return [audit.claim(name) for name in (claim.treated, claim.control)]


def _span(values: list[float], threshold: float) -> str:
    ends = [w.p_text(p, threshold) for p in (min(values), max(values))]
    return w.solid(f"P = {' to '.join(dict.fromkeys(ends))}")


def judged(audit: Audit) -> Markdown:
    """Which verdicts are a reader's and not computed, with the reason given."""
    said = [f"{c.id}: {c.reason}" for c in audit.claims if isinstance(c, Judgement)]
    return paragraph(f"Judged by a reader, not computed: {' '.join(said)}") if said else Markdown("")


def reconstructed(audit: Audit) -> Markdown:
    """How many sets of values print as a mean, SD and range do, and the most even of them; empty where none is counted."""
    claims = [c for c in audit.claims if isinstance(c, MeanSdRange)]
    return paragraph(*(_reconstructed(audit, claim) for claim in claims))


def _reconstructed(audit: Audit, claim: MeanSdRange) -> str:
    counted = [s for s in audit.findings[claim.id].statistics if s.method == "enumeration" and s.recomputed]
    if not counted:
        return ""
    counts, ways = reconstruction(claim), int(counted[0].recomputed)
    shown = [f"{count} at {w.exact(value)}" for value, count in counts.items() if count]
    apart = "" if claim.step == "1" else f" in steps of {claim.step}"
    return (
        f"There {'is' if ways == 1 else 'are'} {w.counted(ways, 'way')} to distribute {claim.n} values over {claim.low} to "
        f"{claim.high}{apart} that print as “{' … '.join(claim.quote)}” ({claim.id}); "
        f"{'it is' if ways == 1 else 'the most even of them is'} {w.joined(shown)}."
    )


def threshold_of(published: str) -> float:
    """The threshold that a P statement prints (``P<0.05``: 0.05)."""
    return float(re.sub(r"[^0-9.]", "", published))


def shape(verdict: str) -> str:
    """A verdict as shape and word."""
    words = VERDICTS[verdict]
    return f"{words.shape} {words.word}"
