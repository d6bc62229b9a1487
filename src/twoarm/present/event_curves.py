"""Time to event: Kaplan-Meier curves with bands and, beneath, who was at risk, had the event or was censored."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from twoarm.analysis import survival
from twoarm.analysis.arms import arms_of
from twoarm.analysis.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.values import observed
from twoarm.study.dictionary import Variable

WIDTH, PLOT, LINE = 140, 78, 4.6
ROWS = ("at risk", "events", "censored")


def times_of(comparison: Comparison) -> list[Variable]:
    """The time-to-event outcomes of a section."""
    return [v for v in comparison.variables if v.role == "outcome" and v.kind == "time"]


def event_curves(comparison: Comparison) -> list[Figure]:
    """A figure for each time-to-event outcome of a section; none where there is none."""
    return [event_curve(comparison, variable) for variable in times_of(comparison)]


def event_curve(comparison: Comparison, variable: Variable) -> Figure:
    """The curves of one time-to-event outcome.

    An outcome that is better sooner is drawn as the share that has reached it, any other as the share still free of it.
    """
    study = comparison.study
    rising = variable.better == "lower"
    arms = arms_of(study.cohort, variable)
    sides = [(arms.treated, arms.treated_event), (arms.control, arms.control_event)]
    sides = [(t[k], e[k]) for t, e in sides for k in [~np.isnan(t) & ~np.isnan(e)]]
    last = max((float(t.max()) for t, _ in sides if len(t)), default=1.0)
    ticks = np.array(
        [t for t in MaxNLocator(nbins=6, steps=[1, 1.5, 2, 2.5, 3, 5, 10]).tick_values(0, last) if t >= 0]
    )
    table = (2 * (len(ROWS) + 1)) * LINE + 6
    with d.style():
        canvas = d.canvas(WIDTH, PLOT + table)
        total = PLOT + table + d.FOOT_MM
        axes = canvas.add_axes((0.15, (table + d.FOOT_MM + 12) / total, 0.8, (PLOT - 16) / total))
        for i, (time, event) in enumerate(sides):
            curve = survival.kaplan_meier(time, event, study.parameters.level)
            _curve(axes, curve, i, rising, float(time.max(initial=0)), study.arms[i].label)
        axes.set(xlim=(0, ticks[-1]), ylim=(0, 1.02), xticks=ticks, yticks=np.arange(0, 1.01, 0.25))
        axes.set_yticklabels([f"{100 * y:.0f}%" for y in np.arange(0, 1.01, 0.25)])
        axes.set_xlabel(f"{variable.label}, {variable.unit}")
        axes.set_ylabel("share with the event" if rising else "share without the event")
        axes.legend(
            loc="best", frameon=False, handlelength=3, labelcolor="linecolor", prop={"weight": "bold"}
        )
        d.bare(axes, left=True)
        _risk_table(canvas, axes, study, sides, ticks, total)
    level = w.level_text(study.parameters.level)
    caption = (
        f"{variable.label}: Kaplan-Meier curves with pointwise {level} bands, and the patients behind them."
    )
    label = f"fig-{variable.name.replace('_', '-')}"
    return d.finish(canvas, study, label, caption, _alt(comparison, variable), comparison)


def _curve(axes, curve: survival.Survival, i: int, rising: bool, end: float, label: str) -> None:
    """One arm's curve with its band, up to the last time at which the arm was observed: beyond it is unknown."""
    x = np.concatenate([[0.0], curve.times, [end]])
    s, low, high = (np.concatenate([[1.0], v, v[-1:]]) for v in (curve.survival, curve.low, curve.high))
    s, low, high = (d.six(1 - v if rising else v) for v in (s, low, high))
    axes.fill_between(x, low, high, step="post", color=d.COLOURS[i], alpha=0.13, lw=0)
    axes.step(x, s, where="post", color=d.COLOURS[i], ls=d.DASHES[i], clip_on=False, label=label)


def _risk_table(canvas, axes, study, sides, ticks: np.ndarray, total: float) -> None:
    """Numbers under the tick marks, after the proposal of the KMunicate study."""
    box = axes.get_position()
    y = box.y0 - 17 / total
    for i, ((time, event), arm) in enumerate(zip(sides, study.arms, strict=True)):
        canvas.text(0.01, y, arm.label, color=d.COLOURS[i], weight="bold", va="center")
        for name, numbers in zip(ROWS, survival.number_at_risk(time, event, ticks), strict=True):
            y -= LINE / total
            canvas.text(0.012, y, name, color=d.GREY, va="center", fontsize=7)
            for tick, n in zip(ticks, numbers, strict=True):
                canvas.text(
                    box.x0 + box.width * tick / ticks[-1],
                    y,
                    f"{int(n)}",
                    ha="center",
                    va="center",
                    fontsize=7,
                )
        y -= LINE / total


def _alt(comparison: Comparison, variable: Variable) -> str:
    study = comparison.study
    said = [
        f"{observed(comparison, variable, arm.level)} {variable.unit} with {arm.label}" for arm in study.arms
    ]
    return f"Kaplan-Meier curves of {variable.label}; median (quartiles): {w.joined(said)}."
