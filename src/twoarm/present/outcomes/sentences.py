"""Sentences about one result, made from its numbers; a result that flips flips its sentence."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import Count
from twoarm.present import wording as w
from twoarm.present.outcomes.horizons import horizon_sentence, until
from twoarm.present.outcomes.margins import equivalence_sentence, importance_sentence, measurement_sentence
from twoarm.present.outcomes.observed import levels_masked
from twoarm.present.outcomes.units import units_sentence
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.dictionary import Variable
from twoarm.study.opened import ArmSpec

NOT_EQUAL = "which is not evidence that the arms are equal"


def outcome_paragraph(comparison: Comparison, variable: Variable) -> Markdown:
    """What was observed, the difference with its interval, and how far it reaches."""
    visit = comparison.main_visit(variable)
    result = comparison.result(variable.name, visit)
    if result is None:
        return paragraph(f"{variable.label} was recorded and is described only.")
    sentences = [_observed(comparison, variable, visit), units_sentence(comparison, variable)]
    sentences.append(_difference(comparison, result, variable))
    if result.estimate.value is not None:
        sentences.append(_reading(comparison, result, variable))
        sentences.append(horizon_sentence(comparison, result, variable))
        sentences.append(importance_sentence(comparison, variable))
    sentences.append(measurement_sentence(variable))
    sentences += [
        equivalence_sentence(comparison, variable),
        _beside(comparison, result, variable),
        _adjusted(comparison, result, variable),
        _change(comparison, variable, visit),
    ]
    return paragraph(*sentences)


def short_finding(comparison: Comparison, result: Result) -> str:
    """``Cement leakage (risk difference −18 percentage points, 95% CI ...)`` for an opening sentence."""
    variable = comparison.study.variable(result.variable)
    where = f", {comparison.study.visit(result.visit).label}" if result.visit else ""
    phrase = ", ".join(part for part in w.estimate_parts(result, variable) if part)
    apart = result.side or result.apart
    direction = w.direction(result)
    if result.scale is Scale.PROPORTION:  # an event is had by patients
        direction = {1: "in more patients", -1: "in fewer patients"}.get(apart, direction)
    direction += f" with {comparison.study.treated.label}" if apart else ""
    p, alpha = result.p_adjusted, comparison.study.parameters.alpha
    family = comparison.answer(Question.FAMILY, variable)
    lost = family is not None and family.answer == Answer.NONE
    adjusted = f"; adjusted for the other outcomes of its family, {w.p_phrase(p, alpha)}" if lost else ""
    return f"{variable.label}{where} ({direction}: {w.estimand(result, variable)} {phrase}{adjusted})"


def _observed(comparison: Comparison, variable: Variable, visit: str) -> str:
    """What both arms show; the paragraph's heading has already named the outcome."""
    at = f"{comparison.study.visit(visit).label}: " if visit else ""
    if variable.measure in ("categorical", "ordinal"):
        rows = [
            s for arm in comparison.study.arms for s in comparison.summary(variable.name, arm.level, visit)
        ]
        told = "its levels are masked" if levels_masked(rows) else "counted by level in the table"
        return w.capital(f"{at}{told}.")
    known = [arm for arm in comparison.study.arms if _known(comparison, variable, arm, visit)]
    if len(known) < len(comparison.study.arms):
        return w.capital(f"{at}no value in one arm or both.")
    parts = w.joined([_arm(comparison, variable, arm, visit) for arm in known])
    parts += _known_of(comparison, variable, visit)
    if variable.measure == "time":
        return w.capital(f"{at}median {parts}.")
    what = {"binary": "recorded in", "events": "at least one in"}.get(variable.measure, "mean")
    if variable.measure == "binary" and variable.labels[1] != "yes":
        what = f"{variable.labels[1]} in"
    return w.capital(f"{at}{what} {parts}.")


def _known(comparison: Comparison, variable: Variable, arm: ArmSpec, visit: str) -> Count:
    return comparison.summary(variable.name, arm.level, visit)[0].n


def _known_of(comparison: Comparison, variable: Variable, visit: str) -> str:
    """``; known of 20 of 30 patients with VBS and 28 of 32 with PKP``; empty where nobody lacks a value."""
    rows = [comparison.summary(variable.name, arm.level, visit)[0] for arm in comparison.study.arms]
    if not any(row.missing for row in rows):
        return ""
    parts = [
        f"{row.n} of {comparison.study.size(arm.level)}{' patients' * (i == 0)} with {arm.label}"
        for i, (row, arm) in enumerate(zip(rows, comparison.study.arms, strict=True))
    ]
    return f"; known of {w.joined(parts)}"


