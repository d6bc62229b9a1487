"""Hodges-Lehmann: against R, against all pairs, by hand, by its invariants, and at the edges."""

import itertools
import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.methods.values import shifts as module
from twoarm.methods.values.ranks import mann_whitney_p
from twoarm.methods.values.shifts import hodges_lehmann, ordered

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "means.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_means.json").read_text(encoding="utf-8"))
RNG = np.random.default_rng(5)
UNTIED = [(RNG.normal(shift, 2, 9), RNG.normal(0, 2, 12)) for shift in np.linspace(-3, 3, 13)]
LARGE = [(RNG.normal(shift, 2, 55), RNG.normal(0, 2, 70)) for shift in np.linspace(-1, 1, 7)]
TIED = [
    (RNG.integers(0, 6, 14).astype(float), RNG.integers(shift, 6 + shift, 19).astype(float))
    for shift in range(-3, 4)
]


@pytest.mark.parametrize("case", REFERENCE["hodges_lehmann"])
def test_shift_is_that_of_r(case):
    estimate = hodges_lehmann(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["hodges_lehmann_ties"])
def test_shift_under_ties_is_that_of_r(case):
    estimate = hodges_lehmann(**case["inputs"])
    for name, expected in case["value"].items():
        # R searches a limit to 1e-12 of the unit, also where it is 0.
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8, abs=1e-11), name


@pytest.mark.parametrize("case", REFERENCE["hodges_lehmann_asymptotic"])
def test_the_asymptotic_call_is_no_median_of_differences(case):
    ours = hodges_lehmann(**case["inputs"], conf_level=0.95).value
    median = np.median(np.subtract.outer(case["inputs"]["treated"], case["inputs"]["control"]))
    assert ours == pytest.approx(median, rel=1e-12)
    assert abs(case["value"] - median) > 1e-6


@pytest.mark.parametrize("case", CARRIED["mann_whitney_rejects_up_to"])
def test_differences_passed_over_are_the_carried_ones(case):
    n1, n2 = case["inputs"]["n_treated"], case["inputs"]["n_control"]
    treated, control = np.arange(n1) * math.sqrt(2), np.arange(n2) * math.sqrt(3)
    estimate = hodges_lehmann(treated, control, case["inputs"]["conf_level"])
    gaps = np.sort(np.subtract.outer(treated, control).ravel())
    # u statistics reject, 0 to 340, so 341 differences lie below the limit.
    assert (estimate.low, estimate.high) == (gaps[case["value"]["u"]], gaps[-1 - case["value"]["u"]])
    assert 2 * module._mann_whitney_cdf(n1, n2)[case["value"]["u"]] == pytest.approx(
        case["value"]["p_value"], rel=1e-10
    )


def test_by_hand():
    # Differences -1, 1, 3, 5, 7, 9. Of the ten orders one has a statistic of 0, one of 1 and two of 2: two-sided 0.2,
    # 0.4 and 0.8, so that at 80% nothing is rejected (0.2 is not below 0.2) and at 70% the outermost difference is.
    estimate = hodges_lehmann([1, 5, 9], [0, 2], 0.7)
    assert (estimate.value, estimate.low, estimate.high, estimate.p_value) == (4.0, -1.0, 9.0, 0.4)
    assert hodges_lehmann([1, 5, 9], [0, 2], 0.8).low == -math.inf
    assert hodges_lehmann([1, 5, 9], [0, 2], 0.5).low == 1.0


@pytest.mark.parametrize("treated, control", UNTIED[::3] + LARGE[::3] + TIED[::2])
@pytest.mark.parametrize("few", [1, 40])
def test_every_rank_without_all_pairs(treated, control, few, monkeypatch):
    monkeypatch.setattr(module, "_FEW", few)
    gaps = np.sort(np.subtract.outer(treated, control).ravel())
    ranks = [0, 1, 17, gaps.size // 2, gaps.size - 2, gaps.size - 1]
    assert [ordered(np.sort(treated), np.sort(control), rank) for rank in ranks] == gaps[ranks].tolist()


@pytest.mark.parametrize("treated, control", UNTIED + LARGE + TIED)
def test_swapped_arms_turn_the_sign_and_keep_p(treated, control):
    one, other = hodges_lehmann(treated, control, 0.9), hodges_lehmann(control, treated, 0.9)
    assert (one.value, one.low, one.high) == (-other.value, -other.high, -other.low)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-12)


