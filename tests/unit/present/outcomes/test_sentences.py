"""Sentences follow their numbers: the same outcome of the shipped study, given other estimates."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from shipped import shipped_section, shipped_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.result import Result
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.findings import findings
from twoarm.present.outcomes.sentences import outcome_paragraph, short_finding
from twoarm.study.opened import Study

INCLUDES, EXCLUDES = (
    "The data fit a difference in either direction.",
    "every difference in the interval lies on that side",
)
DIRECTED = re.compile(r"\b(higher|lower|longer|shorter|more|fewer)\b")


@pytest.fixture(scope="module")
def study() -> Study:
    return shipped_study()


def plain(text: str) -> str:
    return text.replace(w.NBSP, " ").replace("\\", "")


def with_estimate(comparison: Comparison, variable: str, analysis: str = "", **numbers) -> Comparison:
    """The comparison with other numbers in the result of an analysis (the primary one unless named)."""
    old = comparison.result(
        variable, "" if comparison.section == "perioperative" else "latest", analysis or None
    )
    given = {k: v for k, v in numbers.items() if k != "p_adjusted"}
    new = replace(old, estimate=replace(old.estimate, **given), p_adjusted=numbers.get("p_adjusted"))
    return replace(comparison, results=tuple(new if r is old else r for r in comparison.results))


def paragraph(comparison: Comparison, variable: str) -> str:
    return plain(str(outcome_paragraph(comparison, comparison.study.variable(variable))))


@pytest.mark.parametrize(
    ("low", "high", "reading", "word"),
    [
        (-3.0, -1.0, EXCLUDES, "lower"),
        (1.0, 3.0, EXCLUDES, "higher"),
        (-1.0, 3.0, INCLUDES, None),
        (0.0, 3.0, INCLUDES, None),
        (0.004, 3.0, EXCLUDES, "higher"),
    ],
)
def test_the_reading_and_its_word_follow_the_interval(low, high, reading, word):
    comparison = with_estimate(
        shipped_section("perioperative"), "hospital_stay", value=1.0, low=low, high=high
    )
    said = paragraph(comparison, "hospital_stay")
    assert [s in said for s in (INCLUDES, EXCLUDES)] == [reading == INCLUDES, reading == EXCLUDES]
    assert DIRECTED.findall(said) == ([word] if word else [])


@pytest.mark.parametrize(
    ("variable", "word"),
    [("cement_leakage", "The risk was"), ("hospital_stay", "The mean was")],
)
def test_the_reading_names_what_was_compared(variable, word):
    comparison = with_estimate(shipped_section("perioperative"), variable, value=0.2, low=0.1, high=0.3)
    assert word in paragraph(comparison, variable)


@pytest.mark.parametrize(
    ("primary", "fisher", "turns"),
    [(0.03, 0.08, True), (0.03, 0.04, False), (0.2, 0.3, False), (0.06, 0.04, True)],
)
def test_a_test_that_disagrees_says_so(primary, fisher, turns):
    comparison = with_estimate(shipped_section("perioperative"), "cement_leakage", p_value=primary)
    comparison = with_estimate(comparison, "cement_leakage", "fisher", p_value=fisher)
    said = paragraph(comparison, "cement_leakage")
    assert f"Fisher's exact test: P = {w.p_text(fisher, 0.05)}" in said
    assert ("the conclusion depends on the test" in said) == turns


@pytest.mark.parametrize(
    ("p", "adjusted", "tail"),
    [
        (0.01, 0.04, "still below the significance level"),
        (0.01, 0.06, "no longer below the significance level"),
        (0.01, 0.05, "no longer below the significance level"),
        (0.06, 0.3, ""),
        (0.01, None, ""),
    ],
)
def test_an_adjusted_p_is_told_where_it_can_change_the_reading(p, adjusted, tail):
    given = {"p_value": p, "p_adjusted": adjusted}
    said = paragraph(
        with_estimate(shipped_section("perioperative"), "hospital_stay", **given), "hospital_stay"
    )
    assert ("(Holm)" in said) == bool(tail)
    assert tail in said


def test_what_cannot_be_estimated_is_told_with_its_reason_and_is_not_read():
    comparison = shipped_section("perioperative")
    old = comparison.result("hospital_stay")
    none = replace(old, estimate=Estimate.none("an arm has no value", 0, 32), p_adjusted=None)
    comparison = replace(comparison, results=tuple(none if r is old else r for r in comparison.results))
    said = paragraph(comparison, "hospital_stay")
    assert "is not estimable: an arm has no value" in said
    assert not [s for s in (INCLUDES, EXCLUDES, "None", "nan") if s in said]
    assert "Nothing could be estimated for Hospital stay." in str(findings(comparison))


def test_the_baseline_is_named_where_it_is_taken_into_account(study):
    said = paragraph(shipped_section("follow_up"), "odi")
    assert re.search(rf"{study.visit('preop').label}\)? taken into account", said)
    assert "no evidence for a treatment" in said


@pytest.mark.parametrize(
    ("name", "begins"),
    [("cement_leakage", "Cement leakage"), ("vas", "Back pain (VAS)"), ("odi", "Disability (ODI)")],
)
def test_a_label_inside_a_sentence_is_as_it_was_written(study, name, begins):
    section = study.variable(name).section
    comparison = shipped_section(section)
    (headline,) = [r for r in comparison.headline if r.variable == name]
    assert short_finding(comparison, headline).startswith(begins)


def excluded(comparison: Comparison) -> list[Result]:
    return [r for r in comparison.headline if r.side]


@pytest.mark.parametrize("section", ["perioperative", "follow_up", "imaging"])
@pytest.mark.parametrize("alpha", [0.05, 0.001, 1e-12])
def test_the_opening_counts_the_intervals_that_exclude_no_difference(section, alpha):
    comparison = shipped_section(section, alpha)
    total, apart = len(comparison.headline), len(excluded(comparison))
    said = plain(str(findings(comparison)))
    whole = "Both" if total == 2 else f"All {total}"
    counts = {0: f"{whole} outcomes are open", total: f"{whole} outcomes differed"}
    assert counts.get(apart, f"Of {total} outcomes, {apart} differed between the arms: ") in said
    level = f"{w.level_text(comparison.study.parameters.level)} CI"
    assert said.count(level) == len(DIRECTED.findall(said)) == apart
    assert ("not evidence that the arms are equal" in said) == (apart < total)


def test_the_openings_above_were_of_both_kinds():
    counts = [len(excluded(shipped_section("perioperative", alpha))) for alpha in (0.05, 1e-12)]
    assert counts[0] > 0 == counts[1]


def test_a_reader_is_warned_where_nearly_all_patients_get_worse(study):
    """As when two visits were exchanged: pain then rises in everybody."""
    usual, names = shipped_section("follow_up"), study.cohort.visits["visit"]
    seen = study.cohort.visits.assign(visit=names.replace({"preop": "latest", "latest": "preop"}))
    exchanged = compare_section(replace(study, cohort=replace(study.cohort, visits=seen)), "follow_up")
    warning = "it should be made sure that no visits were exchanged"
    assert warning in paragraph(exchanged, "vas")
    assert warning not in paragraph(usual, "vas")
