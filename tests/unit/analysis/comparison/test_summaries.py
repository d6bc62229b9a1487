"""What summaries.csv says of each kind of variable, by hand: quantiles, ends, spread, counts and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import (
    Summary,
    summarise,
    summarise_changes,
    with_pooled_sd,
)
from twoarm.analysis.registry.scale import Scale
from twoarm.methods.estimate import Estimate
from twoarm.study.opened import Study, open_study

DESCRIBED = """\
name    label   table     role       section        kind        levels                  unit    of      event   better  mcid
age     Age     patients  covariate  baseline       continuous  .                       years   .       .       .       .
stay    Stay    patients  outcome    perioperative  continuous  .                       days    .       .       .       .
grade   Grade   patients  outcome    perioperative  ordinal     0=none|1=mild|2=severe  .       .       .       .       .
leak    Leak    patients  outcome    perioperative  binary      0=no|1=yes              .       .       .       .       .
screws  Screws  patients  none       .              count       .                       .       .       .       .       .
loose   Loose   patients  outcome    perioperative  count       .                       screws  screws  .       .       .
union   Union   patients  outcome    follow_up      time        .                       days    .       healed  .       .
loss    Loss    patients  none       perioperative  continuous  .                       mL      .       .       .       .
healed  Healed  patients  none       .              binary      0=no|1=yes              .       .       .       .       .
pain    Pain    visits    outcome    follow_up      continuous  .                       points  .       .       lower   2
"""
PATIENTS = """\
arm  age  stay  grade  leak  screws  loose  union  healed  loss
A    60   10    0      0     4       1      10     1       200
A    61   20    2      1     4       0      20     0       .
A    62   80    2      0     .       3      30     1       .
A    63   40    2      1     6       2      40     1       .
A    64   .     .      1     4       .      50     0       .
B    65   7     1      0     2       0      10     1       .
B    66   .     1      0     2       0      20     1       .
B    67   .     .      .     2       1      30     1       .
B    68   .     0      0     2       2      40     1       .
"""
VISITS = """\
patient  visit   pain
1        before  8
1        month   5
1        year    6
2        before  10
2        month   9
2        year    7
3        before  9
3        month   5
3        year    8
4        before  6
4        month   .
4        year    1
6        before  8
6        month   8
6        year    9
7        before  4
7        month   3
7        year    .
"""
SPEC = """\
visits:
  - {code: before, label: before treatment, time: 0}
  - {code: month, label: after a month, time: 1}
  - {code: year, label: after a year, time: 12}
baseline_visit: before
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    folder: Path = tmp_path_factory.mktemp("summaries") / "small"
    dictionary = write_study(folder, DESCRIBED, PATIENTS, VISITS, SPEC) / "dictionary.csv"
    two, three = "before=before treatment|after=after a month", "before=before|month=month|year=year"
    dictionary.write_text(dictionary.read_text("utf-8").replace(two, three), "utf-8")
    return open_study(str(folder))


def rows(study: Study, name: str, visit: str = "") -> list[Summary]:
    return summarise(study, study.variable(name), visit)


def changes(study: Study, level: str) -> list[Summary]:
    return [s for s in summarise_changes(study, study.variable("pain")) if s.level == level]


def numbers(s: Summary) -> tuple:
    return s.n, s.missing, s.mean, s.sd, s.median, s.q1, s.q3, s.min, s.max


def shares(found: list[Summary]) -> list[tuple]:
    return [(s.arm, s.level, s.n, s.missing, s.count, s.percent) for s in found]


def test_quantiles_lie_between_two_values_in_proportion_and_the_spread_has_n_minus_one(study):
    """10, 20, 40, 80: q1 three quarters of the way from 10 to 20, q3 a quarter of the way from 40 to 80."""
    treated, control = rows(study, "stay")
    sd = ((27.5**2 + 17.5**2 + 2.5**2 + 42.5**2) / 3) ** 0.5
    assert numbers(treated) == (4, 1, 37.5, pytest.approx(sd, rel=1e-14), 30, 17.5, 50, 10, 80)
    assert numbers(control) == (1, 3, 7, None, 7, 7, 7, 7, 7)  # no spread of one value
    assert [(s.section, s.variable, s.visit, s.arm, s.level) for s in (treated, control)] == [
        ("perioperative", "stay", "", "A", ""),
        ("perioperative", "stay", "", "B", ""),
    ]
    assert treated.count is treated.percent is None


@pytest.mark.parametrize(
    ("sds", "pooled"),
    [((3.0, 4.0), 12.5**0.5), ((0.0, 2.0), 2**0.5), ((0.0, 0.0), None), ((3.0, None), None)],
)
def test_a_primary_difference_of_means_has_the_pooled_deviation_of_its_visit(sds, pooled):
    """The root of the mean of both variances: of 9 and 16 that of 12.5. Another visit counts for nothing."""
    described = [Summary("s", "pain", "year", arm, sd=sd) for arm, sd in zip("AB", sds, strict=True)]
    described += [Summary("s", "pain", "month", arm, sd=90.0) for arm in "AB"]
    kinds = {"primary": Scale.UNIT, "sensitivity": Scale.UNIT}
    asked = [Result("s", "pain", "year", "", "", "", Estimate(1.0), "", *kind) for kind in kinds.items()]
    asked.append(Result("s", "pain", "year", "", "", "", Estimate(1.0), "", "primary", Scale.RATIO))
    assert [r.pooled_sd for r in with_pooled_sd(asked, described)] == [pooled, None, None]


