"""Overlap weights and the difference under them: against R, by hand, by their invariants, at the edges, by coverage."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import special, stats

from twoarm.errors import AnalysisError
from twoarm.methods.values.means import mean_difference
from twoarm.methods.weights.overlap import TOLD_APART, effective_sizes, overlap_weights, weighted_difference
from twoarm.methods.weights.propensity import design

REFERENCE = json.loads((TESTS / "reference" / "survival_balance.json").read_text(encoding="utf-8"))
NAN = math.nan


def drawn(seed, n_treated=30, n_control=32, p=3, shift=0.4):
    """Covariates whose means differ between the arms, an outcome that depends on them, and the arm."""
    rng = np.random.default_rng(seed)
    treated = np.repeat([True, False], [n_treated, n_control])
    columns = rng.standard_normal((treated.size, p)) + shift * treated[:, None]
    return columns @ np.resize([1.0, 0.5, -0.5], p) + rng.standard_normal(treated.size), columns, treated


@pytest.mark.parametrize("case", REFERENCE["overlap_weights"])
def test_weights_are_those_of_r(case):
    inputs, value = case["inputs"], case["value"]
    weights = overlap_weights(**inputs)
    assert weights.tolist() == pytest.approx(value["weights"], rel=1e-8)
    sizes = value["treated_size"], value["control_size"]
    assert effective_sizes(weights, inputs["treated"]) == pytest.approx(sizes, rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["weighted_difference"])
def test_difference_is_that_of_r(case):
    """R's sandwich has numeric derivatives, good to 1e-10."""
    estimate = weighted_difference(**case["inputs"])
    for name, value in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(value, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["weighted_difference_bootstrap"])
def test_error_is_that_of_a_bootstrap_which_finds_the_weights_anew(case):
    """At 300 patients the two ways differ by 1 part in n; the bootstrap's own error of 1.1% is allowed three times."""
    inputs, value = case["inputs"], case["value"]
    estimate = weighted_difference(**inputs)
    df = len(inputs["outcome"]) - len(inputs["covariates"][0]) - 2
    error = (estimate.high - estimate.low) / 2 / stats.t.ppf(0.975, df)
    assert error == pytest.approx(value["error"], abs=3 * value["monte_carlo"])


def test_weights_by_hand():
    # With one 0/1 covariate the chance of the treated arm is the share of the treated beside its like.
    weights = overlap_weights([[1], [1], [1], [1], [0], [0]], [1, 0, 0, 0, 1, 0])
    assert weights.tolist() == pytest.approx([3 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 2, 1 / 2], rel=1e-12)
    treated, control = effective_sizes(weights, [1, 0, 0, 0, 1, 0])
    assert treated == pytest.approx((5 / 4) ** 2 / (13 / 16), rel=1e-12)
    assert control == pytest.approx((5 / 4) ** 2 / (7 / 16), rel=1e-12)


def test_difference_by_hand():
    # Treated 3/4 * 4 + 1/2 * 9, control 1/4 * (1 + 2 + 3) + 1/2 * 5, each over 5/4.
    estimate = weighted_difference(
        [4, 1, 2, 3, 9, 5], [[1], [1], [1], [1], [0], [0]], [1, 0, 0, 0, 1, 0], 0.95
    )
    assert estimate.value == pytest.approx((7.5 - 4.0) / 1.25, rel=1e-12)
    assert (estimate.n_treated, estimate.n_control) == (2, 4)


def test_without_covariates_it_is_the_ordinary_difference():
    values, _, treated = drawn(1)
    estimate = weighted_difference(values, np.empty((62, 0)), treated, 0.95)
    arms = values[treated], values[~treated]
    assert estimate.value == pytest.approx(mean_difference(*arms, 0.95).value, rel=1e-10)
    error = math.sqrt(sum(arm.var() / arm.size for arm in arms) * 62 / 60)
    assert estimate.high - estimate.value == pytest.approx(stats.t.ppf(0.975, 60) * error, rel=1e-10)


