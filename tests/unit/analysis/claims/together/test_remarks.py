"""Each rule by which a conclusion is read: the smallest case that meets it, and the nearest that does not."""

from __future__ import annotations

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import audit_study, findings
from twoarm.analysis.claims.together.remarks import Rule, remarks
from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import open_study
from twoarm.study.published.argued import Conclusion, Question
from twoarm.study.published.counted import Count, TwoByTwo
from twoarm.study.published.measured import BareP, PrintedInterval

QUESTIONS = [
    Question(code="angle", asks="?", about="image"),
    Question(code="pain", asks="?", about="symptom"),
]


def bare(name: str, p: str, question: str = "angle") -> BareP:
    direction = "lower" if p.startswith("P<") else "none"
    return BareP(
        id=name,
        kind="bare_p",
        quote=("x",),
        p=p,
        comparison="between",
        direction=direction,
        n=(30, 32),
        question=question,
    )


LOWER, ALIKE, PAIN_ALIKE, PAIN_LOWER = (
    bare("p", "P<0.05"),
    bare("p", "P>0.05"),
    bare("s", "P>0.05", "pain"),
    bare("s", "P<0.05", "pain"),
)
COUNTED = (
    Count(id="a", kind="count", quote=("x",), events=4, of=30),
    Count(id="b", kind="count", quote=("x",), events=20, of=32),
    TwoByTwo(id="p", kind="two_by_two", quote=("x",), treated="a", control="b", p="P<0.05", question="angle"),
)
ESTIMATED = PrintedInterval(
    id="p", kind="interval", quote=("x",), measure="MD", estimate="1.0", low="-1.0", high="3.0", p="P=0.30"
)


SHOWN = ESTIMATED.model_copy(update={"low": "0.2", "high": "1.8", "p": None})  # by its interval alone


def met(text: str, *claims, rests_on=("p",), randomised=Randomised.YES) -> set[Rule]:
    conclusion = Conclusion(id="z", kind="conclusion", quote=(text,), rests_on=rests_on)
    every = [*claims, conclusion]
    return {one.rule for one in remarks(every, findings(every), QUESTIONS, randomised)}


@pytest.mark.parametrize(
    ("text", "claims", "rule"),
    [
        ("A is considerably better.", (LOWER,), Rule.SIZE_UNKNOWN),
        ("A is markedly better.", (LOWER,), Rule.SIZE_UNKNOWN),
        ("A is better.", (ALIKE,), Rule.NO_DIFFERENCE_BEHIND),
        ("A and B are equally safe.", (ALIKE,), Rule.ALIKE_BY_P),
        ("A is as safe as B.", (ALIKE,), Rule.ALIKE_BY_P),
        ("The angle is better with A.", (LOWER, PAIN_ALIKE), Rule.IMAGE_NOT_SYMPTOM),
    ],
)
def test_a_conclusion_that_meets_one_rule(text, claims, rule):
    assert met(text, *claims) == {rule}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A is considerably better.", COUNTED),  # the counts give a size
        ("A is better.", (LOWER,)),
        ("A is better.", (SHOWN,)),
        ("A and B did not differ.", (ESTIMATED,)),  # the interval says how far they may differ
        ("The angle is better with A.", (LOWER, PAIN_LOWER)),
        ("The distance of A is farther.", (LOWER,)),  # far as a part of a word
    ],
)
def test_its_nearest_neighbour_meets_none(text, claims):
    assert met(text, *claims) == set()


def test_a_cause_is_remarked_unless_chance_decided():
    text = "A reduces the angle."
    assert met(text, LOWER) == set()
    for other in (Randomised.NO, Randomised.UNKNOWN):
        assert met(text, LOWER, randomised=other) == {Rule.CAUSE_WITHOUT_CHANCE}


def test_a_conclusion_without_any_result_behind_it_is_remarked():
    assert met("A should be used.", LOWER, rests_on=()) == {Rule.NOTHING_BEHIND}


def test_the_shipped_conclusion_meets_three_rules_with_its_own_words():
    found = {one.rule: one.words for one in audit_study(open_study(str(ROOT / "data"))).remarks}
    assert found == {
        Rule.SIZE_UNKNOWN: ("considerably",),
        Rule.IMAGE_NOT_SYMPTOM: (),
        Rule.CAUSE_WITHOUT_CHANCE: ("correcting",),
    }
