"""Times to an event: against R and lifelines, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from drawn_times import draw
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.times.survival import kaplan_meier, log_rank_p, number_at_risk

REFERENCE = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
MONTHS = REFERENCE["log_rank_p"][0]["inputs"]
NAN = math.nan


@pytest.mark.parametrize("case", REFERENCE["kaplan_meier"])
def test_curve_is_that_of_r(case):
    inputs, value = case["inputs"], case["value"]
    curve = kaplan_meier(inputs["time"], inputs["event"], inputs["conf_level"])
    for name in ("times", "survival", "at_risk", "events", "censored"):
        assert getattr(curve, name).tolist() == pytest.approx(value[name], rel=1e-8, abs=1e-15), name
    for name in ("low", "high"):  # R leaves a limit empty where the share is 1 or 0; ours is then the share
        expected = [
            s if limit is None else limit for s, limit in zip(value["survival"], value[name], strict=True)
        ]
        assert getattr(curve, name).tolist() == pytest.approx(expected, rel=1e-8, abs=1e-15), name


@pytest.mark.parametrize("case", REFERENCE["kaplan_meier"])
def test_steps_and_median_are_those_of_r(case):
    inputs, value = case["inputs"], case["value"]
    curve = kaplan_meier(inputs["time"], inputs["event"], inputs["conf_level"])
    steps = [curve.at(tick) for tick in inputs["ticks"]]
    assert steps == pytest.approx(value["at_ticks"], rel=1e-8, abs=1e-15)
    assert curve.median() == tuple(value["median"].get(name) for name in ("value", "low", "high"))


@pytest.mark.parametrize("case", REFERENCE["kaplan_meier"])
def test_rows_under_the_figure_are_those_of_r(case):
    """At risk as R has it at the ticks; events and censorings are R's own of all times before the tick."""
    inputs, value = case["inputs"], case["value"]
    rows = number_at_risk(inputs["time"], inputs["event"], inputs["ticks"])
    before = [
        [
            sum(n for t, n in zip(value["times"], value[name], strict=True) if t < tick)
            for tick in inputs["ticks"]
        ]
        for name in ("events", "censored")
    ]
    assert [row.tolist() for row in rows] == [value["at_risk_ticks"], *before]


@pytest.mark.parametrize("seed", range(3))
def test_the_three_rows_add_to_the_arm_at_every_tick(seed):
    time, event = draw(seed)
    ticks = np.unique([0, 100, *time, *(time + 0.1)])  # every event time is a tick too
    rows = number_at_risk(time, event, ticks)
    assert set(np.sum(rows, axis=0)) == {time.size}
    assert [row[0] for row in rows] == [time.size, 0, 0]
    assert [row[-1] for row in rows] == [0, event.sum(), time.size - event.sum()]


@pytest.mark.parametrize("seed", range(3))
def test_curve_and_log_rank_are_those_of_lifelines(seed):
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import logrank_test

    treated, control = draw(seed), draw(seed + 10, rate=0.3)
    fitted = KaplanMeierFitter().fit(*treated).survival_function_at_times(np.arange(0, 12)).to_numpy()
    curve = kaplan_meier(*treated, 0.95)
    assert [curve.at(t) for t in range(12)] == pytest.approx(fitted.tolist(), rel=1e-8)
    p_value = logrank_test(treated[0], control[0], treated[1], control[1]).p_value
    assert log_rank_p(*treated, *control) == pytest.approx(p_value, rel=1e-8)


def test_curve_by_hand():
    # Four patients: 3/4 after the first event, one censored, then half of the remaining two.
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], 0.95)
    assert [curve.at(t) for t in (0, 0.99, 1, 2.5, 3, 100)] == [1, 1, 0.75, 0.75, 0.375, 0.375]
    assert curve.median()[0] == 3.0
    assert curve.at_risk.tolist() == [4, 3, 2, 1]


def test_median_without_censoring_is_the_ordinary_one():
    assert kaplan_meier([4, 1, 3, 2], [1] * 4, 0.95).median()[0] == np.median([1, 2, 3, 4])
    assert kaplan_meier([4, 1, 3], [1] * 3, 0.95).median()[0] == np.median([1, 3, 4])


