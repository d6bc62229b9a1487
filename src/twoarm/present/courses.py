"""The course over visits: mean with interval per arm, at the visits' true order and times."""

from __future__ import annotations

import numpy as np
import seaborn as sns

from twoarm.analysis.compare import Comparison
from twoarm.analysis.means import mean_interval
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable

WIDTH, PANEL = 160, 62


def course_plot(comparison: Comparison) -> Figure | None:
    """One panel per outcome measured at two visits or more; None where there is none."""
    study, followed = comparison.study, _followed(comparison)
    if not followed:
        return None
    rows = -(-len(followed) // 2)
    with d.style():
        canvas = d.canvas(WIDTH if len(followed) > 1 else WIDTH * 0.62, PANEL * rows)
        grid = canvas.subplots(rows, min(2, len(followed)), squeeze=False).ravel()
        for axes, variable in zip(grid, followed, strict=False):
            _panel(comparison, axes, variable)
        for axes in grid[len(followed) :]:
            axes.remove()
        foot = d.FOOT_MM / (PANEL * rows + d.FOOT_MM)
        canvas.tight_layout(rect=(0, foot, 1, 1), pad=0.8, w_pad=3)
    level = w.level_text(study.parameters.level)
    times = [v.time for v in study.visits_of(followed[0])]
    spacing = (
        ""
        if np.ptp(_places(times)) == np.ptp(times)
        else " The visits are drawn in their order, not to scale."
    )
    caption = f"Course over the visits: mean with {level} interval in each arm.{spacing}"
    label = f"fig-{comparison.section.replace('_', '-')}-course"
    return d.finish(canvas, study, label, caption, _alt(comparison, followed), comparison)


def _places(times: list[float]) -> np.ndarray:
    """The visits at their times; evenly spaced in their order where some would stand on each other."""
    at = np.array(times, dtype=float) - times[0]
    return at if np.diff(at).min() >= 0.15 * at[-1] else np.arange(len(times), dtype=float)


def _followed(comparison: Comparison) -> list[Variable]:
    study = comparison.study
    numeric = [v for v in comparison.variables if v.role == "outcome" and v.kind in ("continuous", "count")]
    return [v for v in numeric if len(study.visits_of(v)) > 1]


def _panel(comparison: Comparison, axes, variable: Variable) -> None:
    study = comparison.study
    visits = study.visits_of(variable)
    places = _places([v.time for v in visits])
    ends = []
    for i, arm in enumerate(study.arms):
        x = places + (i - 0.5) * 0.02 * places[-1]
        values = [
            mean_interval(study.cohort.values(variable, arm.level, v.code), study.parameters.level)
            for v in visits
        ]
        mean, low, high = (
            d.six([np.nan if getattr(e, k) is None else getattr(e, k) for e in values])
            for k in ("value", "low", "high")
        )
        axes.vlines(x, low, high, color=d.COLOURS[i], lw=1.1)
        sns.lineplot(
            x=x,
            y=mean,
            ax=axes,
            color=d.COLOURS[i],
            marker=d.MARKERS[i],
            ms=5,
            estimator=None,
            legend=False,
            mec=d.COLOURS[i],
        )
        axes.lines[-1].set_linestyle(d.DASHES[i])
        ends.append((mean[-1], w.wrapped(arm.label, 12), d.COLOURS[i], x[-1]))
    _end_labels(axes, ends)
    axes.set_xticks(places, [w.wrapped(v.label, 12) for v in visits])
    axes.set_xlim(-0.12 * places[-1], 1.25 * places[-1])
    axes.set_xlabel("")
    axes.set_ylabel(w.with_unit(variable))
    d.bare(axes, left=True)


def _end_labels(axes, ends: list[tuple]) -> None:
    """Labels at the line ends, moved apart where the lines meet."""
    bottom, top = axes.get_ylim()
    gap = 0.07 * (top - bottom) * max(1 + label.count("\n") for _, label, *_ in ends)
    order = sorted(ends)
    places = [y for y, *_ in order]
    if len(places) == 2 and places[1] - places[0] < gap:
        middle = sum(places) / 2
        places = [middle - gap / 2, middle + gap / 2]
    for y, (_, label, colour, x) in zip(places, order, strict=True):
        axes.text(x + 0.05 * axes.dataLim.width, y, label, color=colour, weight="bold", va="center")


def _alt(comparison: Comparison, followed: list[Variable]) -> str:
    study = comparison.study
    said = []
    for variable in followed:
        for arm in study.arms:
            rows = [
                (v, comparison.summary(variable.name, arm.level, v.code)[0])
                for v in study.visits_of(variable)
            ]
            means = [
                f"{w.number(s.mean, variable.decimals)} ({v.label})" for v, s in rows if s.mean is not None
            ]
            said.append(f"{variable.label} with {arm.label}: {', '.join(means)}")
    return f"Line plot of means over the visits. {'; '.join(said)}."
