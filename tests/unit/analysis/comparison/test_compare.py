"""A section compared: which values enter, which result is the main one, and which P values are adjusted together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_baseline, compare_section
from twoarm.analysis.registry.entries import REGISTRY, method
from twoarm.errors import ParameterError
from twoarm.study.dictionary import AVERAGED
from twoarm.study.opened import Study, open_study

DESCRIBED = """\
name       label          table     role       section        kind         levels     unit    of
seen_on    Seen_on        patients  covariate  baseline       date         .          .       .
left_on    Left_on        patients  none       perioperative  date         .          .       .
screws     Screws         patients  none       .              count        .          .       .
loose      Loose_screws   patients  outcome    perioperative  count        .          screws  screws
time_used  Time           patients  outcome    perioperative  continuous   .          min     .
pain       Pain           visits    outcome    follow_up      continuous   .          points  .
leg        Leg            visits    outcome    imaging        categorical  l=left|r=right|b=both  .  .
"""
PATIENTS = """\
arm  seen_on     left_on     screws  loose  time_used
A    2024-01-01  2024-02-01  4       1      31
A    .           2024-02-01  2       0      35
A    2024-01-03  .           6       3      40
B    2024-01-01  .           4       2      22
B    2024-01-01  .           .       1      25
B    2024-01-09  2024-02-01  4       .      27
"""
VISITS = """\
patient  visit   pain  leg
1        before  8     l
1        after   3     l
2        before  7     r
2        after   5     r
3        before  9     b
3        after   4     b
4        before  6     l
4        after   6     r
5        before  7     l
5        after   5     l
6        before  5     r
6        after   .     b
"""


def opened(folder: Path, spec: str = BEFORE_AND_AFTER) -> Study:
    return open_study(str(write_study(folder / "small", DESCRIBED, PATIENTS, VISITS, spec)))


@pytest.fixture
def study(tmp_path) -> Study:
    return opened(tmp_path)


def counted(comparison: Comparison, variable: str, level: str = "") -> list[tuple[int, int, int | None]]:
    rows = [s for s in comparison.summaries if s.variable == variable and s.level == level]
    return [(s.n, s.missing, s.count) for s in rows]


def test_dates_are_left_out_and_what_is_missing_of_them_is_counted(study):
    perioperative, baseline = compare_section(study, "perioperative"), compare_baseline(study)
    assert [v.name for v in perioperative.variables] == ["loose", "time_used"]
    assert [v.name for v in baseline.variables] == ["pain", "leg"]
    assert counted(perioperative, "left_on") == [(2, 1, None), (1, 2, None)]
    assert counted(baseline, "seen_on") == [(2, 1, None), (3, 0, None)]
    assert {s.mean for s in baseline.summaries if s.variable == "seen_on"} == {None}
    assert {(s.section, s.visit) for s in baseline.summaries if s.variable == "pain"} == {
        ("baseline", "before")
    }


def test_a_missing_date_is_no_number(study):
    arms = arms_of(study, study.variable("seen_on"))
    np.testing.assert_equal(arms.treated - arms.treated[0], [0, np.nan, 2])


def test_units_are_counted_in_the_column_that_is_their_denominator(study):
    perioperative = compare_section(study, "perioperative")
    assert counted(perioperative, "loose", "patients") == [(3, 0, 2), (2, 1, 2)]
    assert counted(perioperative, "loose", "screws") == [
        (12, 0, 4),
        (4, 1, 2),
    ]  # patient 5 has no denominator


def test_each_arm_is_counted_on_its_own_side(study):
    found = [r for r in compare_section(study, "follow_up").results if r.analysis == "paired_change"]
    assert [(r.arm, r.estimate.n_treated, r.estimate.n_control) for r in found] == [("A", 3, 0), ("B", 0, 2)]


@pytest.mark.parametrize(
    ("section", "mend"),
    [("peroperative", "did you mean perioperative"), ("xyz", "known are baseline, perioperative,")],
)
def test_an_unknown_section_is_no_empty_comparison(study, section, mend):
    with pytest.raises(ParameterError, match=mend):
        compare_section(study, section)


SCREENED = BEFORE_AND_AFTER.replace("baseline_visit: before\n", "")


def test_only_the_latest_visit_has_a_primary_result(tmp_path):
    sections = compare_all(opened(tmp_path, SCREENED))
    found = [
        (r.variable, r.visit, r.analysis, r.role)
        for c in sections[1:]
        for v in c.variables
        for r in c.of(v.name, "main")
    ]
    assert found == [
        ("pain", "before", "mean_difference", "sensitivity"),
        ("pain", "after", "mean_difference", "primary"),
        ("leg", "before", "chi_square", "sensitivity"),
        ("leg", "after", "chi_square", "primary"),
    ]


def test_the_main_result_of_a_visit_is_the_first_of_the_registry(tmp_path):
    follow_up, imaging = compare_all(opened(tmp_path, SCREENED))[1:]
    assert follow_up.result("pain", "before").analysis == "mean_difference"
    assert [(r.variable, r.visit) for r in imaging.shown] == [("leg", "before"), ("leg", "after")]
    assert [(r.variable, r.visit) for r in imaging.headline] == [("leg", "after")]
    with_baseline = compare_section(opened(tmp_path / "other"), "follow_up")
    assert [r.analysis for r in with_baseline.shown] == ["ancova"]
    assert with_baseline.result("pain", "after", "mean_difference").role == "sensitivity"
    assert with_baseline.result("pain", "before") is None


def test_standardised_differences_stay_primary(study):
    assert {r.role for r in compare_baseline(study).results} == {"primary"}


def test_a_family_is_adjusted_over_its_sections_by_the_p_values_that_are_shown(tmp_path):
    study = opened(tmp_path, BEFORE_AND_AFTER + "families: {all: [time_used, pain], one: [loose]}\n")
    shown = {r.variable: r for c in compare_all(study) for r in c.results if r.role == "primary"}
    small, large = sorted((shown["time_used"], shown["pain"]), key=lambda r: r.estimate.p_value)
    assert small.p_adjusted == pytest.approx(2 * small.estimate.p_value, rel=1e-12)
    assert large.p_adjusted == pytest.approx(max(small.p_adjusted, large.estimate.p_value), rel=1e-12)
    assert shown["loose"].p_adjusted == shown["loose"].estimate.p_value
    assert shown["leg"].p_adjusted is None


def test_what_is_measured_before_treatment_only_counts_for_nothing_in_its_family(tmp_path):
    spec = BEFORE_AND_AFTER + "families: {all: [time_used, leg]}\n"
    rows = DESCRIBED.replace("of\n", "of visits\n", 1).splitlines()
    described = "\n".join([rows[0], *(f"{r}  {'before' if r.startswith('leg') else '.'}" for r in rows[1:])])
    visits = "\n".join(" ".join([*r.split()[:-1], "."]) if "after" in r else r for r in VISITS.splitlines())
    folder = write_study(tmp_path / "small", described, PATIENTS, visits, spec)
    (result,) = (r for r in compare_section(open_study(str(folder)), "perioperative").results if r.p_adjusted)
    assert (result.variable, result.p_adjusted) == ("time_used", result.estimate.p_value)


ONE, NONE = np.array([1.0, 2.0]), np.array([np.nan, np.nan])
APART = "no event while both arms were under observation"
SEEN, LEVELLED = np.array([1.0, 0.0]), np.array([0.0, 1.0])
LOG_RANK, CHI_SQUARE, SMD = (method(name).function for name in ("log_rank", "chi_square", "smd"))


def arms_of_kind(treated: np.ndarray, control: np.ndarray, measure: str) -> Arms:
    """Two arms with everything that a method of that kind may ask for."""
    beside = {"treated_baseline": ONE, "control_baseline": ONE} if measure in AVERAGED else {}
    events = {"treated_event": SEEN, "control_event": SEEN} if measure == "time" else {}
    units = {"treated_units": ONE, "control_units": ONE} if measure == "events" else {}
    known = {"treated_covariates": ONE[:, None], "control_covariates": ONE[:, None]}
    levels = {"binary": 2, "categorical": 3, "ordinal": 3}.get(measure, 0)
    stated = {"margin": 1.0, "mcid": 1.0, "better": "lower"}
    return Arms(
        treated, control, levels=levels, measure=measure, **beside, **events, **units, **known, **stated
    )


OF_TWO_ARMS = [m for m in REGISTRY if m.function and m.when not in ("course", "within", "each")]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("entry", OF_TWO_ARMS, ids=lambda entry: entry.name)
def test_an_empty_arm_is_the_reason_whatever_the_method(entry):
    for measure in entry.measures:
        for pair in ((LEVELLED, NONE), (NONE, LEVELLED)):
            estimate = entry.function(arms_of_kind(*pair, measure), 0.95)
            assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, "an arm has no value")
            assert sorted((estimate.n_treated, estimate.n_control)) == [0, 2]


def test_a_time_without_its_event_is_no_value():
    arms = Arms(ONE, ONE, SEEN, NONE, measure="time")
    for name in ("restricted_mean_difference", "log_rank", "hazard_ratio"):
        estimate = method(name).function(arms, 0.95)
        assert (estimate.reason, estimate.n_treated, estimate.n_control) == ("an arm has no value", 2, 0)


@pytest.mark.parametrize(
    ("adapter", "arms", "reason"),
    [
        (LOG_RANK, Arms(ONE, ONE, 0 * SEEN, 0 * SEEN, measure="time"), APART),
        (CHI_SQUARE, Arms(0 * ONE, 0 * ONE, levels=3, measure="categorical"), "fewer than two levels occur"),
        (SMD, Arms(ONE[:1], ONE, measure="continuous"), "fewer than two patients in an arm"),
    ],
)  # fmt: skip
def test_another_reason_is_given_where_both_arms_have_values(adapter, arms, reason):
    assert adapter(arms, 0.95).reason == reason


def test_the_kind_chooses_the_standardised_difference_and_the_values_never_do():
    """Shares 1/4 and 3/4: as levels over the root of p(1 - p), as means over the sample deviation (n - 1)."""
    few, most = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])
    assert SMD(Arms(few, most, levels=2, measure="binary"), 0.95).value == pytest.approx(-0.5 / 0.1875**0.5)
    assert SMD(Arms(few, most, measure="continuous"), 0.95).value == pytest.approx(-0.5 / 0.25**0.5)
    assert SMD(Arms(3 * few, 2 * most, measure="events"), 0.95).value == pytest.approx(-0.5 / 0.1875**0.5)


def test_an_adjusted_p_of_zero_is_a_result(tmp_path):
    """Separated arms: P underflows to 0, which is not the same as no P."""
    patients = "arm high low\n" + "".join(
        f"A {100 + i * 1e-3} {i % 3}\nB {i * 1e-3} {(i + 1) % 3}\n" for i in range(400)
    )
    described = "name label table role section kind\n" + "".join(
        f"{name} {name.title()} patients outcome perioperative continuous\n" for name in ("high", "low")
    )
    folder = write_study(tmp_path / "small", described, patients, spec="families: {all: [high, low]}\n")
    comparison = compare_section(open_study(str(folder)), "perioperative")
    assert comparison.result("high").estimate.p_value == 0.0
    rates = {
        r.variable: r.estimate.p_value for r in comparison.results if r.analysis == "false_discovery_rate"
    }
    assert rates["high"] == 0.0
    assert set(rates) == {"high", "low"}


def test_an_e_value_belongs_to_the_interval_that_is_shown():
    """12/30 against 6/32: the ratio's 90% interval excludes 1, its 95% interval does not."""
    treated, control = np.repeat([1.0, 0.0], [12, 18]), np.repeat([1.0, 0.0], [6, 26])
    arms = Arms(treated, control, levels=2, measure="binary", alpha=0.05)
    ratio, limit = method("risk_ratio").function, method("e_value_limit").function
    assert ratio(arms, 0.95).low < 1 < ratio(arms, 0.9).low
    assert limit(arms, 0.95).value == 1.0
    assert limit(arms, 0.9).value > 1.0


