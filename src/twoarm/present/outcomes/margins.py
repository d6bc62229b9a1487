"""Sentences about how large a difference is: against a margin of equivalence and a minimal important difference."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.comparison.agreement import Agreement, Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import ASSUMED, Result
from twoarm.analysis.registry.method import COUNTED
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.dictionary import AVERAGED, Variable


def margin_result(comparison: Comparison, variable: Variable) -> Result | None:
    """The test of equivalence of an outcome; None where no margin is stated, or where none can be tested."""
    return next(iter(comparison.of(variable.name, "margin")), None)


def margin_text(result: Result, variable: Variable) -> str:
    """``±10 min``: the margin in the unit in which the difference is shown."""
    return w.Scale(result, variable).with_unit(f"±{w.exact(variable.margin)}")


def margin_interval(result: Result, variable: Variable) -> str:
    """``−1.5 to 5.3``: each limit with as many decimals as keep it on its side of the margin and of no difference."""
    scale, margin = w.Scale(result, variable), variable.margin
    ends = [scale.factor * x for x in (result.estimate.low, result.estimate.high)]
    shown = [[w.limit(x, scale.digits, null) for null in (0.0, margin, -margin)] for x in ends]
    return " to ".join(max(texts, key=_decimals) for texts in shown)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def equivalence_sentence(comparison: Comparison, variable: Variable) -> str:
    """Whether the interval lies within the margin; empty for an outcome for which none is stated."""
    result = margin_result(comparison, variable)
    if variable.margin_assumed:  # nothing is concluded from it
        return ""
    if result is not None:
        return _judged(comparison, result, variable)
    if variable.margin is None or variable.measure in (
        *COUNTED,
        *AVERAGED,
    ):  # a brief comparison does not ask
        return ""
    return "Its margin of equivalence is not tested: there is no such test here for an outcome of this kind."


def _judged(comparison: Comparison, result: Result, variable: Variable) -> str:
    estimate, source = result.estimate, variable.margin_source or ASSUMED
    margin = f"the margin of equivalence, {margin_text(result, variable)} ({source})"
    if estimate.low is None:
        return f"Whether the difference lies within {margin}, cannot be judged: {estimate.reason}."
    span = w.Scale(result, variable).with_unit(margin_interval(result, variable))
    level = w.level_text(estimate.conf_level)
    interval = f"The {level} interval ({span})"
    tests = "two one-sided tests"
    if estimate.p_value is not None:
        tests += f", {w.p_phrase(estimate.p_value, comparison.study.parameters.alpha)}"
    found = comparison.answer(Question.MARGIN, variable)
    if found.answer == Answer.WITHIN:
        shown = f"equivalence within that margin is shown ({tests})"
        return f"{interval} lies wholly within {margin}: {shown}.{_fair(comparison, variable)}"
    beyond = " Every difference in it is larger than the margin." if found.answer == Answer.BEYOND else ""
    return f"{interval} does not lie wholly within {margin}: equivalence is not shown ({tests}).{beyond}"


def _fair(comparison: Comparison, variable: Variable) -> str:
    """Equivalence within a margin is no equality: a difference that is smaller than the margin is still named."""
    found = comparison.answer(Question.DIFFERENCE, variable)
    if found is None or found.answer != Answer.APART:
        return ""
    (primary,) = found.results
    level = w.level_text(primary.estimate.conf_level)
    return f" As the {level} interval excludes no difference, there is a difference, but one smaller than the margin."


def importance_sentence(comparison: Comparison, variable: Variable) -> str:
    """Where the interval of the primary result lies beside the minimal important difference; empty where none is stated."""
    found = comparison.answer(Question.IMPORTANCE, variable)
    if found is None or found.answer == Answer.UNKNOWN:
        return ""
    (primary,) = found.results
    size = w.Scale(primary, variable).with_unit(w.exact(variable.mcid))
    if variable.mcid_assumed:
        return f"From {size}, an important difference that is assumed, nothing is concluded."
    # Of numbers it is found by asking patients about their own change; of shares it can only be one between groups.
    alone = variable.measure in AVERAGED
    named = (
        f"{size}, {'the change that matters to one patient' if alone else 'the minimal important difference'}"
    )
    told = any(r.method.period is Period.IMPROVED for r in comparison.of(variable.name, "change"))
    named += "" if told else f" ({variable.mcid_source})"  # a table of those who improved has the source
    return _beside_importance(comparison, found, variable, named)


def _beside_importance(comparison: Comparison, found: Agreement, variable: Variable, named: str) -> str:
    """Where the interval lies beside a size that matters."""
    (primary,) = found.results
    if found.answer == Answer.WITHIN:
        lead = (
            "The interval excludes no difference, yet every difference in it"
            if primary.side
            else "Every difference in the interval"
        )
        return f"{lead} is smaller than {named}."
    sides = _sides(comparison, found, variable)
    if found.answer == Answer.BEYOND:
        return f"Every difference in the interval is larger than {named}, {sides}."
    return f"The interval includes {named}, {sides}: it holds smaller differences and larger ones."


def detectable_text(variable: Variable) -> str:
    """``9.6 degrees``: the minimal detectable change as stated, or two digits of what the error of one reading gives."""
    return f"{detectable_number(variable)} {w.unit_of_change(variable.unit)}".rstrip()


def detectable_number(variable: Variable) -> str:
    """The same without its unit."""
    change = variable.detectable_change or 0.0
    return w.exact(change) if variable.mdc is not None else w.significant(change)


def measurement_sentence(variable: Variable) -> str:
    """What cannot be told from the error of measurement in one patient; empty where no such error is stated."""
    if variable.detectable_change is None:
        return ""
    size = detectable_text(variable)
    smaller = variable.mcid is not None and variable.mcid < variable.detectable_change
    important = " The change that matters to a patient is smaller than that." if smaller else ""
    return (
        f"In one patient a change of less than {size} cannot be told from the error of measurement "
        f"({variable.mdc_source or ASSUMED}).{important}"
    )


def _sides(comparison: Comparison, found: Agreement, variable: Variable) -> str:
    """Whom differences as large as the minimal important one speak for: by the dictionary, and else by their sign."""
    if found.side == "both":
        return "in favour of either arm" if variable.better else "in both directions"
    return favours(comparison, variable, upward=found.side == "above")


def favours(comparison: Comparison, variable: Variable, *, upward: bool) -> str:
    """``in favour of VBS``: whom a difference above or below zero speaks for; its direction where neither is better."""
    treated, control = (arm.label for arm in comparison.study.arms)
    if not variable.better:
        return f"{'higher' if upward else 'lower'} with {treated}"
    return f"in favour of {treated if upward == (variable.better == 'higher') else control}"


def equivalence_values(comparison: Comparison) -> dict[str, Callable[[], str]]:
    """The live name of what a section says about equivalence."""
    return {"equivalence": lambda: _section(comparison)}


def _section(comparison: Comparison) -> Markdown:
    """For which outcomes the interval lies within the stated margin, and why it is not judged for others."""
    return paragraph(judged_sentence(comparison), unjudged_sentence(comparison))


def unjudged_sentence(comparison: Comparison) -> str:
    """The outcomes of which nobody has stated which difference would not matter; empty without one."""
    every = comparison.asked(Question.MARGIN)
    assumed = [a for a in every if comparison.study.variable(a.variable).margin_assumed]
    open_ = [a.variable for a in comparison.asked(Question.DIFFERENCE) if a.answer == Answer.OPEN]
    without = [v.label for name in open_ if (v := comparison.study.variable(name)).margin is None]
    none = w.listed(without)
    if not assumed:
        return (
            f"Whether the arms are alike in {none} is not judged: no margin of equivalence is stated."
            if none
            else ""
        )
    names = w.listed([_named(comparison, a) for a in assumed])
    rest = ", for the other open ones none is stated" if none else ""
    return f"Whether the arms are alike is not judged: for {names} a margin of equivalence is only assumed{rest}."


def judged_sentence(comparison: Comparison) -> str:
    """For which outcomes the interval lies within the stated margin."""
    asked = [
        a
        for a in comparison.asked(Question.MARGIN)
        if not comparison.study.variable(a.variable).margin_assumed
    ]
    known = [a for a in asked if a.answer != Answer.UNKNOWN]
    inside = [_named(comparison, a) for a in known if a.answer == Answer.WITHIN]
    outside = [_named(comparison, a) for a in known if a.answer != Answer.WITHIN]
    unknown = [_named(comparison, a) for a in asked if a.answer == Answer.UNKNOWN]
    said = []
    if known:
        interval = f"the {w.level_text(known[0].results[0].estimate.conf_level)} interval"
        verb = "lies" if inside else "does not lie"
        said.append(
            f"{interval} {verb} wholly within the stated margin of equivalence for {w.joined(inside or outside)}"
        )
    if inside and outside:
        said.append(f"it does not for {w.joined(outside)}: there equivalence is not shown")
    if unknown:
        said.append(f"for {w.joined(unknown)} it cannot be estimated")
    return w.ended(w.capital("; ".join(said))) if said else ""


def _named(comparison: Comparison, asked: Agreement) -> str:
    """``operation time (±10 min)``; a source is named where the outcome has its own sentence."""
    variable = comparison.study.variable(asked.variable)
    return f"{variable.label} ({margin_text(asked.results[0], variable)})"
