"""What was known before treatment, and may be adjusted for: what a person names, else what a name says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twoarm.drafting.answers import NONE, Answers
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.arms import find_arm
from twoarm.drafting.questions.roles import LATER, leaning, said, time_events
from twoarm.errors import Place, Problem
from twoarm.study.schema.kinds import Kind

UNCHANGED = {"age", "sex", "gender", "male", "female", "race", "ethnicity"}  # by any treatment
# What may stand beside one of these: the age of a bone, or an age at death, is another matter.
_BESIDE = {
    "years", "year", "yrs", "yr", "y", "patient", "pt", "at", "in", "surgery", "operation", "admission", "entry",
    "enrolment", "enrollment", "inclusion", "randomisation", "randomization", "group", "category", "cat", "code",
}  # fmt: skip
FIRST = {
    "pre", "preop", "preoperative", "preoperatively", "pretreatment", "presurgery", "baseline", "base", "bl", "before",
}  # fmt: skip
# Names that speak of what was before and mean something else: a gain since, a gas in the blood, the end of an operation.
_NOT_FIRST = {
    "change", "changed", "delta", "diff", "difference", "gain", "improvement", "loss", "reduction", "minus", "from",
    "since", "vs", "excess", "deficit", "extubation", "intubation", "icu", "pacu",
}  # fmt: skip


def named_first(measure: Measure) -> bool:
    """Whether a name says of itself that its values were there before treatment, or that no treatment changes them."""
    words = {word for word in said(measure) if not word.isdigit()}
    if measure.visits or words & (LATER | _NOT_FIRST):
        return False
    return bool(words & FIRST) or (bool(words & UNCHANGED) and words <= UNCHANGED | _BESIDE)


def known_before(measure: Measure, answers: Answers) -> bool:
    """Whether a column is adjusted for: where a person was asked, as told and not otherwise."""
    if measure.guess.kind == Kind.DATE:
        return False
    if answers.before:
        return any(measure.answers_to(name) for name in answers.before if name != NONE)
    return named_first(measure)


def offered(layout: Layout, answers: Answers) -> list[Measure]:
    """The columns of patients of whom it is asked: all but the arm, the outcomes, times with their events, and dates."""
    arm = find_arm(layout, answers)
    others = [m for m in layout.of_patients if m is not arm]
    paired = {m.column for pair in time_events(others, answers)[0] for m in pair}
    return [
        m
        for m in others
        if m.column not in paired and m.guess.kind != Kind.DATE and not _is_outcome(m, answers)
    ]


def is_open(measures: Sequence[Measure]) -> bool:
    """Whether there is a column of which no name says when it was measured."""
    return not all(map(named_first, measures))


def before_problems(layout: Layout, answers: Answers) -> Iterator[Problem]:
    """What cannot be known before treatment, or be adjusted for: the arm, an outcome, a date, what later visits measured."""
    if answers.before == (NONE,):
        return
    where, arm = Place(at="--before"), find_arm(layout, answers)
    for name in answers.before:
        for m in (m for m in layout.measures if m.answers_to(name)):
            if m is arm:
                yield Problem(where, f"{name} says the arm")
            elif m.guess.kind == Kind.DATE:
                yield Problem(where, f"{name} is a date, for which nothing is adjusted")
            elif any(m.answers_to(o) for o in _named(answers)):
                yield Problem(where, f"{name} is compared between the arms", "name it here or there")
            elif m.visits and layout.baseline not in m.visits:
                yield Problem(
                    where, f"{name} was measured at visits, and none is called one before treatment"
                )


def _is_outcome(measure: Measure, answers: Answers) -> bool:
    if answers.outcomes:
        return any(measure.answers_to(name) for name in _named(answers))
    return leaning(measure) == "outcome" or any(measure.answers_to(name) for name in _named(answers))


def _named(answers: Answers) -> list[str]:
    """The columns that a person named as what is compared."""
    return [name for name in (*answers.outcomes, answers.primary, *answers.time, *answers.event) if name]
