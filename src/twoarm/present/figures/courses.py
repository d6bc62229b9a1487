"""The course over visits: mean with interval per arm, at the visits' true order and times."""

from __future__ import annotations

import numpy as np
import seaborn as sns

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.naming import section_label
from twoarm.present.outcomes.margins import detectable_number
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_WIDTH, _PANEL = 160, 62
BRACKET_TEXT, BRACKET_FROM = 0.16, 0.55  # of a panel's height; of the way to the last visit


def course_plot(comparison: Comparison) -> Figure | None:
    """One panel per outcome measured at two visits or more; None where there is none."""
    study, followed = comparison.study, _followed(comparison)
    if not followed:
        return None
    rows = -(-len(followed) // 2)
    with d.style():
        canvas = d.canvas(study, _WIDTH if len(followed) > 1 else _WIDTH * 0.62, _PANEL * rows)
        grid = canvas.subplots(rows, min(2, len(followed)), squeeze=False).ravel()
        for axes, variable in zip(grid, followed, strict=False):
            _panel(comparison, axes, variable)
        for axes in grid[len(followed) :]:
            axes.remove()
        foot = d.foot(study)
        canvas.tight_layout(rect=(0, foot / (_PANEL * rows + foot), 1, 1), pad=0.8, w_pad=3)
    label = course_label(comparison, followed[0])
    return d.finish(canvas, study, label, _caption(study, followed), _alt(comparison, followed), comparison)


def course_label(comparison: Comparison, variable: Variable) -> str:
    """The label of the figure that the course of an outcome is drawn in; empty where it is in none."""
    drawn = any(v.name == variable.name for v in _followed(comparison))
    return section_label("fig", comparison, "course") if drawn else ""


def _caption(study: Study, followed: list[Variable]) -> str:
    said = [f"Course over the visits: means with {w.level_text(study.parameters.level)} intervals."]
    times = [[v.time for v in study.visits_of(variable)] for variable in followed]
    if any(np.ptp(_places(t)) != np.ptp(t) for t in times):
        said.append("Visits in their order, not to scale.")
    else:
        said.append(f"Visits at their times ({study.spec.time_unit}).")
    brackets = {
        "the minimal important difference": any(v.mcid for v in followed),
        "the error of two measurements of one patient": any(v.detectable_change for v in followed),
    }
    if any(brackets.values()):
        said.append(f"Bracket: {' or '.join(name for name, drawn in brackets.items() if drawn)}.")
    return " ".join(said)


def _places(times: list[float]) -> np.ndarray:
    """The visits at their times; evenly spaced in their order where some would stand on each other."""
    at = np.array(times, dtype=float) - times[0]
    return at if np.diff(at).min() >= 0.15 * at[-1] else np.arange(len(times), dtype=float)


def _followed(comparison: Comparison) -> list[Variable]:
    study = comparison.study
    numeric = [v for v in comparison.variables if v.role == "outcome" and v.averaged]
    return [v for v in numeric if len(study.visits_of(v)) > 1]


def _panel(comparison: Comparison, axes, variable: Variable) -> None:
    study = comparison.study
    visits = study.visits_of(variable)
    places = _places([v.time for v in visits])
    ends, limits = [], []
    for i, arm in enumerate(study.arms):
        x = places + (i - 0.5) * 0.02 * places[-1]
        values = [comparison.mean(variable.name, arm.level, v.code) for v in visits]
        mean, low, high = (
            d.six([np.nan if x is None else x for x in column])
            for column in zip(*((m.mean, m.low, m.high) for m in values), strict=True)
        )
        limits.append((low, high))
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
    axes.set_xticks(places, [w.wrapped(v.label, 12) for v in visits])
    axes.set_xlim(-0.12 * places[-1], 1.25 * places[-1])
    if not np.isnan(limits).all():
        _brackets(axes, variable, places, np.array(limits))
    _end_labels(axes, ends)
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


def _brackets(axes, variable: Variable, places: np.ndarray, limits: np.ndarray) -> None:
    """How much would matter and what one measurement cannot tell, at the right edge, clear of all that is drawn there."""
    taken = _beside(places, limits)
    if variable.mcid is not None:
        text = f"important\ndifference {w.exact(variable.mcid)}"
        taken = _bracket(axes, variable.mcid, text, places, taken)
    if variable.detectable_change is not None:
        text = f"error of\nmeasurement {detectable_number(variable)}"
        _bracket(axes, variable.detectable_change, text, places, taken)


def _bracket(
    axes, size: float, text: str, places: np.ndarray, taken: tuple[float, float]
) -> tuple[float, float]:
    """A bracket above or beneath what is taken, and what is taken then."""
    lowest, highest = taken
    bottom, top = axes.get_ylim()
    margin = 0.04 * (top - bottom)
    room = max(size, BRACKET_TEXT * (top - bottom)) + 2 * margin
    above = top - highest >= lowest - bottom
    top, bottom = (max(top, highest + room), bottom) if above else (top, min(bottom, lowest - room))
    axes.set_ylim(bottom, top)
    low = (top - room / 2 if above else bottom + room / 2) - size / 2
    x = places[-1] * 1.22
    cap = 0.02 * places[-1]
    axes.plot([x - cap, x, x, x - cap], [low, low, low + size, low + size], color=d.GREY, lw=0.9)
    axes.text(
        x - 2 * cap, low + size / 2, text, color=d.GREY, fontsize=7, ha="right", va="center", linespacing=1.0
    )
    return (lowest, top) if above else (bottom, highest)


def _beside(places: np.ndarray, limits: np.ndarray) -> tuple[float, float]:
    """Lowest and highest that is drawn in the part of a panel that the bracket and its text take."""
    x = np.unique([*places, BRACKET_FROM * places[-1]])
    x = x[x >= BRACKET_FROM * places[-1]]
    low, high = (
        np.array([np.interp(x, places[k], arm[k]) for arm in side for k in [~np.isnan(arm)] if k.any()])
        for side in (limits[:, 0], limits[:, 1])
    )
    return float(low.min()), float(high.max())


def _alt(comparison: Comparison, followed: list[Variable]) -> str:
    """What is drawn, and where from; the table has the means."""
    visits = dict.fromkeys(v.label for variable in followed for v in comparison.study.visits_of(variable))
    names = w.listed([v.label for v in followed], 4)
    return f"Line plot of the means of {names} in both arms: {w.listed(list(visits), 4)}. The numbers stand in the table."
