"""The specification curve of a conclusion: estimates with intervals above, the choices behind each below."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.words import DIMENSIONS, choice, dimensions, name_of

_WIDTH, _LEFT, _RIGHT = 180, 74, 17  # millimetres
_ABOVE, _HEAD, _GAP, _ROW, _BOTTOM = 46, 7, 4, 3.9, 2
SMALL = 7
GREYED = {"fontsize": SMALL, "color": d.GREY, "va": "center"}
_BAND = 2.5  # millimetres: half of the shipped analysis's band, at most
LABELS = 46  # letters of a row's name


def specification_curve(curves: Curves) -> Figure | None:
    """The curve that turns, in full with the choices behind each estimate; None where no conclusion does."""
    return _figure(curves, curves.turning) if curves.turning else None


def ordered(curve: Curve) -> list[Specified]:
    """By the estimate, then by P; those without an estimate on the same scale last."""
    far = [row for row in curve.tested if row not in curve.comparable]
    near = [row for row in curve.tested if row in curve.comparable]
    return sorted(near, key=lambda row: (*d.six([row.estimate.value]), row.p)) + sorted(
        far, key=lambda row: row.p
    )


def _figure(curves: Curves, curve: Curve) -> Figure:
    study, rows = curve.study, ordered(curve)
    groups = dimensions(curve)
    lines = _lines(groups)
    height = _HEAD + _ABOVE + _GAP + _ROW * lines + _BOTTOM
    with d.style():
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        left, width = _LEFT / _WIDTH, (_WIDTH - _LEFT - _RIGHT) / _WIDTH
        beneath = d.foot(study) + _BOTTOM
        below = canvas.add_axes((left, beneath / total, width, _ROW * lines / total))
        above = canvas.add_axes((left, (beneath + _ROW * lines + _GAP) / total, width, _ABOVE / total))
        _estimates(above, curve, rows)
        _choices(below, curve, rows, groups)
        for axes in (above, below):
            axes.set_xlim(-0.9, len(rows) - 0.1)
    label = f"fig-specifications-{curve.primary.variable.replace('_', '-')}"
    return d.finish(canvas, study, label, _caption(curve), _alt(curve), curves)


def _lines(groups: dict[str, list[str]]) -> int:
    """Rows of the matrix: that of P, and each dimension's head and choices."""
    return 1 + sum(1 + len(codes) for codes in groups.values())


def _estimates(axes, curve: Curve, rows: list[Specified]) -> None:
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    null = scale.factor * scale.null
    low, high = axis_range(curve, rows, scale)
    axes.set_ylim(low, high)
    if curve.shipped in rows:
        at = rows.index(curve.shipped)
        _band(axes, at, len(rows))
        _name_shipped(axes, at, len(rows))
    draw_estimates(axes, curve, rows, scale)
    far = [x for x, row in enumerate(rows) if row not in curve.comparable]
    if far:
        axes.text(np.mean(far), _clear(low, high, null), "no estimate\non this scale", ha="center", **GREYED)
    axes.text(
        1.01,
        null,
        "no\ndifference",
        transform=axes.get_yaxis_transform(),
        **GREYED,
        ha="left",
        linespacing=0.95,
    )
    axes.set_xticks([])
    axes.set_ylabel(_axis(curve, scale), labelpad=4)
    axes.locator_params(axis="y", nbins=6)
    d.bare(axes, left=True)
    axes.spines["bottom"].set_visible(False)


def draw_estimates(axes, curve: Curve, rows: list[Specified], scale: w.Scale) -> None:
    """Every estimate on the primary one's scale with its interval, and the line of no difference."""
    axes.axhline(scale.factor * scale.null, color=d.GREY, lw=0.8, zorder=1)
    for x, row in enumerate(rows):
        if row in curve.comparable:
            _mark(axes, x, row, curve, scale.factor, axes.get_ylim())


def _clear(low: float, high: float, null: float) -> float:
    """The middle of the larger side of the line of no difference."""
    return (null + high) / 2 if high - null > null - low else (null + low) / 2