def test_the_outer_percentiles_follow_the_rule_of_the_quartiles(study):
    """10, 20, 40, 80: the 5th 0.15 of the way from 10 to 20, the 95th 0.85 of the way from 40 to 80."""
    treated, control = rows(study, "stay")
    assert (treated.p5, treated.p95) == (pytest.approx(11.5), pytest.approx(74))
    assert (control.p5, control.p95) == (7, 7)
    assert {s.p5 for s in rows(study, "grade")} == {None}


def test_an_arm_without_a_value_has_a_row_without_a_number(study):
    """No control has a loss: the treated arm's one value stands beside a row that counts what is missing."""
    assert [numbers(s) for s in rows(study, "loss")] == [
        (1, 4, 200, None, 200, 200, 200, 200, 200),
        (0, 4, *[None] * 7),
    ]


def test_a_visit_has_the_values_of_that_visit(study):
    treated, control = rows(study, "pain", "month")
    assert (treated.visit, treated.n, treated.missing, treated.median) == ("month", 3, 2, 5)
    assert (control.visit, control.n, control.missing, control.median) == ("month", 2, 2, 5.5)


def test_every_level_is_counted_among_the_known(study):
    """Of the treated one is not known; nobody there is mild, and nobody of the controls severe."""
    assert shares(rows(study, "grade")) == [
        ("A", "none", 4, 1, 1, 25),
        ("A", "mild", 4, 1, 0, 0),
        ("A", "severe", 4, 1, 3, 75),
        ("B", "none", 3, 1, 1, pytest.approx(100 / 3)),
        ("B", "mild", 3, 1, 2, pytest.approx(200 / 3)),
        ("B", "severe", 3, 1, 0, 0),
    ]


def test_an_event_is_counted_under_the_second_label(study):
    assert shares(rows(study, "leak")) == [("A", "yes", 5, 0, 3, 60), ("B", "yes", 3, 1, 0, 0)]


def test_patients_with_one_event_or_more_and_units_where_both_are_known(study):
    """Three of four known patients have a loose screw; 3 of 14 screws, without the patient whose screws are not counted."""
    assert shares(rows(study, "loose")) == [
        ("A", "patients", 4, 1, 3, 75),
        ("A", "screws", 14, 1, 3, pytest.approx(300 / 14)),
        ("B", "patients", 4, 0, 2, 50),
        ("B", "screws", 8, 0, 3, 37.5),
    ]


def test_a_time_has_the_quartiles_of_its_curve(study):
    """The curve of A stands at 0.8, 0.533 and 0.267 from 10, 30 and 40 days on: 0.25 is never reached.

    That of B lies exactly at 0.75, 0.5 and 0.25 for ten days each, whose middle is taken.
    """
    treated, control = rows(study, "union")
    assert numbers(treated) == (5, 0, None, None, 40, 30, None, None, None)
    assert numbers(control) == (4, 0, None, None, 25, 15, 35, None, None)
    assert [(s.level, s.count, s.percent) for s in (treated, control)] == [("", 3, 60), ("", 4, 100)]


def test_early_and_later_changes_are_of_the_same_patients(study):
    """To the month: -3, -1, -4; from it to the year: 1, -2, 3; the fourth was not seen at the month, the fifth never."""
    early, late = changes(study, Period.EARLY), changes(study, Period.LATE)
    assert numbers(early[0]) == (
        3,
        2,
        pytest.approx(-8 / 3),
        pytest.approx((7 / 3) ** 0.5),
        -3,
        -3.5,
        -2,
        -4,
        -1,
    )
    assert numbers(late[0]) == (3, 2, pytest.approx(2 / 3), pytest.approx((19 / 3) ** 0.5), 1, -0.5, 2, -2, 3)
    assert numbers(early[1]) == (2, 2, -0.5, pytest.approx(0.5**0.5), -0.5, -0.75, -0.25, -1, 0)
    assert [(s.visit, s.arm) for s in (*early, *late)] == [
        ("month", "A"),
        ("month", "B"),
        ("year", "A"),
        ("year", "B"),
    ]


def test_who_improved_is_counted_from_before_treatment_to_the_last_visit(study):
    """8 to 6 is the 2 points that count but no three tenths; 10 to 7 is three tenths exactly; 9 to 8 is neither."""
    assert shares(changes(study, Period.IMPROVED)) == [
        ("A", Period.IMPROVED, 4, 1, 3, 75),
        ("B", Period.IMPROVED, 1, 3, 0, 0),
    ]
    assert shares(changes(study, Period.IMPROVED_RELATIVE)) == [
        ("A", Period.IMPROVED_RELATIVE, 4, 1, 2, 50),
        ("B", Period.IMPROVED_RELATIVE, 1, 3, 0, 0),
    ]
    assert {
        s.visit for level in (Period.IMPROVED, Period.IMPROVED_RELATIVE) for s in changes(study, level)
    } == {"year"}
