"""The forest plot of a section: names, both arms as text, intervals drawn, estimates as text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twoarm.analysis.compare import Comparison, Result
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.values import observed
from twoarm.study.dictionary import Variable
from twoarm.study.study import ArmSpec

WIDTH, ROW, HEAD, AXIS = 170, 8.0, 10.0, 12.0
LINE = 3.3  # height of a line of the head
NAME, ARMS, ESTIMATE = -2.5, (-0.92, -0.32), 1.08  # columns of text, in widths of the axes
PANELS = {  # what shares an axis
    "standard deviations": "difference in standard deviations",
    "proportion": "risk difference, percentage points",
    "probability": "probability of a higher value",
    "time": "difference in restricted mean time",
}


@dataclass(frozen=True)
class Line:
    """One row of the plot, already on its panel's scale."""

    variable: Variable
    result: Result
    value: float
    low: float
    high: float


def forest_plot(comparison: Comparison) -> Figure | None:
    """The primary result of every outcome at its latest visit; scales that cannot share an axis get panels of their own.

    None where no outcome has an interval that can be drawn.
    """
    study = comparison.study
    panels = _panels(comparison)
    if not panels:
        return None
    heights = [len(lines) * ROW + _head_height(comparison) + AXIS for lines in panels.values()]
    with d.style():
        canvas = d.canvas(WIDTH, sum(heights))
        total, top = sum(heights) + d.FOOT_MM, sum(heights) + d.FOOT_MM
        for (panel, lines), height in zip(panels.items(), heights, strict=True):
            bottom = (top - height + AXIS) / total
            axes = canvas.add_axes((0.53, bottom, 0.21, len(lines) * ROW / total))
            _draw(comparison, axes, panel, lines)
            top -= height
    caption = (
        f"Differences between {study.treated.label} and {study.control.label} with their "
        f"{w.level_text(study.parameters.level)} intervals."
    )
    label = f"fig-{comparison.section.replace('_', '-')}-forest"
    return d.finish(canvas, study, label, caption, _alt(panels), comparison)


def _panels(comparison: Comparison) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for result in comparison.headline:
        e, variable = result.estimate, comparison.study.variable(result.variable)
        if e.value is None or e.low is None or not np.isfinite([e.low, e.high]).all():
            continue
        panel, factor = _scale(comparison, result, variable)
        if factor is not None:
            values = d.six([e.value * factor, e.low * factor, e.high * factor])
            found.setdefault(panel, []).append(Line(variable, result, *values))
    return found


def _scale(comparison: Comparison, result: Result, variable: Variable) -> tuple[str, float | None]:
    if result.scale == "proportion":
        return "proportion", 100.0
    if result.scale == "probability":
        return "probability", 1.0
    if variable.measure == "time":
        return "time", 1.0
    sds = [comparison.summary(variable.name, a.level, result.visit)[0].sd for a in comparison.study.arms]
    if None in sds or not any(sds):
        return "standard deviations", None
    return "standard deviations", 1 / float(np.sqrt(np.mean(np.square(sds))))


def _draw(comparison: Comparison, axes, panel: str, lines: list[Line]) -> None:
    null = 0.5 if panel == "probability" else 0.0
    y = np.arange(len(lines))[::-1]
    axes.axvline(null, color=d.GREY, lw=0.8, zorder=1)
    for at, line in zip(y, lines, strict=True):
        axes.plot([line.low, line.high], [at, at], color=d.INK, lw=1.3, solid_capstyle="butt")
        axes.plot(line.value, at, marker="s", ms=4.5, color=d.INK)
        _texts(comparison, axes, at, line)
    reach = 1.15 * max(max(abs(line.low - null), abs(line.high - null)) for line in lines)
    axes.set(xlim=(null - reach, null + reach), ylim=(-0.6, len(lines) - 0.4), yticks=[])
    units = {line.variable.unit for line in lines} if panel == "time" else set()
    axes.set_xlabel(f"{PANELS[panel]}{', ' + units.pop() if len(units) == 1 else ''}", labelpad=2)
    axes.locator_params(axis="x", nbins=5 if reach < 100 else 3)
    d.bare(axes)
    _heads(comparison, axes, lines)


def _texts(comparison: Comparison, axes, at: float, line: Line) -> None:
    study, where = comparison.study, axes.get_yaxis_transform()
    visit = line.result.visit
    name = w.wrapped(w.with_unit(line.variable), 28)
    axes.text(NAME, at, name, transform=where, va="center", ha="left", linespacing=0.95)
    for x, arm, colour in zip(ARMS, study.arms, d.COLOURS, strict=True):
        text = _cell(comparison, line.variable, arm.level, visit)
        axes.text(x, at, text, transform=where, va="center", ha="center", color=colour, linespacing=0.95)
    axes.text(
        ESTIMATE, at, w.estimate_cell(line.result, line.variable), transform=where, va="center", ha="left"
    )


def _cell(comparison: Comparison, variable: Variable, arm: str, visit: str) -> str:
    """What an arm shows, narrow enough for its column: of a time the median, of an ordinal outcome the patients."""
    row = comparison.summary(variable.name, arm, visit)[0]
    if variable.measure == "ordinal":
        return f"n = {row.n}"
    text = observed(comparison, variable, arm, visit)
    if variable.measure == "time":
        return text.partition(" (")[0]
    return text.replace(" (", "\n(") if len(text) > 12 else text


def _arm_head(comparison: Comparison, arm: ArmSpec) -> str:
    return f"{w.wrapped(arm.label, 12)}\nn = {comparison.study.cohort.size(arm.level)}"


def _head_height(comparison: Comparison) -> float:
    """Room for the arms' labels, which may take several lines."""
    arms = comparison.study.arms
    heads = [_arm_head(comparison, arm) for arm in arms] + [_favours(arm, left=True) for arm in arms]
    return max(HEAD, LINE * (1 + max(head.count("\n") + 1 for head in heads)))


def _favours(arm: ArmSpec, *, left: bool) -> str:
    """Which side of the axis speaks for an arm; the arrow never stands on a line of its own."""
    return w.wrapped(f"←{w.NBSP}favours {arm.label}" if left else f"favours {arm.label}{w.NBSP}→", 14)


def _heads(comparison: Comparison, axes, lines: list[Line]) -> None:
    study, where = comparison.study, axes.get_yaxis_transform()
    top = len(lines) - 0.25
    for x, arm, colour in zip(ARMS, study.arms, d.COLOURS, strict=True):
        head = _arm_head(comparison, arm)
        axes.text(x, top, head, transform=where, color=colour, weight="bold", ha="center", va="bottom")
    level = w.level_text(study.parameters.level)
    contrast = "Probability" if lines[0].result.scale == "probability" else "Difference"
    axes.text(
        ESTIMATE, top, f"{contrast} ({level} CI)", transform=where, weight="bold", ha="left", va="bottom"
    )
    sides = {line.variable.better for line in lines}
    if len(sides) == 1 and sides <= {"higher", "lower"}:
        right, left = (
            (study.treated, study.control) if sides == {"higher"} else (study.control, study.treated)
        )
        small = {"transform": where, "color": d.GREY, "va": "bottom", "fontsize": 7}
        axes.text(-0.1, top + 0.1, _favours(left, left=True), ha="left", **small)
        axes.text(1.0, top + 0.1, _favours(right, left=False), ha="right", **small)


def _alt(panels: dict[str, list[Line]]) -> str:
    rows = [
        f"{line.variable.label} {w.estimate_phrase(line.result, line.variable)}"
        for lines in panels.values()
        for line in lines
    ]
    return f"Forest plot with one row per outcome. {'; '.join(rows)}."
