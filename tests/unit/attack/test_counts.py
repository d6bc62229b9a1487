"""An attacker with nothing but counts: what each relation between them gives back, and what it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack.handmade import LEAK, YES_NO, outcome, published
from attack.report import Report
from attack.winning import attack_tables

from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY

SMALL = frozenset({1, 2, 3, 4})
FLOW = """\
variable  arm  role     n         missing
leak      A    outcome  36_to_39  <5
leak      B    outcome  40        0
"""


def test_a_masked_gap_with_its_complement_keeps_every_value():
    report = attack_tables(published(LEAK, flow=FLOW))
    assert report.of("missing", "leak", "", "A") == SMALL
    assert report.of("known", "leak", "", "A") == {36, 37, 38, 39}
    assert not report.leaks


def test_patients_with_a_value_give_back_those_without():
    report = attack_tables(published(LEAK, flow=FLOW.replace("36_to_39", "38      ")))
    assert report.of("missing", "leak", "", "A") == {2}
    assert [one.by for one in report.leaks] == [("counts",)]


def test_a_size_in_another_table_gives_it_back():
    results = """\
variable  analysis  role         n_treated  n_control
leak      fisher    sensitivity  38         40
"""
    assert attack_tables(published(LEAK, flow=FLOW, results=results)).of("missing", "leak", "", "A") == {2}


LEVELS = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        <5
leak      B    yes    40  0        9
"""


def test_a_masked_event_keeps_every_value_though_all_sizes_are_shown():
    report = attack_tables(published(LEAK, summaries=LEVELS))
    assert report.of("count", "leak", "", "A", "yes") == SMALL and not report.leaks


def test_all_but_a_few_events_give_back_those_few_that_stand_nowhere():
    report = attack_tables(published(LEAK, summaries=LEVELS.replace("<5", "38")))
    assert [(one.cells, one.compatible) for one in report.derived] == [((), {2})]
    assert report.leaks


GRADE = outcome("grade", "ordinal", levels=(("0", "none"), ("1", "mild"), ("2", "severe")))
GRADES = """\
variable  arm  level   n   missing  count
grade     A    none    40  0        31
grade     A    mild    40  0        {mild}
grade     A    severe  40  0        <5
"""


def test_the_other_levels_give_back_a_masked_one():
    report = attack_tables(published(GRADE, summaries=GRADES.format(mild=6)))
    assert report.of("count", "grade", "", "A", "severe") == {3}


def test_with_another_level_masked_it_keeps_every_value():
    report = attack_tables(published(GRADE, summaries=GRADES.format(mild="5_to_8")))
    assert report.of("count", "grade", "", "A", "severe") == SMALL and not report.leaks


def test_a_complement_with_fewer_values_than_are_masked_is_one_that_leaks():
    report = attack_tables(published(GRADE, summaries=GRADES.format(mild="6_to_8")))
    assert report.of("count", "grade", "", "A", "severe") == {1, 2, 3}
    assert len(report.leaks) == 2


PAIN = outcome("pain", "continuous", table="visits", step=1)
VISITS = """\
variable  visit   arm  role     n   missing  analysed
pain      before  A    outcome  36_to_39  <5  .
pain      after   A    outcome  35  5        {analysed}
"""
RESULTS = """\
variable  visit  analysis  role     n_treated  n_control
pain      after  ancova    primary  {treated}  40
"""


def of_visits(analysed: str, treated: str = ".") -> Report:
    tables = {"flow": VISITS.format(analysed=analysed), "results": RESULTS.format(treated=treated)}
    return attack_tables(published(PAIN, visits=("before", "after"), **tables))


def test_patients_analysed_give_back_those_who_lack_a_value_before_treatment():
    report = of_visits("33").derived
    assert [one.compatible for one in report if one.key[-5:] == ("of", "known", "pain", "after", "A")] == [
        {2}
    ]


def test_the_size_of_an_analysis_does_so_too():
    assert of_visits(".", "33").derived


def test_patients_analysed_in_a_range_tell_of_nobody():
    assert not of_visits("31_to_35").leaks


def test_a_model_that_leaves_a_few_patients_out_tells_how_many():
    report = attack_tables(
        published(
            PAIN,
            visits=("before", "after"),
            flow="""\
variable  visit   arm  role     n   missing  modelled
pain      before  A    outcome  40  0        38
""",
        )
    )
    assert {2} in [one.compatible for one in report.derived]


def test_an_analysis_with_covariates_tells_how_many_lack_one():
    rows = """\
variable  test    unit      covariates  weights  outliers  n_treated  n_control
leak      robust  patients  known       none     all       38         40
"""
    flow = FLOW.replace("36_to_39", "40").replace("<5", "0")
    assert {2} in [
        o.compatible for o in attack_tables(published(LEAK, flow=flow, specifications=rows)).derived
    ]


LOOSE = outcome("loose", "count", of="2", unit="screws")
SCREWS = """\
variable  arm  level     n   missing  count
loose     A    patients  40  0        <5
loose     A    screws    80  0        {screws}
"""


@pytest.mark.parametrize(("screws", "patients"), [("8", {4}), ("7", {4}), ("6", {3, 4}), ("<5", SMALL)])
def test_units_bound_the_patients_who_have_them(screws, patients):
    report = attack_tables(published(LOOSE, summaries=SCREWS.format(screws=screws)))
    assert report.of("count", "loose", "", "A", "patients") == patients


BACK = outcome("back", "time", event="work")
WORK = outcome("work", "binary", role="none", section="", levels=YES_NO)


def test_the_event_of_a_time_gives_back_what_the_time_masks():
    rows = """\
variable  arm  level  n   missing  count
back      A    .      40  0        <5
work      A    yes    40  0        {events}
"""
    for events, left in (("2", {1, 2}), ("9", SMALL)):
        report = attack_tables(published(BACK, WORK, summaries=rows.format(events=events)))
        assert report.of("count", "back", "", "A", "") == left


@pytest.mark.parametrize(("n", "left"), [("40", range(1, 5)), ("35_to_40", range(1, 8))])
def test_two_rounded_sizes_hide_no_more_of_a_gap_than_they_round_away(n, left):
    """Two sizes that both read 40 are at most four apart."""
    flow = f"""\
variable  arm  role     n    missing
leak      A    outcome  {n}  <8
"""
    policy = replace(OPENSAFELY, zeros="shown")
    report = attack_tables(published(LEAK, policy=policy, flow=flow))
    assert report.of("missing", "leak", "", "A") == set(left)


def test_the_face_prints_numbers_of_counts_alone():
    report = attack_tables(published(LEAK, flow=FLOW.replace("36_to_39", "38      ")))
    assert "1 masked counts, 1 narrowed, 1 recovered" in repr(report)
    assert "leak" not in repr(report) + repr(report.masked) and HOSPITAL.word not in repr(report.masked)
