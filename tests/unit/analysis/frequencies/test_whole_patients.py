"""Shares as whole patients of a hundred: their difference is the one that a reader counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoarm.analysis.frequencies.whole_patients import whole_patients

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("treated", "control", "whole"),
    [
        (100 * 4 / 30, 100 * 10 / 32, (13, 31)),
        (13.4, 31.6, (13, 31)),  # apart by 18.2: 32 would make it 19
        (31.6, 13.4, (31, 13)),
        (10.4, 10.6, (10, 10)),
        (0.0, 45.0, (0, 45)),
        (100.0, 97.2, (100, 97)),
        (0.6, 5.0, (1, 5)),  # somebody had it
        (99.4, 50.0, (99, 50)),  # somebody did not
        (0.4, 50.0, None),
        (50.0, 99.6, None),
    ],
)
def test_shares_a_reader_can_check_by_hand(treated, control, whole):
    assert whole_patients(treated, control) == whole


@given(COUNTS, COUNTS)
def test_no_icon_lies_a_patient_away_and_their_difference_is_the_nearest(one, other):
    shares = [100 * count / n for count, n in (one, other)]
    found = whole_patients(*shares)
    if found is None:
        assert any(0 < min(share, 100 - share) < 0.5 for share in shares)
        return
    for (count, n), share, whole in zip((one, other), shares, found, strict=True):
        assert abs(whole - share) < 1
        assert (whole == 0) == (count == 0) and (whole == 100) == (count == n)
    assert abs(found[0] - found[1] - (shares[0] - shares[1])) <= 0.75


@given(COUNTS, COUNTS)
def test_arms_that_are_exchanged_turn_the_difference(one, other):
    treated, control = (100 * count / n for count, n in (one, other))
    found, turned = whole_patients(treated, control), whole_patients(control, treated)
    if found is not None and turned is not None:
        assert abs((found[0] - found[1]) + (turned[0] - turned[1])) <= 1
    assert (found is None) == (turned is None)
