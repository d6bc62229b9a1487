"""All specification curves on one page: a panel for each outcome, its estimates in order with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.sensitivity.curves import Curve, Curves
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import fitted
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.curves import axis_range, draw_estimates, ordered
from twoarm.present.sensitivity.words import name_of

_MOST = 24  # a page holds as many
_COLUMNS = {d.WIDE: 3, d.NARROW: 2}
_PANEL, _FOOT, _LEFT, _RIGHT = 24.0, 3.0, 18.5, 2.0  # millimetres
_HEAD = {d.WIDE: 14.0, d.NARROW: 18.0}
_LETTERS = 34  # of a line of a panel's name, at most


def specification_panels(curves: Curves) -> Figure | None:
    """A panel for every conclusion that has more than one specification; None where there is none."""
    shown = curves.drawn[:_MOST]
    if not shown:
        return None
    wide, narrow = (_drawn(curves, shown, sheet) for sheet in (d.WIDE, d.NARROW))
    words = _caption(curves), _alt(curves)
    title = _title(curves)
    return d.finish(
        wide,
        curves.study,
        "fig-specifications",
        *words,
        curves,
        narrow=narrow,
        title=title,
        data=("specifications",),
    )


def _drawn(curves: Curves, shown: list[Curve], sheet: d.Sheet) -> Canvas:
    columns = min(_COLUMNS[sheet], len(shown))
    height = math.ceil(len(shown) / columns) * (_HEAD[sheet] + _PANEL + _FOOT)
    with d.style(sheet):
        canvas = d.canvas(curves.study, sheet.width, height, sheet)
        across = sheet.width / columns
        boxes = _boxes(len(shown), columns, height, d.foot(curves.study, sheet), sheet)
        for box, curve in zip(boxes, shown, strict=True):
            _panel(canvas.add_axes(box), curve, across - _LEFT - _RIGHT, sheet)
    return canvas


def _boxes(
    count: int, columns: int, height: float, foot: float, sheet: d.Sheet
) -> Iterator[tuple[float, float, float, float]]:
    """In shares of the figure, row by row."""
    across, total = sheet.width / columns, height + foot
    for place in range(count):
        row, column = divmod(place, columns)
        bottom = foot + height - (row + 1) * (_HEAD[sheet] + _PANEL + _FOOT) + _FOOT
        left, width = column * across + _LEFT, across - _LEFT - _RIGHT
        yield left / sheet.width, bottom / total, width / sheet.width, _PANEL / total


def _panel(axes: Any, curve: Curve, room: float, sheet: d.Sheet) -> None:
    rows = [row for row in ordered(curve) if row in curve.comparable]
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    axes.set_ylim(axis_range(curve, rows, scale))
    axes.set_xlim(-0.9, len(rows) - 0.1)
    draw_estimates(axes, curve, rows, scale)
    found = curve.robustness
    name = fitted(name_of(curve), _LETTERS, room + _LEFT / 2, sheet.points, bold=True)
    counted = f"P < {w.exact(curve.study.parameters.alpha)}: {found.below} of {found.asked}"
    at = {"x": -_LEFT / 2 / room, "transform": axes.transAxes, "va": "bottom", "linespacing": 1.0}
    axes.text(y=1 + (1 + sheet.line) / _PANEL, s=name, weight="bold", **at)
    axes.text(y=1 + 1 / _PANEL, s=counted, **at)
    axes.set_xticks([])
    axes.set_ylabel(w.wrapped(scale.with_unit("").strip(), 14), labelpad=1, linespacing=1.0)
    axes.locator_params(axis="y", nbins=4)
    d.bare(axes, left=True)
    axes.spines["bottom"].set_visible(False)


def _title(curves: Curves) -> str:
    """How many of them turn."""
    turned, total = sum(bool(c.robustness.contrary) for c in curves.drawn), len(curves.drawn)
    if total == 1:
        return f"{name_of(curves.drawn[0])} {'turns' if turned else 'does not turn'} with the choice of analysis."
    if not turned:
        return "No choice of analysis turns a conclusion."
    return f"{turned} of {w.counted(total, 'conclusion')} {'turns' if turned == 1 else 'turn'} with the choice of analysis."


def _caption(curves: Curves) -> str:
    study, treated_control = curves.study, [arm.label for arm in curves.study.arms]
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    more = len(curves.drawn) - _MOST
    rest = f" {w.counted(more, 'further outcome')}: specifications.csv." if more > 0 else ""
    far = any(row not in curve.comparable for curve in curves.drawn[:_MOST] for row in curve.tested)
    bare = " Tests without an estimate are counted, not drawn." if far else ""
    return (
        f"{' against '.join(treated_control)} by every analysis, in order of size with {level} intervals. Filled marks: P "
        f"below {alpha}; diamond: this report’s analysis; line: no difference.{bare}{rest}"
    )


def _alt(curves: Curves) -> str:
    """How many P values lie below alpha in each panel that has one; the others are told by their number."""
    alpha, shown = w.exact(curves.study.parameters.alpha), curves.drawn[:_MOST]
    having = [c for c in shown if c.robustness.below]
    said = [f"{name_of(c)}: {c.robustness.below} of {c.robustness.asked}" for c in having]
    rest = len(shown) - len(having)
    none = [f"none {'with' if having else 'of'} {w.counted(rest, 'other outcome' if having else 'outcome')}"]
    return f"Analyses with P below {alpha}; {'; '.join(said + none * (rest > 0))}."
