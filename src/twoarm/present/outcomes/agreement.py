"""Whether the choice of a method matters: sentences about the results beside the first one of each outcome."""

from __future__ import annotations

from collections.abc import Callable

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


def others_agree(comparison: Comparison) -> Markdown:
    """Whether the intervals of the other methods lie on the same side of no difference as the first one."""
    asked = [v for v in comparison.variables if _intervals(comparison, v)]
    apart = {v.name: found for v in asked if (found := _apart(comparison, v))}
    if not asked:
        return Markdown("")
    same = len(asked) - len(apart)
    where = f"In {same} of {w.counted(len(asked), 'outcome')}" if apart else _all(len(asked))
    agree = f"{where} every other interval agrees with the first one on whether it includes no difference."
    said = [
        f"For {w.inner(v.label)} not all do: otherwise lies {w.joined([_named(r, v) for r in apart[v.name]])}."
        for v in asked
        if v.name in apart
    ]
    return paragraph(agree if same else "", *said)


def definitions_agree(comparison: Comparison) -> Markdown:
    """How many of the two-sided tests lie below the significance level, outcome by outcome."""
    alpha = comparison.study.parameters.alpha
    said = []
    for variable in comparison.variables:
        known = [r for r in comparison.tests(variable.name) if r.estimate.p_value is not None]
        if len(known) > 1:
            below = [r for r in known if r.estimate.p_value < alpha]
            said.append(f"for {w.inner(variable.label)} {_below(below, known, alpha)}")
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


def _below(below: list[Result], known: list[Result], alpha: float) -> str:
    level = w.exact(alpha)
    if len(below) in (0, len(known)):
        return f"{'none' if not below else 'each'} of {len(known)} tests lies below {level}"
    few = min((below, [r for r in known if r not in below]), key=len)
    which = "which" if few is below else "all but"
    named = w.joined([f"{r.method.words}, {w.p_phrase(r.estimate.p_value, alpha)}" for r in few])
    verb = "lies" if len(below) == 1 else "lie"
    return f"{len(below)} of {len(known)} tests {verb} below {level} ({which} {named})"


def _all(n: int) -> str:
    return {1: "For the one outcome", 2: "In both outcomes"}.get(n, f"In all {n} outcomes")


def _intervals(comparison: Comparison, variable: Variable) -> list[Result]:
    """The other methods of a contrast that have an interval."""
    found = comparison.of(variable.name, "other")
    return [r for r in found if not r.arm and r.estimate.low is not None]


def _apart(comparison: Comparison, variable: Variable) -> list[Result]:
    """Those of them that include no difference where the interval of the primary result does not, or the reverse."""
    primary = comparison.result(variable.name, comparison.latest_visit(variable))
    if primary is None or primary.estimate.low is None:
        return []
    excludes = bool(primary.side)
    return [r for r in _intervals(comparison, variable) if bool(r.side) != excludes]


def _named(result: Result, variable: Variable) -> str:
    return f"{result.method.words}, {w.interval(result, variable)}"
