"""The plot of equivalence: intervals against the margin that the dictionary states for each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.agreement import Agreement, Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import ASSUMED, Result
from twoarm.faces import counts_only
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import fitted
from twoarm.present.naming import section_label
from twoarm.present.narrow.stacked import Block, Panel, Words, stacked
from twoarm.present.outcomes.margins import (
    margin_interval,
    margin_text,
)
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable

_WIDTH, _HEAD, _AXIS, _LINE, _PAD = (
    170,
    7.0,
    11.5,
    3.65,
    5.0,
)  # millimetres; _LINE is a line of text, _PAD stands around rows
_LEFT, _ACROSS = 0.34, 0.37  # where the axes begin and how wide they are, in widths of the figure
_NAME, _ESTIMATE = -0.9, 1.05  # columns of text, in widths of the axes
_LETTERS = 32  # of a line of text at the left
_ROOM = 45.0  # millimetres at the right
REACH = 4.0  # margins: an interval that goes further ends in an arrow, or the margin could not be seen
THICK, THIN, CAP = 4.2, 1.0, 1.3  # points, points, millimetres


@counts_only
@dataclass(frozen=True)
class Row:
    """An outcome with its margin; thick, thin and value are in margins, so that the margin lies at 1 and -1."""

    variable: Variable
    result: Result
    within: bool
    value: float
    thick: tuple[float, float]
    thin: tuple[float, float]

    @property
    def verdict(self) -> str:
        if self.variable.margin_assumed:
            return "the margin is assumed"
        return "wholly within the margin" if self.within else "not wholly within the margin"

    @property
    def name(self) -> str:
        return w.wrapped(w.with_unit(self.variable), _LETTERS)

    @property
    def margin(self) -> str:
        source = self.variable.margin_source or ASSUMED
        return w.wrapped(f"margin {margin_text(self.result, self.variable)}, {source}", _LETTERS)

    @property
    def said(self) -> tuple[str, str, str]:
        """The estimate, its interval and what follows from it."""
        scale, level = w.Scale(self.result, self.variable), w.level_text(self.result.estimate.conf_level)
        value = scale.with_unit(scale.value(self.result.estimate.value))
        return value, f"{level} CI {margin_interval(self.result, self.variable)}", self.verdict

    @property
    def estimate(self) -> str:
        return "\n".join(fitted(line, _LETTERS, _ROOM) for line in self.said)

    @property
    def height(self) -> float:
        return _LINE * max(lines(self.estimate), lines(self.name) + lines(self.margin)) + _PAD


def lines(text: str) -> int:
    """How many lines a text has."""
    return text.count("\n") + 1


def equivalence_plot(comparison: Comparison) -> Figure | None:
    """Every outcome with a margin in a row of its own, on one axis in margins; None where no such interval can be drawn."""
    study, rows = comparison.study, _rows(comparison)
    if not rows:
        return None
    drawn = sum(row.height for row in rows)
    height = _HEAD + drawn + _AXIS + _more(comparison)
    with d.style():
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        bottom = d.foot(study) + _AXIS + _more(comparison)
        axes = canvas.add_axes((_LEFT, bottom / total, _ACROSS, drawn / total))
        _draw(comparison, axes, rows, drawn)
    label = section_label("fig", comparison, "equivalence")
    words = _caption(comparison, rows), _alt(rows)
    shown: dict[str, Any] = {"narrow": _narrow(comparison, rows), "title": _title(rows)}
    return d.finish(canvas, study, label, *words, comparison, **shown, data=("results",))


def _narrow(comparison: Comparison, rows: list[Row]) -> Canvas:
    """The margin shaded in each row's own strip."""
    reach = _reach(rows)
    blocks = [
        Block(
            [Words(_flat(row.name), bold=True), Words(_flat(row.margin), grey=True)],
            partial(_drawn, row=row, reach=reach),
            [Words("; ".join(row.said))],
        )
        for row in rows
    ]
    frame = partial(_frame, comparison=comparison, reach=reach)
    with d.style(d.NARROW):
        panel = Panel(
            blocks, frame, _band, [Words("shaded: within the margin", grey=True)], more=d.NARROW.line
        )
        return stacked(comparison.study, [panel])


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _drawn(axes, at: float, *, row: Row, reach: float) -> None:
    _interval(axes, at, row.thin, reach, THIN, caps=True)
    _interval(axes, at, row.thick, reach, THICK)
    _estimate(axes, at, row.value, reach)


