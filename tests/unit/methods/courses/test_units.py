"""Units within the patients: against R, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.courses.units import difference_of_units, exchangeable_units, intraclass_correlation
from twoarm.methods.values.means import mean_difference

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "units.json").read_text(encoding="utf-8"))
NAN = math.nan
METHODS = [difference_of_units, exchangeable_units]
LIKELIHOOD = 1e-6  # where its search stops


def arrays(inputs):
    """The stored inputs as arrays; what R wrote as null is missing."""
    found = {side: np.array(inputs[side], dtype=float) for side in ("treated", "control")}
    return found | {name: level[0] for name, level in inputs.items() if name == "conf_level"}


def draw(seed=1):
    rng = np.random.default_rng(seed)
    values = 50 + 8 * rng.normal(size=(30, 1)) + 4 * rng.normal(size=(30, 3))
    values[rng.random(values.shape) < 0.3] = NAN
    return values[:13] + 5, values[13:]


@pytest.mark.parametrize("method", METHODS)
def test_estimates_are_those_of_r(method):
    for case in REFERENCE[method.__name__]:
        found = method(**arrays(case["inputs"]))
        for name, expected in case["value"].items():
            assert getattr(found, name) == pytest.approx(expected, rel=1e-8), name


def test_the_correlation_is_that_of_r():
    for case in REFERENCE["intraclass_correlation"]:
        found = intraclass_correlation(**arrays(case["inputs"]))
        assert found.value == pytest.approx(case["value"]["value"], rel=1e-8)
        assert found.interval is None and found.p_value is None


def test_the_correlation_is_that_of_restricted_likelihood_where_all_have_as_many_units():
    for case in REFERENCE["intraclass_correlation_lme4"]:
        found = intraclass_correlation(**arrays(case["inputs"]))
        assert found.value == pytest.approx(case["value"]["value"], rel=LIKELIHOOD)


def test_with_one_unit_each_it_is_the_difference_of_means():
    treated, control = draw()
    one = mean_difference(treated[:, 0], control[:, 0], 0.9)
    found = difference_of_units(treated[:, :1], control[:, :1], 0.9)
    assert found.value == pytest.approx(one.value, rel=1e-12)
    known = [int((~np.isnan(side[:, 0])).sum()) for side in (treated, control)]
    assert [found.n_treated, found.n_control] == known


def test_a_second_hip_that_repeats_the_first_adds_nothing():
    treated, control = (x[:, :1] for x in draw(4))
    single = difference_of_units(treated, control)
    doubled = difference_of_units(np.repeat(treated, 2, axis=1), np.repeat(control, 2, axis=1))
    assert (doubled.value, doubled.p_value) == pytest.approx((single.value, single.p_value), rel=1e-9)


def test_units_that_repeat_each_other_have_no_working_correlation():
    treated, control = (np.repeat(x[:, :1], 2, axis=1) for x in draw(4))
    assert exchangeable_units(treated, control).reason == "working correlation outside its range"


@pytest.mark.parametrize("method", METHODS)
def test_exchanged_arms_turn_the_sign(method):
    treated, control = draw(2)
    there, back = method(treated, control), method(control, treated)
    assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low))
    assert back.p_value == pytest.approx(there.p_value)
    assert intraclass_correlation(treated, control).value == pytest.approx(
        intraclass_correlation(control, treated).value
    )


@pytest.mark.parametrize("factor", [1e-150, 0.3, 1e150])
@pytest.mark.parametrize("method", METHODS)
def test_another_unit_of_measurement_changes_nothing_else(method, factor):
    treated, control = draw(3)
    there, scaled = method(treated, control), method(factor * treated, factor * control)
    assert scaled.value == pytest.approx(factor * there.value)
    assert scaled.p_value == pytest.approx(there.p_value)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_patients_and_of_their_units_does_not_matter(method):
    treated, control = draw(5)
    there = method(treated, control)
    mixed = method(treated[::-1, ::-1], control[::-1, [1, 2, 0]])
    assert (mixed.value, mixed.p_value) == pytest.approx((there.value, there.p_value), rel=1e-9)


def test_a_patient_without_a_value_is_not_counted():
    treated, control = draw(6)
    treated = np.vstack([treated, [NAN, NAN, NAN]])
    known = int((~np.isnan(treated)).any(axis=1).sum())
    assert difference_of_units(treated, control).n_treated == known


@pytest.mark.parametrize("method", [*METHODS, intraclass_correlation])
@pytest.mark.parametrize(
    ("treated", "control", "reason"),
    [
        ([[1.0, 2.0]], [[1.0, 2.0], [3.0, 4.0]], "fewer than two patients in an arm"),
        ([[NAN, NAN]] * 3, [[1.0, 2.0], [3.0, 4.0]], "fewer than two patients in an arm"),
        ([[5.0, 5.0], [5.0, 5.0]], [[2.0, 2.0], [2.0, NAN]], "no variation in either arm"),
    ],
)
def test_where_there_is_no_estimate_the_reason_is_said(method, treated, control, reason):
    assert method(treated, control).reason == reason


def test_without_a_patient_of_two_units_there_is_no_correlation():
    found = intraclass_correlation([[1.0, NAN], [2.0, NAN]], [[NAN, 3.0], [5.0, NAN]])
    assert found.reason == "no patient has two units with a value"


def test_means_of_patients_that_are_all_alike_have_no_error():
    values = [[1.0, 3.0], [3.0, 1.0], [0.0, 4.0]]
    assert difference_of_units(values, values).reason == "no variation between the patients"


def test_a_row_of_numbers_is_no_table():
    with pytest.raises(AnalysisError):
        difference_of_units([1.0, 2.0], [[1.0], [2.0]])
