"""A covariate that only some patients have: the penalised chance of treatment, and bootstraps that find the weights anew."""

import json

import numpy as np
import pytest
from places import TESTS

from twoarm.methods.weights import resampled
from twoarm.methods.weights.bootstrapped import weighted_difference_by_bootstrap
from twoarm.methods.weights.firth import firth_log_odds_of_treatment, surviving_log_odds, tells_apart
from twoarm.methods.weights.overlap import overlap_weights, weighted_difference
from twoarm.methods.weights.propensity import design, log_odds_of_treatment

REFERENCE = json.loads((TESTS / "reference" / "weights.json").read_text(encoding="utf-8"))


def drawn(seed, n_treated=30, n_control=32, rare=0):
    """An outcome, two covariates and one that only the first treated patients have, and the arm."""
    rng = np.random.default_rng(seed)
    treated = np.repeat([True, False], [n_treated, n_control])
    columns = rng.standard_normal((treated.size, 2)) + 0.3 * treated[:, None]
    values = columns @ [1.0, 0.5] + rng.standard_normal(treated.size)
    columns = np.column_stack([columns, np.arange(treated.size) < rare]) if rare else columns
    return values, columns, treated


@pytest.mark.parametrize("case", REFERENCE["firth_log_odds_of_treatment"])
def test_penalised_log_odds_are_those_of_r(case):
    inputs = {name: np.array(value, dtype=float) for name, value in case["inputs"].items()}
    found = firth_log_odds_of_treatment(*design(**inputs))
    assert found.tolist() == pytest.approx(case["value"], rel=1e-6, abs=1e-8)


def test_a_rare_covariate_has_weights_and_a_common_one_is_not_penalised():
    for rare, penalised in ((0, False), (1, True), (2, True)):
        _, columns, treated = drawn(3, rare=rare)
        basis, arm = design(columns, treated)
        found, was = surviving_log_odds(basis, arm)
        assert was == penalised
        assert np.isfinite(found).all()
        assert (log_odds_of_treatment(basis, arm) is None) == penalised
        weights = overlap_weights(columns, treated)
        assert ((weights > 0) & (weights < 1)).all()


def test_penalised_weights_leave_the_rest_nearly_alike():
    _, columns, treated = drawn(5, rare=1)
    weights = overlap_weights(columns, treated)
    means = [np.average(columns[arm], axis=0, weights=weights[arm]) for arm in (treated, ~treated)]
    assert np.abs(means[0] - means[1])[:2].max() < 0.05
    assert np.abs(means[0] - means[1]).max() > 1e-6  # which maximum likelihood would make 0


def test_the_penalty_does_not_hang_on_how_the_columns_are_written():
    _, columns, treated = drawn(6, rare=2)
    other = np.column_stack([1 - columns[:, 2], columns[:, 0] + columns[:, 1], 5 * columns[:, 1] - 3])
    assert overlap_weights(other, treated) == pytest.approx(overlap_weights(columns, treated), rel=1e-8)
    swapped = overlap_weights(columns, ~treated)
    assert swapped == pytest.approx(overlap_weights(columns, treated), rel=1e-8)


def test_covariates_that_together_tell_every_patient_apart_have_no_weights():
    values, columns, treated = drawn(7)
    columns[:, 0] = np.where(treated, 1.0, -1.0) * 5 - columns[:, 1]
    basis, arm = design(columns, treated)
    assert tells_apart(basis, arm)
    assert surviving_log_odds(basis, arm) == (None, False)
    for function in (weighted_difference, weighted_difference_by_bootstrap):
        assert "together" in function(values, columns, treated).reason
    assert overlap_weights(columns, np.ones(62)) is None


@pytest.mark.parametrize("case", REFERENCE["weighted_difference_by_bootstrap"])
def test_limits_are_those_of_a_bootstrap_in_r(case):
    """Within four errors of the two numbers of replicates together."""
    value, found = case["value"], weighted_difference_by_bootstrap(**case["inputs"])
    assert found.value == pytest.approx(value["value"], rel=1e-8)
    share = np.sqrt(1 + value["replicates"] / resampled.RESAMPLES)
    for mine, theirs, error in zip(
        (found.low, found.high), (value["low"], value["high"]), value["monte_carlo"], strict=True
    ):
        assert mine == pytest.approx(theirs, abs=4 * share * error)


