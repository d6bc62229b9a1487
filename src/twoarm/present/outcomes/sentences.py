"""Sentences about one result, made from its numbers; a result that flips flips its sentence."""

from __future__ import annotations

from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.outcomes.horizons import horizon_sentence
from twoarm.present.outcomes.margins import equivalence_sentence, importance_sentence, measurement_sentence
from twoarm.present.outcomes.observed import alike_everywhere, observed
from twoarm.present.outcomes.units import units_sentence
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.dictionary import Variable


def outcome_notes(comparison: Comparison, variable: Variable) -> Markdown:
    """What the table cannot say of an outcome: how patients count, whether a size matters, what depends on the method."""
    visit = comparison.main_visit(variable)
    result = comparison.result(variable.name, visit)
    if result is None:
        return paragraph("Described, not compared.")
    known = result.estimate.value is not None
    return paragraph(
        all_alike_sentence(comparison, variable),
        units_sentence(comparison, variable),
        _reading(comparison, result, variable) if known else "",
        horizon_sentence(comparison, result, variable) if known else "",
        importance_sentence(comparison, variable) if known else "",
        measurement_sentence(variable),
        equivalence_sentence(comparison, variable),
        _beside(comparison, result, variable),
        _worse(comparison, variable),
    )


def short_finding(comparison: Comparison, result: Result) -> str:
    """``Cement leakage in fewer patients with VBS (4/30 (13%) against 10/32 (31%): risk difference ...)``."""
    variable = comparison.study.variable(result.variable)
    where = f", {comparison.study.visit(result.visit).label}" if result.visit else ""
    phrase = f"{w.estimand(result, variable)} {', '.join(filter(None, w.estimate_parts(result, variable)))}"
    apart = result.side or result.apart
    treated = comparison.study.treated.label
    if result.scale is Scale.PROPORTION and apart:  # an event is had by patients
        sides = [observed(comparison, variable, arm.level, result.visit) for arm in comparison.study.arms]
        more = "more" if apart > 0 else "fewer"
        what = (
            f": {variable.labels[1]}" if variable.measure == "binary" and variable.labels[1] != "yes" else ""
        )
        return f"{variable.label}{what}{where} in {more} patients with {treated} ({' against '.join(sides)}: {phrase})"
    direction = w.direction(result) + (f" with {treated}" if apart else "")
    return f"{variable.label}{where} ({direction}: {phrase})"


def all_alike_sentence(comparison: Comparison, variable: Variable) -> str:
    """``30 of 30 and 32 of 32: a true failure rate of up to about 1 in 9 still fits``, where no patient differs."""
    visit = comparison.main_visit(variable)
    shares = [r.estimate for r in comparison.of(variable.name, "other") if r.scale is Scale.SHARE]
    known = [(e.low, e.high) for e in shares if e.low is not None and e.high is not None]
    if not known or not alike_everywhere(comparison, variable, visit):
        return ""
    rows = [comparison.summary(variable.name, arm.level, visit)[0] for arm in comparison.study.arms]
    counted = w.joined([f"{row.count} of {row.n}" for row in rows])
    if not rows[0].count:
        return f"{counted}: a true rate of up to about {w.one_in(max(high for _, high in known))} still fits."
    rate = "failure rate" if variable.better == "higher" else "rate without it"
    return f"{counted}: a true {rate} of up to about {w.one_in(1 - min(low for low, _ in known))} still fits."


def _reading(comparison: Comparison, result: Result, variable: Variable) -> str:
    """What an interval does not show by itself: that no arm varies, or that P has another level."""
    if result.apart:
        return f"{w.capital(every_value(comparison, result))}."
    return "" if result.estimate.low is None else _other_level(comparison, result, variable)


def every_value(comparison: Comparison, result: Result) -> str:
    """``every value with VBS lies below every value with PKP``, where neither arm varies."""
    treated, control = (arm.label for arm in comparison.study.arms)
    side = "above" if result.apart > 0 else "below"
    return f"every value with {treated} lies {side} every value with {control}"


def _other_level(comparison: Comparison, result: Result, variable: Variable) -> str:
    """Where the interval has another level than the test, the two may differ: then it is said."""
    alpha, found = comparison.study.parameters.alpha, comparison.answer(Question.LEVEL, variable)
    if found is None or found.answer != Answer.NONE:
        return ""
    side = "below" if result.below(alpha) else "not below"
    return f"P is {side} the significance level of {w.exact(alpha)}: the interval has another level."


def _beside(comparison: Comparison, result: Result, variable: Variable) -> str:
    """The tests beside the primary one that fall on the other side of the significance level."""
    found = comparison.answer(Question.BESIDE, variable)
    lead = "Without the value before treatment" if result.method.uses_baseline else "By another test"
    said = [
        f"{lead} the conclusion is another: {w.method_words([other])}, "
        f"{w.p_phrase(other.estimate.p_value, comparison.study.parameters.alpha)}."
        for other in (found.apart if found else [])
    ]
    return " ".join(said)


def _worse(comparison: Comparison, variable: Variable) -> str:
    """A warning to the reader that two visits may have been exchanged; empty where patients do not nearly all get worse."""
    found = comparison.answer(Question.WORSE, variable)
    if found is None or found.answer != Answer.ALL:
        return ""
    return (
        "Nearly all patients are worse at the last visit than at the first: it should be made sure that no visits were "
        "exchanged, and that the better side is the one that the dictionary states."
    )


def probability_sign(comparison: Comparison) -> str:
    """What the contrast of an ordinal outcome is; empty where there is none."""
    if not any(r.scale == Scale.PROBABILITY for r in comparison.shown):
        return ""
    treated, control = (arm.label for arm in comparison.study.arms)
    return (
        "An ordinal outcome is compared by a probability: how often, of two patients drawn at random, the one with "
        f"{treated} has a higher value than the one with {control}, ties counted half; one half means no difference."
    )
