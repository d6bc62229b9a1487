"""The audit at a glance: the strip of claims, the verdicts, every claim with its reason, and what is not reported."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.present import wording as w
from twoarm.present.claims.details import detail, numbers_label
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.words import VERDICTS, why
from twoarm.present.outputs import Link, Mark, Strip, Table
from twoarm.study.published.argued import Judgement
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim


def claim_strip(audit: Audit | None) -> Strip | None:
    """Every claim in the order of the abstract, each leading to its row; None for a study without claims."""
    if audit is None:
        return None
    words = {c.id: VERDICTS[audit.findings[c.id].verdict] for c in audit.claims}
    return Strip([Mark(c.id, words[c.id].shape, words[c.id].word, anchor(c)) for c in audit.claims])


def anchor(claim: Claim) -> str:
    """The label of a claim's row in the chapter of claims."""
    return f"claim-{w.slug(claim.id)}"


def verdict_counts(audit: Audit | None) -> Table | None:
    """The verdicts at a glance, for the front page; None for a study without claims."""
    if audit is None:
        return None
    rows = [[shown, str(len(claims)), meaning] for shown, claims, meaning in _by_verdict(audit)]
    head = [["Verdict", "Claims", "Meaning"]]
    caption = "The published claims at a glance."
    return Table("tab-verdict-counts", caption, head, rows, 1, ["left", "right", "left"], [], audit)


def verdict_table(audit: Audit) -> Table:
    """How many claims have each verdict, and which."""
    rows = [
        [shown, str(len(claims)), meaning, _leading(claims)] for shown, claims, meaning in _by_verdict(audit)
    ]
    head = [["Verdict", "Claims", "Meaning", "Which"]]
    align = ["left", "right", "left", "left"]
    return Table("tab-verdicts", "The published claims by verdict.", head, rows, 1, align, [], audit)


def claims_table(audit: Audit) -> Table:
    """Every claim: what is quoted, the verdict, why with what was computed, and where its numbers stand."""
    rows = [_claim_row(audit, claim) for claim in audit.claims]
    head = [["Claim", "Quoted from the abstract", "Verdict", "Why"]]
    caption = "Every published claim with its verdict."
    anchors = [anchor(claim) for claim in audit.claims]
    return Table("tab-claims", caption, head, rows, 1, ["left"] * 4, [], audit, anchors)


def not_reported_table(audit: Audit) -> Table | None:
    """What a reader would look for and does not find; None where nobody has listed it."""
    if not audit.not_reported:
        return None
    rows = [[w.ended(entry.item), w.capital(w.ended(entry.why))] for entry in audit.not_reported]
    head = [["Not in the abstract", "Why a reader looks for it"]]
    notes = [
        "An abstract has few words: that something is not in it does not say that it was not done, or that the full text "
        "does not have it. The usual words for each item were searched for, and none stands in the abstract."
    ]
    caption = "What the abstract does not report."
    return Table("tab-not-reported", caption, head, rows, 1, ["left", "left"], notes, audit)


def _by_verdict(audit: Audit) -> list[tuple[str, list[Claim], str]]:
    """Verdict as shape and word, its claims and what it means; what a reader judged stands apart."""
    rows: list[tuple[str, list[Claim], str]] = []
    for verdict in Verdict:
        computed = [c for c in audit.having(verdict) if not isinstance(c, Judgement)]
        rows.append((shape(verdict), computed, VERDICTS[verdict].meaning))
    for verdict in Verdict:
        if judged := [c for c in audit.having(verdict) if isinstance(c, Judgement)]:
            meaning = "A reader’s judgement, not computed; the reason is given."
            rows.append((f"{shape(verdict)}, judged", judged, meaning))
    return rows


def _leading(claims: list[Claim]) -> str:
    parts = [part for claim in claims for part in (", ", (claim.id, anchor(claim)))]
    return Link.joined(parts[1:]) if claims else "–"


def _claim_row(audit: Audit, claim: Claim) -> list[str]:
    finding = audit.findings[claim.id]
    quote = "“" + " … ".join(claim.quote) + "”" + (f" [{claim.part}]" if claim.part else "")
    said = " ".join(filter(None, (why(claim, finding), detail(audit, claim))))
    label = numbers_label(audit, claim)
    reason = Link.joined([f"{said} ", ("See its numbers.", label)]) if label else said
    return [claim.id, quote, shape(finding.verdict), reason]
