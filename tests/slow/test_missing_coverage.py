"""Intervals of a thousand cohorts whose values are missing at random: pooled ones hold the truth, complete cases do not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.missing import Column, Form, completed_shares, impute_arms, moved_ancova, moved_means
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference

COHORTS, SIZE, LEVEL = 1000, 100, 0.95
# Whose helper is high misses the outcome more often, in the treated arm alone: so complete cases lie beside the truth.
LOST = {"treated": 1.2, "control": 0.0}
EFFECT = 1.0


def arm(rng: np.random.Generator, name: str, *, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Before, helper and outcome of an arm; the outcome is nan where missing."""
    before = rng.normal(0, 1, SIZE)
    helper = 0.3 * before + rng.normal(0, 1, SIZE)
    effect = EFFECT * (name == "treated")
    outcome = effect + 0.4 * before + 1.2 * helper + rng.normal(0, 1, SIZE)
    if binary:
        outcome = (rng.random(SIZE) < 1 / (1 + np.exp(-(outcome - effect + 0.8 * effect)))).astype(float)
    lost = rng.random(SIZE) < 1 / (1 + np.exp(1.0 - LOST[name] * helper))
    return before, helper, np.where(lost, np.nan, outcome)


def both(seed: int, *, binary: bool):
    rng = np.random.default_rng([seed, binary])
    return [arm(rng, name, binary=binary) for name in LOST]


def imputed(arms, form: Form, seed: int):
    """Both arms, each with twenty completed data sets or more."""
    columns = [
        [Column("before", before), Column("helper", helper), Column("outcome", outcome, form)]
        for before, helper, outcome in arms
    ]
    return impute_arms(*columns, seed=seed)


def true_risks() -> float:
    """The difference of the shares, from a million patients of either arm."""
    rng = np.random.default_rng(0)
    z = (
        0.4 * (b := rng.normal(0, 1, 10**6))
        + 1.2 * (0.3 * b + rng.normal(0, 1, 10**6))
        + rng.normal(0, 1, 10**6)
    )
    return float((1 / (1 + np.exp(-(z + 0.8)))).mean() - (1 / (1 + np.exp(-z))).mean())


def covered(estimates, truth: float) -> float:
    return sum(e.low <= truth <= e.high for e in estimates) / len(estimates)


def means(seed: int):
    arms = both(seed, binary=False)
    first, second = imputed(arms, Form.MEASURED, seed)
    after = [one.columns["outcome"] for one in (first, second)]
    still = [np.zeros(SIZE)] * 2
    known = [outcome[~np.isnan(outcome)] for _, _, outcome in arms]
    return moved_means(*after, *still).at(0.0).estimate(LEVEL), mean_difference(*known, LEVEL)


def adjusted(seed: int):
    arms = both(seed, binary=False)
    first, second = imputed(arms, Form.MEASURED, seed)
    pairs = [(one.columns["before"], one.columns["outcome"]) for one in (first, second)]
    still = [np.zeros(SIZE)] * 2
    (before, _, outcome), (other, _, other_outcome) = arms
    return moved_ancova(*pairs, *still).at(0.0).estimate(LEVEL), ancova(
        before, outcome, other, other_outcome, LEVEL
    )


def shares(seed: int):
    arms = both(seed, binary=True)
    first, second = imputed(arms, Form.NAMED, seed)
    known = [outcome[~np.isnan(outcome)] for _, _, outcome in arms]
    counts = [number for values in known for number in (int(values.sum()), values.size)]
    pooled = completed_shares(first.columns["outcome"], second.columns["outcome"]).estimate(LEVEL)
    return pooled, risk_difference(*counts, LEVEL)


@pytest.mark.parametrize(
    ("analysis", "truth"),
    [(means, EFFECT), (adjusted, EFFECT), (shares, None)],
    ids=["means", "ancova", "shares"],
)
def test_pooled_intervals_hold_the_truth_where_complete_cases_do_not(analysis, truth):
    truth = true_risks() if truth is None else truth
    pooled, complete = zip(*(analysis(seed) for seed in range(COHORTS)), strict=True)
    assert 0.93 <= covered(pooled, truth) <= 0.97
    assert covered(complete, truth) < 0.90
    # Nor do they miss it to one side.
    values = np.array([e.value for e in pooled]) - truth
    assert abs(values.mean()) < 4 * values.std() / math.sqrt(COHORTS)
