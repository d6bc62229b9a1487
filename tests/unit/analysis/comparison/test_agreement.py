"""Answers and the sets behind them: real results with other numbers, a case for each answer; sentences read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped import shipped_section
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.agreement import Agreement, Answer, Question
from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.methods.estimate import Estimate
from twoarm.present.findings import findings
from twoarm.present.outcomes.agreement import definitions_agree, others_agree
from twoarm.present.outcomes.margins import equivalence_sentence
from twoarm.study.opened import open_study

OTHERS = ("newcombe", "risk_ratio", "odds_ratio", "firth_odds_ratio")
APART, ACROSS = (0.1, 0.3), (-0.1, 0.3)
RATIO_APART, RATIO_ACROSS = (1.1, 2.0), (0.9, 2.0)


def given(
    comparison: Comparison, variable: str, analysis: str, estimate: Estimate | None = None, **more
) -> Comparison:
    """The comparison with another estimate, or with other fields, of one result of a variable."""

    def other(r):
        found = (r.variable, r.analysis) == (variable, analysis)
        return replace(r, estimate=estimate or r.estimate, **more) if found else r

    return replace(comparison, results=tuple(other(r) for r in comparison.results))


def between(low: float, high: float, p: float = 0.2) -> Estimate:
    return Estimate((low + high) / 2, low, high, 0.95, p, 30, 32)


def leakage(comparison: Comparison, question: Question) -> Agreement:
    return comparison.answer(question, comparison.study.variable("cement_leakage"))


def with_others(first: tuple[float, float], *ratios: tuple[float, float]) -> Comparison:
    """The cement leakage with an interval of the risk difference, of Newcombe's and of three ratios."""
    comparison = given(shipped_section("perioperative"), "cement_leakage", "risk_difference", between(*first))
    for name, ends in zip(OTHERS, (first, *ratios), strict=True):
        comparison = given(comparison, "cement_leakage", name, between(*ends))
    return given(comparison, "cement_leakage", "number_needed", Estimate.none("no difference"))


@pytest.mark.parametrize(
    ("first", "ratios", "answer", "apart"),
    [
        (APART, [RATIO_APART] * 3, Answer.ALL, ""),
        (ACROSS, [RATIO_ACROSS] * 3, Answer.ALL, ""),
        (APART, [RATIO_APART, RATIO_ACROSS, (0.2, 0.9)], Answer.SOME, "odds_ratio"),
        (ACROSS, [RATIO_APART, RATIO_APART, RATIO_ACROSS], Answer.SOME, "risk_ratio|odds_ratio"),
    ],
)
def test_other_intervals_agree_where_both_include_no_difference_or_neither_does(first, ratios, answer, apart):
    found = leakage(with_others(first, *ratios), Question.INTERVAL)
    row = found.row()
    assert (row["answer"], row["disagreeing"], row["not_estimable"]) == (answer, apart, "")
    assert row["asked"] == 4 == row["agreeing"] + len(found.apart)


def test_nothing_agrees_with_what_is_not_known():
    comparison = given(
        with_others(APART, *[RATIO_APART] * 3), "cement_leakage", "risk_difference", Estimate.none("no")
    )
    found = leakage(comparison, Question.INTERVAL)
    assert (found.answer, found.unknown, found.asked) == (Answer.UNKNOWN, OTHERS, 4)
    assert "cement leakage" not in others_agree(comparison)


def test_a_method_that_could_not_be_computed_is_in_the_set_and_says_nothing():
    comparison = given(
        with_others(APART, *[RATIO_APART] * 3), "cement_leakage", "odds_ratio", Estimate.none("no")
    )
    found = leakage(comparison, Question.INTERVAL)
    assert (found.answer, found.unknown, found.asked) == (Answer.ALL, ("odds_ratio",), 4)


@pytest.mark.parametrize(
    ("low", "high", "answer", "side"),
    [(0.1, 0.3, "apart", "above"), (-0.3, -0.1, "apart", "below"), (0.0, 0.3, "includes no difference", "")],
)
def test_a_difference_lies_where_its_whole_interval_lies(low, high, answer, side):
    comparison = given(
        shipped_section("perioperative"), "cement_leakage", "risk_difference", between(low, high)
    )
    row = leakage(comparison, Question.DIFFERENCE).row()
    assert (row["answer"], row["side"], row["asked"]) == (answer, side, 1)


@pytest.mark.parametrize(
    ("estimate", "scale", "answer"),
    [
        (Estimate.none("an arm has no value"), "proportion", Answer.UNKNOWN),
        (Estimate(0.1), "proportion", Answer.BARE),
        (Estimate(None, p_value=0.2), "p", Answer.TESTED),
        (Estimate.none("fewer than two levels occur"), "p", Answer.UNKNOWN),
    ],
)
def test_a_difference_without_an_interval_says_what_there_is(estimate, scale, answer):
    changed = given(
        shipped_section("perioperative"), "cement_leakage", "risk_difference", estimate, scale=scale
    )
    found = leakage(changed, Question.DIFFERENCE)
    assert (found.answer, found.unknown) == (answer, ("risk_difference",))


