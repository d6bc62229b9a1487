"""The love plot: how far the arms lie apart before treatment, and after overlap weighting."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.comparison.balance import Characteristic
from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance import characteristic_name, limit_text

_WIDTH, _ROW = 140, 6.5
AXES_MM = 0.5 * _WIDTH
_BESIDE = 14 / AXES_MM  # share of the axis that the label of a mark needs beside it
CLEAR = 1.8 / AXES_MM  # between a mark and its label
SMALL_LABEL = {"fontsize": 7, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.4}}
TELLS_APART = "tells the arms apart"


def love_plot(comparison: Comparison) -> Figure | None:
    """Absolute standardised mean difference of every baseline variable, largest first, with the limit of imbalance.

    Filled marks are the arms as they were; where the comparison has weighted differences, open marks are those.
    """
    study = comparison.study
    rows, limit = comparison.balance.before, comparison.balance.limit
    if not rows:
        return None
    names = [characteristic_name(study, one) for one in rows]
    with d.style():
        height = _ROW * len(rows) + 18
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        axes = canvas.add_axes((0.47, (14 + d.foot(study)) / total, 0.5, (height - 18) / total))
        _draw(axes, rows, names, limit, limit_text(comparison))
    alt = _alt(rows, names, limit)
    return d.finish(canvas, study, "fig-balance", _caption(comparison), alt, comparison)


def _draw(axes, rows: list[Characteristic], names: list[str], limit: float, called: str) -> None:
    y = np.arange(len(rows))[::-1]
    sizes = np.array([_size(one.smd) for one in rows])
    finite = sizes[np.isfinite(sizes)]
    x = d.six(np.where(np.isinf(sizes), np.nan, sizes))
    after = d.six([np.nan if one.separates else _size(one.smd_weighted) for one in rows])
    weighted = _weighted(rows)
    farthest = finite.max(initial=0.0)
    reach = 1.1 * max(limit * 1.5, farthest)
    if weighted:  # room for a label beside the farthest mark
        reach = max(reach, max(farthest, np.nanmax(after)) / (1 - _BESIDE))
    axes.set(xlim=(0, reach), ylim=(-0.6, len(rows) - 0.4))
    axes.hlines(y, 0, x, color=d.PALE, lw=1)
    axes.plot(x, y, "o", color=d.INK, ms=4.5)
    for at in y[np.isinf(sizes)]:
        axes.hlines(at, 0, reach, color=d.PALE, lw=1)
        axes.plot(reach, at, ">", color=d.INK, ms=5.5, clip_on=False)
        axes.text(reach * (1 - 2 * CLEAR), at, TELLS_APART, ha="right", va="center", **SMALL_LABEL)
    axes.axvline(limit, color=d.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)
    top = -0.55 if weighted else len(rows) - 0.45  # above stands what the marks are
    axes.text(limit, top, f" {called}", color=d.GREY, fontsize=7, va="bottom")
    if weighted:
        axes.plot(after, y, "o", color=d.INK, mfc="white", ms=4.5, mew=0.9, clip_on=False, zorder=3)
        _name_marks(axes, x, after, y, reach)
    axes.set_yticks(y, [w.wrapped(name, 36) for name in names], linespacing=0.95)
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
    align, side = ("left", -1) if after[i] < reach / 2 else ("right", 1)
    at = max(0.0, after[i] + side * reach / AXES_MM)
    axes.text(at, y[i] + 0.27, "after overlap weighting", ha=align, va="bottom", zorder=2, **SMALL_LABEL)


def _size(value: float | None) -> float:
    return np.nan if value is None else abs(value)


def _weighted(rows: list[Characteristic]) -> bool:
    """Whether there is a difference under the weights to be drawn."""
    return any(one.smd_weighted is not None and not one.separates for one in rows)


def _caption(comparison: Comparison) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    marks = (
        "filled marks are the arms as they were, open marks the same arms after overlap weighting; "
        if _weighted(comparison.balance.before)
        else ""
    )
    by_chance = comparison.study.spec.randomised.by_chance
    line = "twice the standard error that chance gives" if by_chance else "the limit of imbalance"
    return f"Balance of {treated} and {control} before treatment; {marks}the dashed line marks {line}."


def _alt(rows: list[Characteristic], names: list[str], limit: float) -> str:
    said = []
    for name, one in zip(names, rows, strict=True):
        after = one.smd_weighted
        more = (
            ""
            if after is None or one.separates
            else f", after overlap weighting {w.smd_text(abs(after), limit)}"
        )
        size = TELLS_APART if one.separates else w.smd_text(_size(one.smd), limit)
        said.append(f"{name} {size}{more}")
    return f"Dot plot of absolute standardised mean differences. {'; '.join(said)}."
