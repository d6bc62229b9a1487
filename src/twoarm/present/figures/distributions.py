"""How an outcome is spread in both arms: boxes with mean and interval, never a mark per patient."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.summaries import Summary
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.lettering import breadth, divided, fitted, lines_in, part_label, part_words
from twoarm.present.naming import section_label
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import AVERAGED, Variable

_PANEL, _COLUMNS = 48.0, 3
_TITLE_ROOM = 47.0  # millimetres of a panel for the name of its outcome
_ARM, _TICKS, _NAMED = 8.5, 9.0, 26.0  # of a narrow panel: an arm's row, the axis beneath, its names at most
_BEFORE = 2.0  # between the names and the axis


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
    study, level = comparison.study, w.level_text(comparison.study.parameters.level)
    caption = (
        f"Boxes: median and quartiles; {_whiskers(comparison, variables)}; "
        f"points: mean with {level} interval.{part_words(number, parts)}"
    )
    label = part_label(section_label("fig", comparison, "distribution"), number)
    wide, narrow = _wide(comparison, variables), _narrow(comparison, variables)
    said = caption, _alt(comparison, variables)
    return d.finish(
        wide,
        study,
        label,
        *said,
        comparison,
        narrow=narrow,
        title=_title(comparison, variables),
        data=("summaries",),
    )


def _wide(comparison: Comparison, variables: list[Variable]) -> Canvas:
    study = comparison.study
    columns, rows = min(_COLUMNS, len(variables)), _rows(variables)
    width = d.WIDE.width * max(2, columns) / 3
    with d.style():
        canvas = d.canvas(study, width, _PANEL * rows)
        grid = canvas.subplots(rows, columns, squeeze=False).ravel()
        for axes, variable in zip(grid, variables, strict=False):
            _panel(comparison, axes, variable)
        for axes in grid[len(variables) :]:
            axes.remove()
        foot = d.foot(study, d.WIDE, width)
        canvas.tight_layout(rect=(0, foot / (_PANEL * rows + foot), 1, 1), pad=0.8, w_pad=2, h_pad=2)
    return canvas


def _narrow(comparison: Comparison, variables: list[Variable]) -> Canvas:
    """One outcome beneath the other, its boxes lying, so that the values have the width."""
    study, sheet = comparison.study, d.NARROW
    names = [fitted(arm.label, 14, _NAMED, sheet.points) for arm in study.arms]
    left = max(breadth(name, sheet.points) for name in names) + _BEFORE + 2
    titles = [fitted(w.with_unit(v), 60, sheet.width - 4, sheet.points, bold=True) for v in variables]
    heads = [lines_in(title) * sheet.line + 1 for title in titles]
    height = sum(heads) + len(variables) * (2 * _ARM + _TICKS)
    with d.style(sheet):
        canvas = d.canvas(study, sheet.width, height, sheet)
        total = top = canvas.get_figheight() / d.MM
        for variable, title, head in zip(variables, titles, heads, strict=True):
            canvas.text(
                1.5 / sheet.width, (top - 0.5) / total, title, weight="bold", va="top", linespacing=1.0
            )
            top -= head + 2 * _ARM
            axes = canvas.add_axes(
                (left / sheet.width, top / total, 1 - (left + 5) / sheet.width, 2 * _ARM / total)
            )
            _panel(comparison, axes, variable, lying=True)
            axes.set_yticks([0, 1], names, linespacing=1.0)
            top -= _TICKS
    return canvas


def _title(comparison: Comparison, variables: list[Variable]) -> str:
    """In how many outcomes the boxes of both arms overlap, as far as their quartiles are told."""
    rows = [[comparison.summary(v.name, arm.level)[0] for arm in comparison.study.arms] for v in variables]
    halves = [[(s.q1, s.q3) for s in pair if s.q1 is not None and s.q3 is not None] for pair in rows]
    known = [pair for pair in halves if len(pair) == len(comparison.study.arms)]
    shared = sum(max(q1 for q1, _ in pair) <= min(q3 for _, q3 in pair) for pair in known)
    if not known:
        return ""
    return f"The middle halves of both arms overlap in {shared} of {w.counted(len(known), 'outcome')}."


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


def _panel(comparison: Comparison, axes, variable: Variable, *, lying: bool = False) -> None:
    study = comparison.study
    for i, arm in enumerate(study.arms):
        (summary,) = comparison.summary(variable.name, arm.level)
        if summary.median is not None:
            _box(axes, i, summary, lying=lying)
        mean = comparison.mean(variable.name, arm.level)
        if mean.mean is not None:
            value, low, high = d.six([mean.mean, mean.low, mean.high])
            for place, kind in (((low, high), {"lw": 1.3}), ((value,), {"marker": d.MARKERS[i], "ms": 4.5})):
                across = [i + 0.33] * len(place)
                axes.plot(*((place, across) if lying else (across, place)), color=d.COLOURS[i], **kind)
    axes.set(xlabel="", ylabel="")
    if lying:
        axes.set_ylim(1.6, -0.4)
        axes.locator_params(axis="x", nbins=5)
        d.bare(axes)
        return
    axes.set_xticks([0, 1], [w.wrapped(arm.label, 14) for arm in study.arms])
    axes.set_xlim(-0.4, 1.6)
    axes.set_title(fitted(w.with_unit(variable), 26, _TITLE_ROOM), loc="left")
    d.bare(axes, left=True)


def _box(axes, place: int, s: Summary, *, lying: bool) -> None:
    """From the summary alone: what is drawn is what ``summaries.csv`` has, and never one patient's value."""
    # What is masked is not drawn: a box ends at what is told.
    q1, q3 = (s.median if x is None else x for x in (s.q1, s.q3))
    p5, p95 = (told if x is None else x for x, told in ((s.p5, q1), (s.p95, q3)))
    ends = dict(zip(("whislo", "q1", "med", "q3", "whishi"), d.six([p5, q1, s.median, q3, p95]), strict=True))
    line = {"color": d.COLOURS[place], "linewidth": 0.9}
    lines = {f"{part}props": line for part in ("box", "whisker", "cap", "median")}
    way = "horizontal" if lying else "vertical"
    axes.bxp(
        [ends], positions=[place], widths=0.35, capwidths=0.175, showfliers=False, orientation=way, **lines
    )


def _alt(comparison: Comparison, variables: list[Variable]) -> str:
    shown = w.listed([v.label for v in variables], 3)
    return f"Box plots of both arms: {shown}. {_title(comparison, variables)}".strip()
