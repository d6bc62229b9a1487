"""What the audit found, in sentences: counts of verdicts and the claims whose verdict turns on a choice."""

from __future__ import annotations

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
    """``Of 34 claims, 11 agree with their own numbers, ...``."""
    parts = []
    for verdict in (
        Verdict.CONSISTENT,
        Verdict.DEPENDS_ON_METHOD,
        Verdict.INCONSISTENT,
        Verdict.NOT_CHECKABLE,
    ):
        n = len(audit.having(verdict))
        if n:
            parts.append(f"{n} {PHRASES[verdict][n != 1]}")
    return paragraph(f"Of {w.counted(len(audit.claims), 'published claim')}, {w.joined(parts)}.")


def turning(audit: Audit) -> Markdown:
    """Each claim that depends on the method, with the methods on either side of its own threshold."""
    return paragraph(*(_turn(audit, claim) for claim in audit.having(Verdict.DEPENDS_ON_METHOD)))


def _turn(audit: Audit, claim: Claim) -> str:
    rows = [r for r in audit.rows if r.id == claim.id and r.statistic == "p_value"]
    sides = [
        w.joined(
            [
                f"{METHODS[r.method]} ({w.p_phrase(r.recomputed, threshold_of(r.published))})"
                for r in rows
                if r.significant is s
            ]
        )
        for s in (True, False)
    ]
    if not all(sides):
        return ""
    return f"{claim.id}: {sides[0]} lie on one side of the claim’s own threshold and {sides[1]} on the other."


def judged(audit: Audit) -> Markdown:
    """Which verdicts are a reader's and not computed."""
    names = [c.id for c in audit.claims if isinstance(c, Judgement)]
    if not names:
        return Markdown("")
    verb = "is" if len(names) == 1 else "are"
    return paragraph(
        f"{w.joined(names)} {verb} judged by a reader, with the reason given; every other verdict is computed by a rule."
    )


def threshold_of(published: str) -> float:
    """The threshold that a P statement prints (``P<0.05``: 0.05)."""
    return float("0" + published.rstrip().lstrip("Pp <>=≤≥").lstrip("0")) if published else 0.05


def shape(verdict: str) -> str:
    """A verdict as shape and word."""
    words = VERDICTS[verdict]
    return f"{words.shape} {words.word}"
