"""Specifications: against R, against the registry's own results, by hand, and by what swapping and rescaling may do."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from places import TESTS

from twoarm.analysis.arms.values import Arms
from twoarm.analysis.comparison.compare import compare_baseline, compare_later, compare_section
from twoarm.analysis.sensitivity.curves import Curve, Specification, Specified
from twoarm.analysis.sensitivity.outliers import may_have_outliers, within_fences, without_outliers
from twoarm.analysis.sensitivity.specifications import ONE_SIDED_ARM, specifications, specify
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.weights.adjusted import adjusted_difference
from twoarm.study.opened import open_study

REFERENCE = json.loads((TESTS / "reference" / "sensitivity.json").read_text(encoding="utf-8"))
COLUMNS = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 1.0], [4.0, 0.0], [6.0, 1.0], [9.0, 0.0]])


@pytest.fixture(scope="module")
def study():
    return open_study("data")


@pytest.fixture(scope="module")
def curves(study):
    return specify(study)


def numeric(**changes) -> Arms:
    """Six patients an arm, one of them far out, with a baseline and two covariates."""
    treated, control = np.array([5.0, 7.0, 6.0, 9.0, 8.0, 40.0]), np.array([4.0, 6.0, 5.0, 3.0, 7.0, 6.0])
    arms = Arms(
        treated,
        control,
        measure="continuous",
        treated_baseline=treated / 2 + [1, 0, 2, 0, 1, 0],
        control_baseline=control / 2 + [0, 1, 0, 2, 0, 1],
        treated_covariates=COLUMNS,
        control_covariates=COLUMNS[::-1] + np.array([1.0, 0.0]),
    )
    return replace(arms, **changes)


def events(treated, control, each=2.0) -> Arms:
    """Events within units, two in each patient."""
    sides = np.asarray(treated, float), np.asarray(control, float)
    return Arms(
        *sides,
        measure="events",
        treated_units=np.full(len(treated), each),
        control_units=np.full(len(control), each),
    )


@pytest.mark.parametrize("case", REFERENCE["adjusted_difference"])
def test_an_adjusted_difference_is_that_of_r(case):
    inputs = dict(case["inputs"])
    inputs["covariates"] = np.asarray(inputs["covariates"], float).reshape(len(inputs["outcome"]), -1)
    found = adjusted_difference(**inputs)
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-8), name


def test_what_cannot_be_adjusted_has_a_reason():
    told_apart = adjusted_difference([1, 2, 3, 5], [[1], [1], [0], [0]], [1, 1, 0, 0], 0.95)
    alone = adjusted_difference([1.0, 2, 3, 5, 4], [[1], [0], [0], [0], [0]], [1, 1, 1, 0, 0], 0.95)
    assert not told_apart.estimable
    assert "tell the arms apart" in told_apart.reason
    assert "one patient alone" in alone.reason


def test_the_shipped_analysis_is_a_specification_and_equals_the_result(study, curves):
    for section in study.sections:
        if not study.section(section, "outcome"):
            continue
        for result in compare_section(study, section, thorough=False).headline:
            (curve,) = (c for c in curves.curves if c.primary.variable == result.variable)
            assert curve.shipped.estimate == result.estimate


def test_specifications_that_are_methods_of_the_registry_equal_its_results(study, curves):
    comparison = compare_section(study, "follow_up")
    (curve,) = (c for c in curves.curves if c.primary.variable == "odi")
    by = {row.choices: row.estimate for row in curve.rows}
    for choices, name in {
        Specification("robust", covariates="baseline"): "ancova",
        Specification("robust"): "mean_difference",
        Specification("ranks"): "hodges_lehmann",
        Specification("robust", weights="overlap"): "weighted_difference",
    }.items():
        assert by[choices] == comparison.result("odi", "latest", name).estimate


def test_later_rows_are_those_of_the_sections(study):
    before = set(compare_baseline(study).effective)
    for part in compare_later(study):
        whole = compare_section(study, part.section)
        assert set(part.results) <= set(whole.results) | before
        assert list(part.summaries) == list(whole.summaries)


def test_no_specification_stands_twice(curves):
    for curve in curves.curves:
        assert len({row.choices for row in curve.rows}) == len(curve.rows)


def test_counted_outcomes_have_every_definition_in_both_units(curves):
    (curve,) = (c for c in curves.curves if c.primary.variable == "ruptured_balloons")
    for unit in ("patients", "units"):
        assert set(TWO_SIDED_TESTS) <= {r.choices.test for r in curve.rows if r.choices.unit == unit}
    assert len(curve.rows) == 2 * len(TWO_SIDED_TESTS) + 3


def test_the_grid_of_a_value_with_a_baseline():
    rows = list(specifications(numeric(), 0.95))
    assert len(rows) == 2 * (2 * 4 + 1 + 1)  # outlier rules, of which the far value makes two
    assert not [r for r in rows if r.choices.test == "ranks" and r.choices.covariates != "none"]
    assert not [r for r in rows if r.choices.weights != "none" and r.choices.covariates != "none"]


def test_without_an_outlier_or_a_covariate_there_is_nothing_to_choose_of_them():
    plain = numeric(treated=np.array([5.0, 7, 6, 9, 8, 7]), treated_baseline=None, control_baseline=None)
    plain = replace(plain, treated_covariates=None, control_covariates=None)
    assert [r.choices.test for r in specifications(plain, 0.95)] == ["robust", "pooled", "ranks"]


def test_fences_are_those_of_each_arm():
    assert np.isnan(within_fences(np.array([5.0, 7, 6, 9, 8, 40]))).tolist() == [False] * 5 + [True]
    assert np.isnan(within_fences(np.array([math.nan, math.nan]))).all()


def test_a_value_at_a_fence_is_kept_and_one_beyond_either_is_not():
    """Quartiles 2 and 4: the fences are 2 - 3 and 4 + 3."""
    inner = [1.0, 2, 3, 3, 3, 4, 5]
    at, beyond = np.array([-1.0, *inner, 7.0]), np.array([-1.01, *inner, 7.01])
    assert not np.isnan(within_fences(at)).any()
    assert np.isnan(within_fences(beyond)).tolist() == [True] + [False] * 7 + [True]


def test_where_half_of_an_arm_has_one_value_every_other_one_is_no_outlier():
    """Nobody has pain but two: they are the outcome, not outliers."""
    painless = numeric(treated=np.array([0.0, 0, 0, 0, 6, 8]))
    assert without_outliers(painless) is None
    assert {r.choices.outliers for r in specifications(painless, 0.95)} == {"all"}


def test_scores_shares_counts_and_times_have_no_outliers(curves):
    asked = {c.primary.variable: {r.choices.outliers for r in c.rows} for c in curves.curves}
    for name in ("vas", "odi", "vertebral_height", "operation_time", "fluoroscopy", "hospital_stay"):
        assert asked[name] == {"all"}, name
    assert [v.name for v in curves.study.dictionary if v.role == "outcome" and may_have_outliers(v)] == [
        "cement_volume",
        "cobb_angle",
    ]


def test_a_range_is_of_one_quantity(curves):
    """Means with means, patients with patients: the shift of ranks and the share of balloons are drawn, and not in it."""
    for curve in curves.drawn:
        values = [r.estimate.value for r in curve.rows if r in curve.comparable and r.choices.test != "ranks"]
        patients = [
            r.estimate.value for r in curve.rows if r in curve.comparable and r.choices.unit == "patients"
        ]
        told = curve.robustness.smallest, curve.robustness.largest
        if curve.primary.variable == "ruptured_balloons":
            assert told == (min(patients), max(patients))
            assert len(patients) < len(curve.comparable)
        elif curve.primary.variable == "cement_volume":
            assert told == (min(values), max(values))
            assert len(values) < len(curve.comparable)


@pytest.mark.parametrize("arms", [numeric(), events([2, 1, 0, 1, 0], [0, 1, 0, 0])])
def test_swapped_arms_turn_every_sign_and_no_p(arms):
    there, back = list(specifications(arms, 0.9)), list(specifications(arms.swapped(), 0.9))
    for one, other in zip(there, back, strict=True):
        assert one.choices == other.choices
        assert other.p == pytest.approx(one.p, rel=1e-6)
        if one.estimate.value is not None:
            assert other.estimate.value == pytest.approx(-one.estimate.value, rel=1e-7, abs=1e-12)
        if one.estimate.low is not None:
            assert other.estimate.high == pytest.approx(-one.estimate.low, rel=1e-5, abs=1e-9)


def test_another_unit_of_measurement_changes_nothing_but_the_scale():
    arms = numeric()
    hundred = replace(
        arms,
        treated=100 * arms.treated,
        control=100 * arms.control,
        treated_baseline=100 * arms.treated_baseline,
        control_baseline=100 * arms.control_baseline,
    )
    for one, other in zip(specifications(arms, 0.95), specifications(hundred, 0.95), strict=True):
        assert other.estimate.value == pytest.approx(100 * one.estimate.value, rel=1e-7)
        assert other.p == pytest.approx(one.p, rel=1e-6)


def test_an_arm_without_an_event_has_no_robust_analysis_but_the_exact_ones():
    """Trap T7."""
    arms = replace(
        events([2, 1, 0, 1, 0, 1], [0] * 6), treated_covariates=COLUMNS, control_covariates=COLUMNS
    )
    rows = {(r.choices.test, r.choices.unit, r.choices.weights): r for r in specifications(arms, 0.95)}
    for weights in ("none", "overlap"):
        found = rows["robust", "patients", weights]
        assert found.p is None
        assert found.estimate.reason == ONE_SIDED_ARM
    cluster = rows["cluster", "units", "none"]
    assert cluster.p is not None
    assert cluster.estimate.value == pytest.approx(5 / 12)
    assert cluster.estimate.low is None


def test_units_are_counted_one_by_one():
    rows = list(specifications(events([2, 1, 0], [0, 0, 1]), 0.95))
    (pearson,) = (r for r in rows if (r.choices.test, r.choices.unit) == ("pearson", "units"))
    assert pearson.estimate.value == pytest.approx(3 / 6 - 1 / 6)
    assert pearson.p == pytest.approx(TWO_SIDED_TESTS["pearson"](3, 6, 1, 6))
    assert (pearson.estimate.n_treated, pearson.estimate.n_control) == (6, 6)


def made_curve(curves, p: dict[Specification, float | None], shipped: Specification) -> Curve:
    """A curve of these P values."""
    whole = curves.curves[1]
    estimate = whole.primary.estimate
    rows = tuple(Specified(c, replace(estimate, p_value=x), "unit") for c, x in p.items())
    return Curve(whole.study, whole.primary, rows, shipped)


def test_flips_by_hand(curves):
    """Only what differs in one choice and lies across alpha; two choices together are contrary, and no flip."""
    shipped = Specification("robust")
    curve = made_curve(
        curves,
        {
            shipped: 0.04,
            Specification("ranks"): 0.06,
            Specification("pooled"): 0.049,
            Specification("robust", covariates="known"): 0.05,  # alpha itself is not below alpha
            Specification("pooled", covariates="known"): 0.2,
        },
        shipped,
    )
    assert [r.choices for r in curve.flips] == [
        Specification("ranks"),
        Specification("robust", covariates="known"),
    ]
    assert (curve.robustness.below, curve.robustness.contrary, curve.robustness.single) == (2, 3, 2)


def test_nothing_flips_what_all_agree_on(curves):
    shipped = Specification("robust")
    assert made_curve(curves, {shipped: 0.3, Specification("ranks"): 0.5}, shipped).flips == []


def test_nobody_with_an_event_leaves_the_shipped_analysis_alone(curves):
    (curve,) = (c for c in curves.curves if c.primary.variable == "procedure_completed")
    assert curve.tested == [curve.shipped]
    assert curve not in curves.drawn


def test_a_hundred_thousand_patients_do_not_explode():
    rng = np.random.default_rng(1)
    columns = rng.standard_normal((2, 50_000, 5))
    values = rng.standard_normal((2, 50_000))
    arms = Arms(*values, measure="continuous", treated_covariates=columns[0], control_covariates=columns[1])
    assert all(r.p is not None for r in specifications(arms, 0.95))


def times(treated, control, tau=None) -> Arms:
    """Times with a plus sign where the patient was last seen without the event."""
    read = [
        (float(cell.rstrip("+")), float(not cell.endswith("+"))) for cell in (treated + " " + control).split()
    ]
    time, event = np.array(read).T
    n = len(treated.split())
    return Arms(time[:n], time[n:], event[:n], event[n:], tau=tau, measure="time")


@pytest.mark.parametrize(
    ("treated", "control", "tau", "tests"),
    [
        # Both arms end with somebody left: the first last time is as far as both curves are known.
        ("1 3 5+", "2 4 9+", None, []),
        ("1 3 5+", "2 4 9+", 4.0, ["restricted_mean_known"]),
        # The treated all had the event: their curve is known for ever, and the first to end is no limit.
        ("1 3 5", "2 4 9+", None, ["restricted_mean_first"]),
        ("1 3 5", "2 4 9+", 4.0, ["restricted_mean_known", "restricted_mean_first"]),
        # Nobody is censored: there is a mean without a horizon.
        ("1 3 5", "2 4 9", None, ["restricted_mean_first", "plain_mean"]),
        ("1 3 5", "2 4 5", 5.0, ["plain_mean"]),
    ],
)
def test_a_horizon_is_a_choice_where_another_is_admissible(treated, control, tau, tests):
    found = [row.choices.test for row in specifications(times(treated, control, tau), 0.95)]
    assert found == ["restricted_mean", "log_rank", "cox", *tests]


def test_under_a_policy_no_other_horizon_is_asked():
    arms = times("1 3 5", "2 4 9", 4.0)
    found = [row.choices.test for row in specifications(arms, 0.95, horizons=False)]
    assert found == ["restricted_mean", "log_rank", "cox"]


def test_a_range_holds_means_up_to_one_horizon_alone(curves):
    (curve,) = [c for c in curves.curves if c.primary.variable == "weight_bearing_time"]
    assert {row.choices.test for row in curve.comparable} > {"restricted_mean"}
    assert {row.choices.test for row in curve.alike} == {"restricted_mean"}
