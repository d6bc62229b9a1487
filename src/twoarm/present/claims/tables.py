"""Every claim with its verdict, the reason and its numbers."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.present.claims.as_printed import as_printed
from twoarm.present.claims.details import detail, tests_label
from twoarm.present.claims.runs_of_ids import anchors, runs_of, shared_rows
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.words import why
from twoarm.present.outputs import Link, Table
from twoarm.study.published.kinds import Claim

EVERY_TEST = "Every test."
OF_INTERVALS = "Intervals of percentages are exact, of units that are independent."


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
    return Table(
        "tab-claims",
        caption,
        head,
        rows,
        1,
        ["left"] * 3,
        [OF_INTERVALS],
        audit,
        leading,
        result=2,
        data=("claims",),
    )


def _judged(audit: Audit, claim: Claim) -> str:
    """``● consistent: The count, as a percentage, rounds to the printed one.``"""
    finding = audit.findings[claim.id]
    return f"{shape(finding.verdict)}: {why(claim, finding)}"


def _claim_row(audit: Audit, group: list[Claim]) -> list[str]:
    claim = group[0]
    said = detail(audit, claim) or "–"
    computed = Link.joined([f"{said} ", (EVERY_TEST, tests_label(claim))]) if claim in audit.tested else said
    return [runs_of(audit, [c.id for c in group]), as_printed(audit, claim), computed]
