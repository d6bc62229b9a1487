"""How a section opens and what it cannot say: sentences that stand alone in their cells."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.findings import findings_and_matter, limits_of
from twoarm.present.outputs import Text, spoken


def section_findings(section: Comparison) -> Text | None:
    """Where the interval excludes no difference, what the others do not show, and whether what was found matters."""
    return spoken(findings_and_matter(section))


def section_limits(section: Comparison) -> Text | None:
    """Sizes, missing values and multiplicity."""
    return spoken(limits_of(section))
