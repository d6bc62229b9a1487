"""Bootstrap and permutation: against R and scipy, by enumeration, by their invariants, and at the edges."""

import itertools
import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.methods.values import draws as resampling_draws
from twoarm.methods.values import resampling
from twoarm.methods.values.draws import bootstrap_means, limit_error, p_error, replicates, smallest
from twoarm.methods.values.resampling import bca_interval, permutation_p

REFERENCE = json.loads((TESTS / "reference" / "means.json").read_text(encoding="utf-8"))
NAN = math.nan
R_ERROR = 0.0034  # Monte-Carlo error of R's limits, a million replicates, in standard errors
RNG = np.random.default_rng(9)
TREATED, CONTROL = RNG.exponential(5, 30), RNG.exponential(7, 32)


def within(estimate, expected, tolerance):
    """Whether value and limits are as expected, limits to a tolerance in standard errors of the difference."""
    assert estimate.value == pytest.approx(expected["value"], rel=1e-12)
    for name in ("low", "high"):
        assert getattr(estimate, name) == pytest.approx(
            expected[name], abs=tolerance * expected["standard_error"], rel=0
        ), name


@pytest.mark.parametrize("case", REFERENCE["bca_interval"])
def test_limits_are_those_of_r(case):
    sizes = len(case["inputs"]["treated"]) + len(case["inputs"]["control"])
    error = math.hypot(limit_error(case["inputs"]["conf_level"], sizes), R_ERROR)
    within(bca_interval(**case["inputs"]), case["value"], 4 * error)


def test_limits_of_more_replicates_are_nearer_to_those_of_r(monkeypatch):
    monkeypatch.setattr(resampling_draws, "REPLICATES", 299_999)
    case = REFERENCE["bca_interval"][1]
    error = math.hypot(limit_error(0.95, 62), R_ERROR)
    assert error < 0.0075
    within(bca_interval(**case["inputs"]), case["value"], 4 * error)


def test_limits_are_those_of_scipy():
    def difference(x, y, axis=-1):
        return x.mean(axis=axis) - y.mean(axis=axis)

    found = stats.bootstrap(
        (TREATED, CONTROL), difference, n_resamples=9_999, method="BCa", rng=np.random.default_rng(2)
    )
    expected = {
        "value": TREATED.mean() - CONTROL.mean(),
        "low": found.confidence_interval.low,
        "high": found.confidence_interval.high,
        "standard_error": found.standard_error,
    }
    within(bca_interval(TREATED, CONTROL, 0.95), expected, 4 * math.sqrt(2) * limit_error(0.95, 62))


def test_replicates_are_those_of_every_draw_of_a_tiny_arm():
    # Three patients can be drawn in 27 ways.
    values = np.array([-1.0, 0.0, 4.0])
    means = [np.mean(draw) for draw in itertools.product(values, repeat=3)]
    drawn = bootstrap_means(values, 9_999, "first")
    for mean in set(np.round(means, 9)):
        share = np.isclose(means, mean).mean()
        assert np.isclose(drawn, mean).mean() == pytest.approx(share, abs=4 * math.sqrt(share / 9_999))


def test_the_arms_are_drawn_apart():
    values = np.arange(20.0)
    one, other = (bootstrap_means(values, 9_999, arm) for arm in ("first", "second"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / math.sqrt(9_999)


def test_limits_lie_where_bca_puts_them_among_the_replicates_of_both_names():
    """Efron's formula over the draws of the names: the smaller arm is the first. No other draws give these limits."""
    arms = np.sort(TREATED), np.sort(CONTROL)
    one, other = (
        bootstrap_means(arm, 9_999, name) for arm, name in zip(arms, ("first", "second"), strict=True)
    )
    drawn, found = np.sort(one - other), bca_interval(TREATED, CONTROL, 0.95)
    bias = stats.norm.ppf(np.mean(drawn < found.value))
    shares = np.concatenate([sign * (x - x.mean()) / x.size for sign, x in zip((1, -1), arms, strict=True)])
    skewness = (shares**3).sum() / (6 * (shares**2).sum() ** 1.5)
    steps = bias + stats.norm.ppf([0.025, 0.975])
    places = np.interp([found.low, found.high], drawn, np.arange(1, 10_000) / 10_000)
    assert places == pytest.approx(stats.norm.cdf(bias + steps / (1 - skewness * steps)), abs=1e-9)


@pytest.mark.parametrize("sizes", [(30, 32), (20, 20), (2, 5)])
def test_swapped_arms_turn_the_sign_and_keep_p(sizes):
    treated, control = TREATED[: sizes[0]], CONTROL[: sizes[1]]
    one, other = bca_interval(treated, control, 0.9), bca_interval(control, treated, 0.9)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), rel=1e-12)
    assert permutation_p(treated, control) == permutation_p(control, treated)