def _arm(comparison: Comparison, variable: Variable, arm: ArmSpec, visit: str) -> str:
    row = comparison.summary(variable.name, arm.level, visit)[0]
    if variable.measure in ("binary", "events"):
        return f"{w.share(row.count, row.n)} patients with {arm.label}"
    if variable.measure == "time":
        return f"{w.median_phrase(row, variable)} with {arm.label}"
    mean, sd = w.mean_and_sd(row, variable)
    spread = [f"SD {sd}"] if sd else []
    if comparison.skewed(variable, visit):
        spread.append(f"median and quartiles {w.median_of_values(row, variable)}")
    inside = f" ({'; '.join(spread)})" if spread else ""
    return f"{w.united(mean, variable)}{inside} with {arm.label}"


def _difference(comparison: Comparison, result: Result, variable: Variable) -> str:
    alpha = comparison.study.parameters.alpha
    p = w.p_phrase(result.estimate.p_value, alpha) if result.estimate.p_value is not None else ""
    if result.estimate.masked:
        return f"What compares the arms is masked: {w.estimate_parts(result, variable)[1]}."
    if result.scale == Scale.P:
        return f"The test of {result.estimand} gives {p}." if p else "No test is possible."
    if result.estimate.value is None:
        return f"The {w.estimand(result, variable)} is not estimable: {result.estimate.reason}."
    phrase = w.estimate_phrase(result, variable, p)
    if result.method.uses_baseline:
        before = _before(comparison.study.visit(comparison.study.baseline_of(variable)).label)
        return f"With the baseline value{before} taken into account, the difference is {phrase}."
    if result.scale == Scale.PROBABILITY:
        treated, control = (a.label for a in comparison.study.arms)
        pair = f"a patient with {treated} has a higher value than one with {control}"
        return f"The probability that {pair}, ties counted half, is {phrase}."
    order = w.arms_in_order(result, comparison.study)
    return f"The {w.estimand(result, variable)}{until(result, variable)}, {order}, is {phrase}."


def _reading(comparison: Comparison, result: Result, variable: Variable) -> str:
    if result.apart:
        return f"{w.capital(every_value(comparison, result))}."
    if result.estimate.low is None:
        return ""
    other_level = _other_level(comparison, result, variable)
    if not result.side:
        return f"The data fit a difference in either direction.{other_level}"
    quantity = w.quantity_of(result, variable)
    said = f"{w.capital(quantity)} was {w.direction(result)} with {comparison.study.treated.label}"
    return f"{said}: every difference in the interval lies on that side.{other_level}"


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
    return (
        f" The P value is {side} the significance level of {w.exact(alpha)}: the interval has another level."
    )


def _beside(comparison: Comparison, result: Result, variable: Variable) -> str:
    """The tests that stand beside the primary one; a disagreement is said."""
    alpha = comparison.study.parameters.alpha
    found = comparison.answer(Question.BESIDE, variable)
    said = []
    for other in found.tested if found else ():
        p, words = other.estimate.p_value, w.method_words([other])
        tail = (
            ", on the other side of the significance level: the conclusion depends on the test"
            if other in found.apart
            else ""
        )
        lead = "Without that adjustment" if result.method.uses_baseline else "Beside it"
        said.append(f"{lead}, {words}: {w.p_phrase(p, alpha)}{tail}.")
    return " ".join(said)


def _adjusted(comparison: Comparison, result: Result, variable: Variable) -> str:
    p, alpha = result.p_adjusted, comparison.study.parameters.alpha
    family = comparison.answer(Question.FAMILY, variable)
    if family is None or not result.below(alpha):
        return ""
    where = "still below" if family.answer == Answer.ALL else "no longer below"
    text = w.p_phrase(p, alpha)
    return f"Adjusted for the other outcomes of its family (Holm), {text}, {where} the significance level."


def _change(comparison: Comparison, variable: Variable, visit: str) -> str:
    study = comparison.study
    found = {r.arm: r for r in comparison.of(variable.name, "main") if r.method.when == Occasion.WITHIN}
    parts = [
        f"{w.estimate_phrase(r, variable)} with {arm.label}"
        for arm in study.arms
        if (r := found.get(arm.level)) and r.visit == visit and r.estimate.value is not None
    ]
    if not parts:
        return ""
    before = _before(study.visit(study.baseline_of(variable)).label)
    return (
        f"Since baseline{before} the mean change was {w.joined(parts)}; "
        f"a change within an arm describes its course and is no evidence for a treatment.{_worse(comparison, variable)}"
    )


def _before(label: str) -> str:
    """The label of the first visit behind the word baseline, where it is another."""
    return "" if label.casefold() == "baseline" else f" ({label})"


def _worse(comparison: Comparison, variable: Variable) -> str:
    """A warning to the reader that two visits may have been exchanged; empty where patients do not nearly all get worse."""
    found = comparison.answer(Question.WORSE, variable)
    if found is None or found.answer != Answer.ALL:
        return ""
    return (
        " Nearly all patients are worse at the last visit than at the first: it should be made sure that no visits were "
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