@pytest.mark.parametrize("seed", range(4))
def test_every_covariate_has_one_mean_in_both_arms(seed):
    _, columns, treated = drawn(seed, p=5)
    weights = overlap_weights(columns, treated)
    means = [np.average(columns[arm], axis=0, weights=weights[arm]) for arm in (treated, ~treated)]
    assert means[0] == pytest.approx(means[1], abs=1e-9)
    assert ((weights > 0) & (weights < 1)).all()
    assert all(1 <= size <= n for size, n in zip(effective_sizes(weights, treated), (30, 32), strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_swapped_the_difference_turns_and_p_stays(seed):
    values, columns, treated = drawn(seed)
    one, other = (weighted_difference(values, columns, arm, 0.9) for arm in (treated, ~treated))
    assert [other.value, other.low, other.high] == pytest.approx([-one.value, -one.high, -one.low], rel=1e-9)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_order_and_units_change_nothing(seed):
    values, columns, treated = drawn(seed)
    one = weighted_difference(values, columns, treated, 0.95)
    order = np.random.default_rng(seed).permutation(treated.size)
    units = 1e6 + columns[:, ::-1] * [1e-3, 60.0, 1.0]
    for other in (
        weighted_difference(values[order], columns[order], treated[order], 0.95),
        weighted_difference(values, units, treated, 0.95),
        weighted_difference(1e6 + values, columns, treated, 0.95),
    ):
        assert [other.value, other.low, other.high] == pytest.approx([one.value, one.low, one.high], rel=1e-6)
        assert other.p_value == pytest.approx(one.p_value, rel=1e-6)


def test_a_column_said_twice_is_dropped():
    values, columns, treated = drawn(2)
    twice = np.column_stack([columns, 3 - 2 * columns[:, 1], np.ones(62), columns.sum(axis=1)])
    assert design(twice, treated)[0].shape == (62, 4)
    assert overlap_weights(twice, treated) == pytest.approx(overlap_weights(columns, treated), rel=1e-9)
    both = [weighted_difference(values, x, treated, 0.95) for x in (columns, twice)]
    assert both[0].high == pytest.approx(both[1].high, rel=1e-9)  # its degrees of freedom do not count either


def test_interval_agrees_with_p():
    estimate = weighted_difference(*drawn(6), 0.95)
    at_p = weighted_difference(*drawn(6), 1 - estimate.p_value)
    assert min(abs(at_p.low), abs(at_p.high)) < 1e-9
    assert estimate.low < estimate.value < estimate.high


def test_who_misses_the_outcome_is_dropped_before_the_weights_are_found():
    values, columns, treated = drawn(3)
    gaps = np.where(np.arange(62) % 7 == 0, NAN, values)
    known = ~np.isnan(gaps)
    assert weighted_difference(gaps, columns, treated, 0.95) == weighted_difference(
        values[known], columns[known], treated[known], 0.95
    )


@pytest.mark.parametrize("by", [0.0, 1e-4])
def test_covariates_that_tell_the_arms_apart_give_no_weights(by):
    values, columns, treated = drawn(4)
    apart = columns.copy()
    apart[:, 0] = np.where(treated, apart[:, 0] - apart[treated, 0].min() + by, -np.abs(apart[:, 0]))
    assert overlap_weights(apart, treated) is None
    estimate = weighted_difference(values, apart, treated, 0.95)
    assert (estimate.value, estimate.reason) == (None, TOLD_APART)


def test_a_level_of_one_arm_alone_counts_its_patients_little():
    """By maximum likelihood they would not count at all, and nobody would have weights."""
    _, columns, treated = drawn(5)
    alone = np.zeros(62)
    alone[:3] = 1  # three patients, all treated
    weights = overlap_weights(np.column_stack([columns, alone]), treated)
    assert 0 < weights[:3].max() < np.median(weights[treated]) / 2


def test_a_strong_covariate_that_does_not_separate_has_weights():
    rng = np.random.default_rng(9)
    x = rng.standard_normal(4000)
    treated = rng.random(4000) < special.expit(5 * x)
    weights = overlap_weights(x[:, None], treated)
    assert weights.min() < 1e-4
    assert np.average(x[treated], weights=weights[treated]) == pytest.approx(
        np.average(x[~treated], weights=weights[~treated]), abs=1e-9
    )


@pytest.mark.parametrize(
    ("values", "columns", "treated", "reason"),
    [
        ([], np.empty((0, 2)), [], "fewer than two patients in an arm"),
        ([1, 2, 3], [[1], [2], [3]], [1, 1, 1], "fewer than two patients in an arm"),
        ([1, 2, 3], [[1], [2], [3]], [0, 1, 0], "fewer than two patients in an arm"),
        ([NAN, NAN, 1, 2], [[1], [2], [3], [1]], [1, 1, 0, 0], "fewer than two patients in an arm"),
        ([7, 7, 7, 7], [[1], [2], [1], [2]], [1, 1, 0, 0], "no variation beyond that of arm and covariates"),
        (
            [1e6 + 0.1] * 4,
            [[1], [2], [1], [2]],
            [1, 1, 0, 0],
            "no variation beyond that of arm and covariates",
        ),
        ([1, 1, 0, 0], [[1], [2], [1], [2]], [1, 1, 0, 0], "no variation beyond that of arm and covariates"),
        ([1, 2, 1, 2], [[1], [2], [1], [2]], [1, 1, 0, 0], "no variation beyond that of arm and covariates"),
    ],
)
def test_no_difference_and_why(values, columns, treated, reason):
    estimate = weighted_difference(values, columns, treated, 0.95)
    assert (estimate.value, estimate.reason) == (None, reason)


def test_no_event_in_one_arm_has_a_difference():
    _, columns, treated = drawn(8)
    events = np.where(treated & (columns[:, 0] > 0.5), 1.0, 0.0)
    estimate = weighted_difference(events, columns, treated, 0.95)
    assert 0 < estimate.value < 1
    assert weighted_difference(np.zeros(62), columns, treated, 0.95).value is None


def test_no_patients_no_weights():
    assert overlap_weights(np.empty((0, 2)), []) is None
    assert overlap_weights([[1.0], [2.0]], [1, 1]) is None
    assert effective_sizes([], []) == (0.0, 0.0)
    assert effective_sizes([0.0, 1.0], [1, 0]) == (0.0, 1.0)


@pytest.mark.parametrize(
    "rows",
    [
        ([1.0, 2.0], [[1.0], [2.0], [3.0]], [1, 0, 1]),
        ([1.0, 2.0, 3.0], [[1.0], [2.0]], [1, 0, 1]),
        ([1.0, 2.0, 3.0], [[1.0], [NAN], [3.0]], [1, 0, 1]),
    ],
)
def test_rows_of_other_patients_and_missing_covariates_are_refused(rows):
    with pytest.raises(AnalysisError):
        weighted_difference(*rows, 0.95)


def test_a_hundred_thousand_patients_an_arm():
    estimate = weighted_difference(*drawn(10, 100_000, 100_000, p=8), 0.95)
    assert abs(estimate.value) < 0.02  # the truth is 0, four standard errors away at most
    assert estimate.high - estimate.low == pytest.approx(0.02, rel=0.05)
