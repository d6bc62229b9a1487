"""Sentences about one result, made from its numbers; a result that flips flips its sentence."""

from __future__ import annotations

from twoarm.analysis.adapters import horizon
from twoarm.analysis.arms import arms_of
from twoarm.analysis.compare import Comparison, Result, latest_visit
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.dictionary import Variable

NOT_EQUAL = "The interval includes no difference, which is not evidence that the arms are equal."


def outcome_paragraph(comparison: Comparison, variable: Variable) -> Markdown:
    """What was observed, the difference with its interval, and how far it reaches."""
    visit = latest_visit(comparison.study, variable)
    result = comparison.result(variable.name, visit)
    if result is None:
        return paragraph(f"{variable.label} was recorded and is described only.")
    sentences = [_observed(comparison, variable, visit), _difference(comparison, result, variable)]
    if result.estimate.value is not None:
        sentences.append(_reading(comparison, result, variable))
    sentences += [
        _beside(comparison, result),
        _adjusted(comparison, result),
        _change(comparison, variable, visit),
    ]
    return paragraph(*sentences)


def short_finding(comparison: Comparison, result: Result) -> str:
    """``Cement leakage (risk difference −18 percentage points, 95% CI ...)`` for an opening sentence."""
    variable = comparison.study.variable(result.variable)
    where = f", {comparison.study.visit(result.visit).label}" if result.visit else ""
    phrase = w.estimate_phrase(result, variable).replace(" (", ", ").removesuffix(")")
    apart = w.side(result.estimate, w.null_of(result))
    direction = w.direction(result) + (f" with {comparison.study.treated.label}" if apart else "")
    return f"{_inner(variable.label)}{where} ({direction}: {result.estimand} {phrase})"


def _inner(label: str) -> str:
    """A label inside a sentence: its first letter small unless it begins an abbreviation or a name."""
    return label if len(label) > 1 and not label[1:2].islower() else label[0].lower() + label[1:]


def _observed(comparison: Comparison, variable: Variable, visit: str) -> str:
    study = comparison.study
    parts = [_arm(comparison, variable, arm, visit) for arm in study.arms]
    if variable.measure == "categorical" or variable.measure == "ordinal":
        return f"{variable.label}{_when(comparison, visit)} is counted by level in the table."
    if variable.measure == "binary":
        event = "" if variable.labels[1] == "yes" else f" ({variable.labels[1]})"
        return f"{variable.label}{event} was recorded in {w.joined(parts)}."
    if variable.measure == "events":
        return f"At least one {_inner(variable.label)} was recorded in {w.joined(parts)}."
    if variable.measure == "time":
        return f"The median time was {w.joined(parts)} (in brackets the quartiles; {variable.unit})."
    return f"{variable.label}{_when(comparison, visit)} averaged {w.joined(parts)}."


def _arm(comparison: Comparison, variable: Variable, arm, visit: str) -> str:
    rows = comparison.summary(variable.name, arm.level, visit)
    row = rows[0]
    if variable.measure in ("binary", "events"):
        return f"{w.share(row.count, row.n)} patients with {arm.label}"
    if variable.measure == "time":
        return f"{w.median_range(row, variable)} with {arm.label}"
    if row.mean is None:
        return f"no value with {arm.label}"
    sd = f" (SD {w.number(row.sd, variable.decimals)})" if row.sd is not None else ""
    return f"{w.quantity(row.mean, variable)}{sd} with {arm.label}"


def _when(comparison: Comparison, visit: str) -> str:
    """``, day 3,``: between commas, since a visit may be called anything (``next morning``, ``before surgery``)."""
    return f", {comparison.study.visit(visit).label}," if visit else ""


def _difference(comparison: Comparison, result: Result, variable: Variable) -> str:
    alpha = comparison.study.parameters.alpha
    tail = f"; {w.p_phrase(result.estimate.p_value, alpha)}" if result.estimate.p_value is not None else ""
    if result.scale == "p":
        return f"The test of {result.estimand} gives {tail.lstrip('; ')}." if tail else "No test is possible."
    if result.estimate.value is None:
        return f"The {result.estimand} is not estimable: {result.estimate.reason}."
    phrase = w.estimate_phrase(result, variable)
    phrase = (
        phrase.removesuffix(")") + tail + ")" if phrase.endswith(")") else f"{phrase} ({tail.lstrip('; ')})"
    )
    if result.analysis == "ancova":
        before = comparison.study.visit(comparison.study.baseline_of(variable)).label
        return f"With the baseline value ({before}) taken into account, the difference is {phrase}."
    if result.scale == "probability":
        treated, control = (a.label for a in comparison.study.arms)
        pair = f"a patient with {treated} has a higher value than one with {control}"
        return f"The probability that {pair}, ties counted half, is {phrase}."
    order = f"{comparison.study.treated.label} minus {comparison.study.control.label}"
    return f"The {result.estimand}{_until(comparison, result, variable)}, {order}, is {phrase}."


def _until(comparison: Comparison, result: Result, variable: Variable) -> str:
    """Up to where a restricted mean goes."""
    if result.analysis != "restricted_mean_difference":
        return ""
    return f" up to {w.exact(horizon(arms_of(comparison.study.cohort, variable)))} {variable.unit}".rstrip()


def _reading(comparison: Comparison, result: Result, variable: Variable) -> str:
    if result.estimate.low is None:
        return ""
    if not w.side(result.estimate, w.null_of(result)):
        return NOT_EQUAL
    quantity = {
        "proportion": "the risk",
        "probability": "the level",
        "unit": "the mean",
    }[result.scale]
    if variable.measure == "time":
        quantity = "the restricted mean time"
    return (
        f"The whole interval lies on one side of no difference: {quantity} was {w.direction(result)} "
        f"with {comparison.study.treated.label}."
    )


def _beside(comparison: Comparison, result: Result) -> str:
    """The tests that stand beside the primary one; a disagreement is said."""
    alpha = comparison.study.parameters.alpha
    key = (result.variable, result.visit, "")
    others = [
        r
        for r in comparison.results
        if (r.variable, r.visit, r.arm) == key and r.role == "sensitivity" and r.estimate.p_value is not None
    ]
    said = []
    for other in others:
        p, primary = other.estimate.p_value, result.estimate.p_value
        words = w.method_words([other])
        disagree = primary is not None and (p < alpha) != (primary < alpha)
        tail = (
            ", on the other side of the significance level: the conclusion depends on the test"
            if disagree
            else ""
        )
        said.append(f"Beside it, {words}: {w.p_phrase(p, alpha)}{tail}.")
    return " ".join(said)


def _adjusted(comparison: Comparison, result: Result) -> str:
    p, alpha = result.p_adjusted, comparison.study.parameters.alpha
    if p is None or result.estimate.p_value is None or result.estimate.p_value >= alpha:
        return ""
    where = "still below" if p < alpha else "no longer below"
    text = w.p_phrase(p, alpha)
    return f"Adjusted for the other outcomes of its family (Holm), {text}, {where} the significance level."


def _change(comparison: Comparison, variable: Variable, visit: str) -> str:
    study = comparison.study
    found = [(arm, comparison.result(variable.name, visit, "paired_change", arm.level)) for arm in study.arms]
    parts = [
        f"{w.estimate_phrase(r, variable)} with {arm.label}"
        for arm, r in found
        if r and r.estimate.value is not None
    ]
    if not parts:
        return ""
    before = study.visit(study.baseline_of(variable)).label
    return (
        f"Since baseline ({before}) the mean change was {w.joined(parts)}; "
        "a change within an arm describes its course and is no evidence for a treatment."
    )