def _band(axes, at: int, n: int) -> None:
    """The column of the shipped analysis."""
    half = min(0.5, _BAND * n / (_WIDTH - _LEFT - _RIGHT))
    axes.axvspan(at - half, at + half, color=d.PALE, lw=0, zorder=0)


def _sides(axes, curve: Curve, rows: list[Specified]) -> None:
    """On which side of alpha each P lies, said also for those that have no estimate above."""
    text = f"P below {w.exact(curve.study.parameters.alpha)}"
    where = axes.get_yaxis_transform()
    axes.text(-0.02, 0, text, transform=where, ha="right", va="center", weight="bold", fontsize=SMALL)
    for x, row in enumerate(rows):
        face = d.INK if curve.is_below(row) else "white"
        axes.plot(x, 0, "o", ms=3.6, color=d.INK, mfc=face, mew=0.8, zorder=2)


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


def _mark(axes, x: int, row: Specified, curve: Curve, factor: float, limits: tuple[float, float]) -> None:
    shipped, filled = row.choices == curve.choices, curve.is_below(row)
    e = row.estimate
    if e.low is not None:
        ends = np.clip([factor * e.low, factor * e.high], *limits)
        axes.plot(
            [x, x], d.six(ends), color=d.INK, lw=1.6 if shipped else 0.8, solid_capstyle="butt", zorder=2
        )
    shape, size = ("D", 5.0) if shipped else ("o", 3.6)
    face = d.INK if filled else "white"
    axes.plot(x, *d.six([factor * e.value]), shape, ms=size, color=d.INK, mfc=face, mew=0.8, zorder=3)


def _name_shipped(axes, at: int, n: int) -> None:
    """Above the column, on the side where there is room."""
    align = "left" if at < n / 3 else "right" if at > 2 * n / 3 else "center"
    shift = {"left": -0.5, "right": 0.5, "center": 0.0}[align]
    where = axes.get_xaxis_transform()
    axes.text(
        at + shift, 1.02, "this report’s analysis", transform=where, fontsize=SMALL, ha=align, va="bottom"
    )


def _choices(axes, curve: Curve, rows: list[Specified], groups: dict[str, list[str]]) -> None:
    lines = _lines(groups)
    axes.set(ylim=(lines - 0.5, -0.5), xticks=[], yticks=[])
    where = axes.get_yaxis_transform()
    if curve.shipped in rows:
        _band(axes, rows.index(curve.shipped), len(rows))
    _sides(axes, curve, rows)
    y = 1
    for name, codes in groups.items():
        axes.text(
            -0.02,
            y,
            DIMENSIONS[name],
            transform=where,
            ha="right",
            va="center",
            weight="bold",
            fontsize=SMALL,
        )
        for code in codes:
            y += 1
            text = w.capital(choice(curve, name, code))
            axes.text(-0.02, y, _fit(text), transform=where, ha="right", va="center", fontsize=SMALL)
            axes.axhline(y, color=d.PALE, lw=0.5, zorder=0)
            chosen = [x for x, row in enumerate(rows) if asdict(row.choices)[name] == code]
            axes.plot(chosen, [y] * len(chosen), "s", ms=3.0, color=d.INK, zorder=2)
        y += 1
    axes.tick_params(left=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _fit(text: str) -> str:
    """A name that one line holds."""
    return text if len(text) <= LABELS else text.replace("continuity correction", "correction")


def _axis(curve: Curve, scale: w.Scale) -> str:
    named = w.capital(w.estimand(curve.primary, curve.study.variable(curve.primary.variable)))
    unit = scale.with_unit("").strip()
    return w.wrapped(f"{named}, {unit}" if unit else named, 26)


def _caption(curve: Curve) -> str:
    study = curve.study
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    named = w.estimand(curve.primary, study.variable(curve.primary.variable))
    shipped = "; diamond: this report’s" if curve.shipped.p is not None else ""
    return (
        f"{name_of(curve)}: {named}, {w.arms_in_order(curve.primary, study)}, by {curve.robustness.asked} analyses in order "
        f"of size, with {level} intervals and the choices below. Filled: P below {alpha}{shipped}.{_nested(curve)}"
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
