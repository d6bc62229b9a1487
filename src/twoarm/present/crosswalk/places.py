"""Where claims and an outcome stand: labels of a row, a table or a figure, which a link finds from any page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.crosswalk.lines import CrossedStatement
from twoarm.analysis.crosswalk.statements import Quantity
from twoarm.present.claims.runs_of_ids import anchors, runs_among
from twoarm.present.figures.courses import course_label
from twoarm.present.figures.event_curves import curve_label
from twoarm.present.figures.forest import forest_label
from twoarm.present.naming import section_label
from twoarm.present.sections.compared import draws_differences
from twoarm.study.published.kinds import Claim
from twoarm.study.specification import DESCRIBING


def claims_part(ids: Iterable[str], claims: Sequence[Claim]) -> tuple[str, str]:
    """``C13 to C17`` and where the first of them stands."""
    named = list(dict.fromkeys(ids))
    return runs_among(claims, named), anchors(claims)[named[0]]


def place_of(line: CrossedStatement, comparison: Comparison | None) -> str:
    """The label of what shows the outcome: its curve, its course or the figure of differences, else its table; or none."""
    if comparison is None:
        return ""
    if comparison.section == DESCRIBING:
        return "tab-baseline"
    if not any(v.role == "outcome" for v in comparison.variables):
        return ""
    return _figure(line, comparison) or section_label("tab", comparison)


def _figure(line: CrossedStatement, comparison: Comparison) -> str:
    """The curve of a time, the course of a change; else the figure of differences, where the outcome is in one."""
    variable = line.variable
    course = course_label(comparison, variable)
    if curve := curve_label(comparison, variable):
        return curve
    forest = forest_label(comparison, variable) if draws_differences(comparison) else ""
    return course or forest if line.statement.quantity is Quantity.CHANGE else forest or course
