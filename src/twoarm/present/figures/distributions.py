"""How an outcome is spread in both arms: boxes with mean and interval, never a mark per patient."""

from __future__ import annotations

from collections.abc import Sequence

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.summaries import Summary
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import divided, fitted, part_label, part_words
from twoarm.present.naming import section_label
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import AVERAGED, Variable

_WIDTH, _PANEL, _COLUMNS = 160, 48, 3
_TITLE_ROOM = 45.0  # millimetres of a panel for the name of its outcome


def distribution_plot(comparison: Comparison) -> Figure | None:
    """Box: quartiles and median, whiskers from the 5th to the 95th percentile; beside it the mean with its interval.

    None where no continuous outcome is measured once per patient.
    """
    variables = _measured_once(comparison)
    return _figure(comparison, variables) if variables else None


def distribution_plots(comparison: Comparison) -> list[Figure]:
    """The same, divided over several figures where one would not fit a page."""
    parts = divided(_measured_once(comparison), lambda some: _PANEL * _rows(some))
    return [_figure(comparison, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _rows(variables: Sequence[Variable]) -> int:
    return -(-len(variables) // _COLUMNS)


def _figure(comparison: Comparison, variables: list[Variable], number: int = 1, parts: int = 1) -> Figure:
    study = comparison.study
    columns, rows = min(_COLUMNS, len(variables)), _rows(variables)
    with d.style():
        canvas = d.canvas(study, _WIDTH * max(2, columns) / 3, _PANEL * rows)
        grid = canvas.subplots(rows, columns, squeeze=False).ravel()
        for axes, variable in zip(grid, variables, strict=False):
            _panel(comparison, axes, variable)
        for axes in grid[len(variables) :]:
            axes.remove()
        foot = d.foot(study)
        canvas.tight_layout(rect=(0, foot / (_PANEL * rows + foot), 1, 1), pad=0.8, w_pad=2, h_pad=2)
    level = w.level_text(study.parameters.level)
    caption = (
        f"Both arms. Boxes: median and quartiles; {_whiskers(comparison, variables)}; "
        f"points: mean with {level} interval.{part_words(number, parts)}"
    )
    label = part_label(section_label("fig", comparison, "distribution"), number)
    return d.finish(canvas, study, label, caption, _alt(variables), comparison)


def _whiskers(comparison: Comparison, variables: list[Variable]) -> str:
    names = {v.name for v in variables}
    rows = [s for s in comparison.summaries if s.variable in names and s.median is not None]
    if not any(s.p5 is None for s in rows):
        return "whiskers: 5th to 95th percentile"
    if all(s.p5 is None for s in rows):
        return "no whiskers: what lies near the ends is masked"
    return "whiskers: 5th to 95th percentile, none where these are masked"


def _measured_once(comparison: Comparison) -> list[Variable]:
    return [
        v
        for v in comparison.variables
        if v.role == "outcome" and v.measure in AVERAGED and v.table != "visits" and _any(comparison, v)
    ]


def _any(comparison: Comparison, variable: Variable) -> bool:
    return any(s.n for s in comparison.summaries if s.variable == variable.name)


def _panel(comparison: Comparison, axes, variable: Variable) -> None:
    study = comparison.study
    for i, arm in enumerate(study.arms):
        (summary,) = comparison.summary(variable.name, arm.level)
        if summary.median is not None:
            _box(axes, i, summary)
        mean = comparison.mean(variable.name, arm.level)
        if mean.mean is not None:
            value, low, high = d.six([mean.mean, mean.low, mean.high])
            axes.plot([i + 0.33] * 2, [low, high], color=d.COLOURS[i], lw=1.3)
            axes.plot(i + 0.33, value, marker=d.MARKERS[i], ms=4.5, color=d.COLOURS[i])
    axes.set_xticks([0, 1], [w.wrapped(arm.label, 14) for arm in study.arms])
    axes.set(xlabel="", ylabel="", xlim=(-0.4, 1.6))
    axes.set_title(fitted(w.with_unit(variable), 26, _TITLE_ROOM), loc="left")
    d.bare(axes, left=True)


def _box(axes, place: int, s: Summary) -> None:
    """From the summary alone: what is drawn is what ``summaries.csv`` has, and never one patient's value."""
    # What is masked is not drawn: a box ends at what is told.
    q1, q3 = (s.median if x is None else x for x in (s.q1, s.q3))
    p5, p95 = (told if x is None else x for x, told in ((s.p5, q1), (s.p95, q3)))
    ends = dict(zip(("whislo", "q1", "med", "q3", "whishi"), d.six([p5, q1, s.median, q3, p95]), strict=True))
    line = {"color": d.COLOURS[place], "linewidth": 0.9}
    lines = {f"{part}props": line for part in ("box", "whisker", "cap", "median")}
    axes.bxp([ends], positions=[place], widths=0.35, capwidths=0.175, showfliers=False, **lines)


def _alt(variables: list[Variable]) -> str:
    return f"Box plots of both arms: {w.listed([v.label for v in variables])}."
