"""The texts of a forest plot, each broken so that it fits its column, and the heights that they ask for."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.comparison.compare import Comparison
from twoarm.faces import counts_only
from twoarm.masked import Masked
from twoarm.present import wording as w
from twoarm.present.figures.forest_words import Line
from twoarm.present.lettering import LINE_MM, fitted, fitted_numbers, lines_in, row_height
from twoarm.present.outcomes.observed import observed
from twoarm.study.dictionary import Variable
from twoarm.study.opened import ArmSpec

_ROW, _HEAD = 7.6, 10.0
EDGE = 1.0  # of the axes, above its first row and beneath its last
NAME, ARMS, ESTIMATE = -2.5, (-0.92, -0.32), 1.08  # columns of text, in widths of the axes
_NAME_ROOM, _ARM_ROOM, _ESTIMATE_ROOM, _SIDE_ROOM = 45.0, 20.5, 40.5, 19.0  # millimetres


@counts_only
@dataclass(frozen=True)
class RowTexts:
    """What stands in a row, beside its interval."""

    name: str
    arms: tuple[str, ...]
    estimate: str

    @property
    def height(self) -> float:
        return row_height(_ROW, self.name, *self.arms, self.estimate)


def row_texts(comparison: Comparison, line: Line) -> RowTexts:
    """The name of the outcome, what each arm shows, and the estimate."""
    arms = (arm_cell(comparison, line.variable, a.level, line.result.visit) for a in comparison.study.arms)
    return RowTexts(
        fitted(w.with_unit(line.variable), 28, _NAME_ROOM),
        tuple(fitted_numbers(text, _ARM_ROOM) for text in arms),
        fitted_numbers(w.estimate_cell(line.result, line.variable), _ESTIMATE_ROOM),
    )


def arm_cell(comparison: Comparison, variable: Variable, arm: str, visit: str) -> str:
    """What an arm shows, narrow enough for its column: of a time the median, of an ordinal outcome the patients."""
    row = comparison.summary(variable.name, arm, visit)[0]
    if variable.measure == "ordinal":
        return f"n =\n{row.n}" if isinstance(row.n, Masked) else f"n = {row.n}"
    text = observed(comparison, variable, arm, visit)
    if variable.measure == "time":
        return text.partition(" (")[0]
    return text.replace(" (", "\n(").replace(" of ", "\nof ") if len(text) > 12 else text


def arm_head(comparison: Comparison, arm: ArmSpec) -> str:
    """The label of an arm above its column, and its patients."""
    return f"{fitted(arm.label, 12, _ARM_ROOM, bold=True)}\nn = {comparison.study.size(arm.level)}"


def head_height(comparison: Comparison) -> float:
    """Room for the arms' labels, which may take several lines."""
    arms = comparison.study.arms
    heads = [arm_head(comparison, arm) for arm in arms] + [favours_side(arm, left=True) for arm in arms]
    return max(_HEAD, LINE_MM * (1 + max(map(lines_in, heads))))


def strip_height(comparison: Comparison) -> float:
    """Room for the arrows of a group beneath another one."""
    arms = comparison.study.arms
    return LINE_MM * max(lines_in(favours_side(arm, left=True)) for arm in arms) + 1.0


def favours_side(arm: ArmSpec, *, left: bool) -> str:
    """Which side of the axis speaks for an arm; the arrow never stands on a line of its own."""
    said = f"←{w.NBSP}favours {arm.label}" if left else f"favours {arm.label}{w.NBSP}→"
    return fitted(said, 14, _SIDE_ROOM)
