"""Times at equal covariates and under weights: against R's survival, by their invariants, at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.times.adjusted_hazards import adjusted_hazard_ratio
from twoarm.methods.times.proportional_hazards import hazard_ratio
from twoarm.methods.times.restricted_means import restricted_mean_difference
from twoarm.methods.times.weighted_hazards import weighted_hazard_ratio
from twoarm.methods.times.weighted_times import (
    weighted_hazard_ratio_by_bootstrap,
    weighted_restricted_mean_difference,
)
from twoarm.methods.weights.resampled import RESAMPLES

REFERENCE = json.loads((TESTS / "reference" / "weights.json").read_text(encoding="utf-8"))
METHODS = [adjusted_hazard_ratio, weighted_hazard_ratio_by_bootstrap, weighted_restricted_mean_difference]
NAN = math.nan


def drawn(seed, n=60, grid=1.0):
    """Times and events that hang on two covariates, whose means differ between the arms."""
    rng = np.random.default_rng(seed)
    treated = np.arange(n) < n // 2 - 1
    columns = rng.standard_normal((n, 2)) + 0.3 * treated[:, None]
    time = np.ceil(rng.exponential(8 * np.exp(-0.4 * columns[:, 0] + 0.2 * treated)) / grid) * grid
    end = np.ceil(rng.uniform(4, 14, n) / grid) * grid
    return np.minimum(time, end), (time <= end).astype(float), columns, treated


def arrays(case):
    inputs = {name: np.array(value, dtype=float) for name, value in case["inputs"].items()}
    return {name: float(value) if value.ndim == 0 else value for name, value in inputs.items()}


@pytest.mark.parametrize("case", REFERENCE["adjusted_hazard_ratio"])
def test_the_ratio_at_equal_covariates_is_that_of_r(case):
    found = adjusted_hazard_ratio(**arrays(case))
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["weighted_hazard_ratio"])
def test_the_weighted_ratio_and_its_robust_error_are_those_of_r(case):
    found = weighted_hazard_ratio(**arrays(case))
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["weighted_restricted_mean_difference"])
def test_weighted_restricted_means_are_those_of_r(case):
    assert weighted_restricted_mean_difference(**arrays(case)).value == pytest.approx(case["value"], rel=1e-8)


def near(found, value, log=False):
    share = np.sqrt(1 + value["replicates"] / RESAMPLES)
    assert found.value == pytest.approx(value["value"], rel=1e-8)
    limits = zip((found.low, found.high), (value["low"], value["high"]), value["monte_carlo"], strict=True)
    for mine, theirs, error in limits:
        assert mine == pytest.approx(theirs, abs=4 * share * error)


@pytest.mark.parametrize("case", REFERENCE["weighted_hazard_ratio_by_bootstrap"])
def test_limits_of_the_ratio_are_those_of_a_bootstrap_in_r(case):
    near(weighted_hazard_ratio_by_bootstrap(**arrays(case)), case["value"])


@pytest.mark.parametrize("case", REFERENCE["weighted_restricted_mean_by_bootstrap"])
def test_limits_of_the_means_are_those_of_a_bootstrap_in_r(case):
    near(weighted_restricted_mean_difference(**arrays(case)), case["value"])


@pytest.mark.parametrize("grid", [1.0, 0.001])
def test_without_covariates_they_are_the_ordinary_ones(grid):
    time, event, *_ = drawn(1, grid=grid)
    treated = np.arange(60) < 30  # arms of one size: without a covariate every patient counts one half
    sides = [x for arm in (treated, ~treated) for x in (time[arm], event[arm])]
    none = np.empty((time.size, 0))
    plain, adjusted = hazard_ratio(*sides), adjusted_hazard_ratio(time, event, none, treated)
    assert [adjusted.value, adjusted.low, adjusted.high] == pytest.approx(
        [plain.value, plain.low, plain.high], rel=1e-9
    )
    bootstrap = weighted_hazard_ratio_by_bootstrap(time, event, none, treated)
    assert bootstrap.value == pytest.approx(plain.value, rel=1e-9)
    means = weighted_restricted_mean_difference(time, event, none, treated)
    own = restricted_mean_difference(*sides)
    assert means.value == pytest.approx(own.value, rel=1e-12)
    assert means.high - means.low == pytest.approx(own.high - own.low, rel=0.2)


def test_equal_weights_of_any_size_change_nothing():
    time, event, _, treated = drawn(2)
    one, other = (weighted_hazard_ratio(time, event, np.full(60, w), treated) for w in (1.0, 0.003))
    assert [other.value, other.low] == pytest.approx([one.value, one.low], rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [3, 4])
def test_shuffled_swapped_and_in_another_unit(method, seed):
    time, event, columns, treated = drawn(seed)
    one = method(time, event, columns, treated)
    assert one.low < one.value < one.high
    order = np.random.default_rng(seed).permutation(time.size)
    shuffled = method(time[order], event[order], columns[order], treated[order])
    other = method(time, event, columns, ~treated)
    days = method(30 * time, event, 2 * columns + 5, treated)
    ratio = method is not weighted_restricted_mean_difference
    turned = [1 / x for x in (one.value, one.high, one.low)] if ratio else [-one.value, -one.high, -one.low]
    assert [other.value, other.low, other.high] == pytest.approx(turned, rel=1e-6)
    scale = 1 if ratio else 30
    assert [days.value, days.low] == pytest.approx([scale * one.value, scale * one.low], rel=1e-6)
    for found in (shuffled, other, days):
        assert found.p_value == pytest.approx(one.p_value, rel=1e-8)
    if method is not adjusted_hazard_ratio:
        assert shuffled == one


def test_a_covariate_of_patients_without_an_event_leaves_the_ratio_bounded():
    time, event, columns, treated = drawn(5)
    rare = np.zeros(60)
    rare[np.flatnonzero(event == 0)[:2]] = 1.0
    without = adjusted_hazard_ratio(time, event, columns, treated)
    found = adjusted_hazard_ratio(time, event, np.column_stack([columns, rare]), treated)
    assert found.estimable
    assert 0.5 < found.value / without.value < 2


@pytest.mark.parametrize("method", METHODS)
def test_a_rare_covariate_has_every_analysis(method):
    time, event, columns, treated = drawn(6)
    found = method(time, event, np.column_stack([columns, np.arange(60) == 4]), treated)
    assert found.low < found.value < found.high


@pytest.mark.parametrize("method", METHODS)
def test_who_misses_time_or_event_is_dropped(method):
    time, event, columns, treated = drawn(7)
    gaps = time.copy(), event.copy(), columns.copy()
    gaps[0][3], gaps[1][50], gaps[2][[3, 50]] = NAN, NAN, NAN
    known = ~np.isin(np.arange(60), [3, 50])
    assert method(*gaps, treated) == method(time[known], event[known], columns[known], treated[known])
    with pytest.raises(AnalysisError):
        method(time[:-1], event, columns, treated)


@pytest.mark.parametrize("method", METHODS)
def test_covariates_that_tell_the_arms_apart_have_a_reason(method):
    time, event, columns, treated = drawn(8)
    found = method(time, event, np.column_stack([columns, treated]), treated)
    assert "tell the arms apart" in found.reason


@pytest.mark.parametrize(
    ("time", "event", "reason"),
    [
        ([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1], "no event in an arm"),
        ([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1], "bounds no ratio"),
    ],
)
def test_no_ratio_and_why(time, event, reason):
    arm = [1, 1, 1, 0, 0, 0]
    for method in METHODS[:2]:
        assert reason in method(time, event, np.empty((6, 0)), arm).reason
    assert reason in weighted_hazard_ratio(time, event, np.ones(6), arm).reason


def test_no_restricted_means_and_why():
    short = [1, 2, 3, 9], [1, 1, 0, 1]
    arm = [1, 1, 1, 0]
    found = weighted_restricted_mean_difference(*short, np.empty((4, 0)), arm, tau=5.0)
    assert found.reason == "horizon beyond the last time of an arm"
    assert "empty arm" in weighted_restricted_mean_difference(*short, np.empty((4, 0)), [1] * 4).reason
