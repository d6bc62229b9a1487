"""Rate ratios: against R and statsmodels, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
import statsmodels.api as sm
from places import TESTS
from scipy import optimize, stats

from twoarm.methods.values.rates import negative_binomial_size, poisson_ratio, rate_ratio

REFERENCE = json.loads((TESTS / "reference" / "means.json").read_text(encoding="utf-8"))
NAN = math.nan
RNG = np.random.default_rng(8)
PAIRS = [(RNG.negative_binomial(3, 3 / (3 + mean), 18), RNG.poisson(8, 23)) for mean in range(3, 17)]
BOTH = [rate_ratio, poisson_ratio]


@pytest.mark.parametrize("case", REFERENCE["rate_ratio"])
def test_ratio_is_that_of_r(case):
    estimate = rate_ratio(**case["inputs"])
    for name in ("value", "low", "high", "p_value"):
        assert getattr(estimate, name) == pytest.approx(case["value"][name], rel=1e-6), name
    arms = (np.array(case["inputs"][arm], dtype=float) for arm in ("treated", "control"))
    assert negative_binomial_size(*arms) == pytest.approx(case["value"]["theta"], rel=1e-6)


@pytest.mark.parametrize("case", REFERENCE["rate_ratio_poisson_limit"])
def test_ratio_of_even_counts_is_that_of_a_poisson_regression(case):
    estimate = rate_ratio(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["poisson_ratio"])
def test_robust_ratio_is_that_of_r(case):
    estimate = poisson_ratio(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("treated, control", PAIRS[::4])
def test_p_of_a_known_dispersion_is_that_of_statsmodels(treated, control):
    size = negative_binomial_size(treated.astype(float), control.astype(float))
    arm = np.repeat([1.0, 0.0], [treated.size, control.size])
    family = sm.families.NegativeBinomial(alpha=1 / size)
    fit = sm.GLM(np.concatenate([treated, control]), sm.add_constant(arm), family=family).fit(tol=1e-14)
    assert rate_ratio(treated, control, 0.95).p_value == pytest.approx(fit.pvalues[1], rel=1e-6)


@pytest.mark.parametrize("treated, control", PAIRS[::4])
def test_the_size_is_the_likeliest(treated, control):
    def unlikely(log_size):
        size = math.exp(log_size)
        return -sum(
            stats.nbinom.logpmf(arm, size, size / (size + arm.mean())).sum() for arm in (treated, control)
        )

    best = optimize.minimize_scalar(unlikely, bounds=(-3, 12), method="bounded", options={"xatol": 1e-9})
    # A maximum found by its height is known to half of the digits only.
    assert negative_binomial_size(treated.astype(float), control.astype(float)) == pytest.approx(
        math.exp(best.x), rel=1e-4
    )


def test_poisson_limit_by_hand():
    # Means 4 and 2 of two patients each; less spread than Poisson's, so the variance is 1/8 + 1/4 of the logarithm.
    estimate = rate_ratio([4, 4], [1, 3], 0.95)
    reach = stats.norm.ppf(0.975) * math.sqrt(3 / 8)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(
        (2, 2 * math.exp(-reach), 2 * math.exp(reach)), rel=1e-12
    )


def test_robust_by_hand():
    # Residuals 0, 0 and -1, 1, each over 1 - 1/2; squares sum to 8, over the 4 events of that arm squared.
    estimate = poisson_ratio([4, 4], [1, 3], 0.95)
    assert estimate.high == pytest.approx(2 * math.exp(stats.norm.ppf(0.975) * math.sqrt(8 / 16)), rel=1e-12)


@pytest.mark.parametrize("method", BOTH)
@pytest.mark.parametrize("treated, control", PAIRS)
def test_swapped_arms_invert_the_ratio_and_keep_p(method, treated, control):
    one, other = method(treated, control, 0.95), method(control[::-1], treated[::-1], 0.95)
    assert (one.value, one.low, one.high) == pytest.approx(
        (1 / other.value, 1 / other.high, 1 / other.low), rel=1e-10
    )
    assert one.p_value == pytest.approx(other.p_value, rel=1e-10)


@pytest.mark.parametrize("method", BOTH)
@pytest.mark.parametrize("treated, control", PAIRS)
def test_interval_excludes_one_exactly_when_p_is_below_alpha(method, treated, control):
    estimate = method(treated, control, 0.9)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.low > 1 or estimate.high < 1) == (estimate.p_value < 0.1)


@pytest.mark.parametrize("method", BOTH)
def test_the_two_sides_of_alpha_both_occur_above(method):
    assert {method(*pair, 0.9).p_value < 0.1 for pair in PAIRS} == {True, False}


@pytest.mark.parametrize("method", BOTH)
def test_the_order_of_rows_changes_nothing(method):
    treated, control = PAIRS[2]
    assert method(treated[::-1], control[::-1], 0.95) == method(treated, control, 0.95)


@pytest.mark.parametrize("method", BOTH)
@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "empty arm"),
        ([NAN], [1, 2], "empty arm"),
        ([0, 0], [1, 2], "no event in an arm"),
        ([1, 2], [0, 0], "no event in an arm"),
        ([0], [0], "no event in an arm"),
        ([1.5, 2], [1, 2], "values are not counts"),
        ([1, 2], [-1, 2], "values are not counts"),
    ],
)
def test_no_ratio_and_why(method, treated, control, reason):
    estimate = method(treated, control, 0.95)
    assert (estimate.value, estimate.low, estimate.p_value, estimate.reason) == (None, None, None, reason)


def test_a_robust_variance_needs_patients_who_differ():
    assert poisson_ratio([3], [1, 2], 0.95).reason == "fewer than two patients in an arm"
    assert poisson_ratio([3, 3], [2, 2], 0.95).reason == "no variation in either arm"


def test_one_patient_per_arm_has_the_ratio_of_two_counts():
    estimate = rate_ratio([8], [2], 0.95)
    assert estimate.value == 4.0
    assert estimate.p_value == pytest.approx(
        2 * stats.norm.sf(math.log(4) / math.sqrt(1 / 8 + 1 / 2)), rel=1e-12
    )


@pytest.mark.parametrize("method", BOTH)
def test_missing_values_are_dropped(method):
    assert method([1, NAN, 3], [4, 2, NAN, 9], 0.95) == method([1, 3], [4, 2, 9], 0.95)


@pytest.mark.parametrize("method", BOTH)
def test_one_event_among_many_and_one_count_beyond_all(method):
    sparse = method([1] + [0] * 5_000, [1, 1] + [0] * 5_000, 0.95)
    assert 0 < sparse.low < 0.5 < sparse.high < math.inf
    huge = method([1_000_000] + [0] * 99, [1] + [0] * 99, 0.95)
    assert 0 <= huge.low < huge.value < huge.high
    assert huge.value == pytest.approx(1e6)


def test_a_hundred_thousand_patients_per_arm():
    rng = np.random.default_rng(1)
    treated, control = rng.negative_binomial(2, 2 / 14, 100_000), rng.negative_binomial(2, 2 / 12, 100_000)
    assert negative_binomial_size(treated.astype(float), control.astype(float)) == pytest.approx(2, rel=0.03)
    estimate = rate_ratio(treated, control, 0.9999)
    assert estimate.low < 1.2 < estimate.high < 1.25


def test_counts_that_spread_exactly_as_poisson_have_an_infinite_size():
    """0 and 2 in each arm: squares about the mean and counts both sum to 2."""
    counts = np.array([0.0, 2.0])
    assert negative_binomial_size(counts, counts) == math.inf
