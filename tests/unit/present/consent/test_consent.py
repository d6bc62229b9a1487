"""Icon arrays and the visual abstract say what was counted, of real patients alone, and that groups may have differed."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from edited_studies import exchanged
from places import ROOT
from small_studies import write_study

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.comparison.compare import compare_all
from twoarm.analysis.frequencies.of_a_hundred import natural_frequencies
from twoarm.present.consent.icon_arrays import EVENTS_DRAWN, OWN, PRINTED, icon_arrays
from twoarm.present.consent.visual_abstract import visual_abstract
from twoarm.present.consent.words import groups_formed, of_a_hundred
from twoarm.present.front.cards import question_cards
from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import open_study, read_study

NAMES = ("leak", "death", "wound", "fall")
DESCRIBED = "name label role section kind levels\n" + "\n".join(
    f"{name} {name.capitalize()} outcome perioperative binary 0=no|1=yes" for name in NAMES
)


@pytest.fixture(scope="module")
def audit():
    return audit_study(open_study(str(ROOT / "data")))


@pytest.fixture
def study(tmp_path):
    rows = [
        f"{arm} " + " ".join([str(int(i < few))] * 4) for arm, few in (("A", 4), ("B", 9)) for i in range(20)
    ]
    made = "\n".join([f"arm {' '.join(NAMES)}", *rows])
    return read_study(write_study(tmp_path / "study", DESCRIBED, made, spec="randomised: yes\n"))


def allocated(study, how: Randomised):
    return replace(study, spec=study.spec.model_copy(update={"randomised": how}))


def written(svg: str) -> str:
    """The words of a drawing, in the order in which they are drawn."""
    return " ".join(" ".join(re.findall(r"<text[^>]*>([^<]*)", svg)).split())


def filled(svg: str, hue: str) -> int:
    """Persons in the hue of an arm, by the two closed parts of each."""
    paths = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {hue}', svg.replace("\n", " "))
    return sum(path.lower().count("z") for path in paths if path.lower().count("z") > 1) // 2


def test_the_sentence_of_two_printed_counts(audit):
    ((leak,),) = (found.each for found in natural_frequencies(audit))
    assert of_a_hundred(leak) == (
        "Of 100 patients, 13 with VBS against 31 with PKP; that is 18 fewer, from 38 fewer to 3 more (95% CI)."
    )


@pytest.mark.parametrize(
    ("treated", "control", "low", "high", "said"),
    [
        (31, 13, 0.003, 0.4, "18 more, from 0.3 more to 40 more"),
        (13, 13, -0.12, 0.0, "as many, from 12 fewer to none"),
        (12, 13, -0.05, 0.04, "1 fewer, from 5 fewer to 4 more"),
    ],
)
def test_a_limit_stays_on_its_side(audit, treated, control, low, high, said):
    ((leak,),) = (found.each for found in natural_frequencies(audit))
    one = replace(leak, treated=treated, control=control, low=low, high=high)
    assert f"that is {said} (95% CI)." in of_a_hundred(one)


def test_as_many_persons_are_filled_as_are_said(audit):
    (figure,) = icon_arrays(natural_frequencies(audit))
    for svg in (figure.svg, figure.narrow):
        assert (filled(svg, "#0072b2"), filled(svg, "#d55e00"), filled(svg, "#ffffff")) == (13, 31, 87 + 69)
        assert "that is 18 fewer, from 38 fewer to 3 more" in written(svg)
        assert "Counted: 4 of 30 against 10 of 32." in written(svg)
    assert figure.label == PRINTED and "nothing of the simulated cohort" in written(figure.svg)
    assert figure.alt.startswith("Published numbers. Cement leakage: Of 100 patients, 13 with VBS")


def test_no_outcome_of_simulated_patients_is_drawn(audit):
    sections = compare_all(audit.study)
    own = natural_frequencies(None, sections)
    assert own and icon_arrays(own) == [] and visual_abstract(None, sections, own) is None
    page = visual_abstract(audit, sections, [*natural_frequencies(audit), *own])
    assert page.svg == visual_abstract(audit, [], natural_frequencies(audit)).svg


def test_a_real_cohort_has_its_first_events_drawn_and_no_mark(study):
    (found,) = natural_frequencies(None, compare_all(study))
    (figure,) = icon_arrays([found])
    assert len(found.each) == len(NAMES) > EVENTS_DRAWN and figure.label == OWN
    assert filled(figure.svg, "#0072b2") == EVENTS_DRAWN * 20 and "ublished" not in written(figure.svg)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Randomised.YES, "Chance decided which treatment a patient was given."),
        (
            Randomised.NO,
            "Chance did not decide which treatment a patient was given: the groups may have differed beforehand.",
        ),
        (
            Randomised.UNKNOWN,
            "How patients came to their treatment is not stated: the groups may have differed beforehand.",
        ),
    ],
)
def test_groups_that_chance_did_not_make_may_have_differed(study, how, said):
    given = allocated(study, how)
    assert groups_formed(given) == said
    sections = compare_all(given)
    page = visual_abstract(None, sections, natural_frequencies(None, sections))
    (figure,) = icon_arrays(natural_frequencies(None, sections))
    assert said in written(page.svg) and figure.caption == said


def test_the_page_of_an_abstract_has_what_the_cards_have(audit):
    page = visual_abstract(audit, [], natural_frequencies(audit))
    said = page.alt
    for card in question_cards(audit).cards:
        for part in (card.asks, f"{card.shape} {card.word}", "".join(text for text, _ in card.large)):
            assert part in said
    assert "A published abstract on 62 patients." in said and "(VBS), n = 30" in said
    assert "○ This cannot be checked." in said and "and 19 more." in said
    assert page.about is audit


def test_arms_that_a_study_exchanges_are_not_exchanged_in_print(audit, tmp_path):
    """A page of an abstract and its cards, word for word: who had what does not turn with the study's order."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    other = audit_study(read_study(exchanged(tmp_path, tmp_path)))
    assert other.study.treated.label == audit.study.control.label
    before, after = (visual_abstract(each, [], natural_frequencies(each)).alt for each in (audit, other))
    assert after == before and "VBS 5/60 v PKP 0/64" in after
    assert question_cards(other).cards == question_cards(audit).cards


def test_the_page_of_a_cohort_has_its_leading_outcomes(study):
    sections = compare_all(study)
    page = visual_abstract(None, sections, natural_frequencies(None, sections))
    assert "4/20 (20%) v 9/20 (45%)" in page.alt.replace("\u00a0", " ")
    assert (
        "Of 100 patients, 20 with new against 45 with old; that is 25 fewer, from 51 fewer to 4 more"
        in page.alt
    )
    assert filled(page.svg, "#d55e00") == 3 * 45
    assert page.svg == visual_abstract(None, sections, natural_frequencies(None, sections)).svg


def test_a_page_whose_font_lacks_a_letter_is_not_drawn(audit):
    spec = audit.study.spec.model_copy(update={"question": "骨折?"})
    other = replace(audit, study=replace(audit.study, spec=spec))
    assert visual_abstract(other, [], natural_frequencies(other)) is None
