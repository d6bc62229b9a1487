"""The audit as tables: the verdicts at a glance, every claim with its reason, and every recomputed number."""

from __future__ import annotations

from twoarm.analysis.claims import Audit, ClaimRow
from twoarm.present import wording as w
from twoarm.present.claim_sentences import shape, threshold_of
from twoarm.present.claim_words import METHODS, STATISTICS, VERDICTS, why
from twoarm.present.outputs import Table
from twoarm.study.claim_kinds import Verdict


def verdict_counts(audit: Audit | None) -> Table | None:
    """The verdicts at a glance, for the front page; None for a study without claims."""
    if audit is None:
        return None
    rows = [[shape(v), str(len(audit.having(v))), VERDICTS[v].meaning] for v in Verdict]
    head = [["Verdict", "Claims", "Meaning"]]
    return Table(
        "tab-verdict-counts",
        "The published claims at a glance.",
        head,
        rows,
        1,
        ["left", "right", "left"],
        [],
        audit,
    )


def verdict_table(audit: Audit) -> Table:
    """How many claims have each verdict, and which."""
    rows = []
    for verdict in Verdict:
        claims = audit.having(verdict)
        ids = ", ".join(c.id for c in claims) or "–"
        rows.append([shape(verdict), str(len(claims)), VERDICTS[verdict].meaning, ids])
    head = [["Verdict", "Claims", "Meaning", "Which"]]
    return Table(
        "tab-verdicts",
        "The published claims by verdict.",
        head,
        rows,
        1,
        ["left", "right", "left", "left"],
        [],
        audit,
    )


def claims_table(audit: Audit) -> Table:
    """Every claim: what is quoted, the verdict and why."""
    rows = []
    for claim in audit.claims:
        finding = audit.findings[claim.id]
        quote = "“" + " … ".join(claim.quote) + "”" + (f" [{claim.part}]" if claim.part else "")
        rows.append([claim.id, quote, shape(finding.verdict), why(claim, finding)])
    head = [["Claim", "Quoted from the abstract", "Verdict", "Why"]]
    return Table(
        "tab-claims", "Every published claim with its verdict.", head, rows, 1, ["left"] * 4, [], audit
    )


def recomputed_table(audit: Audit) -> Table:
    """Every number that the printed ones allow to be computed again."""
    rows = [_recomputed(row) for row in audit.rows if row.recomputed is not None]
    head = [["Claim", "Statistic", "Printed", "Recomputed", "By"]]
    align = ["left", "left", "right", "right", "left"]
    notes = [
        "Computed from the printed numbers alone; the threshold of a P statement is the one that it prints."
    ]
    return Table("tab-recomputed", "Printed and recomputed numbers.", head, rows, 1, align, notes, audit)


def _recomputed(row: ClaimRow) -> list[str]:
    if row.statistic == "p_value":
        value = w.p_text(row.recomputed, threshold_of(row.published))
    elif row.recomputed.is_integer():
        value = w.number(row.recomputed, 0)
    else:
        value = w.number(row.recomputed, 2)
    return [row.id, STATISTICS[row.statistic], row.published or "–", value, METHODS[row.method]]
