"""Where the report shows an outcome: the labels of its table and its figure, which a link finds from any page."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.crosswalk.lines import CrossedStatement
from twoarm.analysis.crosswalk.statements import Quantity
from twoarm.present.figures.courses import course_label
from twoarm.present.figures.event_curves import curve_label
from twoarm.present.figures.forest import forest_label
from twoarm.present.naming import section_label
from twoarm.present.outputs import Link
from twoarm.study.specification import DESCRIBING


def places_cell(line: CrossedStatement, comparison: Comparison | None) -> str:
    """``Table, Figure``, each a link; a dash where the report has no page of the outcome's section."""
    parts = list(_places(line, comparison)) if comparison else []
    if not parts:
        return "–"
    return Link.joined([part for pair in parts for part in (", ", pair)][1:])


def _places(line: CrossedStatement, comparison: Comparison) -> Iterator[tuple[str, str]]:
    if comparison.section == DESCRIBING:
        yield "Table", "tab-baseline"
    elif any(v.role == "outcome" for v in comparison.variables):
        yield "Table", section_label("tab", comparison)
        if figure := _figure(line, comparison):
            yield "Figure", figure


def _figure(line: CrossedStatement, comparison: Comparison) -> str:
    """The curve of a time, the course of a change; else the figure of differences, where the outcome is in one."""
    variable = line.variable
    course = course_label(comparison, variable) if line.statement.quantity is Quantity.CHANGE else ""
    return curve_label(comparison, variable) or course or forest_label(comparison, variable)
