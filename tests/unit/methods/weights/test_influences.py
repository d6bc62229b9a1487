"""Many patients: the error of their influences instead of resamples, of differences, hazards and restricted means."""

from __future__ import annotations

import math

import numpy as np
import pytest

from twoarm.methods.times import weighted_times
from twoarm.methods.times.weighted_hazards import (
    RiskTable,
    by_weight,
    weighted_hazard_ratio,
    weighted_log_ratios,
)
from twoarm.methods.times.weighted_times import (
    weighted_hazard_ratio_by_bootstrap,
    weighted_restricted_mean_difference,
)
from twoarm.methods.weights import bootstrapped
from twoarm.methods.weights.bootstrapped import weighted_difference_by_bootstrap
from twoarm.methods.weights.overlap import weighted_difference
from twoarm.methods.weights.resampled import percentile_error, weighted_replicates

STEP = 1e-6


@pytest.fixture(scope="module")
def patients():
    """Times to the hour, tied and censored, a value and two covariates, of 1,800 patients."""
    rng = np.random.default_rng(7)
    n = 1_800
    covariates = rng.normal(size=(n, 2)).round(2)
    treated = rng.random(n) < 1 / (1 + np.exp(-0.6 * covariates[:, 0]))
    time = np.ceil(rng.exponential(10 * np.exp(0.3 * covariates[:, 0] + 0.2 * treated)))
    event = (rng.random(n) < 0.8).astype(float)
    value = (covariates[:, 0] + 0.5 * treated + rng.normal(size=n)).round(1)
    return time, event, covariates, treated, value


@pytest.mark.parametrize("ties", [True, False], ids=["ties", "no ties"])
def test_a_gradient_is_what_a_small_change_of_each_weight_does(patients, ties):
    time, event, _, treated, _ = (x[:60] for x in patients)
    time = time if ties else time + np.arange(60) / 100
    weights, arm = np.random.default_rng(1).uniform(0.2, 0.8, 60), treated.astype(float)
    table, horizon = RiskTable.of(time, event, arm), 15.5

    def areas(own):
        return float(weighted_times._areas(table, own[None, :], horizon)[0])

    found = weighted_times._areas_by_weight(table, weights, horizon)
    assert found == pytest.approx([_moved(areas, weights, who) for who in range(60)], abs=1e-6)
    if (
        not ties
    ):  # tied events share the mean of their weights, in which a robust error does not look into them

        def log_ratio(own):
            return float(weighted_log_ratios(table, np.ones((1, 60)), own[None, :])[0])

        found = by_weight(table, weights, log_ratio(weights))
        assert found == pytest.approx([_moved(log_ratio, weights, who) for who in range(60)], abs=1e-6)


def _moved(statistic, weights, who):
    step = STEP * (np.arange(weights.size) == who)
    return (statistic(weights + step) - statistic(weights - step)) / (2 * STEP)


def _differences(patients, rows):
    _, _, covariates, treated, value = (x[:rows] for x in patients)
    return weighted_difference_by_bootstrap(value, covariates, treated)


def _ratios(patients, rows):
    return weighted_hazard_ratio_by_bootstrap(*(x[:rows] for x in patients[:4]))


def _areas(patients, rows):
    return weighted_restricted_mean_difference(*(x[:rows] for x in patients[:4]), tau=20.0)


@pytest.mark.parametrize("of", [_differences, _ratios, _areas])
def test_influences_and_resamples_tell_the_same(monkeypatch, patients, of):
    drawn = of(patients, 1_800)
    for module in (bootstrapped, weighted_times):
        monkeypatch.setattr(module, "beyond_drawing", lambda *sizes: True)
    told = of(patients, 1_800)
    take = math.log if of is _ratios else float
    error = (take(told.high) - take(told.low)) / (2 * 1.96)
    allowed = 4 * percentile_error(0.95, weighted_replicates(1_800)) * error
    assert told.value == pytest.approx(drawn.value, rel=1e-9)
    for end in ("low", "high"):
        assert abs(take(getattr(told, end)) - take(getattr(drawn, end))) < allowed


def test_beyond_two_thousand_patients_nothing_is_drawn(monkeypatch, patients):
    twice = tuple(np.concatenate([x, x]) for x in patients)
    for module in (bootstrapped, weighted_times):
        monkeypatch.setattr(module, "overlap_resampled", None)  # whoever draws would call it
    *_, covariates, treated, value = twice
    assert _differences(twice, 3_600) == weighted_difference(value, covariates, treated)
    assert _ratios(twice, 3_600).p_value is not None
    assert _areas(twice, 3_600).p_value is not None
    with pytest.raises(TypeError):
        _differences(twice, 2_000)


def test_a_robust_error_of_known_weights_is_the_root_of_the_squares(patients):
    time, event, _, treated, _ = patients
    found = weighted_hazard_ratio(time, event, np.full(time.size, 0.5), treated)
    table = RiskTable.of(time, event, treated.astype(float))
    parts = 0.5 * by_weight(table, np.full(time.size, 0.5), math.log(found.value))
    assert math.log(found.high / found.low) / (2 * 1.959963985) == pytest.approx(np.linalg.norm(parts))
