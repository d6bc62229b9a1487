"""What every section shows of its outcomes, each function as the outputs of one cell: `show` displays them."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.figures.distributions import distribution_plots
from twoarm.present.figures.equivalence import equivalence_plot
from twoarm.present.figures.forest import forest_plots
from twoarm.present.narrative import say
from twoarm.present.outcomes.margins import judged_sentence
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Figure, Table, Text

FEWEST = 3  # outcomes that a figure shows at a glance; fewer are read in the table
Outputs = list[Text | Table | Figure]


def announced(sentence: str, output: Table | Figure | None) -> Outputs:
    """A table or figure after the sentence that announces it; nothing where a study has no use for it."""
    said = say(sentence, output)
    return [part for part in (said, output) if part is not None]


def outcomes_compared(section: Comparison) -> Outputs:
    """Every outcome in a table and, where there are enough to be seen at a glance, in a figure."""
    return [outcome_table(section), *(forest_plots(section) if draws_differences(section) else [])]


def draws_differences(section: Comparison) -> bool:
    """Whether a section shows its differences in a figure beside their table."""
    return len(section.headline) >= FEWEST


def spread_of_values(section: Comparison) -> Outputs:
    """How the values of outcomes that are measured once are spread around their means."""
    return [*distribution_plots(section)]


def equivalence(section: Comparison) -> Outputs:
    """Each outcome with a stated margin, and whether its interval lies within it; nothing where none is stated."""
    if not judged_sentence(section):
        return []
    sentence = (
        "To call two treatments alike, the whole interval must fall inside a range that would be regarded as unimportant "
        "{{cite:p}}`Schuirmann1987`. {equivalence}"
    )
    return announced(sentence, equivalence_plot(section))
