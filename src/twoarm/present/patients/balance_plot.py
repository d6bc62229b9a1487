"""The love plot: how far the arms lie apart before treatment, and after overlap weighting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.balance import Characteristic
from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import divided, fitted, part_label, part_words, row_height
from twoarm.present.narrow.stacked import Block, Panel, Words, stacked
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance import characteristic_name, limit_text

_WIDTH, _ROW = 150.0, 6.5
_AROUND = 18.0  # millimetres above and below the rows
_NAME_ROOM = 0.47 * _WIDTH - 3.0  # left of the axis
AXES_MM = 0.485 * _WIDTH
_BESIDE = 16 / AXES_MM  # share of the axis that the label of a mark needs beside it
_LEFT_HALF = 0.38  # of the axis, where a label beside an open mark goes to the right
CLEAR = 1.8 / AXES_MM  # between a mark and its label
SMALL_LABEL = {"bbox": {"facecolor": d.PAPER, "edgecolor": "none", "pad": 0.4}}
TELLS_APART = "tells the arms apart"


def love_plot(comparison: Comparison) -> Figure | None:
    """Absolute standardised mean difference of every baseline variable, largest first, with the limit of imbalance.

    Filled marks are the arms as they were; where the comparison has weighted differences, open marks are those.
    """
    rows = comparison.balance.before
    return _figure(comparison, rows) if rows else None


def love_plots(comparison: Comparison) -> list[Figure]:
    """The same, divided over several figures where one would not fit a page; their axes are alike."""
    parts = divided(comparison.balance.before, lambda some: _tall(comparison, some))
    return [_figure(comparison, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _figure(comparison: Comparison, rows: list[Characteristic], number: int = 1, parts: int = 1) -> Figure:
    study = comparison.study
    with d.style():
        height = _tall(comparison, rows)
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        axes = canvas.add_axes((0.47, (14 + d.foot(study)) / total, 0.485, (height - _AROUND) / total))
        _draw(comparison, axes, rows, [_name(comparison, one) for one in rows])
    alt = _alt(comparison, rows)
    caption = _caption(comparison) + part_words(number, parts)
    shown: dict[str, Any] = {"narrow": _narrow(comparison, rows), "title": _title(comparison, rows)}
    return d.finish(
        canvas, study, part_label("fig-balance", number), caption, alt, comparison, **shown, data=("balance",)
    )


def _narrow(comparison: Comparison, rows: list[Characteristic]) -> Canvas:
    """Each characteristic above its marks, the key over all."""
    study, weighted = comparison.study, _weighted(rows)
    key = [Words("as they were", marker="o")] * weighted
    key += [Words("after overlap weighting", marker="o", open=True)] * weighted
    blocks = [
        Block([Words(characteristic_name(study, one))], partial(_marks, one, _reach(comparison)), gap=1.0)
        for one in rows
    ]
    limit = Words(f"dashed line: {limit_text(comparison)}", grey=True)
    frame = partial(_frame, reach=_reach(comparison))
    panel = Panel(blocks, frame, partial(_limit, at=comparison.balance.limit), [*key, limit])
    with d.style(d.NARROW):
        return stacked(study, [panel])


def _frame(axes, *, reach: float) -> None:
    axes.set_xlim(0, reach)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel("absolute standardised mean difference", labelpad=2)


def _limit(axes, low: float, high: float, *, at: float) -> None:
    axes.plot([at, at], [low, high], color=d.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)


def _marks(one: Characteristic, reach: float, axes, at: float) -> None:
    """A characteristic as the arms were, and under the weights."""
    size, after = _size(one.smd), np.nan if one.separates else _size(one.smd_weighted)
    axes.plot([0, min(size, reach) if not np.isnan(size) else 0], [at, at], color=d.PALE, lw=1)
    if np.isinf(size):
        axes.plot(reach, at, ">", color=d.INK, ms=5.5, clip_on=False)
        axes.text(reach * 0.95, at, TELLS_APART, ha="right", va="center", **SMALL_LABEL)
    elif not np.isnan(size):
        axes.plot(*d.six([size]), at, "o", color=d.INK, ms=5, clip_on=False)
    if not np.isnan(after):
        axes.plot(*d.six([after]), at, "o", color=d.INK, mfc=d.PAPER, ms=5, mew=0.9, clip_on=False, zorder=3)


def _title(comparison: Comparison, rows: list[Characteristic]) -> str:
    """How many characteristics lie beyond the limit, as they were."""
    sizes = [_size(one.smd) for one in rows]
    known = [size for size in sizes if not np.isnan(size)]
    beyond = sum(size > comparison.balance.limit for size in known)
    what = w.counted(len(known), "characteristic")
    lie = "lies" if beyond == 1 else "lie"
    return f"Before treatment {beyond} of {what} {lie} beyond {_dashed(comparison)}." if known else ""


def _dashed(comparison: Comparison) -> str:
    """What the dashed line is: where chance decided on the treatment, nothing is an imbalance."""
    by_chance = comparison.study.spec.randomised.by_chance
    return "twice the standard error that chance gives" if by_chance else "the limit of imbalance"


def _name(comparison: Comparison, one: Characteristic) -> str:
    return fitted(characteristic_name(comparison.study, one), 36, _NAME_ROOM)


def _tall(comparison: Comparison, rows: Sequence[Characteristic]) -> float:
    """Millimetres of a figure of these rows, without its foot."""
    return sum(row_height(_ROW, _name(comparison, one)) for one in rows) + _AROUND


def _reach(comparison: Comparison) -> float:
    """Where the axis ends, the same in every part of the plot."""
    balance = comparison.balance
    farthest = max((x for one in balance.before if math.isfinite(x := _size(one.smd))), default=0.0)
    reach = 1.1 * max(balance.limit * 1.5, farthest)
    after = [_size(one.smd_weighted) for one in balance.after if not one.separates]
    if not after:
        return reach
    return max(reach, max(farthest, *after) / (1 - _BESIDE))  # room for a label beside the farthest mark


def _draw(comparison: Comparison, axes, rows: list[Characteristic], names: list[str]) -> None:
    """In heights of a row of one line or two, from the middle of the lowest such row."""
    limit, reach = comparison.balance.limit, _reach(comparison)
    heights = np.array([row_height(_ROW, name) / _ROW for name in names])
    y = (heights.sum() - np.cumsum(heights)) + heights / 2 - 0.5
    top = heights.sum() - 0.4
    sizes = np.array([_size(one.smd) for one in rows])
    x = d.six(np.where(np.isinf(sizes), np.nan, sizes))
    after = d.six([np.nan if one.separates else _size(one.smd_weighted) for one in rows])
    weighted = _weighted(rows)
    axes.set(xlim=(0, reach), ylim=(-0.6, top))
    axes.hlines(y, 0, x, color=d.PALE, lw=1)
    axes.plot(x, y, "o", color=d.INK, ms=4.5)
    for at in y[np.isinf(sizes)]:
        axes.hlines(at, 0, reach, color=d.PALE, lw=1)
        axes.plot(reach, at, ">", color=d.INK, ms=5.5, clip_on=False)
        axes.text(reach * (1 - 2 * CLEAR), at, TELLS_APART, ha="right", va="center", **SMALL_LABEL)
    axes.axvline(limit, color=d.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)
    place = -0.55 if weighted else top - 0.05  # above stands what the marks are
    axes.text(limit, place, f"{w.NBSP}{limit_text(comparison)}", color=d.GREY, va="bottom")
    if weighted:
        axes.plot(after, y, "o", color=d.INK, mfc=d.PAPER, ms=4.5, mew=0.9, clip_on=False, zorder=3)
        _name_marks(axes, x, after, y, reach)
    axes.set_yticks(y, names, linespacing=0.95)
    axes.set_xlabel("absolute standardised mean difference")
    d.bare(axes)


def _name_marks(axes, before: np.ndarray, after: np.ndarray, y: np.ndarray, reach: float) -> None:
    """What a filled mark is, beside the first one, and what an open one is, above the first one."""
    first = int(np.flatnonzero(~np.isnan(before))[0])
    before, after, y = before[first:], after[first:], y[first:]
    crowded = 0 <= after[0] - before[0] < _BESIDE * reach
    side, align = (-CLEAR, "right") if crowded else (CLEAR, "left")
    axes.text(before[0] + side * reach, y[0], "before", ha=align, va="center", **SMALL_LABEL)
    i = int(np.flatnonzero(~np.isnan(after))[0])
    align, side = ("left", -1) if after[i] < _LEFT_HALF * reach else ("right", 1)
    at = max(0.0, after[i] + side * reach / AXES_MM)
    axes.text(at, y[i] + 0.27, "after overlap weighting", ha=align, va="bottom", zorder=2, **SMALL_LABEL)


def _size(value: float | None) -> float:
    return np.nan if value is None else abs(value)


def _weighted(rows: list[Characteristic]) -> bool:
    """Whether there is a difference under the weights to be drawn."""
    return any(one.smd_weighted is not None and not one.separates for one in rows)


def _caption(comparison: Comparison) -> str:
    marks = (
        "filled marks: as they were; open marks: after overlap weighting; "
        if _weighted(comparison.balance.before)
        else ""
    )
    line = _dashed(comparison)
    return f"{w.capital(marks)}dashed line: {line}." if marks else f"Dashed line: {line}."


def _alt(comparison: Comparison, rows: list[Characteristic]) -> str:
    """What the title says, and which lies farthest."""
    known = [one for one in rows if not np.isnan(_size(one.smd))]
    if not known:
        return "Dot plot of absolute standardised mean differences."
    far = max(known, key=lambda one: _size(one.smd))
    size = TELLS_APART if far.separates else w.smd_text(_size(far.smd), comparison.balance.limit)
    name = characteristic_name(comparison.study, far)
    return f"Dot plot of absolute standardised mean differences. {_title(comparison, rows)} Farthest: {name} {size}."
