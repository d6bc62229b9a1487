"""The love plot: how far the arms lie apart before treatment, and after overlap weighting."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance import standardised

_WIDTH, _ROW = 140, 6.5
AXES_MM = 0.5 * _WIDTH
_BESIDE = 14 / AXES_MM  # share of the axis that the label of a mark needs beside it
CLEAR = 1.8 / AXES_MM  # between a mark and its label

Rows = list[tuple[str, float]]


def love_plot(comparison: Comparison) -> Figure | None:
    """Absolute standardised mean difference of every baseline variable, largest first, with the limit of imbalance.

    Filled marks are the arms as they were; where the comparison has weighted differences, open marks are those.
    """
    study = comparison.study
    rows = standardised(comparison)
    if not rows:
        return None
    shown = {name for name, _ in rows}
    weighted = {name: value for name, value in standardised(comparison, "smd_weighted") if name in shown}
    limit = study.parameters.imbalance
    with d.style():
        height = _ROW * len(rows) + 18
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        axes = canvas.add_axes((0.47, (14 + d.foot(study)) / total, 0.5, (height - 18) / total))
        _draw(axes, rows, weighted, limit)
    alt = _alt(rows, weighted, limit)
    return d.finish(canvas, study, "fig-balance", _caption(comparison, weighted), alt, comparison)


def _draw(axes, rows: Rows, weighted: dict[str, float], limit: float) -> None:
    y = np.arange(len(rows))[::-1]
    x = d.six([abs(value) for _, value in rows])
    after = d.six([abs(weighted.get(name, np.nan)) for name, _ in rows])
    reach = 1.1 * max(limit * 1.5, x.max())
    if weighted:  # room for a label beside the farthest mark
        reach = max(reach, max(x.max(), np.nanmax(after)) / (1 - _BESIDE))
    axes.set(xlim=(0, reach), ylim=(-0.6, len(rows) - 0.4))
    axes.hlines(y, 0, x, color=d.PALE, lw=1)
    axes.plot(x, y, "o", color=d.INK, ms=4.5)
    axes.axvline(limit, color=d.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)
    top = -0.55 if weighted else len(rows) - 0.45  # above stands what the marks are
    axes.text(limit, top, f" {w.exact(limit)}", color=d.GREY, fontsize=7, va="bottom")
    if weighted:
        axes.plot(after, y, "o", color=d.INK, mfc="white", ms=4.5, mew=0.9, clip_on=False, zorder=3)
        _name_marks(axes, x, after, y, reach)
    axes.set_yticks(y, [w.wrapped(name, 36) for name, _ in rows], linespacing=0.95)
    axes.set_xlabel("absolute standardised mean difference")
    d.bare(axes)


def _name_marks(axes, before: np.ndarray, after: np.ndarray, y: np.ndarray, reach: float) -> None:
    """What a filled mark is, beside the first one, and what an open one is, above the first one."""
    small = {"fontsize": 7, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.4}}
    crowded = 0 <= after[0] - before[0] < _BESIDE * reach
    side, align = (-CLEAR, "right") if crowded else (CLEAR, "left")
    axes.text(before[0] + side * reach, y[0], "before", ha=align, va="center", **small)
    i = int(np.flatnonzero(~np.isnan(after))[0])
    align, side = ("left", -1) if after[i] < reach / 2 else ("right", 1)
    at = max(0.0, after[i] + side * reach / AXES_MM)
    axes.text(at, y[i] + 0.27, "after overlap weighting", ha=align, va="bottom", zorder=2, **small)


def _caption(comparison: Comparison, weighted: dict[str, float]) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    marks = (
        "filled marks are the arms as they were, open marks the same arms after overlap weighting; "
        if weighted
        else ""
    )
    return f"Balance of {treated} and {control} before treatment; {marks}the dashed line marks the limit of imbalance."


def _alt(rows: Rows, weighted: dict[str, float], limit: float) -> str:
    said = []
    for name, value in rows:
        after = (
            f", after overlap weighting {w.smd_text(abs(weighted[name]), limit)}" if name in weighted else ""
        )
        said.append(f"{name} {w.smd_text(abs(value), limit)}{after}")
    return f"Dot plot of absolute standardised mean differences. {'; '.join(said)}."
