"""What a forest plot is in words: its caption and its alternative text."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable


@counts_only
@dataclass(frozen=True)
class Line:
    """One row of the plot, already on its panel's scale."""

    variable: Variable
    result: Result
    value: float
    low: float
    high: float


def forest_caption(comparison: Comparison, panels: dict[str, list[Line]]) -> str:
    """What is compared, what the columns show and what the axes mean, as far as the panels have it."""
    said = [_compared(comparison, panels)]
    if "standard deviations" in panels:
        said.append("Numbers at the right: in the outcome's own unit.")
    return " ".join(said)


def _compared(comparison: Comparison, panels: dict[str, list[Line]]) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    differences = f"differences between {treated} and {control}"
    odds = f"probability of a higher value with {treated} than with {control}, ties counted half"
    chosen = [differences] * bool(set(panels) - {"probability"}) + [odds] * ("probability" in panels)
    level = w.level_text(comparison.study.parameters.level)
    return w.capital(f"{w.joined(chosen)}, with {level} intervals.")


def forest_title(panels: dict[str, list[Line]]) -> str:
    """How many of the intervals leave out no difference; a count, of which an interval says no more."""
    lines = [line for group in panels.values() for line in group]
    apart = sum(not line.low <= line.result.null <= line.high for line in lines)
    if len(lines) == 1:
        return f"The interval {'excludes' if apart else 'includes'} no difference."
    if apart == 0:
        return f"All {len(lines)} intervals include no difference."
    return f"{len(lines) - apart} of {len(lines)} intervals include no difference."


def forest_alt(panels: dict[str, list[Line]]) -> str:
    """How many outcomes, and which lie apart from no difference; the table has their numbers."""
    lines = [line for group in panels.values() for line in group]
    apart = w.listed([line.variable.label for line in lines if line.result.side], 4)
    said = f"apart from no difference: {apart}" if apart else "each interval includes no difference"
    return f"Forest plot, {w.counted(len(lines), 'outcome')}; {said}. The numbers stand in the table."
