"""Several sites together: as R's metafor has it, and what must hold whatever the numbers."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from places import TESTS

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.sites import random_effects

REFERENCE = json.loads((TESTS / "reference" / "sites.json").read_text(encoding="utf-8"))
VALUES, ERRORS = [-2.1, 0.4, -3.6, 1.9], [0.9, 1.1, 0.8, 1.4]


@pytest.mark.parametrize("case", REFERENCE["random_effects"])
def test_it_is_that_of_metafor(case):
    found = asdict(random_effects(**case["inputs"]))
    expected = case["value"]
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_exchanged_arms_turn_the_sign_and_nothing_else():
    one, other = random_effects(VALUES, ERRORS, 0.95), random_effects([-y for y in VALUES], ERRORS, 0.95)
    assert (other.value, other.low, other.high) == pytest.approx((-one.value, -one.high, -one.low))
    assert (other.p_value, other.variance, other.share, other.q) == pytest.approx(
        (one.p_value, one.variance, one.share, one.q)
    )


def test_another_unit_changes_the_numbers_by_its_factor():
    one = random_effects(VALUES, ERRORS, 0.95)
    other = random_effects([100 * y for y in VALUES], [100 * e for e in ERRORS], 0.95)
    assert (other.value, other.error, other.variance) == pytest.approx(
        (100 * one.value, 100 * one.error, 10_000 * one.variance)
    )
    assert (other.p_value, other.share, other.q_p) == pytest.approx((one.p_value, one.share, one.q_p))


def test_sites_that_agree_are_as_precise_as_their_errors_and_no_more():
    found = random_effects([1.0, 1.0, 1.0, 1.0], [0.5] * 4, 0.95)
    assert (found.variance, found.share, found.error) == (0.0, 0.0, 0.25)
    assert (found.next_low, found.next_high) == (found.low, found.high)


def test_the_order_of_the_sites_is_nothing():
    assert random_effects(VALUES[::-1], ERRORS[::-1], 0.95).value == pytest.approx(
        random_effects(VALUES, ERRORS, 0.95).value
    )


@pytest.mark.parametrize(
    ("values", "errors"),
    [([1.0], [1.0]), ([1.0, 2.0], [1.0]), ([1.0, 2.0], [1.0, 0.0]), ([1.0, float("nan")], [1.0, 1.0])],
)
def test_what_cannot_be_taken_together_is_refused(values, errors):
    with pytest.raises(AnalysisError):
        random_effects(values, errors, 0.95)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ParameterError):
        random_effects(VALUES, ERRORS, 95)
