"""What other methods say of each outcome, in one row: how many agree, and between which P values they lie."""

from __future__ import annotations

from twoarm.analysis.comparison.agreement import Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import MASKED
from twoarm.present import wording as w
from twoarm.present.naming import section_label, section_outcomes
from twoarm.present.outcomes.agreement import at_no_difference
from twoarm.present.outputs import Table

_BESIDE = (
    "main",
    "other",
    "definitions",
    "course",
)  # where the report shows what else was computed of an outcome


def methods_table(comparison: Comparison) -> Table | None:
    """A row for each outcome at its main visit; None where no method stands beside the first one of any."""
    rows = [row for result in comparison.headline if (row := _row(comparison, result))]
    if not rows:
        return None
    caption = f"{section_outcomes(comparison.study, comparison.section)} by other methods."
    head = [["Outcome", "Test\nstatistic", "Other intervals\nthat agree", "Other P"]]
    align = ["left", "right", "right", "right"]
    label = section_label("tab", comparison, "other")
    notes = [note for note in (at_no_difference(comparison),) if note]
    return Table(
        label, caption, head, rows, 1, align, notes, comparison, folded=True, data=("results", "agreement")
    )


def _row(comparison: Comparison, result: Result) -> list[str]:
    variable, alpha = comparison.study.variable(result.variable), comparison.study.parameters.alpha
    others = _others(comparison, result)
    if not others:
        return []
    return [variable.label, _statistic(result), _agreeing(comparison, result), _span(others, alpha)]


def _others(comparison: Comparison, first: Result) -> list[Result]:
    """What else compares the arms in the outcome, at the same visit."""
    found = [r for shown in _BESIDE for r in comparison.of(first.variable, shown)]
    found += comparison.tests(first.variable)
    asks = [
        r for r in found if r.scale.compares or r.method.shown != "other"
    ]  # not whether hazards are proportional
    return [r for r in asks if r is not first and r.visit == first.visit and not r.arm]


def _agreeing(comparison: Comparison, first: Result) -> str:
    """``4 of 4``: of the intervals that could be computed."""
    asked = comparison.answer(Question.INTERVAL, comparison.study.variable(first.variable))
    known = [] if asked is None else [*asked.agreeing, *asked.disagreeing]
    return f"{len(asked.agreeing)} of {len(known)}" if asked is not None and known else "–"


def _span(others: list[Result], alpha: float) -> str:
    """``0.36 to 0.56``: the smallest P and the largest, or the only one."""
    tested = [r.estimate.p_value for r in others if r.estimate.p_value is not None]
    if not tested:
        return MASKED if any(r.estimate.masked for r in others) else "–"
    ends = dict.fromkeys(w.p_text(p, alpha) for p in (min(tested), max(tested)))
    return " to ".join(ends)


def _statistic(result: Result) -> str:
    """``t = −1.23 (df 58.4)`` or ``z = 2.10``: what the first P was read from, where it was read from one."""
    df, statistic = result.estimate.df, result.estimate.statistic
    if statistic is None or result.scale is Scale.P:
        return "–"
    shown = w.number(statistic, w.readable(2, statistic))
    if df is None:
        return f"z = {shown}"
    return f"t = {shown} (df {w.number(df, 0 if float(df).is_integer() else 1)})"
