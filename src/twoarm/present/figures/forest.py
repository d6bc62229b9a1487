"""The forest plot of a section: names, both arms as text, intervals drawn, estimates as text."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import Masked
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.forest_words import Line, forest_alt, forest_caption
from twoarm.present.naming import section_label
from twoarm.present.outcomes.observed import observed
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable
from twoarm.study.opened import ArmSpec

_WIDTH, _ROW, _HEAD, _AXIS = 170, 8.0, 10.0, 12.0
EDGE = 1.0  # of the axes, above its first row and beneath its last
_LINE = 3.3  # height of a line of the head
_NAME, _ARMS, _ESTIMATE = -2.5, (-0.92, -0.32), 1.08  # columns of text, in widths of the axes
PANELS = {  # what shares an axis
    "standard deviations": "difference in standard deviations",
    "proportion": "risk difference, percentage points",
    "probability": "probability of a higher value",
    "time": "difference in restricted mean time",
}
_Group = list[Line]  # rows whose outcomes share a better side


def forest_plot(comparison: Comparison) -> Figure | None:
    """The primary result of every outcome at its main visit; scales that cannot share an axis get panels of their own.

    Within a panel the rows stand together by the side that speaks for an arm, each group beneath its own arrows.
    None where no outcome has an interval that can be drawn.
    """
    study = comparison.study
    panels = _panels(comparison)
    if not panels:
        return None
    groups = {panel: _groups(lines) for panel, lines in panels.items()}
    drawn = {panel: _height(comparison, g) for panel, g in groups.items()}
    heights = [height + _head_height(comparison) + _AXIS for height in drawn.values()]
    with d.style():
        canvas = d.canvas(study, _WIDTH, sum(heights))
        total = top = sum(heights) + d.foot(study)
        for panel, height in zip(panels, heights, strict=True):
            bottom = (top - height + _AXIS) / total
            axes = canvas.add_axes((0.53, bottom, 0.21, drawn[panel] / total))
            _draw(comparison, axes, panel, groups[panel])
            top -= height
    label = section_label("fig", comparison, "forest")
    caption, alt = forest_caption(comparison, panels), forest_alt(panels)
    return d.finish(canvas, study, label, caption, alt, comparison)


def _groups(lines: list[Line]) -> list[_Group]:
    """The rows by the side that is the better one, in the order in which they come; those without a side last."""
    sides = sorted(dict.fromkeys(line.variable.better for line in lines), key=lambda side: side == "")
    return [[line for line in lines if line.variable.better == side] for side in sides]


def _height(comparison: Comparison, groups: list[_Group]) -> float:
    """Of the axes in millimetres: rows, and strips for the arrows of the second group and those after it."""
    return sum(len(group) * _ROW for group in groups) + (len(groups) - 1) * _strip(comparison) + 2 * EDGE


def _strip(comparison: Comparison) -> float:
    arms = comparison.study.arms
    return _LINE * max(which_side(arm, left=True).count("\n") + 1 for arm in arms) + 1.0


def _panels(comparison: Comparison) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for result in comparison.headline:
        e, variable = result.estimate, comparison.study.variable(result.variable)
        if e.value is None or e.low is None or not np.isfinite([e.low, e.high]).all():
            continue
        panel, factor = _scale(result, variable)
        if factor is not None:
            values = d.six([e.value * factor, e.low * factor, e.high * factor])
            found.setdefault(panel, []).append(Line(variable, result, *values))
    return found


def _scale(result: Result, variable: Variable) -> tuple[str, float | None]:
    if result.scale == Scale.PROPORTION:
        return "proportion", 100.0
    if result.scale == Scale.PROBABILITY:
        return "probability", 1.0
    if variable.measure == "time":
        return "time", 1.0
    if result.scale != Scale.UNIT:
        return result.scale, result.scale.factor
    return "standard deviations", 1 / result.pooled_sd if result.pooled_sd else None


def _draw(comparison: Comparison, axes, panel: str, groups: list[_Group]) -> None:
    """The panel in millimetres from its foot, so that every row and strip has the height that its text needs."""
    lines = [line for group in groups for line in group]
    null = lines[0].result.null
    reach = 1.15 * max(max(abs(line.low - null), abs(line.high - null)) for line in lines)
    height = top = _height(comparison, groups)
    axes.set(xlim=(null - reach, null + reach), ylim=(0, height), yticks=[])
    _heads(comparison, axes, lines, height + 1)
    several = len(groups) > 1
    for i, group in enumerate(groups):
        top -= _strip(comparison) if i else EDGE
        _sides(comparison, axes, group[0].variable.better, top if i else height + 1, several)
        low = top - _ROW * len(group)
        axes.plot([null, null], [low if i < len(groups) - 1 else 0, top], color=d.GREY, lw=0.8, zorder=1)
        for line in group:
            _row(comparison, axes, top - _ROW / 2, line)
            top -= _ROW
    units = {line.variable.unit for line in lines} if panel == "time" else set()
    axes.set_xlabel(
        f"{PANELS.get(panel, lines[0].result.estimand)}{', ' + units.pop() if len(units) == 1 else ''}",
        labelpad=2,
    )
    axes.locator_params(axis="x", nbins=5 if reach < 100 else 3)
    d.bare(axes)


def _row(comparison: Comparison, axes, at: float, line: Line) -> None:
    axes.plot([line.low, line.high], [at, at], color=d.INK, lw=1.3, solid_capstyle="butt")
    axes.plot(line.value, at, marker="s", ms=4.5, color=d.INK)
    _texts(comparison, axes, at, line)


def _texts(comparison: Comparison, axes, at: float, line: Line) -> None:
    study, where = comparison.study, axes.get_yaxis_transform()
    visit = line.result.visit
    name = w.wrapped(w.with_unit(line.variable), 28)
    axes.text(_NAME, at, name, transform=where, va="center", ha="left", linespacing=0.95)
    for x, arm, colour in zip(_ARMS, study.arms, d.COLOURS, strict=True):
        text = _cell(comparison, line.variable, arm.level, visit)
        axes.text(x, at, text, transform=where, va="center", ha="center", color=colour, linespacing=0.95)
    axes.text(
        _ESTIMATE, at, w.estimate_cell(line.result, line.variable), transform=where, va="center", ha="left"
    )


def _cell(comparison: Comparison, variable: Variable, arm: str, visit: str) -> str:
    """What an arm shows, narrow enough for its column: of a time the median, of an ordinal outcome the patients."""
    row = comparison.summary(variable.name, arm, visit)[0]
    if variable.measure == "ordinal":
        return f"n =\n{row.n}" if isinstance(row.n, Masked) else f"n = {row.n}"
    text = observed(comparison, variable, arm, visit)
    if variable.measure == "time":
        return text.partition(" (")[0]
    return text.replace(" (", "\n(").replace(" of ", "\nof ") if len(text) > 12 else text


def _arm_head(comparison: Comparison, arm: ArmSpec) -> str:
    return f"{w.wrapped(arm.label, 12)}\nn = {comparison.study.size(arm.level)}"


def _head_height(comparison: Comparison) -> float:
    """Room for the arms' labels, which may take several lines."""
    arms = comparison.study.arms
    heads = [_arm_head(comparison, arm) for arm in arms] + [which_side(arm, left=True) for arm in arms]
    return max(_HEAD, _LINE * (1 + max(head.count("\n") + 1 for head in heads)))


