"""The forest plot of a section: names, both arms as text, intervals drawn, estimates as text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.forest_narrow import axis_label, forest_narrow
from twoarm.present.figures.forest_texts import (
    ARMS,
    EDGE,
    ESTIMATE,
    NAME,
    RowTexts,
    arm_head,
    favours_side,
    head_height,
    row_texts,
    strip_height,
)
from twoarm.present.figures.forest_words import Line, forest_alt, forest_caption, forest_title
from twoarm.present.lettering import divided, part_label, part_words
from twoarm.present.naming import section_label
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable

_WIDTH, _AXIS = 170, 12.0
_Panels = dict[str, list[Line]]
_Group = list[Line]  # rows whose outcomes share a better side


def forest_plot(comparison: Comparison) -> Figure | None:
    """The primary result of every outcome at its main visit; scales that cannot share an axis get panels of their own.

    Within a panel the rows stand together by the side that speaks for an arm, each group beneath its own arrows.
    None where no outcome has an interval that can be drawn.
    """
    panels = _panels(comparison)
    return _figure(comparison, panels, _reaches(panels)) if panels else None


def forest_plots(comparison: Comparison) -> list[Figure]:
    """The same, divided over several figures where one would not fit a page; a panel has one axis in all of them."""
    panels = _panels(comparison)
    reaches, parts = _reaches(panels), _parts(comparison, panels)
    return [
        _figure(comparison, _by_panel(part), reaches, number, len(parts))
        for number, part in enumerate(parts, 1)
    ]


def forest_label(comparison: Comparison, variable: Variable) -> str:
    """The label of the figure that an outcome is drawn in; empty where it is in none."""
    for number, part in enumerate(_parts(comparison, _panels(comparison)), 1):
        if any(line.variable.name == variable.name for _, line in part):
            return part_label(section_label("fig", comparison, "forest"), number)
    return ""


def _parts(comparison: Comparison, panels: _Panels) -> list[list[tuple[str, Line]]]:
    """The rows of each figure."""
    rows = [(panel, line) for panel, lines in panels.items() for group in _groups(lines) for line in group]
    return divided(rows, lambda some: _tall(comparison, _by_panel(some)))


def _figure(
    comparison: Comparison, panels: _Panels, reaches: dict[str, float], number: int = 1, parts: int = 1
) -> Figure:
    study = comparison.study
    groups = {panel: _groups(lines) for panel, lines in panels.items()}
    drawn = {panel: _height(comparison, g) for panel, g in groups.items()}
    heights = [height + head_height(comparison) + _AXIS for height in drawn.values()]
    with d.style():
        canvas = d.canvas(study, _WIDTH, sum(heights))
        total = top = sum(heights) + d.foot(study)
        for panel, height in zip(panels, heights, strict=True):
            bottom = (top - height + _AXIS) / total
            axes = canvas.add_axes((0.53, bottom, 0.21, drawn[panel] / total))
            _draw(comparison, axes, panel, groups[panel], reaches[panel])
            top -= height
    label = part_label(section_label("fig", comparison, "forest"), number)
    caption = forest_caption(comparison, panels) + part_words(number, parts)
    shown = forest_narrow(comparison, groups, reaches), forest_title(panels)
    return d.finish(
        canvas,
        study,
        label,
        caption,
        forest_alt(panels),
        comparison,
        narrow=shown[0],
        title=shown[1],
        data=("results",),
    )


def _by_panel(rows: Sequence[tuple[str, Line]]) -> _Panels:
    found: _Panels = {}
    for panel, line in rows:
        found.setdefault(panel, []).append(line)
    return found


def _tall(comparison: Comparison, panels: _Panels) -> float:
    """Millimetres of a figure of these panels, without its foot."""
    each = head_height(comparison) + _AXIS
    return sum(_height(comparison, _groups(lines)) + each for lines in panels.values())


def _reaches(panels: _Panels) -> dict[str, float]:
    """How far the axis of each panel goes to both sides of no difference."""
    return {panel: 1.15 * max(map(_farthest, lines)) for panel, lines in panels.items()}


def _farthest(line: Line) -> float:
    return max(abs(line.low - line.result.null), abs(line.high - line.result.null))


def _groups(lines: list[Line]) -> list[_Group]:
    """The rows by the side that is the better one, in the order in which they come; those without a side last."""
    sides = sorted(dict.fromkeys(line.variable.better for line in lines), key=lambda side: side == "")
    return [[line for line in lines if line.variable.better == side] for side in sides]


def _height(comparison: Comparison, groups: list[_Group]) -> float:
    """Of the axes in millimetres: rows, and strips for the arrows of the second group and those after it."""
    rows = sum(row_texts(comparison, line).height for group in groups for line in group)
    return rows + (len(groups) - 1) * strip_height(comparison) + 2 * EDGE


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


def _draw(comparison: Comparison, axes, panel: str, groups: list[_Group], reach: float) -> None:
    """The panel in millimetres from its foot, so that every row and strip has the height that its text needs."""
    lines = [line for group in groups for line in group]
    null = lines[0].result.null
    height = top = _height(comparison, groups)
    axes.set(xlim=(null - reach, null + reach), ylim=(0, height), yticks=[])
    _heads(comparison, axes, lines, height + 1)
    several = len(groups) > 1
    for i, group in enumerate(groups):
        top -= strip_height(comparison) if i else EDGE
        _sides(comparison, axes, group[0].variable.better, top if i else height + 1, several)
        texts = [row_texts(comparison, line) for line in group]
        low = top - sum(row.height for row in texts)
        axes.plot([null, null], [low if i < len(groups) - 1 else 0, top], color=d.GREY, lw=0.8, zorder=1)
        for line, row in zip(group, texts, strict=True):
            _row(axes, top - row.height / 2, line, row)
            top -= row.height
    axes.set_xlabel(axis_label(panel, lines), labelpad=2)
    axes.locator_params(axis="x", nbins=5 if reach < 100 else 3)
    d.bare(axes)


def _row(axes, at: float, line: Line, texts: RowTexts) -> None:
    axes.plot([line.low, line.high], [at, at], color=d.INK, lw=1.3, solid_capstyle="butt")
    axes.plot(line.value, at, marker="s", ms=4.5, color=d.INK)
    kind = {"transform": axes.get_yaxis_transform(), "va": "center", "linespacing": 0.95}
    axes.text(NAME, at, texts.name, ha="left", **kind)
    for x, text in zip(ARMS, texts.arms, strict=True):
        axes.text(x, at, text, ha="center", **kind)
    axes.text(ESTIMATE, at, texts.estimate, ha="left", **kind)


def _heads(comparison: Comparison, axes, lines: list[Line], top: float) -> None:
    study, where = comparison.study, axes.get_yaxis_transform()
    for x, arm in zip(ARMS, study.arms, strict=True):
        head = arm_head(comparison, arm)
        axes.text(x, top, head, transform=where, weight="bold", ha="center", va="bottom")
    level = w.level_text(study.parameters.level)
    scale = lines[0].result.scale
    contrast = "Probability" if scale == Scale.PROBABILITY else "Ratio" if scale.is_ratio else "Difference"
    axes.text(
        ESTIMATE, top, f"{contrast} ({level} CI)", transform=where, weight="bold", ha="left", va="bottom"
    )


def _sides(comparison: Comparison, axes, better: str, at: float, several: bool) -> None:
    """Arrows to the sides that speak for the arms; that there are none is said only beside groups that have them."""
    study = comparison.study
    small = {"transform": axes.get_yaxis_transform(), "color": d.GREY, "va": "bottom", "linespacing": 1.0}
    if better:
        right, left = (study.treated, study.control) if better == "higher" else (study.control, study.treated)
        axes.text(-0.1, at, favours_side(left, left=True), ha="left", **small)
        axes.text(1.0, at, favours_side(right, left=False), ha="right", **small)
    elif several:
        axes.text(0.5, at, "neither side is better", ha="center", **small)
