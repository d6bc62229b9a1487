"""One verdict for each clinical question, by a stated rule from its claims."""

from __future__ import annotations

import math

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import Audit, audit_study, findings
from twoarm.analysis.claims.together.comparisons import comparisons, states_difference
from twoarm.analysis.claims.together.questions import answers
from twoarm.study.opened import open_study
from twoarm.study.published.argued import Conclusion, Judgement, Question
from twoarm.study.published.counted import Count, SampleSize, TwoByTwo
from twoarm.study.published.measured import BareP, PrintedInterval

ASKED = [Question(code="q", asks="?"), Question(code="empty", asks="?")]
SHARED = {"quote": ("x",), "question": "q"}
FEW = Count(id="a", kind="count", events=4, of=30, **SHARED)
MANY = Count(id="b", kind="count", events=20, of=32, **SHARED)
TESTED = TwoByTwo(id="t", kind="two_by_two", treated="a", control="b", p="P<0.05", **SHARED)
OFF = SampleSize(id="s", kind="sample_size", total=63, groups=(30, 32), **SHARED)
BARE = BareP(id="p", kind="bare_p", p="P<0.05", comparison="between", direction="lower", n=(30, 32), **SHARED)
WITHIN = BareP(id="w", kind="bare_p", p="P<0.05", comparison="within", direction="lower", n=(30,), **SHARED)


@pytest.fixture(scope="module")
def shipped() -> Audit:
    return audit_study(open_study(str(ROOT / "data")))


@pytest.mark.parametrize(
    ("claims", "verdict", "deciding"),
    [
        ([FEW, MANY], "consistent", ["a", "b"]),  # sums decide only where nothing compares the arms
        ([FEW, MANY, TESTED], "consistent", ["t"]),
        ([FEW, MANY, TESTED, BARE], "not checkable", ["t", "p"]),
        ([FEW, MANY, TESTED, WITHIN], "consistent", ["t"]),  # within an arm nothing is compared between them
        ([WITHIN], "not checkable", ["w"]),
        ([FEW, MANY, TESTED, OFF], "inconsistent", ["t"]),  # whatever is inconsistent counts
    ],
)
def test_a_question_has_the_weakest_verdict_of_what_decides_it(claims, verdict, deciding):
    (answer,) = answers(ASKED, claims, findings(claims))
    assert (answer.verdict, [c.id for c in answer.deciding]) == (verdict, deciding)
    assert len(answer.claims) == len(claims)


def test_the_shipped_abstract_answers_seven_questions(shipped):
    assert {a.question.code: str(a.verdict) for a in shipped.answers} == {
        "deformity": "not checkable",
        "symptoms": "not checkable",
        "leakage": "consistent",
        "rupture": "depends on method",
        "recovery": "not checkable",
        "operation": "not checkable",
        "completeness": "consistent",
    }
    grouped = {claim.id for answer in shipped.answers for claim in answer.claims}
    assert {c.id for c in shipped.claims} - grouped == {"C02", "C04", "C34"}


def test_every_claim_behind_a_conclusion_shares_its_question(shipped):
    conclusion = shipped.claim("C33")
    assert {shipped.claim(name).question for name in conclusion.rests_on} == {"deformity"}


def test_twelve_comparisons_are_taken_together(shipped):
    found = shipped.comparisons
    assert len(found.each) == 12
    assert found.chance(1) == pytest.approx(1 - 0.95**12, rel=1e-14)
    assert found.stated == 4
    fewer = sum(math.comb(12, k) * 0.05**k * 0.95 ** (12 - k) for k in range(4))
    assert found.chance(4) == pytest.approx(1 - fewer, rel=1e-10)
    rupture = next(one for one in found.each if one.claim.id == "C12")
    assert rupture.ps == pytest.approx(
        (0.0168915949199, 0.0689234427207), rel=1e-9
    )  # by patient, as R has them
    assert found.adjusted == pytest.approx(0.05 / 12, rel=1e-15)
    below = {one.claim.id: found.below(one) for one in found.each}
    assert {name for name, known in below.items() if known is None} == {"C20", "C31", "C32"}
    assert not any(below.values())


@pytest.mark.parametrize("own", [None, "inconsistent", "consistent"])
def test_a_judgement_is_judged_and_enters_no_computed_verdict(own):
    judged = Judgement(id="j", kind="judgement", judgement=own, reason="r", **SHARED)
    rests = Conclusion(id="z", kind="conclusion", rests_on=("t", "j"), **SHARED)
    found = findings([FEW, MANY, TESTED, judged, rests])
    assert [str(found[name].verdict) for name in ("j", "z")] == ["judged", "consistent"]


@pytest.mark.parametrize(
    ("low", "high", "stated"),
    [("0.2", "1.8", True), ("-0.2", "1.8", False), ("0.0", "1.8", False), (None, None, False)],
)
def test_an_interval_without_a_p_says_by_itself_whether_the_arms_differ(low, high, stated):
    claim = PrintedInterval(
        id="i", kind="interval", measure="MD", estimate="1.0", low=low, high=high, **SHARED
    )
    assert states_difference(claim, findings([claim])["i"]) is stated


@pytest.mark.parametrize(
    ("printed", "below"),
    [
        ("P<0.05", None),
        ("P<0.001", True),
        ("P=0.0001", True),
        ("P=0.04", False),
        ("P>0.05", False),
        ("P = 0.60", False),
    ],
)
def test_what_is_printed_of_p_says_whether_it_is_below_the_adjusted_threshold(printed, below):
    claims = [BARE.model_copy(update={"id": name, "p": printed}) for name in "abc"]
    found = comparisons(claims, findings(claims))
    assert {found.below(one) for one in found.each} == {below}
