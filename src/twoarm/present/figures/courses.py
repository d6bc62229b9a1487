"""The course over visits: mean with interval per arm, at the visits' true order and times."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.compare import Comparison
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.naming import section_label
from twoarm.present.narrow.arm_key import draw_key, key_height
from twoarm.present.outcomes.margins import detectable_number
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_PANEL = 62.0  # millimetres
_MOVED = {frozenset({-1}): "fell", frozenset({1}): "rose"}
_BESIDE = 0.36  # of the way from the first visit to the last: room at the right, where brackets and their words stand


def course_plot(comparison: Comparison) -> Figure | None:
    """One panel per outcome measured at two visits or more; None where there is none."""
    followed = _followed(comparison)
    if not followed:
        return None
    label = course_label(comparison, followed[0])
    wide, narrow = _drawn(comparison, followed, d.WIDE), _drawn(comparison, followed, d.NARROW)
    words = _caption(comparison.study, followed), _alt(comparison, followed)
    title = _title(comparison, followed)
    return d.finish(
        wide, comparison.study, label, *words, comparison, narrow=narrow, title=title, data=("courses",)
    )


def _drawn(comparison: Comparison, followed: list[Variable], sheet: d.Sheet) -> Canvas:
    study = comparison.study
    columns = 1 if sheet is d.NARROW else min(2, len(followed))
    rows = -(-len(followed) // columns)
    width = sheet.width if columns == 2 or sheet is d.NARROW else 0.65 * sheet.width
    key = key_height(study, sheet, width)
    with d.style(sheet):
        canvas = d.canvas(study, width, _PANEL * rows + key, sheet)
        grid = canvas.subplots(rows, columns, squeeze=False).ravel()
        for axes, variable in zip(grid, followed, strict=False):
            _panel(comparison, axes, variable)
        for axes in grid[len(followed) :]:
            axes.remove()
        foot, total = d.foot(study, sheet, width), canvas.get_figheight() / d.MM
        canvas.tight_layout(rect=(0, foot / total, 1, 1 - key / total), pad=1.1, w_pad=3)
        draw_key(canvas, study, sheet)
    return canvas


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
    if any(v.mcid for v in followed):
        said.append(f"Bracket: the difference that is important, from the mean of {study.control.label}.")
    if any(v.detectable_change for v in followed):
        said.append(
            "Bracket of an error: how far apart two measurements of one patient lie, but for one pair in twenty."
        )
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
    last = []
    for i, arm in enumerate(study.arms):
        x = places + (i - 0.5) * 0.02 * places[-1]
        values = [comparison.mean(variable.name, arm.level, v.code) for v in visits]
        mean, low, high = (
            d.six([np.nan if x is None else x for x in column])
            for column in zip(*((m.mean, m.low, m.high) for m in values), strict=True)
        )
        last.append(float(mean[-1]))
        axes.vlines(x, low, high, color=d.COLOURS[i], lw=1.1)
        kind = {"color": d.COLOURS[i], "marker": d.MARKERS[i], "ls": d.DASHES[i], "ms": 5}
        axes.plot(x, mean, **kind)
    axes.set_xticks(places, [w.wrapped(v.label, 11) for v in visits])
    beside = variable.mcid is not None or variable.detectable_change is not None
    axes.set_xlim(-0.12 * places[-1], (1 + _BESIDE * beside + 0.06) * places[-1])
    _brackets(axes, variable, places, last)
    axes.set_xlabel("")
    axes.set_ylabel(w.wrapped(w.with_unit(variable), 34))
    d.bare(axes, left=True)


def _brackets(axes, variable: Variable, places: np.ndarray, means: list[float]) -> None:
    """How much would matter and what one measurement cannot tell, measured from the control's mean at the last visit."""
    drawn = []
    if variable.mcid is not None:
        drawn.append(
            (variable.mcid, f"important\ndifference\n{w.exact(variable.mcid)} {variable.unit}".strip())
        )
    if variable.detectable_change is not None:
        drawn.append((variable.detectable_change, f"error of\nmeasurement\n{detectable_number(variable)}"))
    start = next((mean for mean in reversed(means) if np.isfinite(mean)), None)
    if start is None or not drawn:
        return
    ends = [start + (-size if variable.better == "lower" else size) for size, _ in drawn]
    bottom, top = axes.get_ylim()
    room = 0.16 * (max(top, *ends) - min(bottom, *ends))
    axes.set_ylim(min(bottom, *(end - room for end in ends)), max(top, *(end + room for end in ends)))
    span, far = np.ptp(places), float(np.ptp(axes.get_ylim()))
    texts = _apart([(start + end) / 2 for end in ends], 0.2 * far)
    for i, ((_, text), end, at) in enumerate(zip(drawn, ends, texts, strict=True)):
        x, cap = places[-1] + (0.06 + 0.05 * i) * span, 0.02 * span
        axes.plot([x - cap, x, x, x - cap], [start, start, end, end], color=d.GREY, lw=0.9)
        said = places[-1] + (0.04 + 0.05 * len(drawn)) * span
        axes.text(said, at, text, color=d.GREY, ha="left", va="center", linespacing=1.0)


def _apart(places: list[float], least: float) -> list[float]:
    """Two heights of words, moved apart where they would touch."""
    if len(places) < 2 or abs(places[1] - places[0]) >= least:
        return places
    middle, up = sum(places) / 2, 1 if places[1] >= places[0] else -1
    return [middle - up * least / 2, middle + up * least / 2]


def _title(comparison: Comparison, followed: list[Variable]) -> str:
    """Where the means of both arms went between the first and the last visit; empty where they went apart."""
    words: dict[str, list[str]] = {}
    for variable in followed:
        word = _MOVED.get(_direction(comparison, variable))
        if word is None:
            return ""
        words.setdefault(word, []).append(variable.label)
    moved = w.joined([f"{w.listed(labels, 2)} {word}" for word, labels in words.items()])
    return f"On average {moved} in both arms from the first visit to the last."


def _direction(comparison: Comparison, variable: Variable) -> frozenset[int]:
    """Whether the mean of each arm was higher or lower at the last visit than at the first."""
    first, *_, last = comparison.study.visits_of(variable)
    found = []
    for arm in comparison.study.arms:
        begun, ended = (comparison.mean(variable.name, arm.level, v.code).mean for v in (first, last))
        found.append(0 if begun is None or ended is None else int(np.sign(ended - begun)))
    return frozenset(found)


def _alt(comparison: Comparison, followed: list[Variable]) -> str:
    title = _title(comparison, followed)  # names the outcomes, where there is one
    shown = "" if title else f" of {w.listed([v.label for v in followed], 3)}"
    arms = w.joined([arm.label for arm in comparison.study.arms])
    return f"Line plot of the means{shown} over the visits, {arms}. {title}".strip()
