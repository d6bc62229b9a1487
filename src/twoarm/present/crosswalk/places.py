"""Where a claim and its outcome stand: labels of a row, a table and a figure, which a link finds from any page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.crosswalk.lines import CrossedStatement
from twoarm.analysis.crosswalk.statements import Quantity
from twoarm.present.claims.runs_of_ids import anchors
from twoarm.present.figures.courses import course_label
from twoarm.present.figures.event_curves import curve_label
from twoarm.present.figures.forest import forest_label
from twoarm.present.handover import FIGURE, TABLE
from twoarm.present.naming import section_label
from twoarm.present.outputs import Link
from twoarm.present.sections.compared import draws_differences
from twoarm.study.published.kinds import Claim
from twoarm.study.specification import DESCRIBING


def places_cell(line: CrossedStatement, comparison: Comparison | None, claims: Iterable[Claim]) -> str:
    """``C12, Table, Figure``, each a link: to the claim, and to where the report shows its outcome."""
    claim = line.statement.claim
    parts = [(claim.id, anchors(claims)[claim.id]), *(_places(line, comparison) if comparison else ())]
    return Link.joined([part for pair in parts for part in (", ", pair)][1:])


def _places(line: CrossedStatement, comparison: Comparison) -> Iterator[tuple[str, str]]:
    if comparison.section == DESCRIBING:
        yield TABLE, "tab-baseline"
    elif any(v.role == "outcome" for v in comparison.variables):
        yield TABLE, section_label("tab", comparison)
        if figure := _figure(line, comparison):
            yield FIGURE, figure


def _figure(line: CrossedStatement, comparison: Comparison) -> str:
    """The curve of a time, the course of a change; else the figure of differences, where the outcome is in one."""
    variable = line.variable
    course = course_label(comparison, variable)
    if curve := curve_label(comparison, variable):
        return curve
    forest = forest_label(comparison, variable) if draws_differences(comparison) else ""
    return course or forest if line.statement.quantity is Quantity.CHANGE else forest or course
