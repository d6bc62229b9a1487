"""Where the means of a time to event end, who says so, and what the means are without an end."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import FROM_DATA, Result
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable


def until(result: Result, variable: Variable) -> str:
    """`` up to 61 days (horizon from the data)``: where the means end that are compared; empty where they have no end."""
    if result.horizon is None:
        return ""
    own = f" (horizon {FROM_DATA})" if result.horizon_source == FROM_DATA else ""
    return f" up to {_end(result, variable)}{own}"


def horizon_sentence(comparison: Comparison, result: Result, variable: Variable) -> str:
    """Who stated the horizon, and the plain means where nobody is censored; empty for an outcome that is no time."""
    if result.horizon is None:
        return ""
    stated = (
        f"The horizon of {_end(result, variable)} is stated in the dictionary ({result.horizon_source})."
        if result.horizon_source != FROM_DATA
        else ""
    )
    found = (r for r in comparison.results if r.variable == variable.name)
    plain = next((r for r in found if r.method.when is Occasion.UNCENSORED), None)
    if plain is None or plain.estimate.value is None:
        return stated
    alpha = comparison.study.parameters.alpha
    p = [w.p_phrase(plain.estimate.p_value, alpha)] if plain.estimate.p_value is not None else []
    free = f"Nobody is censored: without a horizon the mean times differ by {w.estimate_phrase(plain, variable, *p)}."
    return " ".join(filter(None, (stated, free)))


def _end(result: Result, variable: Variable) -> str:
    """An end that nobody stated is the time of a patient, and has no more decimals than the variable shows."""
    end = result.horizon or 0.0
    stated = variable.tau is not None or end == int(end)
    shown = w.exact(end) if stated else w.number(end, variable.decimals)
    return f"{shown} {variable.unit}".rstrip()
