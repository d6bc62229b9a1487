"""Whether the choice of a method matters: sentences about the results beside the first one of each outcome."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.agreement import Agreement, Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.dictionary import Variable


def agreement_values(comparison: Comparison) -> dict[str, Callable[[], str]]:
    """The live names of what other methods, other tests and other models add."""
    return {
        "others_agree": lambda: others_agree(comparison),
        "tests_agree": lambda: definitions_agree(comparison),
        "models": lambda: models(comparison),
    }


def others_agree(*sections: Comparison) -> Markdown:
    """Whether the intervals of the other methods lie on the same side of no difference as the first one."""
    asked = [a for one in sections for a in one.asked(Question.INTERVAL) if a.answer != Answer.UNKNOWN]
    if not asked:
        return Markdown("")
    apart = [a for a in asked if a.disagreeing]
    same = len(asked) - len(apart)
    where = f"In {same} of {w.counted(len(asked), 'outcome')}" if apart else _all(len(asked))
    computed = " that could be computed" if any(a.unknown for a in asked) else ""
    agree = f"{where} every other interval{computed} agrees with the first one on whether it includes no difference."
    return paragraph(agree if same else "", *(_not_all(sections[0], a) for a in apart))


def definitions_agree(comparison: Comparison) -> Markdown:
    """How many of the two-sided tests lie below the significance level, outcome by outcome."""
    alpha = comparison.study.parameters.alpha
    said = []
    for tests in comparison.asked(Question.TESTS):
        if len(tests.tested) > 1:
            label = comparison.study.variable(tests.variable).label
            said.append(f"for {label} {_below(tests, alpha)}")
    return paragraph(f"{w.capital('; '.join(said))}." if said else "")


def models(comparison: Comparison) -> Markdown:
    """What the models of the course assume about visits that were missed, as far as any was."""
    followed = [v for v in comparison.variables if comparison.of(v.name, "course")]
    if not followed:
        return Markdown("")
    names = {v.name for v in followed}
    lead = "The models take all visits at once, so that every patient counts with what is known."
    if not any(s.missing for s in comparison.summaries if s.variable in names):
        return paragraph(
            lead,
            "No visit is missing, so they differ only in how they treat the likeness of a patient’s values.",
        )
    return paragraph(
        lead,
        "The mixed model allows that what is missing follows from what was seen of the patient; the other two assume that "
        "it does not depend on the outcome.",
    )


def _below(tests: Agreement, alpha: float) -> str:
    level, total, below = w.exact(alpha), len(tests.tested), len(tests.agreeing)
    if tests.answer != Answer.SOME:
        return f"{'none' if tests.answer == Answer.NONE else 'each'} of {total} tests lies below {level}"
    above = tests.apart
    fewer = below <= len(above)
    few = [r for r in tests.tested if r not in above] if fewer else above
    named = w.joined([f"{r.method.words}, {w.p_phrase(r.estimate.p_value, alpha)}" for r in few])
    verb = "lies" if below == 1 else "lie"
    return f"{below} of {total} tests {verb} below {level} ({'which' if fewer else 'all but'} {named})"


def _all(n: int) -> str:
    return {1: "For the one outcome", 2: "In both outcomes"}.get(n, f"In all {n} outcomes")


def _not_all(comparison: Comparison, asked: Agreement) -> str:
    variable = comparison.study.variable(asked.variable)
    names = "; ".join(_named(r, variable) for r in asked.apart)
    return f"For {variable.label} not all do. Another answer comes from: {names}."


def at_no_difference(comparison: Comparison) -> str:
    """The intervals of which a limit is no difference itself while the P is below: so many values are equal."""
    labels: dict[str, list[str]] = {}
    for r in comparison.results:
        if r.at_null and r.method.shown == "other":
            labels.setdefault(r.method.estimand, []).append(comparison.study.variable(r.variable).label)
    said = [
        f"{w.listed(list(dict.fromkeys(names)))}: one limit of the {estimand} is no difference itself, as many values are "
        "equal; whether there is a difference is decided by its P."
        for estimand, names in labels.items()
    ]
    return " ".join(said)


def _named(result: Result, variable: Variable) -> str:
    return f"{result.method.words} ({w.interval(result, variable)})"
