"""A time of zero is counted as it is, an event or a censoring at zero: as R's survival does."""

from __future__ import annotations

import json

import pytest
from places import TESTS

from twoarm.methods.times.proportional_hazards import hazard_ratio
from twoarm.methods.times.restricted_means import restricted_mean
from twoarm.methods.times.survival import kaplan_meier, log_rank_p

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "zero_times.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFERENCE["kaplan_meier"])
def test_the_curve_begins_to_fall_at_zero(case):
    curve = kaplan_meier(**case["inputs"], conf_level=0.95)
    for name, expected in case["value"].items():
        assert getattr(curve, name) == pytest.approx(expected, rel=1e-8)
    assert curve.times[0] == 0 and curve.at_risk[0] == len(case["inputs"]["time"])


@pytest.mark.parametrize("case", REFERENCE["log_rank_p"])
def test_log_rank(case):
    assert log_rank_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["hazard_ratio"])
def test_hazard_ratio(case):
    found = hazard_ratio(**case["inputs"], conf_level=0.95)
    assert found.value == pytest.approx(case["value"]["value"], rel=1e-8)
    assert found.p_value == pytest.approx(case["value"]["p_value"], rel=1e-8)
    assert (found.n_treated, found.n_control) == (8, 9)  # nobody is dropped


@pytest.mark.parametrize("case", REFERENCE["restricted_mean"])
def test_restricted_mean(case):
    assert restricted_mean(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)
