"""Numbers with no more digits than a policy lets them have."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from twoarm.analysis.masking.digits import mean_step, rounded, rounded_limit, to_step
from twoarm.methods.printed.grim import possible_sums

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(NUMBERS, st.integers(1, 6))
def test_a_number_has_no_more_digits_and_lies_within_half_of_the_last(value, digits):
    shown = rounded(value, digits)
    assert shown == float(f"{shown:.{digits - 1}e}")
    assert math.isclose(shown, value, rel_tol=0.5 * 10.0 ** (1 - digits), abs_tol=0)


@given(NUMBERS, st.sampled_from([0.0, 0.5, 1.0]), st.integers(1, 6))
def test_a_limit_stays_on_its_side_of_no_difference(value, null, digits):
    shown = rounded_limit(value, digits, null)
    assert (shown > null, shown < null) == (value > null, value < null)


def test_what_is_infinite_or_none_stays():
    assert rounded(math.inf, 3) == math.inf and rounded(None, 3) is None and rounded(1.23456, None) == 1.23456


@given(st.lists(st.integers(0, 10), min_size=31, max_size=34))
def test_a_mean_in_steps_fits_every_number_of_patients_that_the_bounds_leave(values):
    mean = to_step(sum(values) / len(values), mean_step(0, 31))
    assert all(len(possible_sums(f"{mean:.1f}", n)) for n in range(31, 35))
