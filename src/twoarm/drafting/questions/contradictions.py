"""What an answer must fit: columns, levels and numbers that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from twoarm.drafting.answers import NONE, Answers, unknown
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.arms import arm_candidates, code_of, find_arm, offered_levels
from twoarm.drafting.questions.before import before_problems
from twoarm.drafting.questions.policy import stated
from twoarm.errors import ParameterError, Place, Problem
from twoarm.study.design.allocation import Randomised
from twoarm.study.dictionary import AVERAGED, LEVELLED, MEETING
from twoarm.study.disclosure.contradictions import policy_problems
from twoarm.study.disclosure.policy import PROFILES


def refuse_wrong(layout: Layout, answers: Answers) -> None:
    """Refuse answers that name no column, no level or no number.

    Raises
    ------
    ParameterError
        With all of them.
    """
    rules = (_arm, _randomised, _outcomes, before_problems, _times, _policy)
    problems = [problem for rule in rules for problem in rule(layout, answers)]
    if problems:
        raise ParameterError("The answers do not fit the table", problems, "Correct what is named above.")


def _arm(layout: Layout, answers: Answers) -> Iterator[Problem]:
    arm = find_arm(layout, answers)
    if answers.arm and (arm is None or arm.guess.kind not in LEVELLED):
        yield _not_an_arm(answers.arm, layout)
    elif arm is not None:
        yield from _levels(arm, code_of(answers.treated), code_of(answers.control))


def _randomised(layout: Layout, answers: Answers) -> Iterator[Problem]:
    known = [one.value for one in Randomised]
    if answers.randomised and answers.randomised not in known:
        yield unknown("--randomised", answers.randomised, known)


def _levels(arm: Measure, treated: str, control: str) -> Iterator[Problem]:
    codes = [code for code, _ in arm.guess.levels]
    for flag, code in (("--treated", treated), ("--control", control)):
        if code and code not in codes:
            yield Problem(
                Place(at=flag), f"no level of {arm.column}", f"its levels: {', '.join(offered_levels(arm))}"
            )
    if treated and treated == control:
        yield Problem(Place(at="--control"), "the same level as --treated")


def _not_an_arm(name: str, layout: Layout) -> Problem:
    if name in layout.left_out:
        return Problem(Place(at="--arm"), f"{name} was left out: {layout.left_out[name]}")
    if not any(name == m.column for m in layout.of_patients):
        return Problem(Place(at="--arm"), f"{name} does not say one arm for each patient", MEETING)
    columns = ", ".join(m.column for m in arm_candidates(layout.of_patients)[:40])
    return Problem(Place(at="--arm"), f"{name} has not two levels", f"columns that have: {columns}")


def _outcomes(layout: Layout, answers: Answers) -> Iterator[Problem]:
    known = [m.called for m in layout.measures]
    before = () if answers.before == (NONE,) else answers.before
    said = (("--outcomes", answers.outcomes), ("--primary", (answers.primary,)), ("--before", before))
    for flag, names in said:
        for name in filter(None, names):
            if not any(m.answers_to(name) for m in layout.measures):
                yield unknown(flag, name, known)


def _times(layout: Layout, answers: Answers) -> Iterator[Problem]:
    kinds = {m.column: m.guess.kind for m in layout.of_patients}
    if answers.time != (NONE,):
        for name in answers.time:
            if kinds.get(name) not in AVERAGED:
                yield Problem(Place(at="--time"), f"{name} is no column of numbers")
        if len(answers.time) != len(answers.event):
            yield Problem(Place(at="--event"), "as many columns as --time has")
    for name in answers.event:
        if kinds.get(name) != "binary":
            yield Problem(Place(at="--event"), f"{name} has not two levels")


def _policy(layout: Layout, answers: Answers) -> Iterator[Problem]:
    if answers.profile and answers.profile not in PROFILES:
        yield unknown("--profile", answers.profile, list(PROFILES))
    elif answers.min_count and not re.fullmatch("[0-9]{1,9}", answers.min_count):
        yield Problem(Place(at="--min-count"), "not a whole number from 0 upwards")
    elif answers.profile or answers.min_count:
        broken = policy_problems(stated(answers).policy)
        yield from (replace(p, where=Place(at="--min-count"), mend="") for p in broken)
