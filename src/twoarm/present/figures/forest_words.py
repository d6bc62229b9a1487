"""What a forest plot is in words: its title, its caption and its alternative text."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.outcomes.horizons import until
from twoarm.study.dictionary import Variable

_NAMED = 2  # estimates that an alternative text has room for


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
        said.append("Numbers are in the outcome's own unit.")
    said += [
        f"Of {line.variable.label} restricted mean times{until(line.result, line.variable)} are compared, not the medians."
        for line in panels.get("time", [])
        if line.result.horizon is not None
    ]
    return " ".join(said)


def _compared(comparison: Comparison, panels: dict[str, list[Line]]) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    differences = f"differences between {treated} and {control}"
    odds = f"probability of a higher value with {treated} than with {control}, ties counted half"
    chosen = [differences] * bool(set(panels) - {"probability"}) + [odds] * ("probability" in panels)
    level = w.level_text(comparison.study.parameters.level)
    return w.capital(f"{w.joined(chosen)}, with {level} intervals.")


def forest_title(panels: dict[str, list[Line]]) -> str:
    """How many of the outcomes are open; a count, of which an interval says no more."""
    lines = [line for group in panels.values() for line in group]
    apart = sum(not line.low <= line.result.null <= line.high for line in lines)
    if len(lines) == 1:
        return f"The data fit a difference in {'one direction alone' if apart else 'either direction'}."
    return _open(len(lines) - apart, len(lines))


def _open(n: int, total: int) -> str:
    if n == total:
        return f"{w.every(total)} outcomes are open."
    if n == 0:
        return "Neither outcome is open." if total == 2 else f"None of {total} outcomes is open."
    return f"{n} of {total} outcomes {'is' if n == 1 else 'are'} open."


def forest_alt(panels: dict[str, list[Line]]) -> str:
    """What the title says, with the estimates that lie apart from no difference: the table has the others."""
    lines = [line for group in panels.values() for line in group]
    apart = [
        f"{line.variable.label} {w.estimate_phrase(line.result, line.variable)}"
        for line in lines
        if not line.low <= line.result.null <= line.high
    ]
    more = f" {'; '.join(apart[:_NAMED])}." if apart else ""
    return f"Forest plot. {forest_title(panels)}{more}"


def contrast(result: Result, variable: Variable) -> str:
    """The estimand, with its horizon where it is of a time, the estimate and its interval."""
    end = f"{until(result, variable)}," if variable.measure == "time" else ""
    return f"{w.estimand(result, variable)}{end} {w.estimate_phrase(result, variable)}"
