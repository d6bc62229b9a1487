"""Missing values: Rubin's rules as in R's mice, chained equations within their Monte-Carlo error, and invariants."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.missing import (
    Column,
    Form,
    cumulative_hazard,
    impute,
    impute_arms,
    pool,
    pooled_estimate,
    pooled_mean_difference,
    pooled_risk_difference,
    shifted,
    tipping_points,
)
from twoarm.methods.values.means import mean_difference
from twoarm.methods.weights.adjusted import adjusted_difference

REFERENCE = json.loads((TESTS / "reference" / "imputation.json").read_text(encoding="utf-8"))
NAN = math.nan
OTHER_PRIOR = {"g": 0.02}  # standard errors of the difference that the two models of a share may lie apart


def arms(shift=2.0, size=24, seed=5):
    """Two arms with pain, grade and sex, each missing for some; age is known."""
    rng = np.random.default_rng(seed)
    made = []
    for effect in (shift, 0.0):
        age = rng.normal(70, 8, size)
        pain = effect + 0.2 * age + rng.normal(0, 2, size)
        grade = np.clip(np.round(pain / 5), 1, 4)
        sex = (rng.random(size) < 0.4).astype(float)
        for values, share in ((pain, 0.3), (grade, 0.2), (sex, 0.2)):
            values[rng.random(size) < share] = NAN
        made.append([Column("age", age), Column("pain", pain), Column("grade", grade, Form.ORDERED)])
        made[-1].append(Column("sex", sex, Form.NAMED))
    return made


def difference(treated, control, name="pain"):
    first, second = impute_arms(treated, control, seed=3, number=20)
    return pooled_mean_difference(first.columns[name], second.columns[name])


def changed(columns, change):
    return [Column(c.name, change(c), c.form) for c in columns]


@pytest.mark.parametrize("case", REFERENCE["pool"])
def test_rubins_rules_are_those_of_mice(case):
    inputs = case["inputs"]
    found = pool(inputs["values"], inputs["errors"], inputs.get("df") or math.inf)
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-10), name


@pytest.mark.parametrize("case", REFERENCE["pooled_estimate"])
def test_a_model_of_fixed_imputations_is_pooled_as_by_mice(case):
    inputs, treated = case["inputs"], np.array(case["inputs"]["treated"], dtype=bool)
    age = np.array(inputs["age"], dtype=float)[:, None]
    fits = [
        adjusted_difference(np.array(y, dtype=float), age, treated, inputs["conf_level"], robust=False)
        for y in inputs["outcomes"]
    ]
    found = pooled_estimate(fits, df=treated.size - 3)
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-10), name


@pytest.mark.parametrize("case", REFERENCE["cumulative_hazard"])
def test_the_cumulative_hazard_is_that_of_survfit(case):
    assert cumulative_hazard(**case["inputs"]) == pytest.approx(case["value"], rel=1e-12)


@pytest.mark.parametrize("case", REFERENCE["impute_arms"])
def test_the_whole_lies_within_three_monte_carlo_errors_of_mice(case):
    inputs, number = case["inputs"], 2000
    forms = {"x": Form.MEASURED, "s": Form.NAMED, "z": Form.MEASURED, "y": Form.MEASURED, "g": Form.NAMED}
    data = {name: np.array(inputs[name], dtype=float) for name in forms}
    treated = np.array(inputs["arm"]) == 1
    both = [
        [Column(name, data[name][arm], form) for name, form in forms.items()] for arm in (treated, ~treated)
    ]
    first, second = impute_arms(*both, seed=11, number=number)
    for name, variance in (("y", lambda v: v.var(1, ddof=1)), ("g", lambda v: v.mean(1) * (1 - v.mean(1)))):
        a, b = first.columns[name], second.columns[name]
        errors = np.sqrt(variance(a) / a.shape[1] + variance(b) / b.shape[1])
        found, theirs = pool(a.mean(1) - b.mean(1), errors), case["value"][name]
        spread = math.hypot(found.monte_carlo_error, theirs["monte_carlo_error"])
        # Levels: mice adds patients of little weight at each level, this package has a prior; see the README beside it.
        allowed = 3 * spread + OTHER_PRIOR.get(name, 0.0) * found.error
        assert abs(found.value - theirs["value"]) < allowed, name
        assert 3 * spread < found.error / 15, name  # a wrong model would be seen
        # A variance between m data sets is known to a share of the root of 2 / (m - 1).
        between = [found.between, theirs["monte_carlo_error"] ** 2 * inputs["number"]]
        unsure = math.hypot(
            *(b * math.sqrt(2 / (m - 1)) for b, m in zip(between, (number, inputs["number"]), strict=True))
        )
        assert abs(found.error**2 - theirs["error"] ** 2) < 3 * unsure, name


def test_nothing_missing_gives_the_complete_case_result():
    treated, control = np.array([3.0, 4, 7, 9]), np.array([1.0, 2, 2, 8, 4])
    first, second = impute_arms([Column("pain", treated)], [Column("pain", control)], seed=1)
    found = pooled_mean_difference(first.columns["pain"], second.columns["pain"])
    assert found == mean_difference(treated, control)
    assert pooled_risk_difference([[1, 0, 1]], [[0, 0, 1, 1]]) == risk_difference(2, 3, 2, 4)


def test_arms_that_change_places_change_the_sign():
    treated, control = arms()
    there, back = difference(treated, control), difference(control, treated)
    assert (back.value, back.low, back.high) == (-there.value, -there.high, -there.low)


def test_patients_in_another_order_are_imputed_alike():
    treated, control = arms()
    order = np.random.default_rng(1).permutation(24)
    first = impute(treated, 20, seed=3).columns["pain"]
    again = impute(changed(treated, lambda c: c.values[order]), 20, seed=3).columns["pain"]
    assert np.array_equal(again, first[:, order])
    assert difference(treated[::-1], control[::-1]) == difference(treated, control)


def test_another_unit_scales_the_result():
    treated, control = arms()
    tenfold = [
        changed(arm, lambda c: c.values * 10 if c.name == "pain" else c.values) for arm in (treated, control)
    ]
    one, ten = difference(treated, control), difference(*tenfold)
    assert (ten.value, ten.low, ten.high) == pytest.approx((10 * one.value, 10 * one.low, 10 * one.high))


def test_known_values_stay_and_levels_are_those_seen():
    columns, _ = arms()
    done = impute(columns, 20, seed=3)
    for column in columns:
        filled = done.columns[column.name]
        known = ~column.missing
        assert np.array_equal(filled[:, known], np.tile(column.values[known], (20, 1)))
        assert not np.isnan(filled).any()
        if column.form is not Form.MEASURED:
            assert set(np.unique(filled)) <= set(np.unique(column.values[known]))
    assert np.ptp(done.columns["pain"], axis=0)[columns[1].missing].min() > 0


def test_three_levels_are_drawn_as_often_as_they_are_seen():
    levels = np.repeat([1.0, 2.0, 3.0, NAN], [60, 30, 10, 50])
    drawn = impute([Column("place", levels, Form.NAMED)], 200, seed=4).columns["place"][:, 100:]
    shares = [(drawn == level).mean() for level in (1, 2, 3)]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.02)


def test_a_level_that_the_predictor_decides_is_drawn_without_failure():
    age = np.arange(20.0)
    sex = np.where(age < 10, 0.0, 1.0)
    sex[[0, 19]] = NAN
    drawn = impute([Column("age", age), Column("sex", sex, Form.NAMED)], 100, seed=4).columns["sex"]
    assert drawn[:, 0].mean() < 0.1
    assert drawn[:, 19].mean() > 0.9


def test_more_predictors_than_patients_are_borne():
    rng = np.random.default_rng(2)
    columns = [Column(f"x{i}", rng.normal(size=12)) for i in range(15)]
    columns.append(Column("pain", np.where(np.arange(12) < 3, NAN, rng.normal(5, 1, 12))))
    columns.append(Column("sex", np.where(np.arange(12) > 8, NAN, np.arange(12) % 2), Form.NAMED))
    drawn = impute(columns, 50, seed=1).columns["pain"][:, :3]
    assert np.isfinite(drawn).all()
    assert np.abs(drawn - 5).max() < 15


def test_what_fewer_than_a_fifth_know_is_left_out_of_both_arms():
    few = np.array([1.0, 2, 3] + [NAN] * 13)
    many = np.where(np.arange(16) < 2, NAN, np.arange(16.0))
    first, second = impute_arms(
        [Column("few", few), Column("pain", many)], [Column("few", many), Column("pain", many[::-1])], seed=1
    )
    assert first.left_out == second.left_out == ("few",)
    assert set(first.columns) == set(second.columns) == {"pain"}


def test_arms_alike_to_the_last_value_still_differ_by_what_is_not_known():
    arm, _ = arms()
    found = difference(arm, arm)
    assert found.value != 0
    assert found.low < 0 < found.high


def test_a_shift_tips_the_conclusion_exactly_there():
    treated, control = arms(shift=4.0)
    first, second = impute_arms(treated, control, seed=3, number=20)

    def at(shift):
        return pooled_mean_difference(
            shifted(first.columns["pain"], first.missing["pain"], shift), second.columns["pain"]
        )

    found = tipping_points(at, 60.0)
    assert found.conclusion == 1
    assert found.nearest == found.below < 0
    assert at(found.below).low <= 0 < at(found.below * 0.999).low


def test_a_conclusion_that_no_shift_turns_has_no_tipping_point():
    found = tipping_points(lambda _: mean_difference([5.0, 6, 7], [1.0, 2, 3]), 10.0)
    assert (found.below, found.above, found.nearest, found.conclusion) == (None, None, None, 1)


def test_ratios_are_pooled_as_logarithms():
    from twoarm.methods.times.proportional_hazards import hazard_ratio

    times = [([3.0, 5, 8, 9], [4.0, 6, 2, 7]), ([3.0, 5, 8, 6], [4.0, 6, 2, 7])]
    fits = [hazard_ratio(t, [1, 1, 0, 1], c, [1, 1, 1, 0]) for t, c in times]
    turned = [hazard_ratio(c, [1, 1, 1, 0], t, [1, 1, 0, 1]) for t, c in times]
    there, back = pooled_estimate(fits, ratio=True), pooled_estimate(turned, ratio=True)
    assert (1 / back.value, 1 / back.high, 1 / back.low) == pytest.approx(
        (there.value, there.low, there.high)
    )


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: impute([Column("a", [1, 2, 3, NAN])], 1, 1), ParameterError, "One imputation"),
        (lambda: impute([Column("a", [1, 2]), Column("b", [1])], 20, 1), AnalysisError, "differ in length"),
        (lambda: impute([Column("a", [1]), Column("a", [1])], 20, 1), AnalysisError, "share a name"),
        (lambda: impute_arms([Column("a", [1])], [Column("b", [1])], 1), AnalysisError, "other columns"),
        (lambda: Column("a", [math.inf]), AnalysisError, "infinite"),
        (lambda: pool([1.0], [1.0]), AnalysisError, "two data sets"),
        (lambda: pooled_estimate([]), AnalysisError, "at least one"),
        (lambda: pooled_mean_difference(np.ones((2, 3)), np.ones((3, 3))), AnalysisError, "same number"),
        (lambda: tipping_points(lambda _: mean_difference([1], [1]), 0.0), ParameterError, "reach"),
    ],
)
def test_what_cannot_be_done_is_said(call, error, words):
    with pytest.raises(error, match=words):
        call()
