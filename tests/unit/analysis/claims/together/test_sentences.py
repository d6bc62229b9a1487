"""The abstract by sentence: whatever is quoted stands in one, and a sentence is as firm as the weakest of its claims."""

from __future__ import annotations

import pytest
from claimed import audited
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.claims.together.questions import FOREMOST, foremost
from twoarm.analysis.claims.together.sentences import audited_sentences
from twoarm.study.opened import open_study
from twoarm.study.published.abstract import sentences_of
from twoarm.study.published.argued import Judgement
from twoarm.study.published.base import Verdict

SIZE = {"kind": "sample_size", "total": 3, "groups": [1, 2]}
WRONG = {"kind": "sample_size", "total": 4, "groups": [1, 2]}
BARE = {"kind": "no_number"}


@pytest.fixture(scope="module")
def shipped():
    return audit_study(open_study(str(ROOT / "data")))


def found(paragraphs, *items):
    audit = audited(*items)
    return [s for p in audited_sentences(paragraphs, audit.claims, audit.findings) for s in p]


def test_every_claim_of_the_shipped_abstract_stands_in_a_sentence_and_every_word_is_kept(shipped):
    sentences = [s for paragraph in shipped.abstract for s in paragraph]
    quoting = {claim.id for s in sentences for claim in (*s.claims, *s.judged)}
    assert quoting == {claim.id for claim in shipped.claims}
    words = " ".join(f"{s.head} {s.text}".strip() for s in sentences).split()
    assert words == " ".join(shipped.study.abstract).split()


def test_a_sentence_has_the_weakest_verdict_of_what_has_a_number(shipped):
    verdicts = {c.id: s.verdict for p in shipped.abstract for s in p for c in s.claims}
    assert verdicts["C12"] == verdicts["C09"] == Verdict.DEPENDS_ON_METHOD
    assert verdicts["C02"] == Verdict.CONSISTENT and verdicts["C04"] == Verdict.NOT_CHECKABLE
    first, second, third = found(
        ["Three came (A). Four came. None left."],
        {"id": "a", "quote": ["Three came"], **SIZE},
        {"id": "b", "quote": ["Four", "came"], **WRONG},
    )
    assert [s.verdict for s in (first, second, third)] == [Verdict.CONSISTENT, Verdict.INCONSISTENT, None]


def test_a_quote_over_two_sentences_belongs_to_both_and_white_space_does_not_matter():
    both = found(["One  came. Two\tcame."], {"id": "a", "quote": ["came. Two came"], **SIZE})
    assert [[c.id for c in s.claims] for s in both] == [["a"], ["a"]]


def test_a_piece_that_stands_twice_is_the_one_after_the_piece_before_it():
    sentences = found(
        ["A fell (P<0.05). B fell (P<0.05)."], {"id": "a", "quote": ["B fell", "P<0.05"], **BARE}
    )
    assert [[c.id for c in s.claims] for s in sentences] == [[], ["a"]]


def test_a_judgement_stands_where_the_claim_is_that_it_judges(shipped):
    judged = [s for p in shipped.abstract for s in p if s.judged]
    assert [[c.id for c in s.claims] for s in judged] == [["C33"]]
    assert all(isinstance(c, Judgement) for s in judged for c in s.judged)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "A vs. B. C et al. 2 of 3 (P = .05). 30 came.",
            ["A vs. B.", "C et al. 2 of 3 (P = .05).", "30 came."],
        ),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_where_a_sentence_ends(text, sentences):
    assert sentences_of(text) == ("", sentences)


def test_without_a_mark_the_first_questions_that_compare_the_arms_are_foremost(shipped):
    assert [a.question.code for a in shipped.foremost] == ["deformity", "rupture", "leakage"]
    unmarked = [a for a in shipped.answers if not a.question.front]
    chosen = foremost(unmarked, shipped.compared)
    assert len(chosen) == FOREMOST and {a.question.code for a in chosen} == {
        "symptoms",
        "recovery",
        "operation",
    }
