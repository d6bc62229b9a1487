"""What every section shows of its outcomes, each function as the outputs of one cell: `show` displays them."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present.figures.distributions import distribution_plots
from twoarm.present.figures.equivalence import equivalence_plot
from twoarm.present.figures.forest import forest_plots
from twoarm.present.narrative import say
from twoarm.present.outcomes.other_methods import definitions_table, events_table, other_methods_table
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Figure, Table, Text

Outputs = list[Text | Table | Figure]


def announced(sentence: str, output: Table | Figure | None) -> Outputs:
    """A table or figure after the sentence that announces it; nothing where a study has no use for it."""
    said = say(sentence, output)
    return [part for part in (said, output) if part is not None]


def outcomes_compared(section: Comparison) -> Outputs:
    """Every outcome in a table and, where it has an interval, in a figure, with how to read them."""
    differences = forest_plots(section)
    read = say(
        "The table shows both arms as they were observed and the difference between them. The interval says which true "
        "differences the data are compatible with; the P value comes from the same calculation.",
        section,
    )
    rows = say(
        "Each row is one outcome: the square is the estimate and the line its {level} interval. A line that crosses the "
        "line of no difference leaves the question open.",
        differences[0] if differences else None,
    )
    parts = (read, say("{sign} {visit_rule}", section), outcome_table(section), *differences, rows)
    return [part for part in parts if part is not None]


def spread_of_values(section: Comparison) -> Outputs:
    """How the values of outcomes that are measured once are spread around their means."""
    sentence = "The mean is one number; the next figure shows how the values are spread around it."
    figures = distribution_plots(section)
    return [*announced(sentence, figures[0]), *figures[1:]] if figures else []


def complications(section: Comparison) -> Outputs:
    """Every counted outcome: its risks, what compares them, and each test of them."""
    risks = (
        "Events are counted in each arm. Their shares are compared by their difference, by their ratios and by the number "
        "of patients behind one event more or fewer. {others_agree}"
    )
    events = section.only([v for v in section.variables if section.tests(v.name)])
    return [*announced(risks, events_table(events)), *_tests(section)]


def equivalence(section: Comparison) -> Outputs:
    """Each outcome with a margin, and whether its interval lies within it."""
    sentence = (
        "That an interval includes no difference is no proof that the arms are alike. To call two treatments alike, the "
        "whole interval has to lie within a margin of differences that do not matter {{cite:p}}`Schuirmann1987`. "
        "{equivalence}"
    )
    return announced(sentence, equivalence_plot(section))


def other_methods(section: Comparison, *, counted: bool = True) -> Outputs:
    """The same outcomes by the other methods of the registry.

    Parameters
    ----------
    counted : whether outcomes that are counted are among them; they have a part of their own in `complications`.
    """
    sentence = (
        "The first table holds one analysis for each outcome. The next one holds others that a reader might have chosen. "
        "{others_agree}"
    )
    asked = section if counted else section.only([v for v in section.variables if not section.tests(v.name)])
    return [*announced(sentence, other_methods_table(asked)), *(_tests(section) if counted else [])]


def _tests(section: Comparison) -> Outputs:
    sentence = (
        "Two shares can be tested in many ways, which agree in large samples and not always in small ones. "
        "{tests_agree}"
    )
    return announced(sentence, definitions_table(section))
