"""Time to event: Kaplan-Meier curves with bands and, beneath, who was at risk, had the event or was censored."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.event_curves import EventCurve
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.curve_labels import Outline, places
from twoarm.present.figures.curve_words import curve_alt, curve_caption, curve_title, curves_missing
from twoarm.present.outputs import Figure, Text, paragraph
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.specification import ArmSpec

_TOP = 1.02  # of the axis of shares, so that a curve at 100% is seen whole
_ABOVE, _UNDER, _RIGHT, _LINE = (
    4.0,
    12.0,
    6.0,
    4.8,
)  # millimetres: around the axes, and of a line of the table
_SIZE = {  # width of the drawing, left of its axes, height of them
    d.WIDE: (150.0, 24.0, 62.0),
    d.NARROW: (d.NARROW.width, 21.0, 58.0),
}
_COLUMN = 9.0  # millimetres between two numbers of the table, at least
_ROWS = {"at risk": "at_risk", "events": "events", "censored": "censored"}  # the column of each


def _times_of(comparison: Comparison) -> list[Variable]:
    """The time-to-event outcomes of a section."""
    return [v for v in comparison.variables if v.role == "outcome" and v.kind == "time"]


def event_curves(comparison: Comparison) -> list[Figure]:
    """A figure for each time-to-event outcome of a section of which a curve may be told; none where there is none."""
    return [event_curve(comparison, v) for v in _times_of(comparison) if curve_label(comparison, v)]


def curve_label(comparison: Comparison, variable: Variable) -> str:
    """The label of the figure of an outcome's curves; empty where none may be told."""
    drawn = any(not curve.absent for curve in _curves_of(comparison, variable))
    return f"fig-{variable.name.replace('_', '-')}" if drawn else ""


def curves_kept_back(comparison: Comparison) -> list[Text]:
    """For each time-to-event outcome of a section of which no curve may be told, why."""
    by_outcome = [(v, _curves_of(comparison, v)) for v in _times_of(comparison)]
    return [
        Text(paragraph(f"{v.label}:", *curves_missing(comparison.study, curves)))
        for v, curves in by_outcome
        if curves and all(curve.absent for curve in curves)
    ]


def _curves_of(comparison: Comparison, variable: Variable) -> list[EventCurve]:
    return [curve for curve in comparison.curves if curve.variable == variable.name]


def event_curve(comparison: Comparison, variable: Variable) -> Figure:
    """The curves of one time-to-event outcome.

    An outcome that is better sooner is drawn as the share that has reached it, any other as the share still free of it.
    """
    study, curves = comparison.study, _curves_of(comparison, variable)
    wide, narrow = (_drawn(study, variable, curves, sheet) for sheet in (d.WIDE, d.NARROW))
    label = curve_label(comparison, variable)
    said = curve_caption(study, variable, curves), curve_alt(comparison, variable, curves)
    title = curve_title(comparison, variable, curves)
    return d.finish(wide, study, label, *said, comparison, narrow=narrow, title=title, data=("curves",))


def _drawn(study: Study, variable: Variable, curves: list[EventCurve], sheet: d.Sheet) -> Canvas:
    width, left, up = _SIZE[sheet]
    across = width - left - _RIGHT
    ends = next([point.time for point in curve.ticks] for curve in curves if not curve.absent)
    ticks = _spaced(ends, across)
    table, foot = 2 * (len(_ROWS) + 1) * _LINE + 8, d.foot(study, sheet, width)
    height = _ABOVE + up + _UNDER + table
    with d.style(sheet):
        canvas = d.canvas(study, width, height, sheet)
        total = height + foot
        box = (left / width, (table + foot + _UNDER) / total, across / width, up / total)
        axes = canvas.add_axes(box)
        axes.set(xlim=(0, ends[-1]), ylim=(0, _TOP), xticks=ticks, yticks=np.arange(0, 1.01, 0.25))
        axes.set_yticklabels([f"{100 * y:.0f}%" for y in np.arange(0, 1.01, 0.25)])
        _lines(axes, study, variable, curves, (across, up))
        d.bare(axes, left=True)
        _risk_table(canvas, axes, study, curves, ticks)
    return canvas


