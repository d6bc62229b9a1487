"""How an outcome is spread in both arms: boxes with mean and interval, never a mark per patient."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.summaries import Summary
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.naming import section_label
from twoarm.present.outputs import Figure
from twoarm.study.dictionary import AVERAGED, Variable

_WIDTH, _PANEL = 160, 48


def distribution_plot(comparison: Comparison) -> Figure | None:
    """Box: quartiles and median, whiskers from the 5th to the 95th percentile; beside it the mean with its interval.

    None where no continuous outcome is measured once per patient.
    """
    study, variables = comparison.study, _measured_once(comparison)
    if not variables:
        return None
    columns = min(3, len(variables))
    rows = -(-len(variables) // columns)
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
        "Distribution in both arms. Boxes: median and quartiles; whiskers: 5th to 95th percentile; "
        f"points: mean with {level} interval."
    )
    label = section_label("fig", comparison, "distribution")
    return d.finish(canvas, study, label, caption, _alt(comparison, variables), comparison)


def _measured_once(comparison: Comparison) -> list[Variable]:
    return [
        v
        for v in comparison.variables
        if v.role == "outcome" and v.measure in AVERAGED and v.table == "patients" and _any(comparison, v)
    ]


def _any(comparison: Comparison, variable: Variable) -> bool:
    return any(s.n for s in comparison.summaries if s.variable == variable.name)


def _panel(comparison: Comparison, axes, variable: Variable) -> None:
    study = comparison.study
    for i, arm in enumerate(study.arms):
        (summary,) = comparison.summary(variable.name, arm.level)
        if summary.n:
            _box(axes, i, summary)
        mean = comparison.mean(variable.name, arm.level)
        if mean.mean is not None:
            value, low, high = d.six([mean.mean, mean.low, mean.high])
            axes.plot([i + 0.33] * 2, [low, high], color=d.COLOURS[i], lw=1.3)
            axes.plot(i + 0.33, value, marker=d.MARKERS[i], ms=4.5, color=d.COLOURS[i])
    axes.set_xticks([0, 1], [w.wrapped(arm.label, 14) for arm in study.arms])
    axes.set(xlabel="", ylabel="", xlim=(-0.4, 1.6))
    axes.set_title(w.wrapped(w.with_unit(variable), 26), loc="left")
    d.bare(axes, left=True)


def _box(axes, place: int, s: Summary) -> None:
    """From the summary alone: what is drawn is what ``summaries.csv`` has, and never one patient's value."""
    ends = dict(
        zip(("whislo", "q1", "med", "q3", "whishi"), d.six([s.p5, s.q1, s.median, s.q3, s.p95]), strict=True)
    )
    line = {"color": d.COLOURS[place], "linewidth": 0.9}
    lines = {f"{part}props": line for part in ("box", "whisker", "cap", "median")}
    axes.bxp([ends], positions=[place], widths=0.35, capwidths=0.175, showfliers=False, **lines)


def _alt(comparison: Comparison, variables: list[Variable]) -> str:
    said = []
    for variable in variables:
        for arm in comparison.study.arms:
            row = comparison.summary(variable.name, arm.level)[0]
            if row.median is not None:
                median, upper = (w.quantity(x, variable) for x in (row.median, row.q3))
                lower = w.number(row.q1, variable.decimals)
                said.append(
                    f"{variable.label} with {arm.label}: median {median}, quartiles {lower} and {upper}"
                )
    return f"Box plots of both arms. {'; '.join(said)}."
