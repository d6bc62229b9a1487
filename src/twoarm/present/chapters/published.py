"""What chapters say of published claims and estimates, and of how firm a conclusion is."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.context import Context
from twoarm.analysis.sensitivity.curves import Curves
from twoarm.present.about.cohort import agreement_built_in
from twoarm.present.about.reference_tables import audit_citations
from twoarm.present.claims.bounds import bounds
from twoarm.present.claims.sentences import how_many_missing, missing_items, verdicts
from twoarm.present.claims.tested_words import left_open, turning
from twoarm.present.claims.together.comparisons_said import multiplicity
from twoarm.present.claims.together.remarks_said import conclusions
from twoarm.present.evidence.tables import evidence_sources
from twoarm.present.evidence.words import common, compared, inside
from twoarm.present.folding import Folded, folded
from twoarm.present.outputs import Markdown, Text, paragraph, spoken
from twoarm.present.sensitivity.words import specification_findings


def verdict_sentences(claims: Audit | None) -> Text | None:
    """What the abstract concludes and what that rests on, how the questions are answered, and what turns on a choice."""
    if claims is None:
        return None
    by_claim = () if claims.answers else (turning(claims), left_open(claims))
    said = (conclusions(claims), verdicts(claims), *by_claim)
    return spoken(Markdown("\n\n".join(filter(None, said))))


def all_unreported(claims: Audit | None) -> Folded | None:
    """All of it, folded under how much it is; None where nobody has listed anything."""
    if claims is None or not claims.not_reported:
        return None
    return folded(f"{how_many_missing(claims)}.", [Text(missing_items(claims))])


def audit_sources(claims: Audit | None) -> Text | None:
    """The methods by which printed numbers were computed again, each with where it comes from."""
    return spoken(audit_citations(claims)) if claims else None


def comparisons_sentence(claims: Audit | None) -> Text | None:
    """What chance alone gives among so many comparisons."""
    return spoken(multiplicity(claims)) if claims else None


def bare_p_sentences(claims: Audit | None) -> Text | None:
    """What statements about P alone say of the effects, and what they prove."""
    return spoken(bounds(claims)) if claims else None


def cited_sources(context: Context | None) -> Text | None:
    """What is cited, each source with what it printed that compares no arms."""
    return spoken(evidence_sources(context))


def context_findings(context: Context | None) -> Text | None:
    """What is compared with the estimates of others, and how much of it they have in common."""
    return spoken(paragraph(compared(context), common(context), inside(context))) if context else None


def sensitivity_findings(analyses: Curves) -> Text | None:
    """Which conclusions hold under every admissible analysis; of a simulated cohort first that agreement is built in."""
    return spoken(paragraph(agreement_built_in(analyses.study), specification_findings(analyses)))
