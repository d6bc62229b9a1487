"""The audit at a glance: the strip of claims, the verdicts, every claim with its reason, and what is not reported."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.present import wording as w
from twoarm.present.claims.details import detail, numbers_label
from twoarm.present.claims.runs_of_ids import anchors, runs_of, shared_rows
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.words import VERDICTS, why
from twoarm.present.outputs import Link, Mark, Strip, Table
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange


def claim_strip(audit: Audit | None) -> Strip | None:
    """Every claim in the order of the abstract, each leading to its row; None for a study without claims."""
    if audit is None:
        return None
    words = {c.id: VERDICTS[audit.findings[c.id].verdict] for c in audit.claims}
    to = anchors(audit.claims)
    return Strip([Mark(c.id, words[c.id].shape, words[c.id].word, to[c.id]) for c in audit.claims])


def verdict_counts(audit: Audit | None) -> Table | None:
    """The verdicts at a glance, for the front page: of each question, or without questions how many claims have each."""
    if audit is None:
        return None
    if audit.answers:
        rows = [[Link(one.question.asks, "tab-questions"), shape(one.verdict)] for one in audit.answers]
        head, align = [["What the abstract can be asked", "What is stated"]], ["left", "left"]
        return Table(
            "tab-verdict-counts", "The clinical questions at a glance.", head, rows, 1, align, [], audit
        )
    rows = [[shown, str(len(claims)), meaning] for shown, claims, meaning in _by_verdict(audit)]
    head = [["Verdict", "Claims", "Meaning"]]
    caption = "The published claims at a glance."
    return Table("tab-verdict-counts", caption, head, rows, 1, ["left", "right", "left"], [], audit)


def verdict_table(audit: Audit) -> Table:
    """How many claims have each verdict, and which."""
    rows = [
        [shown, str(len(claims)), meaning, runs_of(audit, [c.id for c in claims]) or "–"]
        for shown, claims, meaning in _by_verdict(audit)
    ]
    head = [["Verdict", "Claims", "Meaning", "Which"]]
    align = ["left", "right", "left", "left"]
    return Table("tab-verdicts", "The published claims by verdict.", head, rows, 1, align, [], audit)


def claims_table(audit: Audit) -> Table:
    """Every claim: what is quoted, the verdict, why with what was computed; claims of one reason in one row."""
    groups, to = shared_rows(audit.claims), anchors(audit.claims)
    rows = [_claim_row(audit, group) for group in groups]
    head = [["Claim", "Quoted from the abstract", "Verdict", "Why"]]
    caption = "Every published claim with its verdict."
    leading = [to[group[0].id] for group in groups]
    return Table("tab-claims", caption, head, rows, 1, ["left"] * 4, [], audit, leading)


def _why(audit: Audit, claim: Claim) -> str:
    """The rule's words with what was computed, unless the chapter says that elsewhere."""
    elsewhere = isinstance(claim, BareP | MeanSdRange) or (isinstance(claim, TwoByTwo) and claim.question)
    said = "" if elsewhere else detail(audit, claim)
    return " ".join(filter(None, (why(claim, audit.findings[claim.id]), said)))


def reporting_table(audit: Audit) -> Table | None:
    """What a guideline asks for, by whether the abstract says it; None where nobody has listed it."""
    found = [
        (one, "implied" if one.implied else "reported", f"“{' … '.join(one.quote)}”")
        for one in audit.reported
    ]
    found += [(one, "not", w.capital(w.ended(one.why))) for one in audit.not_reported]
    if not found:
        return None
    rows = [[one.item, one.guideline or "–", state, text] for one, state, text in found]
    head = [["What a reader looks for", "Asked for by", "In the abstract", "Where, or why it matters"]]
    notes = [
        "An abstract has few words: that something is not in it does not say that it was not done, or that the full text "
        "does not have it. Of what is not reported, the usual words were searched for, and none stands in the abstract."
    ]
    caption = "What the abstract reports, implies and does not report."
    return Table("tab-not-reported", caption, head, rows, 1, ["left"] * 4, notes, audit)


def _by_verdict(audit: Audit) -> list[tuple[str, list[Claim], str]]:
    """Verdict as shape and word, its claims and what it means; what is judged stands last, and only where something is."""
    found = [(verdict, audit.having(verdict)) for verdict in Verdict]
    return [
        (shape(verdict), claims, VERDICTS[verdict].meaning)
        for verdict, claims in found
        if claims or verdict != Verdict.JUDGED
    ]


def _claim_row(audit: Audit, group: list[Claim]) -> list[str]:
    claim, parts = group[0], [c.part for c in group if c.part]
    quote = "“" + " … ".join(claim.quote) + "”" + (f" [{'; '.join(parts)}]" if parts else "")
    label = numbers_label(audit, claim)
    said = _why(audit, claim)
    reason = Link.joined([f"{said} ", ("See its numbers.", label)]) if label else said
    return [runs_of(audit, [c.id for c in group]), quote, shape(audit.findings[claim.id].verdict), reason]
