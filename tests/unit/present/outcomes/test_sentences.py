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
from twoarm.present.outcomes.sentences import outcome_notes, short_finding
from twoarm.present.outcomes.tables import outcome_table
from twoarm.study.opened import Study

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
    return plain(str(outcome_notes(comparison, comparison.study.variable(variable))))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(-3.0, -1.0, "lower"), (1.0, 3.0, "higher"), (-1.0, 3.0, ""), (0.0, 3.0, ""), (0.004, 3.0, "higher")],
)
def test_what_is_found_and_its_word_follow_the_interval(low, high, word):
    one = shipped_section("perioperative")
    one = one.only([v for v in one.variables if v.name == "hospital_stay"])
    said = str(findings(with_estimate(one, "hospital_stay", value=1.0, low=low, high=high)))
    assert DIRECTED.findall(said) == ([word] if word else [])
    assert ("the data fit a difference in either direction" in said) == (not word)


def test_an_event_is_had_by_patients():
    comparison = with_estimate(
        shipped_section("perioperative"), "cement_leakage", value=0.2, low=0.1, high=0.3
    )
    said = plain(short_finding(comparison, comparison.result("cement_leakage")))
    assert said.startswith(
        "Cement leakage in more patients with VBS (4/30 (13%) against 10/32 (31%): risk difference 20"
    )


@pytest.mark.parametrize(("better", "rate"), [("higher", "true failure rate"), ("", "true rate without it")])
def test_of_what_everybody_had_the_rate_that_still_fits_is_told_and_nothing_of_p(better, rate):
    """Wilson's interval of 30 of 30 begins at 88.6%, so that 11.4% fit: one in 8.8."""
    comparison = shipped_section("perioperative")
    variable = replace(comparison.study.variable("procedure_completed"), better=better)
    said = plain(str(outcome_notes(comparison, variable)))
    assert said == f"30 of 30 and 32 of 32: a {rate} of up to about 1 in 9 still fits."
    (row,) = [row for row in outcome_table(comparison).rows if row[0].startswith("Procedure completed")]
    assert row[4] == "–"


@pytest.mark.parametrize(
    ("primary", "fisher", "turns"),
    [(0.03, 0.08, True), (0.03, 0.04, False), (0.2, 0.3, False), (0.06, 0.04, True)],
)
def test_a_test_that_disagrees_says_so(primary, fisher, turns):
    comparison = with_estimate(shipped_section("perioperative"), "cement_leakage", p_value=primary)
    comparison = with_estimate(comparison, "cement_leakage", "fisher", p_value=fisher)
    said = paragraph(comparison, "cement_leakage")
    told = f"By another test the conclusion is another: Fisher's exact test, P = {w.p_text(fisher, 0.05)}."
    assert (told in said) == turns == ("Fisher" in said)


@pytest.mark.parametrize(
    ("p", "adjusted", "sure"),
    [(0.01, 0.04, True), (0.01, 0.06, False), (0.01, 0.05, False), (0.01, None, True)],
)
def test_what_differs_by_itself_alone_may_differ(p, adjusted, sure):
    given = {"value": 1.0, "low": 0.5, "high": 2.0, "p_value": p, "p_adjusted": adjusted}
    one = shipped_section("perioperative")
    one = one.only([v for v in one.variables if v.name == "hospital_stay"])
    said = plain(str(findings(with_estimate(one, "hospital_stay", **given))))
    verb = "differed" if sure else "may differ"
    assert f"In the simulated patients, the arms {verb} in Hospital stay (" in said
    chance = "With several outcomes looked at, chance alone can do this: corrected for their number, P = "
    assert (chance in said) == (not sure)


def test_what_cannot_be_estimated_is_told_with_its_reason_and_is_not_read():
    comparison = shipped_section("perioperative")
    old = comparison.result("hospital_stay")
    none = replace(old, estimate=Estimate.none("an arm has no value", 0, 32), p_adjusted=None)
    comparison = replace(comparison, results=tuple(none if r is old else r for r in comparison.results))
    (row,) = [row for row in outcome_table(comparison).rows if row[0].startswith("Hospital stay")]
    assert "not estimable: an arm has no value" in plain(row[3])
    assert paragraph(comparison, "hospital_stay") == ""
    assert "Nothing could be estimated for Hospital stay." in str(findings(comparison))


def test_without_the_value_before_treatment_another_conclusion_is_told():
    comparison = with_estimate(shipped_section("imaging"), "cobb_angle", "mean_difference", p_value=0.2)
    said = paragraph(comparison, "cobb_angle")
    assert (
        "Without the value before treatment the conclusion is another: Welch's t interval and test, P = 0.20."
        in said
    )
    assert "another" not in paragraph(shipped_section("imaging"), "cobb_angle")


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
    lost = [r for r in excluded(comparison) if r.p_adjusted is not None and r.p_adjusted >= alpha]
    verb = "may differ" if lost else "differed"
    among = "In the simulated patients, "
    counts = {
        0: f"{among}{whole.lower()} outcomes are open: ",
        total: f"{among}{whole.lower()} outcomes {verb}: ",
    }
    assert said.startswith(counts.get(apart, f"{among}of {total} outcomes, {apart} {verb}: "))
    level = f"{w.level_text(comparison.study.parameters.level)} CI"
    assert said.count(level) == len(DIRECTED.findall(said)) == apart
    assert ("the data fit a difference in either direction" in said) == (apart < total)


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