def test_the_tests_below_the_level_are_counted_and_the_others_named():
    shipped = shipped_section("perioperative")
    ruptured = shipped.answer(Question.TESTS, shipped.study.variable("ruptured_balloons"))
    assert (ruptured.asked, len(ruptured.agreeing), ruptured.disagreeing) == (15, 14, ("yates",))
    assert leakage(shipped, Question.TESTS).answer == Answer.NONE
    moved = given(shipped, "cement_leakage", "pearson", between(-0.1, 0.3, p=0.04))
    assert leakage(moved, Question.TESTS).agreeing == ("pearson",)
    assert "1 of 15 tests lies below 0.05 (which Pearson's" in definitions_agree(moved)


@pytest.mark.parametrize(
    ("p", "interval", "level", "beside"),
    [
        (0.04, APART, Answer.ALL, Answer.NONE),
        (0.04, ACROSS, Answer.NONE, Answer.NONE),
        (0.2, ACROSS, Answer.ALL, Answer.ALL),
    ],
)
def test_a_p_is_held_against_its_interval_and_against_the_test_beside_it(p, interval, level, beside):
    """Fisher's P of the cement leakage lies above 0.05."""
    changed = given(
        shipped_section("perioperative"), "cement_leakage", "risk_difference", between(*interval, p=p)
    )
    assert leakage(changed, Question.LEVEL).answer == level
    assert leakage(changed, Question.BESIDE).answer == beside


@pytest.mark.parametrize(("adjusted", "answer"), [(0.045, Answer.ALL), (0.05, Answer.NONE)])
def test_an_adjusted_p_is_held_against_the_one_that_is_not(adjusted, answer):
    estimate = between(*APART, p=0.04)
    changed = given(
        shipped_section("perioperative"), "cement_leakage", "risk_difference", estimate, p_adjusted=adjusted
    )
    assert leakage(changed, Question.FAMILY).answer == answer


@pytest.mark.parametrize(
    ("low", "high", "answer", "side"),
    [
        (-0.09, 0.09, "within", ""),
        (-0.1, 0.09, "across", "below"),  # a limit on the margin is not within it
        (-0.05, 0.3, "across", "above"),
        (-0.3, 0.3, "across", "both"),
        (0.11, 0.3, "beyond", "above"),
        (-0.3, -0.11, "beyond", "below"),
    ],
)
def test_an_interval_lies_within_a_margin_across_it_or_beyond(low, high, answer, side):
    """The margin of the cement leakage is ten percentage points, a proportion of 0.1."""
    changed = given(
        shipped_section("perioperative"), "cement_leakage", "equivalence_of_risks", between(low, high)
    )
    row = leakage(changed, Question.MARGIN).row()
    assert (row["answer"], row["side"], row["agreeing"]) == (answer, side, int(answer == "within"))
    stated = replace(changed.study.variable("cement_leakage"), margin_source="the protocol")
    assert ("is shown" in equivalence_sentence(changed, stated)) == (answer == "within")


def test_every_answer_is_a_row_and_a_question_is_asked_once_of_an_outcome():
    comparison = shipped_section("follow_up")
    rows = comparison.rows()["agreement"]
    assert rows == [a.row() for a in comparison.agreement]
    assert len({(row["variable"], row["question"]) for row in rows}) == len(rows)
    assert {row["question"] for row in rows} <= set(Question)
    assert "importance" in {row["question"] for row in rows}


DESCRIBED = """\
name  label  table   role     section        kind        unit    better
pain  Pain   visits  outcome  perioperative  continuous  points  lower
"""
THREE = BEFORE_AND_AFTER.replace("baseline_visit", "  - {code: late, label: late, time: 9}\nbaseline_visit")


@pytest.mark.parametrize(
    ("lates", "answer", "arms"),
    [((4, 5), Answer.ALL, ("A", "B")), ((4, 2), Answer.SOME, ("A",)), ((2, 1), Answer.NONE, ())],
)
def test_an_arm_lost_what_it_had_gained_where_its_mean_went_back(tmp_path, lates, answer, arms):
    """Both arms fall from 6 to 3, where lower is better; then each goes where it is told to."""
    patients = "arm\nA\nA\nB\nB\n"
    visits = "patient visit pain\n"
    for patient, late in zip((1, 2, 3, 4), (lates[0], lates[0], lates[1], lates[1]), strict=True):
        shift = patient % 2 / 2  # so that no arm is constant
        visits += (
            f"{patient} before {6 + shift}\n{patient} after {3 + shift / 2}\n{patient} late {late + shift}\n"
        )
    folder = write_study(tmp_path / "small", DESCRIBED, patients, visits, THREE)
    comparison = compare_section(open_study(str(folder)), "perioperative")
    found = comparison.answer(Question.LOSS, comparison.study.variable("pain"))
    assert (found.answer, found.agreeing) == (answer, arms)
    worse = comparison.answer(Question.WORSE, comparison.study.variable("pain"))
    assert (worse.answer, worse.disagreeing) == (Answer.NONE, ("patients",))


def test_an_estimate_without_an_interval_is_not_counted_among_intervals():
    shipped = shipped_section("perioperative")
    changed = given(shipped, "cement_leakage", "risk_difference", Estimate(0.1))
    assert "of 8 outcomes, 1 may differ: Balloon rupture" in findings(shipped)
    assert "of 8 outcomes, 1 may differ: Balloon rupture" in findings(changed)
    assert "6 of 8 outcomes are open" in findings(changed)
    assert "There is an estimate without an interval for Cement leakage." in findings(changed)
