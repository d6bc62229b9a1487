"""The love plot: how far the arms lie apart before treatment."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.balance import smd_standard_error
from twoarm.analysis.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure, Markdown, paragraph

WIDTH, ROW = 140, 6.5


def love_plot(comparison: Comparison) -> Figure | None:
    """Absolute standardised mean difference of every baseline variable, largest first, with the limit of imbalance."""
    study = comparison.study
    rows = _rows(comparison)
    if not rows:
        return None
    limit = study.parameters.imbalance
    with d.style():
        height = ROW * len(rows) + 18
        canvas = d.canvas(WIDTH, height)
        total = height + d.FOOT_MM
        axes = canvas.add_axes((0.47, (14 + d.FOOT_MM) / total, 0.5, (height - 18) / total))
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
    alt = "Dot plot. " + "; ".join(f"{name} {w.smd_text(abs(v), limit)}" for name, v in rows) + "."
    return d.finish(canvas, study, "fig-balance", caption, alt, comparison)


def balance_sentence(comparison: Comparison) -> Markdown:
    """How many characteristics lie beyond the limit, and what chance alone gives at this size."""
    study, rows = comparison.study, _rows(comparison)
    limit = study.parameters.imbalance
    beyond = [f"{name} ({w.smd_text(abs(v), limit)})" for name, v in rows if abs(v) >= limit]
    error = smd_standard_error(study.cohort.size(study.treated.level), study.cohort.size(study.control.level))
    said = f"None of {w.counted(len(rows), 'characteristic')} differs by {w.exact(limit)} standard deviations or more."
    if beyond:
        total = w.counted(len(rows), "characteristic")
        said = f"Of {total}, {len(beyond)} lie at least {w.exact(limit)} standard deviations apart: {w.joined(beyond)}."
    chance = f"At these sizes chance alone gives a standardised difference a standard error of {w.number(error, 2)}."
    return paragraph(said, chance)


def _rows(comparison: Comparison) -> list[tuple[str, float]]:
    study = comparison.study
    found = []
    for r in comparison.results:
        if r.estimate.value is not None:
            label = study.variable(r.variable).label
            found.append((f"{label}, {study.visit(r.visit).label}" if r.visit else label, r.estimate.value))
    return sorted(found, key=lambda row: -abs(row[1]))
