"""The abstract beside the cited estimates: a forest plot of published numbers, one panel for each measure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FixedLocator, NullLocator

from twoarm.analysis.claims.context import Beside, Context
from twoarm.faces import counts_only
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.evidence.words import MEASURE_WORDS, allowed_text, claim_text, estimate_text
from twoarm.present.lettering import fitted
from twoarm.present.narrow.stacked import Block, Panel, Words, stacked
from twoarm.present.outputs import Figure
from twoarm.study.opened import Study
from twoarm.study.published.evidence import CONTRASTS

_WIDTH, _HEAD, _AXIS, _LINE, _PAD = 170, 9.5, 12.5, 4.2, 2.6  # millimetres
_NAME_ROOM = 24.8  # millimetres
OWN_FOOT = 4.5  # for the words that no patient of the cohort enters
_LEFT, _ACROSS = 0.37, 0.35  # where the axes begin and how wide they are, in widths of the figure
_NAME, _SAID, _TEXT = -1.03, -0.6, 1.05  # columns of text, in widths of the axes
_BAND = 2.4  # height of what fits the abstract
ROOM, LOG_ROOM = 1.15, 0.4  # of an axis beyond the farthest limit: as a factor, and as a logarithm for ratios
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)  # of an axis of ratios


@counts_only
@dataclass(frozen=True)
class Axis:
    """Of a panel: the values where it begins and ends, and the value of no difference."""

    low: float
    high: float
    ratio: bool

    @property
    def null(self) -> float:
        return 1.0 if self.ratio else 0.0

    def within(self, value: float) -> float:
        """The value, or the end of the axis that it lies beyond."""
        return min(max(value, self.low), self.high)


def context_plot(context: Context | None) -> Figure | None:
    """Each cited contrast with its interval, and beneath it what fits the abstract; None without a contrast.

    It is drawn from printed numbers, so that neither the cohort nor a parameter changes it.
    """
    if context is None or not context.contrasts:
        return None
    panels = _panels(context)
    drawn = {measure: sum(map(_height, rows)) for measure, rows in panels.items()}
    height = sum(drawn.values()) + len(panels) * (_HEAD + _AXIS) + OWN_FOOT
    with d.style():
        canvas = d.canvas(context.study, _WIDTH, height)
        total = top = height + d.foot(context.study)
        for measure, rows in panels.items():
            bottom = top - _HEAD - drawn[measure]
            axes = canvas.add_axes((_LEFT, bottom / total, _ACROSS, drawn[measure] / total))
            _draw(context.study, axes, measure, rows)
            top = bottom - _AXIS
    words = caption(context), alt(context)
    shown = {"published": True, "narrow": _narrow(context, panels), "title": _title(context)}
    return d.finish(canvas, context.study, "fig-context", *words, context, **shown, data=("context",))


def _narrow(context: Context, panels: dict[str, list[Beside]]) -> Canvas:
    """The cited estimate above, what fits the abstract beneath, both across the width."""
    label = context.study.treated.label
    sides = f"←{w.NBSP}lower with {label}", f"higher with {label}{w.NBSP}→"
    drawn = []
    for measure, rows in panels.items():
        scale = _scale(rows)
        blocks = [block for one in rows for block in _blocks(one, scale)]
        frame = partial(_axis, scale=scale, label=MEASURE_WORDS[measure][0])
        drawn.append(Panel(blocks, frame, partial(_null, at=scale.null), sides=sides))
    with d.style(d.NARROW):
        return stacked(context.study, drawn)


def _null(axes: Any, low: float, high: float, *, at: float) -> None:
    axes.plot([at, at], [low, high], color=d.GREY, lw=0.8, zorder=1)


def _blocks(one: Beside, scale: Axis) -> list[Block]:
    row = one.published
    cited = [Words(w.capital(row.outcome), bold=True), Words(row.source, grey=True)]
    own = [Words(f"abstract: {claim_text(one)}", grey=True)]
    draw = partial(_fitting, one=one, scale=scale) if one.allowed is not None else None
    text = [Words(allowed_text(one.allowed), grey=True)] if one.allowed is not None else []
    return [
        Block(cited, partial(_estimate, one=one), [Words(estimate_text(row))], gap=1.0),
        Block(own, draw, text),
    ]


def _title(context: Context) -> str:
    """In how many contrasts the abstract leaves room for what the cited interval holds."""
    known = [one for one in context.contrasts if one.common is not None]
    shared = sum(bool(one.common) for one in known)
    if not known:
        return ""
    what = w.counted(len(known), "cited interval")
    return (
        f"{shared} of {what} {'has' if shared == 1 else 'have'} values in common with what fits the abstract."
    )


def _panels(context: Context) -> dict[str, list[Beside]]:
    found = {m: [one for one in context.contrasts if one.published.measure == m] for m in CONTRASTS}
    return {measure: rows for measure, rows in found.items() if rows}


def _height(one: Beside) -> float:
    """Of a row in millimetres: a line for the cited estimate and one for the abstract."""
    return _LINE * 2 + _PAD


def _draw(study: Study, axes: Any, measure: str, rows: list[Beside]) -> None:
    """The panel in millimetres from its foot."""
    scale, top = _scale(rows), sum(map(_height, rows))
    axes.set(ylim=(0, top), yticks=[])
    _axis(axes, scale, MEASURE_WORDS[measure][0])
    _heads(study, axes, top + 0.8)
    axes.plot([scale.null, scale.null], [0, top], color=d.GREY, lw=0.8, zorder=1)
    for one in rows:
        upper = top - _PAD / 2 - _LINE / 2
        _cited(axes, one, upper)
        _abstract(axes, one, upper - _LINE, scale)
        top -= _height(one)
    d.bare(axes)


def _scale(rows: list[Beside]) -> Axis:
    """Differences reach equally far to both sides; ratios from the smallest finite limit to the largest."""
    ratio = rows[0].published.is_ratio
    values = [x for one in rows for x in (one.published.value, *(one.published.interval or ()))]
    values += [x for one in rows if one.allowed for span in one.allowed.spans for x in span]
    if ratio:
        logs = [0.0, *(math.log(x) for x in values if 0 < x < math.inf)]
        low, high = (math.exp(end) for end in (min(logs) - LOG_ROOM, max(logs) + LOG_ROOM))
    else:
        high = max(abs(x) for x in values if math.isfinite(x)) * ROOM or 1.0
        low = -high
    return Axis(*(float(end) for end in d.six([low, high])), ratio)


def _axis(axes: Any, scale: Axis, label: str) -> None:
    axes.set_xlabel(label, labelpad=2)
    if scale.ratio:
        axes.set_xscale("log")
        ticks = [tick for tick in _TICKS if scale.low <= tick <= scale.high]
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticklabels([w.exact(tick) for tick in ticks])
    else:
        axes.locator_params(axis="x", nbins=5)
    axes.set_xlim(scale.low, scale.high)


def _heads(study: Study, axes: Any, at: float) -> None:
    """Column heads, and to which side a value speaks of more in the treated arm."""
    where = {"transform": axes.get_yaxis_transform(), "va": "bottom"}
    axes.text(_NAME, at, "Outcome", weight="bold", **where)
    axes.text(_SAID, at, "From", weight="bold", **where)
    axes.text(_TEXT, at, "Estimate (interval)", weight="bold", **where)
    small = {**where, "color": d.GREY, "linespacing": 0.95}
    label = study.treated.label
    axes.text(0.0, at, w.wrapped(f"←{w.NBSP}lower with {label}", 20), ha="left", **small)
    axes.text(1.0, at, w.wrapped(f"higher with {label}{w.NBSP}→", 20), ha="right", **small)


def _cited(axes: Any, one: Beside, at: float) -> None:
    where = {"transform": axes.get_yaxis_transform(), "va": "center"}
    row = one.published
    axes.text(_NAME, at, fitted(w.capital(row.outcome), 22, _NAME_ROOM), linespacing=0.95, **where)
    axes.text(_SAID, at, w.wrapped(row.source, 30), **where)
    axes.text(_TEXT, at, estimate_text(row), **where)
    _estimate(axes, at, one=one)


def _estimate(axes: Any, at: float, *, one: Beside) -> None:
    row = one.published
    if row.interval:
        axes.plot(d.six(row.interval), [at, at], color=d.INK, lw=1.3, solid_capstyle="butt", zorder=3)
    axes.plot(d.six([row.value]), [at], marker="s", ms=4.5, color=d.INK, zorder=3)


def _abstract(axes: Any, one: Beside, at: float, scale: Axis) -> None:
    where = {"transform": axes.get_yaxis_transform(), "va": "center", "color": d.GREY}
    axes.text(_SAID, at, f"abstract: {claim_text(one)}", **where)
    if one.allowed is None:
        return
    axes.text(_TEXT, at, allowed_text(one.allowed), **where)
    _fitting(axes, at, one=one, scale=scale)


def _fitting(axes: Any, at: float, *, one: Beside, scale: Axis) -> None:
    """What fits the abstract, where it says anything."""
    if one.allowed.value is not None:
        _own(axes, one, at, scale)
        return
    for span in one.allowed.spans:
        _band(axes, span, at, scale)


def _own(axes: Any, one: Beside, at: float, scale: Axis) -> None:
    """The abstract's own estimate: another marker and another line than a cited estimate has."""
    ends = d.six([scale.within(limit) for limit in one.allowed.spans[0]])
    axes.plot(ends, [at, at], color=d.GREY, lw=1.3, ls=d.DASHES[1], zorder=3)
    value = d.six([scale.within(one.allowed.value)])
    axes.plot(value, [at], marker="o", ms=4.5, mfc=d.PAPER, color=d.GREY, zorder=3)