@pytest.mark.parametrize("treated, control", [UNTIED[4], LARGE[2], TIED[2]])
@pytest.mark.parametrize("scale", [1e-150, 0.5, 1e150])
def test_another_unit_and_another_order_of_rows(treated, control, scale):
    one, other = (
        hodges_lehmann(treated, control, 0.9),
        hodges_lehmann(scale * treated[::-1], scale * control[::-1], 0.9),
    )
    assert (other.value, other.low, other.high) == pytest.approx(
        (scale * one.value, scale * one.low, scale * one.high), rel=1e-12
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("treated, control", UNTIED + LARGE)
def test_interval_excludes_zero_exactly_when_p_is_below_alpha(treated, control, level):
    estimate = hodges_lehmann(treated, control, level)
    assert estimate.low <= estimate.value <= estimate.high
    assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 1 - level)
    assert estimate.p_value == mann_whitney_p(treated, control)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("treated, control", TIED)
def test_with_ties_only_a_limit_of_zero_leaves_p_open(treated, control, level):
    estimate = hodges_lehmann(treated, control, level)
    assert estimate.low <= estimate.value <= estimate.high
    if estimate.low and estimate.high:
        assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 1 - level)
    else:
        assert estimate.low >= 0 or estimate.high <= 0


def p_at(shift, treated, control):
    """P of the normal test of a shift, by all pairs and by counting the ties that the shift leaves."""
    n1, n2, n = treated.size, control.size, treated.size + control.size
    away = abs(np.sign(np.subtract.outer(treated - shift, control)).sum()) / 2
    ties = np.unique(np.concatenate([treated - shift, control]), return_counts=True)[1]
    variance = n1 * n2 / 12 * (n + 1 - sum(int(t) ** 3 - int(t) for t in ties) / (n * (n - 1)))
    return math.erfc(max(0, away - 0.5) / math.sqrt(2 * variance)) if ties.size > 1 else 1.0


def kept(treated, control, level):
    """Ends of the shifts not rejected: of each gap between differences (tried in its middle), and of each difference."""
    gaps = np.unique(np.subtract.outer(treated, control))
    ends = [-math.inf, *gaps, math.inf]
    middles = [gaps[0] - 1, *(gaps[1:] + gaps[:-1]) / 2, gaps[-1] + 1]
    between = [i for i, shift in enumerate(middles) if p_at(shift, treated, control) >= 1 - level]
    at = [shift for shift in gaps if p_at(shift, treated, control) >= 1 - level]
    return [ends[i] for i in between] + [ends[i + 1] for i in between] + at


def heavily_tied(rng):
    """Arms of up to 29 whole numbers, most of them equal."""
    shares = rng.dirichlet(np.full(5, 0.4))
    n1, n2, shift = (*rng.integers(2, 30, 2), rng.integers(0, 3))
    return rng.choice(5, n1, p=shares).astype(float), rng.choice(5, n2, p=shares) + float(shift)


HEAVY = [heavily_tied(np.random.default_rng(seed)) for seed in range(40)]
HEAVY = [pair for pair in HEAVY if np.unique(np.concatenate(pair)).size > 2]


@pytest.mark.parametrize("treated, control", TIED)
def test_p_of_every_shift_below_is_that_of_the_library(treated, control):
    for shift in (-2.0, -0.5, 0.0, 1.0):
        assert p_at(shift, treated, control) == pytest.approx(
            mann_whitney_p(treated - shift, control), rel=1e-10
        )


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_under_ties_the_interval_spans_every_shift_that_is_not_rejected(level):
    large = [(np.round(treated), np.round(control)) for treated, control in LARGE]
    for treated, control in TIED + large + HEAVY:
        estimate, ends = hodges_lehmann(treated, control, level), kept(treated, control, level)
        # Where every shift is rejected, the estimate is what is left.
        ends = ends or [estimate.value]
        assert (estimate.low, estimate.high) == (min(ends), max(ends))
        if estimate.low < 0 < estimate.high:
            assert estimate.p_value >= 1 - level
        if estimate.low > 0 or estimate.high < 0:
            assert estimate.p_value < 1 - level


def test_under_ties_by_hand():
    # 0 0 1 1 against 1 1 2 2: differences -2 and 0 four times each, -1 eight times. Between -1 and 0 a shift leaves two
    # ties within each arm, error squared 16 / 12 (9 - 24 / 56) = 80 / 7, and 4 differences of 16 above it: (8 - 4 - 0.5) /
    # 3.381 = 1.035 errors. At 0 the four values of 1 are tied, 16 / 12 (9 - 72 / 56) = 72 / 7, and 0 + 4 / 2 are above.
    treated, control = [0, 0, 1, 1], [1, 1, 2, 2]
    # At 70% 1.036 errors are needed, so that this gap is kept; at 69% 1.015, so that it is not and only -1 is left.
    for level, low, high in [(0.70, -2.0, 0.0), (0.69, -1.0, -1.0)]:
        estimate = hodges_lehmann(treated, control, level)
        assert (estimate.value, estimate.low, estimate.high) == (-1.0, low, high)
        assert estimate.p_value == pytest.approx(math.erfc((8 - 2 - 0.5) / math.sqrt(2 * 72 / 7)), rel=1e-12)