def test_a_median_interval_at_another_level_is_narrower_or_wider():
    curve = kaplan_meier(MONTHS["c_time"], MONTHS["c_event"], 0.95)
    same = kaplan_meier(MONTHS["c_time"], MONTHS["c_event"], 0.5).median()
    assert curve.median(0.5) == same
    (_, low, high), (_, wide_low, wide_high) = same, curve.median()
    assert wide_low <= low <= high <= wide_high
    assert (low, high) != (wide_low, wide_high)


@pytest.mark.parametrize("seed", range(4))
def test_curve_falls_between_its_limits_and_loses_nobody(seed):
    time, event = draw(seed)
    curve = kaplan_meier(time, event, 0.9)
    assert (np.diff(curve.survival) <= 0).all()
    assert (curve.low <= curve.survival).all()
    assert (curve.survival <= curve.high).all()
    assert not np.isnan([curve.low, curve.high]).any()
    assert curve.events.sum() + curve.censored.sum() == time.size
    assert (curve.events.sum(), curve.at_risk[0]) == (event.sum(), time.size)


def test_who_leaves_at_a_tick_is_still_at_risk_there():
    rows = number_at_risk([1, 2, 2, 3], [1, 1, 0, 0], [0, 1, 2, 2.5, 3, 4])
    assert [row.tolist() for row in rows] == [[4, 4, 3, 1, 1, 0], [0, 0, 1, 2, 2, 2], [0, 0, 0, 1, 1, 2]]


@pytest.mark.parametrize("case", REFERENCE["log_rank_p"])
def test_log_rank_is_that_of_r(case):
    assert log_rank_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


def test_log_rank_by_hand():
    # Events at 1 (treated, 2 of 4 at risk treated) and 2 (control, 1 of 3): O - E = 1 - 5/6, variance 1/4 + 2/9.
    statistic = (1 - 5 / 6) ** 2 / (1 / 4 + 2 / 9)
    p_value = log_rank_p([1, 3], [1, 0], [2, 3], [1, 0])
    assert p_value == pytest.approx(math.erfc(math.sqrt(statistic / 2)), rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_log_rank_keeps_p_under_a_swap_and_another_unit(seed):
    treated, control = draw(seed), draw(seed + 20, rate=0.35)
    p_value = log_rank_p(*treated, *control)
    assert log_rank_p(*control, *treated) == pytest.approx(p_value, rel=1e-10)
    assert log_rank_p(7 * treated[0], treated[1], 7 * control[0], control[1]) == pytest.approx(
        p_value, rel=1e-12
    )


@pytest.mark.parametrize(
    "arms",
    [
        ([], [], [1, 2], [1, 1]),
        ([1, 2], [1, 1], [], []),
        ([1, 2], [0, 0], [1, 2], [0, 0]),
        ([1, 2], [0, 0], [3, 4], [1, 1]),
        ([1], [1], [1], [1]),
        ([NAN], [1], [1], [1]),
    ],
)
def test_log_rank_needs_an_event_that_could_have_been_in_either_arm(arms):
    assert log_rank_p(*arms) is None


@pytest.mark.parametrize(
    "time, event", [([5], [1]), ([5], [0]), ([5, 5, 5], [0, 0, 0]), ([5, 5], [1, 1]), ([0], [1])]
)
def test_the_smallest_curves_have_no_nan(time, event):
    curve = kaplan_meier(time, event, 0.95)
    assert not np.isnan([curve.survival, curve.low, curve.high]).any()
    value, low, high = curve.median()
    assert (value, low, high) == ((time[0], None, None) if event[0] else (None, None, None))


def test_no_patient_no_curve():
    curve = kaplan_meier([], [], 0.95)
    assert (curve.times.size, curve.at(3), curve.median()) == (0, None, (None, None, None))
    assert [row.tolist() for row in number_at_risk([], [], [0, 1])] == [[0, 0]] * 3


def test_missing_times_and_events_are_dropped():
    gaps = kaplan_meier([1, NAN, 2, 3], [1, 1, NAN, 0], 0.95)
    assert gaps.at_risk.tolist() == [2, 1]


def test_time_and_event_must_be_of_the_same_patients():
    with pytest.raises(AnalysisError):
        kaplan_meier([1, 2], [1], 0.95)


def test_a_hundred_thousand_patients():
    time = np.random.default_rng(2).exponential(10, 100_000)
    assert kaplan_meier(time, np.ones(100_000), 0.95).median()[0] == pytest.approx(10 * math.log(2), rel=0.03)