def test_the_order_of_rows_changes_nothing():
    assert bca_interval(TREATED[::-1], CONTROL[::-1], 0.95) == bca_interval(TREATED, CONTROL, 0.95)
    assert permutation_p(TREATED[::-1], CONTROL[::-1]) == permutation_p(TREATED, CONTROL)


@pytest.mark.parametrize("scale, offset", [(1e-150, 0.0), (60.0, 0.0), (1e150, 0.0), (1.0, 1e6)])
def test_another_unit_or_offset(scale, offset):
    one = bca_interval(TREATED, CONTROL, 0.95)
    other = bca_interval(scale * TREATED + offset, scale * CONTROL + offset, 0.95)
    assert (other.value, other.low, other.high) == pytest.approx(
        (scale * one.value, scale * one.low, scale * one.high), rel=1e-8
    )
    assert permutation_p(scale * TREATED + offset, scale * CONTROL + offset) == permutation_p(
        TREATED, CONTROL
    )


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9, 0.99])
def test_interval_holds_the_estimate(level):
    estimate = bca_interval(TREATED, CONTROL, level)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.p_value, estimate.conf_level) == (None, level)


@pytest.mark.parametrize(
    "treated, control, level, reason",
    [
        ([], [1, 2], 0.95, "fewer than two patients in an arm"),
        ([1], [1, 2, 3], 0.95, "fewer than two patients in an arm"),
        ([NAN, 1], [1, 2], 0.95, "fewer than two patients in an arm"),
        ([5, 5, 5], [7, 7], 0.95, "no variation in either arm"),
        ([0.1] * 3, [0.7] * 7, 0.95, "no variation in either arm"),
    ],
)
def test_no_interval_and_why(treated, control, level, reason):
    estimate = bca_interval(treated, control, level)
    assert (estimate.value, estimate.low, estimate.reason) == (None, None, reason)


@pytest.mark.parametrize("level", [0.001, 0.99999])
def test_beyond_the_replicates_there_is_a_value_and_no_interval(level):
    estimate = bca_interval(TREATED, CONTROL, level)
    assert (estimate.low, estimate.high, estimate.reason) == (
        None,
        None,
        "level beyond what the replicates tell",
    )
    assert estimate.value == pytest.approx(TREATED.mean() - CONTROL.mean(), rel=1e-12)


def test_one_constant_arm_and_missing_values():
    estimate = bca_interval([4, 4, NAN, 4], [1, 2, 6, 3], 0.9)
    assert estimate == bca_interval([4, 4, 4], [1, 2, 6, 3], 0.9)
    assert estimate.low < 1 < estimate.high


@pytest.mark.parametrize("case", REFERENCE["permutation_p"])
def test_exact_p_is_that_of_r(case):
    assert permutation_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["permutation_p_drawn"])
def test_drawn_p_is_near_to_the_exact_one_of_r(case):
    sizes = len(case["inputs"]["treated"]), len(case["inputs"]["control"])
    error = p_error(case["value"], *sizes)
    assert 0 < error < 0.0051
    assert permutation_p(**case["inputs"]) == pytest.approx(case["value"], abs=4 * error + 1e-4)