def _band(axes, low: float, high: float) -> None:
    axes.fill_between([-1, 1], low, high, color=d.PALE, lw=0, zorder=0)
    for x, dashes in ((-1, (0, (3, 2))), (0, "solid"), (1, (0, (3, 2)))):
        axes.plot([x, x], [low, high], color=d.GREY, lw=0.8, ls=dashes, zorder=1)


def _frame(axes, *, comparison: Comparison, reach: float) -> None:
    axes.set_xlim(-reach, reach)
    axes.set_xticks(np.arange(-int(reach), int(reach) + 1))
    axes.set_xlabel(w.wrapped(_flat(_axis(comparison)), 40), labelpad=2)


def _title(rows: list[Row]) -> str:
    """How many intervals lie wholly within their margin, and that a margin is assumed where it is."""
    within = sum(row.within for row in rows)
    assumed = all(row.variable.margin_assumed for row in rows)
    said = f"{within or 'None'} of {w.counted(len(rows), 'interval')} lies wholly within its margin"
    if within > 1:
        said = f"{within} of {len(rows)} intervals lie wholly within their margin"
    return f"{said}, which is assumed." if assumed else f"{said}."


def _rows(comparison: Comparison) -> list[Row]:
    primary = {r.variable: r for r in comparison.headline}
    found = [a for a in comparison.asked(Question.MARGIN) if a.answer != Answer.UNKNOWN]
    return [_row(comparison.study.variable(a.variable), a, primary.get(a.variable)) for a in found]


def _row(variable: Variable, found: Agreement, primary: Result | None) -> Row:
    (result,) = found.results

    def in_margins(r: Result, *numbers: float) -> list[float]:
        return [float(x) for x in d.six([w.Scale(r, variable).factor * x / variable.margin for x in numbers])]

    e, thin = result.estimate, (primary if primary and primary.estimate.low is not None else result)
    value, *thick = in_margins(result, e.value, e.low, e.high)
    return Row(
        variable,
        result,
        found.answer == Answer.WITHIN,
        value,
        tuple(thick),
        tuple(in_margins(thin, thin.estimate.low, thin.estimate.high)),
    )


def _reach(rows: list[Row]) -> float:
    """Half of the axis in margins: as far as the intervals go, but not so far that a margin could not be seen."""
    furthest = max(abs(end) for row in rows for end in (*row.thick, *row.thin))
    return min(REACH, max(1.5, 1.1 * furthest))


def _draw(comparison: Comparison, axes, rows: list[Row], height: float) -> None:
    """In millimetres from the foot, so that every row is as high as its text."""
    reach, top = _reach(rows), height
    axes.set(xlim=(-reach, reach), ylim=(0, height), yticks=[])
    axes.axvspan(-1, 1, color=d.PALE, lw=0, zorder=0)
    for x, dashes in ((-1, (0, (3, 2))), (0, "solid"), (1, (0, (3, 2)))):
        axes.axvline(x, color=d.GREY, lw=0.8, ls=dashes, zorder=1)
    for row in rows:
        middle = top - row.height / 2
        _interval(axes, middle, row.thin, reach, THIN, caps=True)
        _interval(axes, middle, row.thick, reach, THICK)
        _estimate(axes, middle, row.value, reach)
        _texts(axes, middle, row)
        top -= row.height
    _heads(axes, height)
    axes.set_xticks(np.arange(-int(reach), int(reach) + 1))
    axes.set_xlabel(_axis(comparison), labelpad=2)
    d.bare(axes)


