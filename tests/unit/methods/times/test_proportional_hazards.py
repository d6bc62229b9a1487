"""Cox's hazard ratio and its check: against R and lifelines, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from drawn_times import draw
from places import TESTS

from twoarm.methods.times.proportional_hazards import hazard_ratio, proportional_hazards_p
from twoarm.methods.times.survival import log_rank_p

REFERENCE = json.loads((TESTS / "reference" / "survival_balance.json").read_text(encoding="utf-8"))
NAN = math.nan


@pytest.mark.parametrize("case", REFERENCE["hazard_ratio"])
def test_ratio_is_that_of_r(case):
    estimate = hazard_ratio(**case["inputs"])
    for name, value in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(value, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["proportional_hazards_p"])
def test_check_of_proportional_hazards_is_that_of_r(case):
    assert proportional_hazards_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.filterwarnings("ignore:Starting with pandas version 4")  # lifelines' own calls
@pytest.mark.parametrize("seed", range(3))
def test_ratio_is_that_of_lifelines(seed):
    """lifelines ends its steps at a precision of 1e-7 by default; tightened, it is held at 1e-6."""
    import pandas
    from lifelines import CoxPHFitter

    treated, control = draw(seed), draw(seed + 10, rate=0.3)
    arm = np.repeat([1, 0], [treated[0].size, control[0].size])
    time, event = (np.concatenate(both) for both in zip(treated, control, strict=True))
    fitted = CoxPHFitter().fit(
        pandas.DataFrame({"time": time, "event": event, "arm": arm}),
        "time",
        "event",
        fit_options={"precision": 1e-13},
    )
    row, estimate = fitted.summary.loc["arm"], hazard_ratio(*treated, *control, 0.95)
    found = [estimate.value, estimate.low, estimate.high, estimate.p_value]
    columns = ["exp(coef)", "exp(coef) lower 95%", "exp(coef) upper 95%", "p"]
    assert found == pytest.approx(row[columns].tolist(), rel=1e-6)


def test_ratio_by_hand():
    # An event of the treated with 2 and 2 at risk, then one of the control with 1 and 2: the score
    # 1 - 2r/(2r + 2) - r/(r + 2) is 0 at the root of 2, where the information is r/(1 + r)^2 + 2r/(r + 2)^2.
    r = math.sqrt(2)
    estimate = hazard_ratio([1, 3], [1, 0], [2, 3], [1, 0], 0.95)
    error = 1 / math.sqrt(r / (1 + r) ** 2 + 2 * r / (r + 2) ** 2)
    assert estimate.value == pytest.approx(r, rel=1e-12)
    assert estimate.high == pytest.approx(r * math.exp(1.959963984540054 * error), rel=1e-12)
    assert estimate.p_value == pytest.approx(math.erfc(math.log(r) / error / math.sqrt(2)), rel=1e-12)


def test_ties_are_divided_as_efron_has_it():
    # One event of each arm at the same time, 2 and 2 at risk: 1 - r/(1 + r) for the first, and the same for the
    # second with 1.5 and 1.5, so that r = 1. Breslow's and the exact likelihood agree, but not on the information.
    estimate = hazard_ratio([1, 2], [1, 0], [1, 2], [1, 0], 0.95)
    assert estimate.value == pytest.approx(1.0, rel=1e-12)
    assert estimate.high == pytest.approx(math.exp(1.959963984540054 / math.sqrt(0.5)), rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_swapped_the_ratio_is_inverted(seed):
    treated, control = draw(seed), draw(seed + 20, rate=0.35)
    one, other = hazard_ratio(*treated, *control, 0.9), hazard_ratio(*control, *treated, 0.9)
    assert [other.value, other.low, other.high] == pytest.approx(
        [1 / one.value, 1 / one.high, 1 / one.low], rel=1e-10
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-9)
    assert proportional_hazards_p(*control, *treated) == pytest.approx(
        proportional_hazards_p(*treated, *control), rel=1e-9
    )


@pytest.mark.parametrize("seed", range(3))
def test_another_unit_and_another_order_change_nothing(seed):
    treated, control = draw(seed), draw(seed + 20, rate=0.35)
    order = np.random.default_rng(seed).permutation(treated[0].size)
    shuffled = [column[order] for column in treated]
    months = [treated[0] * 30.4, treated[1], control[0] * 30.4, control[1]]
    assert hazard_ratio(*shuffled, *control, 0.95) == hazard_ratio(*treated, *control, 0.95)
    assert hazard_ratio(*months, 0.95) == hazard_ratio(*treated, *control, 0.95)
    assert proportional_hazards_p(*months) == proportional_hazards_p(*treated, *control)
    assert proportional_hazards_p(*shuffled, *control) == proportional_hazards_p(*treated, *control)


@pytest.mark.parametrize("seed", range(4))
def test_interval_holds_the_ratio_and_agrees_with_p(seed):
    arms = *draw(seed), *draw(seed + 30, rate=0.4)
    estimate = hazard_ratio(*arms, 0.95)
    assert estimate.low < estimate.value < estimate.high
    at_p = hazard_ratio(*arms, 1 - estimate.p_value)
    assert min(abs(math.log(at_p.low)), abs(math.log(at_p.high))) < 1e-9
    # Without a difference in the event at hand the score test is the log-rank test: of the same order here.
    assert (estimate.p_value < 0.05) == (log_rank_p(*arms) < 0.05)


def test_crossing_hazards_are_found():
    early, late = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60, 60], [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 2, 60]
    event = [1] * 11 + [0]
    assert proportional_hazards_p(early, event, late, event) < 0.05
    assert proportional_hazards_p(early, event, [t + 0.5 for t in early], event) > 0.2


@pytest.mark.parametrize(
    ("arms", "reason"),
    [
        (([], [], [1, 2], [1, 1]), "empty arm"),
        (([NAN], [1], [1], [1]), "empty arm"),
        (([1, 2], [0, 0], [1, 2], [1, 1]), "no event in an arm"),
        (([1, 2], [1, 1], [1, 2], [0, 0]), "no event in an arm"),
        (([1, 2], [0, 0], [1, 2], [0, 0]), "no event in an arm"),
        (([1, 2], [1, 1], [3, 4], [1, 1]), "the order of the events bounds no ratio"),
        (([3, 4], [1, 1], [1, 2], [1, 1]), "the order of the events bounds no ratio"),
    ],
)
def test_no_ratio_and_why(arms, reason):
    for estimate in (hazard_ratio(*arms, 0.95), hazard_ratio(*arms[2:], *arms[:2], 0.95)):
        assert (estimate.value, estimate.reason) == (None, reason)
    assert proportional_hazards_p(*arms) is None


def test_one_time_alone_says_nothing_about_change_over_time():
    arms = [1, 1, 2], [1, 1, 0], [1, 2, 2], [1, 0, 0]
    assert hazard_ratio(*arms, 0.95).estimable
    assert proportional_hazards_p(*arms) is None


def test_one_patient_per_arm_and_all_tied():
    assert hazard_ratio([1], [1], [1], [1], 0.95).value == pytest.approx(1.0, rel=1e-12)
    assert hazard_ratio([5] * 4, [1] * 4, [5] * 3, [1] * 3, 0.95).value == pytest.approx(1.0, rel=1e-9)
    assert hazard_ratio([0, 1], [1, 1], [0, 1], [1, 1], 0.95).value == pytest.approx(1.0, rel=1e-12)


def test_an_extreme_ratio_is_reached():
    # An event of the control with 2 and 1,000 at risk, one of the treated with 2 and 999: a = 2r solves
    # 999 / (a + 999) = a / (a + 1000), so that a^2 = 999,000. Newton's first step alone would lead to exp(250).
    control = np.r_[0.5, np.full(999, 3.0)], np.r_[1, np.zeros(999)]
    estimate = hazard_ratio([1, 3], [1, 0], *control, 0.95)
    assert estimate.value == pytest.approx(math.sqrt(999_000) / 2, rel=1e-10)
    assert 1 < estimate.low < estimate.value < estimate.high < math.inf


def test_a_hundred_thousand_patients_an_arm():
    rng = np.random.default_rng(7)
    treated, control = rng.exponential(10, 100_000), rng.exponential(20, 100_000)
    event = np.ones(100_000)
    assert hazard_ratio(treated, event, control, event, 0.95).value == pytest.approx(2.0, rel=0.02)
    assert proportional_hazards_p(treated, event, control, event) > 0.001
