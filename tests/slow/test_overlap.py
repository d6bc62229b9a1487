"""How often the interval of the difference under overlap weights holds the truth, and one whose weights are found anew."""

import numpy as np
import pytest
from scipy import special

from twoarm.methods.weights.overlap import weighted_difference
from twoarm.methods.weights.propensity import design

# Shift of eight covariates between 30 and 32 patients in standard deviations, kind of outcome, and the share of 10,000
# intervals at 95% that held the truth. In the last scenario the arms are nearly apart: 62 patients say as much as 40.
COVERAGE = [
    (0.0, "normal", 0.950),
    (0.3, "normal", 0.946),
    (0.3, "skewed", 0.949),
    (0.3, "binary", 0.947),
    (0.6, "normal", 0.932),
]


def cohort(rng, shift, kind):
    """Outcome, covariates and arm of one replicate, and the true difference."""
    treated = np.repeat([True, False], [30, 32])
    columns = rng.standard_normal((62, 8)) + shift * treated[:, None] * np.resize([1, -0.6, 0.4, 0.8], 8)
    columns[:, 4:] = columns[:, 4:] > 0.3
    line = columns @ np.resize([0.5, 0.3, -0.2, 0.4], 8)
    if kind == "binary":
        return (rng.random(62) < special.expit(-1.2 + 0.8 * line)).astype(float), columns, treated, 0.0
    noise = 1.5 * rng.exponential(size=62) if kind == "skewed" else rng.standard_normal(62)
    return line + 0.5 * treated + noise, columns, treated, 0.5


@pytest.mark.parametrize(("shift", "kind", "share"), COVERAGE)
def test_coverage_at_the_size_of_the_shipped_study(shift, kind, share):
    rng = np.random.default_rng(20)
    held = []
    for _ in range(10_000):
        *rows, truth = cohort(rng, shift, kind)
        estimate = weighted_difference(*rows, 0.95)
        held += [estimate.low <= truth <= estimate.high] if estimate.estimable else []
    assert len(held) > 9_900
    assert np.mean(held) == pytest.approx(share, abs=0.0075)  # three Monte-Carlo errors


def resampled(rng, values, columns, treated, replicates=400):
    """Weighted differences of resampled patients, the weights found anew; those whose covariates separate are lost."""
    basis, arm = design(columns, treated)
    times = rng.multinomial(62, np.full(62, 1 / 62), size=replicates).astype(float)
    products = (basis[:, :, None] * basis[:, None, :]).reshape(62, -1)
    log_odds = np.zeros(times.shape)
    for _ in range(25):
        chance = special.expit(log_odds)
        information = (times * chance * (1 - chance) @ products).reshape(replicates, *[basis.shape[1]] * 2)
        information += 1e-12 * np.eye(basis.shape[1])  # lost ones must not be singular
        slopes = (times * (arm - chance)) @ basis
        step = np.linalg.solve(information, slopes[..., None])[..., 0] @ basis.T
        longest = np.abs(step * (times > 0)).max(axis=1)
        log_odds += step / np.maximum(1, longest)[:, None]
    found = longest < 1e-6
    chance, times = special.expit(log_odds[found]), times[found]
    weights = times * np.where(treated, 1 - chance, chance)
    means = [
        (weights * values)[:, group].sum(axis=1) / weights[:, group].sum(axis=1)
        for group in (treated, ~treated)
    ]
    return means[0] - means[1]


@pytest.mark.parametrize(
    ("shift", "kind"), [(0.0, "normal"), (0.3, "normal"), (0.3, "binary"), (0.6, "normal")]
)
def test_a_bootstrap_that_finds_the_weights_anew_covers_no_better(shift, kind):
    """Percentile interval of 400 replicates in 1,000 cohorts: within its Monte-Carlo error of what the sandwich covers."""
    rng = np.random.default_rng(21)
    held = []
    for _ in range(1000):
        *rows, truth = cohort(rng, shift, kind)
        estimate = weighted_difference(*rows, 0.95)
        if estimate.estimable:
            low, high = np.quantile(resampled(rng, *rows), [0.025, 0.975])
            held.append([estimate.low <= truth <= estimate.high, low <= truth <= high])
    ours, theirs = np.mean(held, axis=0)
    assert theirs - ours < 0.015  # the same cohorts: two Monte-Carlo errors of the difference
    assert theirs > 0.92
