"""How a section opens and what it cannot say: sentences that stand alone in their cells."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.about.cohort import agreement_built_in
from twoarm.present.findings import findings_and_matter, limits_of
from twoarm.present.outcomes.agreement import definitions_agree, others_agree
from twoarm.present.outputs import Text, paragraph, spoken


def section_findings(section: Comparison) -> Text | None:
    """Where the interval excludes no difference, what the others do not show, and whether what was found matters.

    Of a simulated cohort it begins with the reason why its methods agree, where the page goes on to say that they do.
    """
    agrees = others_agree(section) or definitions_agree(section)
    return spoken(
        paragraph(agreement_built_in(section.study) if agrees else "", findings_and_matter(section))
    )


def section_limits(section: Comparison) -> Text | None:
    """Sizes, missing values and multiplicity."""
    return spoken(limits_of(section))