def _interval(
    axes, at: float, ends: tuple[float, float], reach: float, width: float, *, caps: bool = False
) -> None:
    """A bar between its limits; one that leaves the axis has an arrow there in place of its end."""
    low, high = (float(np.clip(end, -reach, reach)) for end in ends)
    axes.plot([low, high], [at, at], color=d.INK, lw=width, solid_capstyle="butt", zorder=2)
    for shown, end, marker in ((low, ends[0], "<"), (high, ends[1], ">")):
        if shown != end:
            axes.plot(shown, at, marker=marker, ms=5, color=d.INK, clip_on=False, zorder=3)
        elif caps:
            axes.plot([shown, shown], [at - CAP, at + CAP], color=d.INK, lw=width, zorder=2)


def _estimate(axes, at: float, value: float, reach: float) -> None:
    if abs(value) <= reach:
        axes.plot(value, at, marker="s", ms=5, color=d.INK, mfc=d.PAPER, mew=1.0, zorder=4)


def _texts(axes, at: float, row: Row) -> None:
    kind = {"transform": axes.get_yaxis_transform(), "ha": "left", "linespacing": 1.05}
    top = at + _LINE * (lines(row.name) + lines(row.margin)) / 2
    axes.text(_NAME, top, row.name, va="top", **kind)
    axes.text(_NAME, top - _LINE * lines(row.name), row.margin, va="top", color=d.GREY, **kind)
    axes.text(_ESTIMATE, at, row.estimate, va="center", **kind)


def _heads(axes, height: float) -> None:
    kind = {"transform": axes.get_yaxis_transform(), "va": "bottom"}
    axes.text(_NAME, height + 1, "Outcome and its margin", weight="bold", **kind)
    axes.text(_ESTIMATE, height + 1, "Difference", weight="bold", **kind)
    axes.text(0.5, height + 1, "within the margin", ha="center", color=d.GREY, **kind)


def _axis(comparison: Comparison) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    return w.wrapped(f"{treated} minus {control}, as a multiple of the margin", 46)


def _more(comparison: Comparison) -> float:
    """Room for the further lines of the axis' label."""
    return _LINE * (lines(_axis(comparison)) - 1)


def _caption(comparison: Comparison, rows: list[Row]) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    thick = w.level_text(rows[0].result.estimate.conf_level)
    thin = w.level_text(comparison.study.parameters.level)
    said = [
        f"Differences between {treated} and {control} against the margin of equivalence of each outcome, which is shaded.",
        f"Thick line: {thick} interval, the one that belongs to two one-sided tests at the significance level of "
        f"{w.exact(comparison.study.parameters.alpha)}; thin line: {thin} interval, as in the table.",
    ]
    if not all(row.variable.margin_assumed for row in rows):
        said.append(
            "Equivalence within a stated margin is shown where the thick line lies wholly within the shaded band, and not "
            "where an interval merely includes no difference."
        )
    if any(row.variable.margin_assumed for row in rows):
        said.append("From a margin that is assumed nothing is concluded.")
    if any(_reach(rows) < abs(end) for row in rows for end in (*row.thick, *row.thin)):
        said.append("An arrow ends a line that goes further than the axis.")
    return " ".join([*said, *_left_out(comparison)])


def _left_out(comparison: Comparison) -> list[str]:
    names = [
        comparison.study.variable(a.variable).label
        for a in comparison.asked(Question.MARGIN)
        if a.answer == Answer.UNKNOWN
    ]
    return [f"Not estimable and so not drawn: {w.listed(names)}."] if names else []


def _alt(rows: list[Row]) -> str:
    said = [f"{row.variable.label}: {row.verdict}" for row in rows]
    return f"Intervals against margins of equivalence. {'; '.join(w.capped(said, 4))}."
