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
_SHOWN = {  # what the columns of the arms show, by measure
    "continuous": "mean (SD)",
    "count": "mean (SD)",
    "binary": "n/N (percent)",
    "events": "n/N (percent)",
    "time": "median",
    "ordinal": "patients with a value",
}


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
    lines = [line for group in panels.values() for line in group]
    said = [_compared(comparison, panels), _columns(lines)]
    if "standard deviations" in panels:
        said.append(
            "Where the axis is in standard deviations, the text at the right is in the outcome's own unit."
        )
    if any(line.result.method.uses_baseline for line in lines):
        said.append("Differences of outcomes with a baseline value take it into account.")
    said += [
        f"For {line.variable.label} the difference is one of restricted mean times"
        f"{until(line.result, line.variable)}, not of the medians."
        for line in panels.get("time", [])
    ]
    return " ".join(said)


def _compared(comparison: Comparison, panels: dict[str, list[Line]]) -> str:
    treated, control = (arm.label for arm in comparison.study.arms)
    differences = f"differences between {treated} and {control}"
    odds = f"probability of a higher value with {treated} than with {control}, ties counted half"
    chosen = [differences] * bool(set(panels) - {"probability"}) + [odds] * ("probability" in panels)
    level = w.level_text(comparison.study.parameters.level)
    return w.capital(f"{w.joined(chosen)}, with {level} intervals.")


def _columns(lines: list[Line]) -> str:
    shown = list(dict.fromkeys(_SHOWN[line.variable.measure] for line in lines))
    return f"Arms: {' or '.join([', '.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)}."


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
