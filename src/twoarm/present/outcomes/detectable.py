"""What the sizes at hand can detect: a property of the design, never taken from the differences that were found."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.method import COUNTED
from twoarm.masked import MASKED
from twoarm.present import wording as w
from twoarm.present.outputs import Table, alike_once
from twoarm.study.dictionary import Variable


def detectable_table(comparisons: list[Comparison]) -> Table | None:
    """The smallest detectable difference of every outcome, by its sizes; None where there is no such outcome."""
    rows = alike_once([row for c in comparisons for v in c.variables if (row := _row(c, v))])
    if not rows:
        return None
    study = comparisons[0].study
    power = next(d.power for c in comparisons for d in c.detectable)
    head = ["Outcome", *(f"Analysed\n{arm.label}" for arm in study.arms), "Decrease", "Increase"]
    caption = f"Smallest differences from {study.control.label} that a test detects with {w.level_text(power)} power."
    notes = [
        "Means: t test, in standard deviations; shares: Fisher’s exact test, in percentage points from that with "
        f"{study.control.label}; a dash where none is detected so often."
    ]
    align = ["left", "right", "right", "right", "right"]
    return Table(
        "tab-detectable", caption, [head], rows, 1, align, notes, comparisons, folded=True, data=("power",)
    )


def _row(comparison: Comparison, variable: Variable) -> list[str]:
    counted = variable.measure in COUNTED
    found = [d.result for d in comparison.detectable if d.result.variable == variable.name]
    if not found:
        return []
    sizes = [f"{n}" for n in (found[0].estimate.n_treated, found[0].estimate.n_control)]
    shown = [_shown(r, variable) for r in found]
    return [variable.label, *sizes, *(shown if counted else 2 * shown)]


def _shown(result: Result, variable: Variable) -> str:
    estimate = result.estimate
    if estimate.value is None:
        return MASKED if estimate.masked else "–"
    return w.Scale(result, variable).value(abs(estimate.value))
