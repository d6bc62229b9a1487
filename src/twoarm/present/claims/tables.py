"""The audit at a glance: the strip of claims, the verdicts, and every claim with its reason and its numbers."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.present.claims.as_printed import as_printed
from twoarm.present.claims.details import detail, tests_label
from twoarm.present.claims.runs_of_ids import anchors, runs_of, shared_rows
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.words import VERDICTS, why
from twoarm.present.outputs import Link, Mark, Strip, Table
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim

EVERY_TEST = "Every test."
OF_INTERVALS = "Intervals of percentages are exact, of units that are independent."


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


def claims_table(audit: Audit) -> Table:
    """Every claim under its verdict and reason: what is printed, what was computed again; the same numbers in one row."""
    groups, to = shared_rows(audit.claims), anchors(audit.claims)
    by_reason: dict[str, list[list[Claim]]] = {}
    for group in groups:
        by_reason.setdefault(_judged(audit, group[0]), []).append(group)
    rows, leading = [], []
    for heading, found in by_reason.items():
        rows += [[heading], *(_claim_row(audit, group) for group in found)]
        leading += ["", *(to[group[0].id] for group in found)]
    head = [["Claim", "Printed", "Computed again"]]
    caption = "Every published claim: verdict, reason and numbers."
    return Table("tab-claims", caption, head, rows, 1, ["left"] * 3, [OF_INTERVALS], audit, leading)


def _judged(audit: Audit, claim: Claim) -> str:
    """``● consistent: The count, as a percentage, rounds to the printed one.``"""
    finding = audit.findings[claim.id]
    return f"{shape(finding.verdict)}: {why(claim, finding)}"


def _claim_row(audit: Audit, group: list[Claim]) -> list[str]:
    claim = group[0]
    said = detail(audit, claim) or "–"
    computed = Link.joined([f"{said} ", (EVERY_TEST, tests_label(claim))]) if claim in audit.tested else said
    return [runs_of(audit, [c.id for c in group]), as_printed(audit, claim), computed]


def _by_verdict(audit: Audit) -> list[tuple[str, list[Claim], str]]:
    """Verdict as shape and word, its claims and what it means; what is judged stands last, and only where something is."""
    found = [(verdict, audit.having(verdict)) for verdict in Verdict]
    return [
        (shape(verdict), claims, VERDICTS[verdict].meaning)
        for verdict, claims in found
        if claims or verdict != Verdict.JUDGED
    ]
