"""The crosswalk: each published statement, what the cohort has, whether that meets it, and where the outcome stands."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.crosswalk.lines import CrossedStatement, Crosswalk
from twoarm.analysis.crosswalk.statements import Quantity
from twoarm.present import wording as w
from twoarm.present.crosswalk.places import places_cell
from twoarm.present.crosswalk.words import met_text
from twoarm.present.outputs import Table
from twoarm.study.opened import Study

DESCRIPTIVE = "Within an arm a change describes its course and is no evidence for a treatment."
OF_NO_QUESTION = "Other statements"
_OF_FEW = "Among few patients intervals are wide and P is seldom small: whether a statement is met is then weak evidence."


def crosswalk_table(crosswalk: Crosswalk | None) -> Table | None:
    """Every statement under its clinical question; None where no claim names an outcome."""
    if crosswalk is None:
        return None
    rows = [row for heading, lines in _groups(crosswalk) for row in _group(crosswalk, heading, lines)]
    head = [["Outcome", "Met", "Printed", "In this cohort", "P", "Where"]]
    align = ["left", "left", "left", "left", "right", "left"]
    caption = "The published statements and this cohort."
    return Table("tab-crosswalk", caption, head, rows, 1, align, _notes(crosswalk), crosswalk)


def _groups(crosswalk: Crosswalk) -> Iterator[tuple[str, list[CrossedStatement]]]:
    """The questions in their order, then the statements that belong to none; without questions no headings."""
    questions = crosswalk.study.questions
    codes = [(question.asks, question.code) for question in questions]
    for heading, code in [*codes, (OF_NO_QUESTION if questions else "", None)]:
        lines = [line for line in crosswalk.lines if line.statement.claim.question == code]
        if lines:
            yield heading, lines


def _group(crosswalk: Crosswalk, heading: str, lines: list[CrossedStatement]) -> list[list[str]]:
    return [*([[heading]] if heading else []), *(_row(crosswalk, line) for line in lines)]


def _row(crosswalk: Crosswalk, line: CrossedStatement) -> list[str]:
    side, comparison = line.statement.p, crosswalk.comparisons.get(line.variable.section)
    tested = w.p_cell(line.estimate.p_value, side.threshold if side else USUAL)
    shown = [_outcome(crosswalk, line), met_text(line), _printed(line, comparison), _cohort(line), tested]
    return [*shown, places_cell(line, comparison, crosswalk.study.claims)]


def _outcome(crosswalk: Crosswalk, line: CrossedStatement) -> str:
    """``Back pain (VAS), VBS, before surgery to latest follow-up``."""
    study, variable = crosswalk.study, line.variable
    arms = {arm.level: arm.label for arm in study.arms}
    visit = study.visit(line.visit).label if line.visit else ""
    before = study.baseline_of(variable) if line.statement.quantity is Quantity.CHANGE else None
    when = f"{study.visit(before).label} to {visit}" if before else visit
    return ", ".join(filter(None, (variable.label, arms.get(line.arm, ""), when)))


def _printed(line: CrossedStatement, comparison: Comparison | None) -> str:
    """The printed number, or the P statement with the direction that is stated in the words of its method."""
    statement, words = line.statement, {1: "higher", -1: "lower", 0: ""}
    result = comparison.result(line.variable.name, line.visit) if comparison else None
    if result is not None and statement.quantity is Quantity.DIFFERENCE:
        words |= {1: result.method.more, -1: result.method.less}
    return ", ".join(filter(None, (statement.printed, words[statement.direction]))) or "–"


def _cohort(line: CrossedStatement) -> str:
    """``4/30 (13%)`` above its interval; a value with its interval above its unit."""
    scale = w.Scale(line, line.variable)
    if line.statement.quantity is Quantity.SHARE and line.events is not None:
        return f"{w.solid(w.share(line.events, line.n))}\n{w.solid(w.interval(line, line.variable))}%"
    return "\n".join(filter(None, (w.estimate_cell(line, line.variable), _unit(line, scale))))


def _unit(line: CrossedStatement, scale: w.Scale) -> str:
    """That of a mean as it is measured; of a difference of percentages points."""
    if line.estimate.value is None:
        return ""
    unit = line.variable.unit if line.statement.quantity in (Quantity.MEAN, Quantity.MEDIAN) else ""
    return unit or scale.with_unit("").strip()


def _notes(crosswalk: Crosswalk) -> list[str]:
    study, quantities = crosswalk.study, {line.statement.quantity for line in crosswalk.lines}
    level = w.level_text(study.parameters.level)
    rules = [
        (_of_values(level), {Quantity.SHARE, Quantity.MEAN, Quantity.MEDIAN}),
        (_of_p(study), {Quantity.DIFFERENCE, Quantity.CHANGE}),
        (DESCRIPTIVE, {Quantity.CHANGE}),
    ]
    asked = [rule for rule, of in rules if of & quantities]
    return [
        f"In brackets, or beneath a share: the {level} interval.",
        *asked,
        *_by_patient(crosswalk),
        _OF_FEW,
    ]


def _of_values(level: str) -> str:
    return (
        f"A share or a mean is met where what is printed lies within the {level} interval of this cohort’s (of a share "
        "Wilson’s, of a mean Student’s); nobody and all are met by nobody and all alone. A printed deviation, range or "
        "denominator is not asked for."
    )


def _of_p(study: Study) -> str:
    treated, control = (arm.label for arm in study.arms)
    return (
        f"A statement about P is met where P is on its side of the printed threshold ({w.exact(USUAL)} where an exact P is "
        f"printed) and the difference has the direction that is stated, {treated} minus {control} or later minus earlier. "
        "Of a difference P is that of the main analysis of the outcome, of a change within an arm that of the paired t test."
    )


def _by_patient(crosswalk: Crosswalk) -> list[str]:
    """What is counted in units and compared by the patients who have any."""
    compared = [line.variable for line in crosswalk.lines if line.statement.quantity is Quantity.DIFFERENCE]
    labels = list(dict.fromkeys(v.label for v in compared if v.measure == "events"))
    return [f"In {w.joined(labels)} the arms are compared by patients with at least one."] if labels else []
