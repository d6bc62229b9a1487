"""What the audit found, in sentences: counts of verdicts and the claims whose verdict turns on a choice."""

from __future__ import annotations

import re
from collections.abc import Callable

from twoarm.analysis.claims import Audit
from twoarm.present import wording as w
from twoarm.present.claim_words import METHODS, VERDICTS
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.claim_kinds import Claim, Judgement, Verdict

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
    }
    for verdict in Verdict:
        name = str(verdict).replace(" ", "_")
        values[name] = lambda v=verdict: str(len(audit.having(v)))
    return values


def verdicts(audit: Audit) -> Markdown:
    """``Of 34 claims, 11 agree with their own numbers, ...``; what a reader judged is counted apart."""
    parts, judgements = [], [c for c in audit.claims if isinstance(c, Judgement)]
    for verdict in (
        Verdict.CONSISTENT,
        Verdict.DEPENDS_ON_METHOD,
        Verdict.INCONSISTENT,
        Verdict.NOT_CHECKABLE,
    ):
        n = sum(not isinstance(c, Judgement) for c in audit.having(verdict))
        if n:
            parts.append(f"{n} {PHRASES[verdict][n != 1]}")
    if judgements:
        n = len(judgements)
        parts.append(f"{n} {'is' if n == 1 else 'are'} left to a reader’s judgement")
    return paragraph(f"Of {w.counted(len(audit.claims), 'published claim')}, {w.joined(parts)}.")


def turning(audit: Audit) -> Markdown:
    """Each claim that depends on the method, with the methods on either side of its own threshold."""
    return paragraph(*(_turn(audit, claim) for claim in audit.having(Verdict.DEPENDS_ON_METHOD)))


def _turn(audit: Audit, claim: Claim) -> str:
    rows = [r for r in audit.rows if r.id == claim.id and r.statistic == "p_value"]
    by_id = {c.id: c for c in audit.claims}
    counts = " against ".join(f"{by_id[x].events}/{by_id[x].of}" for x in (claim.treated, claim.control))
    sides = [
        w.joined(
            [
                f"{_the(METHODS[r.method])} ({w.p_phrase(r.recomputed, threshold_of(r.published))})"
                for r in rows
                if r.significant is s
            ]
        )
        for s in (True, False)
    ]
    if not all(sides):
        return ""
    below, above = sides
    return (
        f"The verdict on {counts} ({claim.id}) turns on the test: below the claim’s own threshold with {below}, "
        f"above it with {above}."
    )


def _the(test: str) -> str:
    """A test inside a sentence: ``Fisher's exact test``, but ``the chi-square test``."""
    return test if test.split()[0].endswith("'s") else f"the {test}"


def judged(audit: Audit) -> Markdown:
    """Which verdicts are a reader's and not computed, with the reason given."""
    said = [
        f"{c.id}, {audit.findings[c.id].verdict}: {c.reason}"
        for c in audit.claims
        if isinstance(c, Judgement)
    ]
    return paragraph(f"Judged by a reader, not computed: {' '.join(said)}") if said else Markdown("")


def threshold_of(published: str) -> float:
    """The threshold that a P statement prints (``P<0.05``: 0.05)."""
    return float(re.sub(r"[^0-9.]", "", published))


def shape(verdict: str) -> str:
    """A verdict as shape and word."""
    words = VERDICTS[verdict]
    return f"{words.shape} {words.word}"