def test_equal_draws_are_not_left_to_the_machine():
    # Four values only: a selection that compares the draws alone leaves open which of the equal ones it takes.
    draws = np.random.default_rng(5).integers(0, 4, (50, 400), dtype=np.uint64) << np.uint64(30)
    first_of_ties = np.argsort(draws, axis=1, kind="stable")
    for size in (1, 30, 200, 399):
        expected = np.sort(first_of_ties[:, :size], axis=1)
        assert (np.sort(smallest(draws, size), axis=1) == expected).all(), size


def test_p_by_hand():
    # Of the four splits one against three, only the lone highest value lies as far from the others.
    assert permutation_p([10], [0, 1, 2]) == 1 / 4
    assert permutation_p([1], [2]) == 1.0


@pytest.mark.parametrize(
    "treated, control", [([], [1, 2]), ([1, NAN], []), ([3, 3], [3, 3, 3]), ([0.1], [0.1])]
)
def test_no_p_without_two_arms_and_two_values(treated, control):
    assert permutation_p(treated, control) is None


def test_two_constant_arms_have_a_p():
    assert permutation_p([5, 5, 5], [7, 7, 7]) == 2 / 20


def test_larger_studies_get_fewer_replicates():
    assert [replicates(n) for n in (2, 62, 30_000, 60_000, 200_000, 10**7)] == [
        9_999,
        9_999,
        9_999,
        5_000,
        1_500,
        999,
    ]
    assert limit_error(0.95, 62) == pytest.approx(0.0336, abs=1e-4)
    assert p_error(0.05, 30, 32) == pytest.approx(0.00218, abs=1e-5)


def test_blocks_of_draws_join_without_a_seam(monkeypatch):
    whole = bootstrap_means(np.arange(7.0), 500, "first")
    monkeypatch.setattr(resampling_draws, "HELD", 70)
    pieces = bootstrap_means(np.arange(7.0), 500, "first")
    assert (whole.size, pieces.size) == (500, 500)
    assert np.unique(pieces[:40].reshape(4, 10), axis=0).shape == (4, 10)


def test_the_bits_are_fixed_for_ever():
    # A change of these figures would change every published interval.
    assert resampling_draws.SOURCE.bits(2, "bootstrap", "first", 0).tolist() == [
        18046764150003448663,
        9249754341232293160,
    ]


MANY = RNG.exponential(5, 800), RNG.lognormal(1.5, 1.2, 1_000)  # skewed, so that resamples are


def test_what_is_computed_of_many_is_what_resamples_tend_to(monkeypatch):
    """With 99,999 replicates, whose Monte-Carlo error is a third of that of those that a study gets."""
    monkeypatch.setattr(resampling, "replicates", lambda n: 99_999)
    drawn = bca_interval(*MANY, 0.9)
    monkeypatch.setattr(resampling, "beyond_drawing", lambda *sizes: True)
    told = bca_interval(*MANY, 0.9)
    error = (told.high - told.low) / (2 * 1.645)
    assert told.value == drawn.value
    assert abs(told.low - drawn.low) < 4 * 0.011 * error
    assert abs(told.high - drawn.high) < 4 * 0.011 * error
    # Without the skewness the limits would lie elsewhere.
    assert abs((told.low + told.high) / 2 - told.value) > 8 * 0.011 * error


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5])
def test_the_p_of_many_is_what_random_splits_tend_to(monkeypatch, shift):
    drawn = permutation_p(MANY[0] + shift, MANY[1])
    monkeypatch.setattr(resampling, "beyond_drawing", lambda *sizes: True)
    told = permutation_p(MANY[0] + shift, MANY[1])
    assert abs(told - drawn) < 4 * p_error(drawn, 800, 1_000)


def test_beyond_two_thousand_patients_nothing_is_drawn(monkeypatch):
    for name in ("bootstrap_means", "random_sums"):
        monkeypatch.setattr(resampling, name, None)  # whoever draws would call it
    many = np.tile(MANY[0], 2), MANY[1]
    turned = bca_interval(*many[::-1])
    found = bca_interval(*many)
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low), rel=1e-12)
    assert permutation_p(*many) == pytest.approx(permutation_p(*many[::-1]), rel=1e-9)
    with pytest.raises(TypeError):
        bca_interval(*MANY)