def _spaced(ticks: list[float], across: float) -> list[float]:
    """All ticks, or every second, third or further one where their numbers would touch."""
    step = next(n for n in range(1, len(ticks) + 1) if across * n / max(len(ticks) - 1, 1) >= _COLUMN)
    return ticks[::step]


def _lines(
    axes, study: Study, variable: Variable, curves: list[EventCurve], room: tuple[float, float]
) -> None:
    """The curves with their names, and what the axes are."""
    rising = variable.better == "lower"
    axes.set_xlabel(f"{variable.label}, {variable.unit}")
    axes.set_ylabel("share who have reached it" if rising else "share still free of it")
    drawn = [(i, arm) for i, arm in enumerate(study.arms) if not curves[i].absent]
    steps = [_steps(curves[i], rising) for i, _ in drawn]
    for step, (i, arm) in zip(steps, drawn, strict=True):
        _curve(axes, step, i, arm.label)
    _name(axes, steps, drawn, room)


def _steps(curve: EventCurve, rising: bool) -> np.ndarray:
    """Time, share and the band's limits in rows, up to the last time at which the arm was observed."""
    points = [(point.time, point.survival, point.low, point.high) for point in curve.drawn]
    x, s, low, high = np.array([(0.0, 1.0, 1.0, 1.0), *points, *points[-1:]]).T
    if rising:
        s, low, high = 1 - s, 1 - high, 1 - low
    return np.array([x, *(d.six(v) for v in (s, low, high))])


def _curve(axes, steps: np.ndarray, i: int, label: str) -> None:
    """One arm's curve with its band; beyond its end it is unknown."""
    x, s, low, high = steps
    axes.fill_between(x, low, high, step="post", color=d.COLOURS[i], alpha=0.13, lw=0)
    axes.step(x, s, where="post", color=d.COLOURS[i], ls=d.DASHES[i], clip_on=False, label=label)


def _name(axes, steps: list[np.ndarray], drawn: list[tuple[int, ArmSpec]], room: tuple[float, float]) -> None:
    """Each arm's label beside its curve; a legend where one of them finds no room."""
    wide = (room[0] / axes.get_xlim()[1], room[1] / _TOP)  # millimetres of a unit of the axes
    outlines = [Outline(x * wide[0], *(v * wide[1] for v in rest)) for x, *rest in steps]
    texts = [w.wrapped(arm.label, 18) for _, arm in drawn]
    found = places(outlines, texts, *room)
    if found is None:
        axes.legend(loc="best", frameon=False, handlelength=3, prop={"weight": "bold"})
        return
    for (x, y), text in zip(found, texts, strict=True):
        axes.text(x / wide[0], y / wide[1], text, weight="bold", ha="center", va="center")


def _risk_table(canvas, axes, study, curves: list[EventCurve], ticks: list[float]) -> None:
    """Numbers under the tick marks, after the proposal of the KMunicate study."""
    box, total = axes.get_position(), canvas.get_figheight() / d.MM
    y, left = box.y0 - (_UNDER + 4.5) / total, 1.5 * d.MM / canvas.get_figwidth()
    for curve, arm in zip(curves, study.arms, strict=True):
        canvas.text(left, y, w.wrapped(arm.label, 60), weight="bold", va="center")
        for name, column in _ROWS.items():
            y -= _LINE / total
            canvas.text(left, y, name, color=d.GREY, va="center")
            for point in (point for point in curve.ticks if point.time in ticks):
                x = box.x0 + box.width * point.time / curve.ticks[-1].time
                told = getattr(point, column)
                canvas.text(x, y, "" if told is None else f"{told}", ha="center", va="center")
        y -= _LINE / total
