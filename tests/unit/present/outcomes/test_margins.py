"""What is said of a margin and of a minimal important difference follows the interval: the shipped study, given others."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.outcomes.margins import (
    equivalence_sentence,
    equivalence_values,
    importance_sentence,
    margin_interval,
    margin_result,
    measurement_sentence,
    unjudged_sentence,
)
from twoarm.study.opened import Study, open_study

PROTOCOL = "the protocol"
LATEST = {"follow_up": "latest", "perioperative": "", "imaging": "latest"}


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(str(ROOT / "data"))


@pytest.fixture(scope="module")
def shipped(study) -> Comparison:
    """With the margins of the shipped study, which are assumed."""
    return compare_section(study, "perioperative")


@pytest.fixture(scope="module")
def perioperative(shipped) -> Comparison:
    """With the same margins, which somebody states."""
    for name in ("operation_time", "cement_leakage"):
        shipped = stated(shipped, name, margin_source=PROTOCOL)
    return shipped


@pytest.fixture(scope="module")
def follow_up(study) -> Comparison:
    return compare_section(study, "follow_up")


def narrowed(study: Study, *outcomes: str) -> Study:
    """The study with few outcomes, which is quick to compare."""
    dictionary = [v for v in study.dictionary if v.role != "outcome" or v.name in outcomes]
    return replace(study, dictionary=dictionary, spec=study.spec.model_copy(update={"families": {}}))


def plain(text: str) -> str:
    return text.replace(w.NBSP, " ").replace("\\", "")


def stated(comparison: Comparison, name: str, **cells) -> Comparison:
    """The comparison of a study whose dictionary states something else of an outcome; the results stay."""
    dictionary = [replace(v, **cells) if v.name == name else v for v in comparison.study.dictionary]
    variables = tuple(replace(v, **cells) if v.name == name else v for v in comparison.variables)
    return replace(comparison, study=replace(comparison.study, dictionary=dictionary), variables=variables)


def given(comparison: Comparison, name: str, analysis: str | None = None, **numbers) -> Comparison:
    """The comparison with other numbers in a result: the primary one unless named."""
    old = comparison.result(name, LATEST[comparison.section], analysis)
    new = replace(old, estimate=replace(old.estimate, **numbers))
    return replace(comparison, results=tuple(new if r is old else r for r in comparison.results))


def without(comparison: Comparison, name: str, analysis: str | None = None) -> Comparison:
    old = comparison.result(name, LATEST[comparison.section], analysis)
    none = replace(old, estimate=Estimate.none("an arm has no value", 0, 32), p_adjusted=None)
    return replace(comparison, results=tuple(none if r is old else r for r in comparison.results))


def equivalence(comparison: Comparison, name: str) -> str:
    return plain(equivalence_sentence(comparison, comparison.study.variable(name)))


def importance(comparison: Comparison, name: str) -> str:
    return plain(importance_sentence(comparison, comparison.study.variable(name)))


def section(comparison: Comparison) -> str:
    return plain(equivalence_values(comparison)["equivalence"]())


# Equivalence; the margin of the operation time is 10 min


@pytest.mark.parametrize(
    ("low", "high", "inside", "beyond"),
    [
        (-9.9, 9.9, True, False),
        (2.0, 9.0, True, False),
        (-10.0, 3.0, False, False),  # a limit on the margin is not within it
        (-3.0, 10.0, False, False),
        (-3.0, 12.0, False, False),
        (11.0, 12.0, False, True),
        (-12.0, -11.0, False, True),
        (-20.0, 20.0, False, False),
    ],
)
def test_the_sentence_follows_the_interval(perioperative, low, high, inside, beyond):
    middle = (low + high) / 2
    changed = given(perioperative, "operation_time", "equivalence", value=middle, low=low, high=high)
    said = equivalence(changed, "operation_time")
    assert ("lies wholly within the margin of equivalence, ±10 min (the protocol)" in said) == inside
    assert ("does not lie wholly within" in said) == (not inside)
    assert ("equivalence is not shown" in said) == (not inside)
    assert ("larger than the margin" in said) == beyond
    assert said.startswith("The 90% interval (")
    assert "two one-sided tests, P < 0.001)" in said


@pytest.mark.parametrize(
    ("alpha", "margin", "answer"),
    [(0.05, 10.0, True), (0.05, 5.0, False), (0.1, 5.0, True), (0.01, 10.0, True)],
)
def test_the_words_agree_with_the_test(alpha, margin, answer):
    narrow = narrowed(open_study(str(ROOT / "data"), alpha=alpha), "operation_time", "cement_leakage")
    margins = {"operation_time": margin, "cement_leakage": 10.0}
    dictionary = [
        replace(v, margin=margins[v.name], margin_source=PROTOCOL) if v.name in margins else v
        for v in narrow.dictionary
    ]
    comparison = compare_section(replace(narrow, dictionary=dictionary), "perioperative")
    assert ("is shown" in equivalence(comparison, "operation_time")) == answer
    judged = [(v, r) for v in comparison.variables if (r := margin_result(comparison, v))]
    assert len(judged) == 2
    for variable, result in judged:
        shown = result.estimate.p_value < alpha
        assert (comparison.answer(Question.MARGIN, variable).answer == Answer.WITHIN) == shown
        said = equivalence(comparison, variable.name)
        assert ("is shown" in said) == shown
        assert said.startswith(f"The {w.level_text(1 - 2 * alpha)} interval")


def test_two_stated_margins_have_both_answers(perioperative):
    answers = [
        "is shown" in equivalence(perioperative, name) for name in ("operation_time", "cement_leakage")
    ]
    assert answers == [True, False]


def test_a_difference_within_the_margin_is_still_a_difference(perioperative):
    fair = "there is a difference, but one smaller than the margin"
    apart = given(perioperative, "operation_time", value=4.0, low=1.0, high=7.0)
    inside = given(apart, "operation_time", "equivalence", value=4.0, low=2.0, high=6.0)
    outside = given(apart, "operation_time", "equivalence", value=4.0, low=2.0, high=16.0)
    assert fair in equivalence(inside, "operation_time")
    assert fair not in equivalence(outside, "operation_time")
    assert fair not in equivalence(perioperative, "operation_time")


def test_a_margin_of_shares_is_in_percentage_points(perioperative):
    changed = given(perioperative, "cement_leakage", "equivalence_of_risks", value=0.0, low=-0.09, high=0.09)
    said = equivalence(changed, "cement_leakage")
    assert "(−9 to 9 percentage points) lies wholly within" in said
    assert "±10 percentage points (the protocol)" in said


def test_a_limit_is_shown_on_its_side_of_the_margin(perioperative):
    variable = perioperative.study.variable("operation_time")
    for high, shown in ((9.96, "9.96"), (10.04, "10.04"), (9.94, "9.9"), (0.04, "0.04")):
        changed = given(perioperative, "operation_time", "equivalence", value=-5.0, low=-10.02, high=high)
        assert margin_interval(margin_result(changed, variable), variable) == f"−10.02 to {shown}"


@pytest.mark.parametrize("source", ["", "Assumed by us.", "a paper; assumed here"])
def test_from_an_assumed_margin_nothing_is_concluded(shipped, source):
    """No verdict and no interval, on whichever side of it that lies."""
    changed = given(shipped, "operation_time", "equivalence", value=0.0, low=-9.0, high=9.0)
    assert equivalence(stated(changed, "operation_time", margin_source=source), "operation_time") == ""


def test_the_section_judges_no_assumed_margin(shipped):
    assert section(shipped) == (
        "Whether the arms are alike is not judged: for Operation time (±10 min) and Cement leakage (±10 percentage points) "
        "a margin of equivalence is only assumed, for the other open ones none is stated."
    )
    one = section(stated(shipped, "operation_time", margin_source=PROTOCOL))
    assert one.startswith(
        "The 90% interval lies wholly within the stated margin of equivalence for Operation time (±10 min)."
    )
    assert "for Cement leakage (±10 percentage points) a margin of equivalence is only assumed" in one


def test_a_source_stands_beside_its_margin(follow_up):
    assert "±1.5 points (Ostelo et al.)" in equivalence(
        stated(follow_up, "vas", margin_source="Ostelo et al."), "vas"
    )


def test_a_margin_that_cannot_be_judged_gives_its_reason(perioperative):
    said = equivalence(without(perioperative, "operation_time", "equivalence"), "operation_time")
    assert said.endswith("cannot be judged: an arm has no value.")
    assert "±10 min (the protocol)" in said


@pytest.mark.parametrize(("low", "high", "open_"), [(-1.0, 1.0, True), (0.5, 1.0, False)])
def test_that_none_was_stated_is_said_once_where_the_interval_includes_no_difference(
    perioperative, low, high, open_
):
    changed = given(perioperative, "fluoroscopy", value=0.7, low=low, high=high)
    assert equivalence(changed, "fluoroscopy") == ""
    label = "Intraoperative fluoroscopy"
    assert (label in unjudged_sentence(changed)) == open_
    assert label not in unjudged_sentence(without(perioperative, "fluoroscopy"))


def test_a_margin_of_a_time_is_not_passed_over(follow_up):
    said = equivalence(
        stated(follow_up, "weight_bearing_time", margin=7.0, margin_source=PROTOCOL), "weight_bearing_time"
    )
    assert "not tested" in said


def test_a_brief_comparison_says_nothing_of_a_margin(study):
    brief = compare_section(narrowed(study, "operation_time"), "perioperative", thorough=False)
    assert equivalence(brief, "operation_time") == ""


# The minimal important difference; that of the pain is 1.5 points


@pytest.mark.parametrize(
    ("low", "high", "lower", "higher", "neither"),
    [
        (2.0, 3.0, "larger, PKP", "larger, VBS", "larger, higher"),
        (-3.0, -2.0, "larger, VBS", "larger, PKP", "larger, lower"),
        (0.5, 3.0, "includes, PKP", "includes, VBS", "includes, higher"),
        (-1.5, 0.5, "includes, VBS", "includes, PKP", "includes, lower"),
        (-2.0, 2.0, "includes, either arm", "includes, either arm", "includes, both directions"),
        (-1.4, 1.4, "smaller", "smaller", "smaller"),
        (0.2, 1.4, "yet smaller", "yet smaller", "yet smaller"),
    ],
)
def test_the_yardstick_follows_the_interval_and_the_better_side(follow_up, low, high, lower, higher, neither):
    changed = given(follow_up, "vas", value=(low + high) / 2, low=low, high=high)
    for better, expected in (("lower", lower), ("higher", higher), ("", neither)):
        said = importance(stated(changed, "vas", better=better), "vas")
        assert "1.5 points, the change that matters to one patient" in said
        assert "Ostelo" not in said  # the table of those who improved has the source
        assert ("is larger than 1.5" in said) == expected.startswith("larger")
        assert ("The interval includes" in said) == expected.startswith("includes")
        assert ("excludes no difference, yet" in said) == expected.startswith("yet")
        assert said.count("is smaller than 1.5") == ("smaller" in expected)
        whom = expected.partition(", ")[2]
        assert whom in said and ("in favour of" in said) == (whom in ("VBS", "PKP", "either arm"))


def test_no_yardstick_no_sentence(follow_up, perioperative):
    assert importance(stated(follow_up, "vas", mcid=None), "vas") == ""
    assert importance(without(follow_up, "vas"), "vas") == ""
    assert importance(perioperative, "operation_time") == ""
    assumed = importance(stated(follow_up, "vas", mcid_source=""), "vas")
    assert assumed == "From 1.5 points, an important difference that is assumed, nothing is concluded."


def test_a_yardstick_of_shares_is_in_percentage_points(perioperative):
    changed = stated(perioperative, "cement_leakage", mcid=10.0, mcid_source="a survey")
    changed = given(changed, "cement_leakage", value=0.2, low=0.12, high=0.3)
    said = importance(changed, "cement_leakage")
    assert said == (
        "Every difference in the interval is larger than 10 percentage points, the minimal important difference "
        "(a survey), in favour of PKP."
    )


def test_important_is_never_said_of_anything_else(perioperative, follow_up):
    for comparison in (perioperative, follow_up):
        said = section(comparison)
        for variable in comparison.variables:
            said += equivalence(comparison, variable.name) + importance(comparison, variable.name)
        assert re.sub("minimal important difference", "", said).count("important") == 0
        assert not re.search(r"\bequal\b|significant", said)


# The error of measurement


def test_a_change_within_the_error_of_measurement_is_named(study):
    angle, pain = study.variable("cobb_angle"), study.variable("vas")
    assert measurement_sentence(pain) == ""
    said = measurement_sentence(angle)
    assert said.startswith(
        "In one patient a change of less than 9.6 degrees cannot be told from the error of measurement ("
    )
    assert "matters" not in said
    computed = measurement_sentence(replace(pain, sem=0.7))
    assert computed == (  # 1.96 times the root of 2 times 0.7
        "In one patient a change of less than 1.9 points cannot be told from the error of measurement (assumed). "
        "The change that matters to a patient is smaller than that."
    )
    height = measurement_sentence(replace(study.variable("vertebral_height"), mdc=5.0, mdc_source="a paper"))
    assert "5 percentage points cannot be told from the error of measurement (a paper)." in height


# The section


def test_the_section_names_every_outcome_once_on_its_side(perioperative):
    first, second = re.split(r"(?<=\.) (?=Whether )", section(perioperative))
    assert "wholly within the stated margin of equivalence for Operation time (±10 min)" in first
    assert "it does not for Cement leakage (±10 percentage points)" in first
    assert "ruptur" not in section(perioperative)
    for name in ("fluoroscopy", "cement_volume", "ambulation_time", "hospital_stay"):
        assert second.count(perioperative.study.variable(name).label) == 1
    assert second.endswith("is not judged: no margin of equivalence is stated.")


def test_the_section_turns_with_its_intervals(perioperative):
    outside = given(perioperative, "operation_time", "equivalence", value=9.0, low=2.0, high=16.0)
    assert section(outside).startswith("The 90% interval does not lie wholly within")
    inside = given(perioperative, "cement_leakage", "equivalence_of_risks", value=0.0, low=-0.05, high=0.05)
    assert "for Operation time (±10 min) and Cement leakage" in section(inside)
    unknown = without(perioperative, "operation_time", "equivalence")
    assert "for Operation time (±10 min) it cannot be estimated" in section(unknown)


def test_a_section_without_margin_and_without_an_open_interval_says_nothing(study):
    assert section(compare_section(study, "imaging")) == ""
