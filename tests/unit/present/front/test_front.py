"""The front page says what the audit found: large numbers, verdicts and marks follow the claims and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from abstract_studies import write_abstract
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.comparison.compare import compare_all, compare_later
from twoarm.present.claims.runs_of_ids import anchors
from twoarm.present.claims.words import VERDICTS
from twoarm.present.front.abstract import marked_abstract
from twoarm.present.front.cards import PHRASES, question_cards
from twoarm.present.front.cohort import FRONT_LABELS, cohort_answer, cohort_figure, cohort_table
from twoarm.present.front.doors import doors
from twoarm.present.front.readings import readings_plot
from twoarm.present.front.story import LEFT_OUT_NAMED, front_left_out, published_conclusion, worked_example
from twoarm.present.front.title import front_title
from twoarm.study.opened import open_study, read_study
from twoarm.study.published.base import Verdict


@pytest.fixture(scope="module")
def audit():
    return audit_study(open_study(str(ROOT / "data")))


@pytest.fixture(scope="module")
def cohort():
    return read_study(ROOT / "tests" / "bad" / "sound")


def plain(shown) -> str:
    return str(shown.markdown).replace("\\", "")


def test_the_conclusion_is_quoted_and_its_verdict_is_the_next_sentence(audit):
    said = plain(published_conclusion(audit))
    quote = (
        "“For OVCF treatment, the VBS is considerably better than PKP in correcting vertebral deformities.”"
    )
    assert f"It concludes: **{quote}** **○\u00a0This cannot be checked: of the results behind it only" in said
    assert "on 62 patients compares vertebral body stenting (VBS) with percutaneous kyphoplasty (PKP)" in said


def test_a_card_has_one_large_number_and_no_votes_of_tests(audit):
    cards = {card.asks: card for card in question_cards(audit).cards}
    large = {asks: "".join(text for text, _ in card.large) for asks, card in cards.items()}
    assert list(large.values()) == [
        "P<0.05, and nothing else",
        "VBS 5/60 v PKP 0/64 balloons",
        "VBS 13% v PKP 31%",
    ]
    assert [card.word for card in cards.values()] == [
        "cannot be checked",
        "depends on how one counts",
        "agrees, but proves no equality",
    ]
    rupture = cards["Do more balloons rupture?"].text
    assert "If 5 patients were affected, P = 0.017" in rupture.replace("\u00a0", " ")
    assert "of 15" not in " ".join(card.text for card in cards.values())


def test_every_mark_leads_to_the_row_of_its_claims(audit):
    marks = [s for p in marked_abstract(audit).paragraphs for s in p if s.kind]
    assert {s.to for s in marks} <= set(anchors(audit.claims).values())
    for mark in marks:
        assert (mark.shape, mark.word) in {(VERDICTS[v].shape, PHRASES[v]) for v in Verdict}
    assert all(s.said for s in marks if s.word != PHRASES[Verdict.NOT_CHECKABLE])


def test_the_key_counts_the_sentences(audit):
    marked = marked_abstract(audit)
    sentences = [s for p in marked.paragraphs for s in p]
    for key in marked.key:
        shown = [s for s in sentences if key.kind in (s.kind, "judged" if s.judged else "")]
        assert len(shown) == key.sentences > 0


def test_what_is_left_out_is_counted_to_the_last(audit):
    said, total = plain(front_left_out(audit)), len(audit.not_reported)
    assert f"and {total - LEFT_OUT_NAMED} more" in said and f"All {total}" in said
    few = replace(audit, not_reported=audit.not_reported[:LEFT_OUT_NAMED])
    assert (
        "more" not in plain(front_left_out(few)) and front_left_out(replace(audit, not_reported=())) is None
    )


def test_the_picture_has_a_reading_for_every_way_to_count(audit):
    figure = readings_plot(audit)
    assert figure.alt.count("P ") + figure.alt.count("P\u00a0") >= len(audit.supposed(audit.claim("C12")))
    assert figure.narrow and figure.title == "P lies on both sides of 0.05, depending on how one counts."
    assert readings_plot(replace(audit, claims=())) is None


def test_simulated_patients_are_walled_off_without_a_number_of_theirs(audit):
    said = plain(worked_example(audit.study))
    assert "62 invented patients" in said and "nothing about VBS or PKP" in said
    assert [door.title for door in doors(audit.study).doors] == [
        "I treat patients",
        "I edit or review",
        "I have a cohort",
    ]
    behind = [link.parts[0][1] for door in doors(audit.study).doors for link in door.links]
    assert not {"notebooks/02_perioperative", "notebooks/04_imaging"} & set(behind)


def test_without_claims_the_front_page_is_of_the_cohort(cohort):
    assert (
        worked_example(cohort) is None and published_conclusion(None) is None and question_cards(None) is None
    )
    sections, adjusted = compare_all(cohort), compare_later(cohort)
    leading = cohort.variable(cohort.spec.primary_outcome.variable)
    assert plain(cohort_answer(sections, adjusted)).startswith(f"**{leading.label}")
    table, figure = cohort_table(sections, adjusted), cohort_figure(sections)
    assert table.label == FRONT_LABELS[0] and len(table.head[0]) == 5 and leading.label in table.rows[0][0]
    assert figure is None or figure.label == FRONT_LABELS[1]
    assert cohort_answer([], []) is cohort_table([], []) is cohort_figure([]) is None


def test_the_title_is_the_question_else_one_about_the_arms(audit, cohort, tmp_path):
    assert front_title(audit.study) == audit.study.spec.question
    assert front_title(cohort) == "What differs between new and old?"
    assert front_title(read_study(write_abstract(tmp_path / "alone")))