def _band(axes: Any, span: tuple[float, float], at: float, scale: Axis) -> None:
    """What a bare P leaves possible: shaded, with a line at each bound and an arrow where there is none."""
    low, high = (float(x) for x in d.six([scale.within(limit) for limit in span]))
    edges = np.array([at - _BAND / 2, at + _BAND / 2])
    axes.fill_between([low, high], *edges, color=d.PALE, lw=0, zorder=2)
    for limit, end, inner in ((span[0], low, high), (span[1], high, low)):
        if math.isfinite(limit):
            axes.plot([end, end], edges, color=d.GREY, lw=1.0, zorder=3)
        else:
            arrow = {"arrowstyle": "->", "color": d.GREY, "lw": 1.0, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (end, at), ((end + 3 * inner) / 4, at), arrowprops=arrow, zorder=3)


# What the abstract's own estimate is computed from, by the value of it that means no difference.
OWN_OF = {1.0: "ratio", 0.0: "difference in standard deviations"}


def caption(context: Context) -> str:
    """What is drawn, of whom, and how to read the second line of a row."""
    treated, control = context.study.treated.label, context.study.control.label
    known = [one.allowed for one in context.contrasts if one.allowed]
    own = [one for one in known if one.value is not None]
    levels = w.joined([w.level_text(1 - t) for t in sorted({one.threshold for one in own})])
    printed = w.joined([words for null, words in OWN_OF.items() if null in {one.null for one in own}])
    dashed = f", or its own {printed} with the {levels} interval, dashed" if own else ""
    beneath = f"Beneath each, in grey: what fits the abstract, shaded{dashed}."
    return (
        f"Cited estimates of {treated} against {control}. "
        f"{beneath if known else 'The abstract makes no statement that can be drawn beside them.'}"
    )


def alt(context: Context) -> str:
    """What is drawn of how many; the numbers stand in the table beside the figure."""
    n = len(context.contrasts)
    return f"Forest plot of {w.counted(n, 'cited comparison')}, what fits the abstract beneath each; numbers in the table."
