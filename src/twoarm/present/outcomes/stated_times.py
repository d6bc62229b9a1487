"""The shares still free of an event at the times that the dictionary states, as a table."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.told.shares import StatedShare
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.naming import section_label
from twoarm.present.outputs import Table
from twoarm.study.dictionary import Variable


def stated_times_table(comparison: Comparison) -> Table | None:
    """Both arms and their difference at each stated time; None where no time is stated."""
    rows: list[list[str]] = []
    for variable in (v for v in comparison.variables if v.at and v.role == "outcome"):
        rows += [[f"{variable.label}: still free of it"], *_rows(comparison, variable)]
    if not rows:
        return None
    study = comparison.study
    level = w.level_text(study.parameters.level)
    arms = [f"{arm.label}\n({level} CI)" for arm in study.arms]
    head = [["Outcome, time", *arms, f"Difference, percentage\npoints ({level} CI)"]]
    caption = (
        f"Shares still free of the event at stated times, {study.treated.label} and {study.control.label}."
    )
    label = section_label("tab", comparison, "times")
    return Table(
        label,
        caption,
        head,
        rows,
        1,
        ["left", *["right"] * 3],
        [_how(comparison)],
        comparison,
        data=("survival",),
    )


def _rows(comparison: Comparison, variable: Variable) -> list[list[str]]:
    arms = [arm.level for arm in comparison.study.arms]
    found = {(s.time, s.arm): s for s in comparison.shares if s.variable == variable.name}
    return [
        [
            f"{INDENT}at {w.united(time, variable)}",
            *(_cell(found[time, arm], variable) for arm in (*arms, "")),
        ]
        for time in variable.at
    ]


def _cell(share: StatedShare, variable: Variable) -> str:
    """``83% (68 to 92)``; of a difference without the sign."""
    cell = w.estimate_cell(share, variable)
    if share.estimate.value is None or not share.arm:
        return cell
    value, *rest = cell.split(w.NBSP, 1)
    return w.NBSP.join([f"{value}%", *rest])


def _how(comparison: Comparison) -> str:
    """How the shares are found."""
    if comparison.study.spec.policy.coarse_times:
        return "Read from the curves as they are told; intervals on the log(−log) scale, of the difference normal."
    return "Kaplan-Meier estimates, with intervals on the log(−log) scale; of the difference Greenwood's variance, normal."
