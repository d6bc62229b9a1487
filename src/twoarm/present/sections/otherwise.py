"""The same outcomes by the other methods of the registry: one compact table for each section."""

from __future__ import annotations

from collections.abc import Sequence

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.about.cohort import agreement_built_in
from twoarm.present.outcomes.agreement import definitions_agree, others_agree
from twoarm.present.outcomes.beside import methods_table
from twoarm.present.outputs import Table, Text, paragraph, spoken


def other_methods(sections: Sequence[Comparison]) -> list[Text | Table]:
    """Whether the choice of a method matters, in a sentence and in a table for each section; nothing without an outcome."""
    tables = [table for section in sections if (table := methods_table(section)) is not None]
    if not tables:
        return []
    said = paragraph(
        agreement_built_in(sections[0].study),
        others_agree(*sections),
        *(definitions_agree(s) for s in sections),
    )
    return [part for part in (spoken(said), *tables) if part is not None]
