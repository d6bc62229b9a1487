"""The love plot: how far the arms lie apart before treatment."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.balance_words import standardised
from twoarm.present.outputs import Figure

WIDTH, ROW = 140, 6.5


def love_plot(comparison: Comparison) -> Figure | None:
    """Absolute standardised mean difference of every baseline variable, largest first, with the limit of imbalance."""
    study = comparison.study
    rows = standardised(comparison)
    if not rows:
        return None
    limit = study.parameters.imbalance
    with d.style():
        height = ROW * len(rows) + 18
        canvas = d.canvas(study, WIDTH, height)
        total = height + d.foot(study)
        axes = canvas.add_axes((0.47, (14 + d.foot(study)) / total, 0.5, (height - 18) / total))
        y = np.arange(len(rows))[::-1]
        x = d.six([abs(value) for _, value in rows])
        axes.hlines(y, 0, x, color=d.PALE, lw=1)
        axes.plot(x, y, "o", color=d.INK, ms=4.5)
        axes.axvline(limit, color=d.GREY, lw=0.8, ls=(0, (3, 2)))
        axes.text(limit, len(rows) - 0.45, f" {w.exact(limit)}", color=d.GREY, fontsize=7, va="bottom")
        axes.set_yticks(y, [w.wrapped(name, 36) for name, _ in rows], linespacing=0.95)
        axes.set(xlim=(0, 1.1 * max(limit * 1.5, x.max())), ylim=(-0.6, len(rows) - 0.4))
        axes.set_xlabel("absolute standardised mean difference")
        d.bare(axes)
    caption = (
        f"Balance of {study.treated.label} and {study.control.label} before treatment; "
        "the dashed line marks the limit of imbalance."
    )
    said = [f"{name} {w.smd_text(abs(v), limit)}" for name, v in rows]
    alt = f"Dot plot of absolute standardised mean differences. {'; '.join(said)}."
    return d.finish(canvas, study, "fig-balance", caption, alt, comparison)
