"""All specification curves on one page: a panel for each outcome, its estimates in order with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from twoarm.analysis.sensitivity.curves import Curve, Curves
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import fitted
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.curves import axis_range, draw_estimates, ordered
from twoarm.present.sensitivity.words import name_of

_COLUMNS, _MOST = 3, 24  # a page holds as many
_WIDTH, _PANEL, _HEAD, _FOOT, _LEFT, _RIGHT = 180, 24, 12, 3, 15, 4  # millimetres
_TITLE, _ROOM = 34, 44.0  # of a panel's name: letters and millimetres of a line


def specification_panels(curves: Curves) -> Figure | None:
    """A panel for every conclusion that has more than one specification; None where there is none."""
    shown = curves.drawn[:_MOST]
    if not shown:
        return None
    columns = min(_COLUMNS, len(shown))
    height = math.ceil(len(shown) / columns) * (_HEAD + _PANEL + _FOOT)
    with d.style():
        canvas = d.canvas(curves.study, _WIDTH, height)
        for box, curve in zip(_boxes(len(shown), columns, height, d.foot(curves.study)), shown, strict=True):
            _panel(canvas.add_axes(box), curve)
    return d.finish(canvas, curves.study, "fig-specifications", _caption(curves), _alt(curves), curves)


def _boxes(count: int, columns: int, height: float, foot: float) -> Iterator[tuple[float, ...]]:
    """In shares of the figure, row by row."""
    across, total = _WIDTH / columns, height + foot
    for place in range(count):
        row, column = divmod(place, columns)
        bottom = foot + height - (row + 1) * (_HEAD + _PANEL + _FOOT) + _FOOT
        left, width = column * across + _LEFT, across - _LEFT - _RIGHT
        yield left / _WIDTH, bottom / total, width / _WIDTH, _PANEL / total


def _panel(axes: Any, curve: Curve) -> None:
    rows = [row for row in ordered(curve) if row in curve.comparable]
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    axes.set_ylim(axis_range(curve, rows, scale))
    axes.set_xlim(-0.9, len(rows) - 0.1)
    draw_estimates(axes, curve, rows, scale)
    found, alpha = curve.robustness, w.exact(curve.study.parameters.alpha)
    axes.set_title(fitted(name_of(curve), _TITLE, _ROOM, 8, bold=True), loc="left", fontsize=8, weight="bold", pad=12)
    counted = f"P below {alpha}: {found.below} of {found.asked}"
    axes.text(0, 1.04, counted, transform=axes.transAxes, fontsize=7, va="bottom")
    axes.set_xticks([])
    axes.set_ylabel(w.wrapped(scale.with_unit("").strip(), 18), labelpad=2, fontsize=7)
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(labelsize=7)
    d.bare(axes, left=True)
    axes.spines["bottom"].set_visible(False)


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
    """How many P values lie below alpha in each panel."""
    alpha = w.exact(curves.study.parameters.alpha)
    said = [f"{name_of(c)}: {c.robustness.below} of {c.robustness.asked}" for c in curves.drawn[:_MOST]]
    return f"Analyses with P below {alpha}; {'; '.join(said)}."
