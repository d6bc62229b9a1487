"""The forest plot of a section for a telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.forest_texts import arm_cell
from twoarm.present.figures.forest_words import Line
from twoarm.present.narrow.stacked import Block, Panel, Words, beside, stacked

PANELS = {  # what shares an axis
    "standard deviations": "difference in standard deviations",
    "proportion": "risk difference, percentage points",
    "probability": "probability of a higher value",
    "time": "difference in restricted mean time",
}
_Groups = Mapping[str, Sequence[Sequence[Line]]]


def axis_label(panel: str, lines: Sequence[Line]) -> str:
    """What the axis of a panel is."""
    units = {line.variable.unit for line in lines} if panel == "time" else set()
    return PANELS.get(panel, lines[0].result.estimand) + (f", {units.pop()}" if len(units) == 1 else "")


def forest_narrow(comparison: Comparison, groups: _Groups, reaches: Mapping[str, float]) -> Canvas:
    """Each group of rows that shares an axis and a better side is a panel."""
    panels = []
    for name, of_name in groups.items():
        for lines in of_name:
            last = lines is of_name[-1]
            panels.append(_panel(comparison, name, lines, reaches[name], several=len(of_name) > 1, last=last))
    with d.style(d.NARROW):
        return stacked(comparison.study, panels)


def _panel(
    comparison: Comparison, name: str, lines: Sequence[Line], reach: float, *, several: bool, last: bool
) -> Panel:
    null, better = lines[0].result.null, lines[0].variable.better
    neither = (Words("neither side is better", grey=True),) if several and not better else ()
    return Panel(
        [_block(comparison, line) for line in lines],
        partial(_frame, name=name, lines=lines, null=null, reach=reach),
        partial(_zero, null=null),
        neither,
        favoured(comparison, better),
    )


def favoured(comparison: Comparison, better: str) -> tuple[str, str]:
    """What the left and the right side of an axis speak for; empty where neither is better."""
    study = comparison.study
    if not better:
        return "", ""
    right, left = (study.treated, study.control) if better == "higher" else (study.control, study.treated)
    return f"←{w.NBSP}favours {left.label}", f"favours {right.label}{w.NBSP}→"


def _frame(axes: Any, *, name: str, lines: Sequence[Line], null: float, reach: float) -> None:
    axes.set_xlim(null - reach, null + reach)
    axes.set_xlabel(axis_label(name, lines), labelpad=2)
    axes.locator_params(axis="x", nbins=5 if reach < 100 else 3)


def _zero(axes: Any, low: float, high: float, *, null: float) -> None:
    axes.plot([null, null], [low, high], color=d.GREY, lw=0.8, zorder=1)


def _block(comparison: Comparison, line: Line) -> Block:
    level = w.level_text(comparison.study.parameters.level)
    seen = beside(
        [
            _one_line(f"{arm.label} {arm_cell(comparison, line.variable, arm.level, line.result.visit)}")
            for arm in comparison.study.arms
        ]
    )
    estimate = Words(f"{w.estimate_cell(line.result, line.variable)}, {level} CI")
    return Block([Words(w.with_unit(line.variable), bold=True), *seen], interval_of(line), [estimate])


def interval_of(line: Line) -> Callable[[Any, float], None]:
    """The interval of a row with its estimate, as it is drawn at a height."""

    def draw(axes: Any, at: float) -> None:
        axes.plot([line.low, line.high], [at, at], color=d.INK, lw=1.6, solid_capstyle="butt")
        axes.plot(line.value, at, marker="s", ms=5.5, color=d.INK)

    return draw


def _one_line(text: str) -> str:
    return " ".join(text.split())