def test_the_value_is_that_of_the_sandwich_and_the_interval_near_it():
    values, columns, treated = drawn(8, 300, 320)
    one, other = (
        f(values, columns, treated) for f in (weighted_difference_by_bootstrap, weighted_difference)
    )
    assert one.value == pytest.approx(other.value, rel=1e-10)
    assert one.high - one.low == pytest.approx(other.high - other.low, rel=0.1)


@pytest.mark.parametrize("rare", [0, 1, 2])
def test_shuffled_rows_give_the_same_estimate(rare):
    values, columns, treated = drawn(9, rare=rare)
    order = np.random.default_rng(rare).permutation(treated.size)
    one = weighted_difference_by_bootstrap(values, columns, treated, 0.9)
    assert weighted_difference_by_bootstrap(values[order], columns[order], treated[order], 0.9) == one
    assert one.low < one.value < one.high


@pytest.mark.parametrize("rare", [0, 1])
@pytest.mark.parametrize("sizes", [(30, 32), (20, 20)])
def test_swapped_the_difference_turns_and_p_stays(sizes, rare):
    values, columns, treated = drawn(10, *sizes, rare)
    one, other = (weighted_difference_by_bootstrap(values, columns, arm) for arm in (treated, ~treated))
    assert [other.value, other.low, other.high] == pytest.approx([-one.value, -one.high, -one.low], rel=1e-6)
    assert other.p_value == one.p_value


def test_another_unit_changes_the_scale_alone():
    values, columns, treated = drawn(11, rare=1)
    one = weighted_difference_by_bootstrap(values, columns, treated)
    other = weighted_difference_by_bootstrap(1000 * values + 5e4, 3 * columns + 7, treated)
    scaled = [1000 * x for x in (one.value, one.low, one.high)]
    assert [other.value, other.low, other.high] == pytest.approx(scaled, rel=1e-6)
    assert other.p_value == one.p_value


def test_interval_agrees_with_p():
    values, columns, treated = drawn(12)
    for shift in (0.0, 0.4, 0.9):
        found = weighted_difference_by_bootstrap(values + shift * treated, columns, treated)
        assert (found.p_value < 0.05) == (not found.low <= 0 <= found.high)


def test_of_0_and_1_the_limits_are_differences_of_shares():
    events = np.array([1.0] * 5 + [0.0] + [0.0] * 5 + [1.0])
    found = weighted_difference_by_bootstrap(events, np.empty((12, 0)), np.arange(12) < 6)
    assert found.value == pytest.approx(4 / 6)
    assert -1 <= found.low < found.high <= 1


def test_what_does_not_vary_has_no_interval():
    _, columns, treated = drawn(13)
    for values in (np.ones(62), columns[:, 0] + treated):
        assert "no variation" in weighted_difference_by_bootstrap(values, columns, treated).reason
    beyond = weighted_difference_by_bootstrap(*drawn(13), 0.9999)
    assert (beyond.low, beyond.reason) == (None, "level beyond what the replicates tell")


def test_a_resample_finds_the_weights_that_its_patients_have():
    """Drawn once each, and then with patients left out: as the function of the patients who are there."""
    _, columns, treated = drawn(14, rare=1)
    basis, arm = design(columns, treated)
    log_odds, _ = surviving_log_odds(basis, arm)
    counts = np.ones((2, 62))
    counts[1, [0, 7, 40]] = 0
    found = resampled.weights_of(resampled._log_odds(counts, basis, arm, log_odds), arm)
    assert found[0] == pytest.approx(
        overlap_weights(columns, treated), abs=2e-3
    )  # penalised: the steps end early
    left = counts[1] > 0
    assert found[1][left] == pytest.approx(overlap_weights(columns[left], treated[left]), rel=1e-5)


@pytest.mark.parametrize("seed", [99, 226])
def test_a_resample_that_determines_no_regression_ends_no_other(seed):
    """Sixteen patients and five covariates, of which a resample can have fewer: its equations are singular."""
    rng = np.random.default_rng(seed)
    treated = np.repeat([1, 0], 8)
    columns = [
        rng.normal(size=16) if rng.random() < 0.4 else rng.integers(0, 2, size=16)
        for _ in range(rng.integers(1, 6))
    ]
    scale = 10.0 ** rng.integers(0, 4) if rng.random() < 0.5 else 1.0
    found = weighted_difference_by_bootstrap(rng.normal(size=16), scale * np.column_stack(columns), treated)
    assert found.value is not None and found.low < found.value < found.high