def test_a_weighted_risk_needs_an_event_and_a_patient_without_one_in_both_arms():
    covariates = np.arange(40.0)[:, None] % 7
    some, none = np.repeat([1.0, 0.0], [8, 32]), np.zeros(40)
    weighted = method("weighted_risk_difference").function
    known = {"treated_covariates": covariates, "control_covariates": covariates[::-1], "measure": "binary"}
    assert weighted(Arms(some, some[::-1], levels=2, **known), 0.95).estimable
    estimate = weighted(Arms(some, none, levels=2, **known), 0.95)
    assert estimate.reason == "no event, or an event in every patient, of an arm"


def test_a_change_within_an_arm_has_no_p(study):
    found = [r for r in compare_section(study, "follow_up").results if r.analysis == "paired_change"]
    assert [r.estimate.p_value for r in found] == [None, None]
    assert any(r.estimate.value is not None for r in found)


def test_the_arms_before_treatment_have_no_main_result_of_a_later_visit(tmp_path):
    """A name of such a value would be known and stand for nothing."""
    visits = "patient  visit  pain\n" + "".join(
        f"{n}  {visit}  {(n * k) % 5}\n" for n in range(1, 7) for k, visit in ((2, "before"), (3, "after"))
    )
    described = (
        "name  label  table  role  section  kind\npain  Pain  visits  outcome  follow_up  continuous\n"
    )
    folder = write_study(
        tmp_path / "small", described, "arm\n" + "A\n" * 3 + "B\n" * 3, visits, BEFORE_AND_AFTER
    )
    study = open_study(str(folder))
    pain, before, after = study.variable("pain"), compare_baseline(study), compare_section(study, "follow_up")
    assert before.main_scale(pain, "after") == "" and after.main_scale(pain, "after") == "unit"
