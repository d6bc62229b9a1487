"""The specification curve of a conclusion: estimates with intervals above, the choices behind each below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import fitted
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.words import DIMENSIONS, choice, dimensions, name_of

# Millimetres. Names of choices stand beside their row, on a telephone above it.
_SIDES = {d.WIDE: (84.0, 4.0), d.NARROW: (16.0, 3.0)}
_ABOVE, _HEAD, _GAP, _BOTTOM = 46.0, 7.0, 4.0, 2.0
_BAND = 2.5  # half of the shipped analysis's band, at most
_LETTERS = 60  # of a name, at most: it is cut where its room ends


class _Row(NamedTuple):
    """A row of the matrix: its name, and the columns that are marked, filled or not; a dimension's head has none."""

    name: str
    marked: dict[int, bool] | None
    bold: bool = False
    shape: str = "s"


def specification_curve(curves: Curves) -> Figure | None:
    """The curve that turns, in full with the choices behind each estimate; None where no conclusion does."""
    curve = curves.turning
    if curve is None:
        return None
    wide, narrow = (_drawn(curve, sheet) for sheet in (d.WIDE, d.NARROW))
    label = f"fig-specifications-{curve.primary.variable.replace('_', '-')}"
    return d.finish(
        wide,
        curve.study,
        label,
        _caption(curve),
        _alt(curve),
        curves,
        narrow=narrow,
        title=_title(curve),
        data=("specifications",),
    )


def ordered(curve: Curve) -> list[Specified]:
    """By the estimate, then by P; those without an estimate on the same scale last."""
    far = [row for row in curve.tested if row not in curve.comparable]
    near = [row for row in curve.tested if row in curve.comparable]
    return sorted(near, key=lambda row: (*d.six([row.estimate.value]), row.p)) + sorted(
        far, key=lambda row: row.p
    )


def _drawn(curve: Curve, sheet: d.Sheet) -> Canvas:
    study, rows, matrix = curve.study, ordered(curve), list(_matrix(curve))
    below_mm = sheet.line * _lines(matrix, sheet)
    height = _HEAD + _ABOVE + _GAP + below_mm + _BOTTOM
    (left, right), foot = _SIDES[sheet], d.foot(study, sheet)
    with d.style(sheet):
        canvas = d.canvas(study, sheet.width, height, sheet)
        total, across = height + foot, (sheet.width - left - right) / sheet.width
        start, bottom = left / sheet.width, foot + _BOTTOM
        below = canvas.add_axes((start, bottom / total, across, below_mm / total))
        above = canvas.add_axes((start, (bottom + below_mm + _GAP) / total, across, _ABOVE / total))
        band = min(0.5, _BAND * len(rows) / (across * sheet.width))
        _estimates(above, curve, rows)
        _choices(below, matrix, sheet)
        for axes in (above, below):
            axes.set_xlim(-0.9, len(rows) - 0.1)
            if curve.shipped in rows:
                at = rows.index(curve.shipped)
                axes.axvspan(at - band, at + band, color=d.PALE, lw=0, zorder=0)
    return canvas


def _matrix(curve: Curve) -> Iterator[_Row]:
    """On which side of alpha each P lies, said also for those that have no estimate above; then the choices."""
    rows = ordered(curve)
    alpha = w.exact(curve.study.parameters.alpha)
    yield _Row(f"P below {alpha}", {x: curve.is_below(row) for x, row in enumerate(rows)}, True, "o")
    for name, codes in dimensions(curve).items():
        yield _Row(DIMENSIONS[name], None, True)
        for code in codes:
            chosen = [x for x, row in enumerate(rows) if asdict(row.choices)[name] == code]
            yield _Row(w.capital(choice(curve, name, code)), dict.fromkeys(chosen, True))


def _lines(matrix: list[_Row], sheet: d.Sheet) -> int:
    """On a telephone a name has a line of its own above its marks."""
    return len(matrix) + (sheet is d.NARROW) * sum(row.marked is not None for row in matrix)


def _estimates(axes: Any, curve: Curve, rows: list[Specified]) -> None:
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    null = scale.factor * scale.null
    low, high = axis_range(curve, rows, scale)
    axes.set_ylim(low, high)
    if curve.shipped in rows:
        _name_shipped(axes, rows.index(curve.shipped), len(rows))
    draw_estimates(axes, curve, rows, scale)
    far = [x for x, row in enumerate(rows) if row not in curve.comparable]
    if far:
        middle = _clear(low, high, null)
        axes.text(np.mean(far), middle, "no estimate\non this scale", ha="center", va="center", color=d.GREY)
    axes.set_xticks([])
    axes.set_ylabel(_axis(curve, scale), labelpad=4)
    axes.locator_params(axis="y", nbins=6)
    d.bare(axes, left=True)
    axes.spines["bottom"].set_visible(False)


def draw_estimates(axes: Any, curve: Curve, rows: list[Specified], scale: w.Scale) -> None:
    """Every estimate on the primary one's scale with its interval, and the line of no difference."""
    axes.axhline(scale.factor * scale.null, color=d.GREY, lw=0.8, zorder=1)
    for x, row in enumerate(rows):
        if row in curve.comparable:
            _mark(axes, x, row, curve, scale.factor, axes.get_ylim())


