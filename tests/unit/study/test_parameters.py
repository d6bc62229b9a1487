"""The knobs of a run. What the command line makes of bad ones stands in `tests/runs/test_bad_input.py`."""

from __future__ import annotations

import math

import pytest

from twoarm.errors import ParameterError
from twoarm.study.parameters import Parameters, check_parameters, parse_assignments


def test_the_level_follows_alpha_unless_it_is_given():
    assert Parameters().level == 0.95
    assert Parameters(alpha=0.1).level == 0.9
    assert Parameters(alpha=0.001).level == 0.999
    assert Parameters(alpha=0.1, conf_level=0.95).level == 0.95


def test_what_was_changed_is_known_and_the_folder_is_no_change():
    assert Parameters(study="elsewhere").changed() == []
    assert Parameters(alpha=0.05, imbalance=0.2).changed() == ["imbalance"]


@pytest.mark.parametrize("alpha", [0, 1, 1.5, -0.1, 0.5, math.nan, math.inf, "0.05", True, None, [0.05]])
def test_alpha_out_of_bounds_or_of_another_type(alpha):
    with pytest.raises(ParameterError) as caught:
        check_parameters({"alpha": alpha})
    assert [str(problem.where) for problem in caught.value.problems] == ["alpha"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.01", 0.01),
        ("1e-3", 1e-3),
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("12:30:00", "12:30:00"),
        ("a b", "a b"),
    ],
)
def test_a_value_is_read_as_yaml_of_version_1_2(text, value):
    assert parse_assignments([("alpha", text)]) == {"alpha": value}


def test_a_parameter_given_twice():
    with pytest.raises(ParameterError, match="alpha: given twice"):
        parse_assignments([("alpha", "0.01"), ("alpha", "0.05")])


@pytest.mark.parametrize("name", ["x=1\nimport os", "__class__", "Alpha", "a" * 60])
def test_a_name_that_is_no_name_is_not_repeated(name):
    with pytest.raises(ParameterError) as caught:
        check_parameters({name: 1})
    assert name not in str(caught.value)
