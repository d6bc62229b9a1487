"""Conclusions, questions and comparisons in words: what they range over is what the audit has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import Audit, audit_study
from twoarm.analysis.claims.together.remarks import Rule
from twoarm.present.chapters.published import verdict_sentences
from twoarm.present.claims.sentences import contradictions
from twoarm.present.claims.together import remarks_said
from twoarm.present.claims.together.comparisons_said import multiplicity
from twoarm.present.claims.together.questions_said import answered, questions_table
from twoarm.present.claims.together.remarks_said import conclusions, judgements
from twoarm.study.opened import open_study
from twoarm.study.published.base import Verdict


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_study(open_study(str(ROOT / "data")))


def test_every_rule_has_words():
    assert set(remarks_said._SAID) == set(Rule)


def test_the_conclusion_is_quoted_with_its_verdict_and_what_it_rests_on(audit):
    said = conclusions(audit).replace("\\", "")
    quote = audit.claim("C33").quote[0]
    assert said.startswith(
        f"The abstract concludes: “{quote}” ○\u00a0not checkable. As read here it rests on C27 to C32. None"
    )
    assert "“considerably” is a word of size" in said and "□ **Judged by this report, not computed:**" in said


def test_only_a_part_of_the_basis_that_is_weak_is_named(audit):
    conclusion = audit.claim("C33").model_copy(update={"rests_on": ("C08", "C31")})
    mixed = replace(audit, claims=tuple(conclusion if c.id == "C33" else c for c in audit.claims))
    said = conclusions(mixed).replace("\\", "")
    assert "it rests on C08, C31. At least one claim that it rests on cannot be checked (C31)." in said


def test_a_judgement_that_somebody_else_signs_says_so(audit):
    other = audit.claim("C34").model_copy(update={"signed": "A. Reader"})
    said = judgements(replace(audit, claims=(*audit.claims[:-1], other)))
    assert said.endswith("Signed: A. Reader.")


def test_what_contradicts_the_printed_numbers_is_said_first(audit):
    wrong = replace(audit.findings["C06"], verdict=Verdict.INCONSISTENT)
    mixed = replace(audit, findings={**audit.findings, "C06": wrong})
    assert contradictions(mixed) == "1 claim (C06) contradicts what is printed."
    assert contradictions(audit) == "No claim contradicts what is printed."


def test_seven_questions_have_a_row_each_and_a_study_without_questions_has_no_table(audit):
    table = questions_table(audit)
    assert [row[0] for row in table.rows] == [question.asks for question in audit.questions]
    assert "With 5 or 4 patients hit P is below 0.05, with 3 it is not." in table.rows[3][2]
    plain = replace(audit, questions=())
    assert questions_table(plain) is None and questions_table(None) is None
    said = verdict_sentences(plain).markdown
    assert (
        "Of 12 comparisons of the arms, 1 agrees with its own numbers" in said
        and "(C12) depends on a choice" in said
    )


@pytest.mark.parametrize(
    ("deciding", "inconsistent", "said"),
    [
        (("C01",), (), "The number agrees with what is printed of it."),
        (("C01", "C03"), (), "All 2 numbers agree."),
        (("C01", "C03"), ("C03",), "1 of 2 numbers agrees."),
        (("C01", "C03", "C05"), ("C03",), "2 of 3 numbers agree."),
        (("C01",), ("C01",), "0 of 1 number agree."),
    ],
)
def test_numbers_that_agree_are_counted_in_one_case_and_in_several(audit, deciding, inconsistent, said):
    wrong = {name: replace(audit.findings[name], verdict=Verdict.INCONSISTENT) for name in inconsistent}
    mixed = replace(audit, findings={**audit.findings, **wrong})
    answer = replace(audit.answers[-1], deciding=tuple(audit.claim(name) for name in deciding))
    assert answered(mixed, answer).startswith(said)


def test_all_comparisons_stand_in_one_line(audit):
    said = multiplicity(audit).replace("\\", "")
    assert (
        said.startswith("At least 12 comparisons of the arms have a P, 4 of them called significant.")
        and "46% of studies would have a P below 0.05, 0.22% 4 or more." in said
    )
    assert said.endswith(
        "above it stays Balloon rupture; of Return to weight-bearing, relative height and local Cobb angle that is not "
        "known."
    )
    one = replace(audit, claims=(audit.claim("C13"),))
    assert multiplicity(one) == ""