def test_under_ties_a_limit_of_zero_can_stand_beside_a_small_p_as_in_r():
    case = REFERENCE["hodges_lehmann_ties"][0]
    assert (case["value"]["p_value"] < 0.05, case["inputs"]["conf_level"]) == (True, 0.95)
    assert case["value"]["high"] == pytest.approx(0, abs=1e-11)
    estimate = hodges_lehmann(**case["inputs"])
    assert (estimate.low, estimate.high) == (-3.0, 0.0)
    treated, control = (np.array(case["inputs"][arm], dtype=float) for arm in ("treated", "control"))
    assert p_at(0.0, treated, control) < 0.05 < p_at(-0.5, treated, control)
    assert p_at(0.5, treated, control) < 0.05


def test_where_every_shift_is_rejected_the_estimate_is_left():
    # Most are 0: any shift up or down is rejected, and at 10% that of 0 too.
    treated, control = np.repeat([0.0, 1.0], [18, 2]), np.repeat([0.0, 1.0, 2.0], [13, 5, 2])
    assert kept(treated, control, 0.9) == []
    estimate = hodges_lehmann(treated, control, 0.9)
    assert (estimate.value, estimate.low, estimate.high) == (0.0, 0.0, 0.0)
    assert estimate.p_value < 0.1


@pytest.mark.parametrize("treated, control", HEAVY[::3] + TIED)
def test_levels_are_nested_and_arms_swap_under_ties(treated, control):
    levels = [hodges_lehmann(treated, control, level) for level in (0.3, 0.8, 0.95, 0.99)]
    for inner, outer in itertools.pairwise(levels):
        assert outer.low <= inner.low <= inner.value <= inner.high <= outer.high
    for estimate in levels:
        swapped = hodges_lehmann(control, treated, estimate.conf_level)
        assert (swapped.value, swapped.low, swapped.high) == (-estimate.value, -estimate.high, -estimate.low)


def test_the_two_sides_of_alpha_both_occur_above():
    for pairs in (UNTIED, LARGE, TIED):
        assert {mann_whitney_p(*pair) < 0.1 for pair in pairs} == {True, False}


@pytest.mark.parametrize("treated, control", UNTIED[::4])
def test_a_limit_is_where_the_test_of_the_shifted_arm_turns(treated, control):
    estimate = hodges_lehmann(treated, control, 0.9)
    inside, outside = estimate.low + 1e-6, estimate.low - 1e-6
    assert mann_whitney_p(treated - outside, control) < 0.1 <= mann_whitney_p(treated - inside, control)


def test_twenty_thousand_patients_per_arm_without_a_matrix_of_pairs():
    rng = np.random.default_rng(1)
    treated, control = rng.normal(0.5, 1, 20_000), rng.normal(0, 1, 20_001)
    estimate = hodges_lehmann(treated, control, 0.95)
    assert estimate.low < 0.5 < estimate.high
    # As many pairs on either side of the estimate, up to the two in the middle.
    below = np.searchsorted(np.sort(treated), np.sort(control) + estimate.value).sum()
    assert abs(int(below) - treated.size * control.size // 2) <= 1


def test_too_few_patients_leave_the_whole_line():
    estimate = hodges_lehmann([4, 5], [1, 2.5], 0.95)
    assert (estimate.value, estimate.low, estimate.high) == (2.75, -math.inf, math.inf)
    assert estimate.p_value == pytest.approx(1 / 3, rel=1e-12)
    alone = hodges_lehmann([4], [1], 0.95)
    assert (alone.value, alone.low, alone.high, alone.p_value) == (3.0, -math.inf, math.inf, 1.0)


@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "empty arm"),
        ([1], [math.nan], "empty arm"),
        ([3, 3], [3, 3, 3], "no variation in either arm"),
        ([3, 3], [5], "no variation in either arm"),
    ],
)
def test_no_shift_and_why(treated, control, reason):
    estimate = hodges_lehmann(treated, control, 0.95)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_missing_values_are_dropped():
    with_gaps = hodges_lehmann([1, math.nan, 3, 8], [0, 2, math.nan], 0.5)
    assert with_gaps == hodges_lehmann([1, 3, 8], [0, 2], 0.5)


def test_equal_values_before_an_offset_differ_by_exactly_zero():
    estimate = hodges_lehmann(1e6 + TIED[3][0] / 10, 1e6 + TIED[3][0] / 10, 0.9)
    assert (estimate.value, estimate.low) == (0.0, -estimate.high)


def test_the_interval_is_exact_up_to_49_patients_an_arm_and_normal_from_50_on():
    """All above both controls: exactly P is 2/1275 and 2/1326, by the normal 0.019; at 99% only the exact one excludes 0."""
    control = np.array([-2.0, -1.0])
    assert hodges_lehmann(np.arange(49.0), control, 0.99).low > 0
    assert hodges_lehmann(np.arange(50.0), control, 0.99).low < 0