def _clear(low: float, high: float, null: float) -> float:
    """The middle of the larger side of the line of no difference."""
    return (null + high) / 2 if high - null > null - low else (null + low) / 2


def axis_range(curve: Curve, rows: list[Specified], scale: w.Scale) -> tuple[float, float]:
    """Of the axis: every finite limit and the line of no difference, with room around them."""
    factor = scale.factor
    ends = [factor * scale.null]
    for row in (row for row in rows if row in curve.comparable):
        ends += [
            factor * x for x in (row.estimate.value, row.estimate.low, row.estimate.high) if x is not None
        ]
    ends = d.six([x for x in ends if np.isfinite(x)])
    room = 0.07 * (ends.max() - ends.min() or 1.0)
    return ends.min() - room, ends.max() + room


def _mark(
    axes: Any, x: int, row: Specified, curve: Curve, factor: float, limits: tuple[float, float]
) -> None:
    shipped, filled = row.choices == curve.choices, curve.is_below(row)
    e = row.estimate
    if e.low is not None:
        ends = np.clip([factor * e.low, factor * e.high], *limits)
        axes.plot(
            [x, x], d.six(ends), color=d.INK, lw=1.6 if shipped else 0.8, solid_capstyle="butt", zorder=2
        )
    shape, size = ("D", 5.0) if shipped else ("o", 3.6)
    at = d.six([factor * e.value])
    axes.plot([x], at, shape, ms=size, color=d.INK, mfc=_face(filled), mew=0.8, zorder=3)


def _name_shipped(axes: Any, at: int, n: int) -> None:
    """Above the column, on the side where there is room."""
    align = "left" if at < n / 3 else "right" if at > 2 * n / 3 else "center"
    shift = {"left": -0.5, "right": 0.5, "center": 0.0}[align]
    where = axes.get_xaxis_transform()
    axes.text(at + shift, 1.02, "this report’s analysis", transform=where, ha=align, va="bottom")


def _choices(axes: Any, matrix: list[_Row], sheet: d.Sheet) -> None:
    axes.set(ylim=(_lines(matrix, sheet) - 0.5, -0.5), xticks=[], yticks=[])
    y, (left, right), above = 0, _SIDES[sheet], sheet is d.NARROW
    room = sheet.width - right if above else left - 2
    for row in matrix:
        _name(axes, y, row, room, sheet)
        if row.marked is not None:
            y += above
            axes.axhline(y, color=d.PALE, lw=0.5, zorder=0)
            for x, filled in row.marked.items():
                axes.plot(x, y, row.shape, ms=3.2, color=d.INK, mfc=_face(filled), mew=0.8, zorder=2)
        y += 1
    axes.tick_params(left=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _name(axes: Any, y: int, row: _Row, room: float, sheet: d.Sheet) -> None:
    """Right-aligned beside the row; on a telephone from the edge of the drawing, above it."""
    text = row.name.replace("continuity correction", "correction")
    shown = fitted(text, _LETTERS, room, sheet.points, bold=row.bold).partition("\n")[0]
    left, right = _SIDES[sheet]
    x, align = (-0.02, "right") if sheet is d.WIDE else (-left / (sheet.width - left - right), "left")
    weight = "bold" if row.bold else "normal"
    axes.text(x, y, shown, transform=axes.get_yaxis_transform(), ha=align, va="center", weight=weight)


def _face(filled: bool) -> str:
    return d.INK if filled else d.PAPER


def _axis(curve: Curve, scale: w.Scale) -> str:
    named = w.capital(w.estimand(curve.primary, curve.study.variable(curve.primary.variable)))
    unit = scale.with_unit("").strip()
    return w.wrapped(f"{named}, {unit}" if unit else named, 26)


def _title(curve: Curve) -> str:
    found, alpha = curve.robustness, w.exact(curve.study.parameters.alpha)
    return f"{name_of(curve)}: P is below {alpha} in {found.below} of {found.asked} analyses."


def _caption(curve: Curve) -> str:
    study = curve.study
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    named = w.estimand(curve.primary, study.variable(curve.primary.variable))
    shipped = "; diamond: this report’s" if curve.shipped.p is not None else ""
    return (
        f"{w.capital(named)}, {w.arms_in_order(curve.primary, study)}, in order of size with {level} intervals, the choices "
        f"below. Filled: P below {alpha}{shipped}; line: no difference.{_nested(curve)}"
    )


def _nested(curve: Curve) -> str:
    """What an analysis of units takes for granted, where there is one."""
    if "unit" not in dimensions(curve):
        return ""
    units = choice(curve, "unit", "units")
    return f" Unless whole patients are permuted, {units} count as independent."


def _alt(curve: Curve) -> str:
    study, r = curve.study, curve.primary
    variable = study.variable(r.variable)
    alpha, found = w.exact(study.parameters.alpha), curve.robustness
    p = [w.p_phrase(r.estimate.p_value, study.parameters.alpha)] if r.estimate.p_value is not None else []
    said = [
        f"{name_of(curve)}: P below {alpha} in {found.below} of {found.asked} analyses",
        f"{name_of(curve)} in this report: {w.estimate_phrase(r, variable, *p)}",
    ]
    return "; ".join(said) + "."
