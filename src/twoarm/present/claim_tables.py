"""The audit as tables: the verdicts at a glance, every claim with its reason, and every recomputed number."""

from __future__ import annotations

import re

from twoarm.analysis.claims import Audit, ClaimRow
from twoarm.present import wording as w
from twoarm.present.claim_sentences import counts_of, shape, threshold_of
from twoarm.present.claim_words import METHODS, STATISTICS, VERDICTS, why
from twoarm.present.outputs import Mark, Strip, Table
from twoarm.study.claim_kinds import Claim, Judgement, MeanSdRange, TwoByTwo, Verdict

TWO_DEVIATIONS = (
    "A sample standard deviation divides the sum of squared deviations by one less than the number of values, a population "
    "standard deviation by their number; a text may mean either."
)


def claim_strip(audit: Audit | None) -> Strip | None:
    """Every claim in the order of the abstract, each leading to its row; None for a study without claims."""
    if audit is None:
        return None
    words = {c.id: VERDICTS[audit.findings[c.id].verdict] for c in audit.claims}
    return Strip([Mark(c.id, words[c.id].shape, words[c.id].word, anchor(c)) for c in audit.claims], audit)


def anchor(claim: Claim) -> str:
    """The label of a claim's row in the chapter of claims."""
    return re.sub(r"\W+", "-", f"claim-{claim.id}".lower())


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
        [shown, str(len(claims)), meaning, ", ".join(c.id for c in claims) or "–"]
        for shown, claims, meaning in _by_verdict(audit)
    ]
    head = [["Verdict", "Claims", "Meaning", "Which"]]
    align = ["left", "right", "left", "left"]
    return Table("tab-verdicts", "The published claims by verdict.", head, rows, 1, align, [], audit)


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


def claims_table(audit: Audit) -> Table:
    """Every claim: what is quoted, the verdict and why."""
    rows = []
    for claim in audit.claims:
        finding = audit.findings[claim.id]
        quote = "“" + " … ".join(claim.quote) + "”" + (f" [{claim.part}]" if claim.part else "")
        rows.append([claim.id, quote, shape(finding.verdict), why(claim, finding)])
    head = [["Claim", "Quoted from the abstract", "Verdict", "Why"]]
    caption = "Every published claim with its verdict."
    anchors = [anchor(claim) for claim in audit.claims]
    return Table("tab-claims", caption, head, rows, 1, ["left"] * 4, [], audit, anchors)


def recomputed_table(audit: Audit) -> Table:
    """Every number that the printed ones allow to be computed again."""
    rows = [_recomputed(audit, row) for row in audit.rows if row.recomputed is not None]
    head = [["Claim", "Statistic", "Printed", "Recomputed", "By"]]
    align = ["left", "left", "right", "right", "left"]
    notes = [
        "Computed from the printed numbers alone; the threshold of a P statement is the one that it prints."
    ]
    if any(row.method == "grimmer" for row in audit.rows):
        notes.append(TWO_DEVIATIONS)
    return Table("tab-recomputed", "Printed and recomputed numbers.", head, rows, 1, align, notes, audit)


def _recomputed(audit: Audit, row: ClaimRow) -> list[str]:
    claim = audit.claim(row.id)
    statistic = STATISTICS[row.statistic]
    if row.statistic == "p_value":
        value = w.p_text(row.recomputed, threshold_of(row.published))
        statistic += f", {counts_of(audit, claim)}" if isinstance(claim, TwoByTwo) else ""
    else:
        percent = "%" if row.statistic == "percent" else ""
        value = (
            w.number(row.recomputed, 0 if row.recomputed.is_integer() else _decimals(claim, row)) + percent
        )
    return [row.id, statistic, row.published or "–", value, METHODS[row.method]]


def _decimals(claim: Claim, row: ClaimRow) -> int:
    """Two, or as many as are printed where a mean or a deviation is compared with what is possible."""
    return max(2, len(row.published.partition(".")[2])) if isinstance(claim, MeanSdRange) else 2
