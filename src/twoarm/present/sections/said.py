"""How a section opens and what it cannot say: sentences that stand alone in their cells."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.findings import findings_and_matter, limits_of
from twoarm.present.outputs import Text, spoken


def section_findings(section: Comparison) -> Text | None:
    """In which outcomes the arms differ, which are open, and whether what was found is known to matter."""
    return spoken(findings_and_matter(section))


def section_limits(section: Comparison) -> Text | None:
    """Missing values, multiplicity, and what is not judged."""
    return spoken(limits_of(section))