def which_side(arm: ArmSpec, *, left: bool) -> str:
    """Which side of the axis speaks for an arm; the arrow never stands on a line of its own."""
    return w.wrapped(f"←{w.NBSP}favours {arm.label}" if left else f"favours {arm.label}{w.NBSP}→", 14)


def _heads(comparison: Comparison, axes, lines: list[Line], top: float) -> None:
    study, where = comparison.study, axes.get_yaxis_transform()
    for x, arm, colour in zip(_ARMS, study.arms, d.COLOURS, strict=True):
        head = _arm_head(comparison, arm)
        axes.text(x, top, head, transform=where, color=colour, weight="bold", ha="center", va="bottom")
    level = w.level_text(study.parameters.level)
    scale = lines[0].result.scale
    contrast = "Probability" if scale == Scale.PROBABILITY else "Ratio" if scale.is_ratio else "Difference"
    axes.text(
        _ESTIMATE, top, f"{contrast} ({level} CI)", transform=where, weight="bold", ha="left", va="bottom"
    )


def _sides(comparison: Comparison, axes, better: str, at: float, several: bool) -> None:
    """Arrows to the sides that speak for the arms; that there are none is said only beside groups that have them."""
    study = comparison.study
    small = {"transform": axes.get_yaxis_transform(), "color": d.GREY, "va": "bottom", "fontsize": 7}
    if better:
        right, left = (study.treated, study.control) if better == "higher" else (study.control, study.treated)
        axes.text(-0.1, at, which_side(left, left=True), ha="left", **small)
        axes.text(1.0, at, which_side(right, left=False), ha="right", **small)
    elif several:
        axes.text(0.5, at, "neither side is better", ha="center", **small)
