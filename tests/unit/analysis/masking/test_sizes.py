"""Numbers of patients that may all be told: no two of them lie a few patients apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twoarm.analysis.masking.sizes import gap, shown_sizes
from twoarm.masked import Masked, bounds
from twoarm.study.disclosure.policy import HOSPITAL, OPEN, OPENSAFELY

POLICIES = st.sampled_from([HOSPITAL, OPENSAFELY])


def test_the_patients_who_miss_a_visit_are_not_the_difference_of_two_sizes():
    sizes = shown_sizes([40, 38, 35, 33, 3], 40, HOSPITAL)
    assert sizes.shown == (40, 35)
    assert [str(sizes.of(n)) for n in (40, 38, 35, 33, 3)] == ["40", "36 to 39", "35", "31 to 34", "<5"]
    assert [str(sizes.missing(n)) for n in (40, 38, 35, 33)] == ["0", "<5", "5", "6 to 9"]


def test_where_nothing_is_masked_every_size_is_itself():
    sizes = shown_sizes([40, 38, 3], 40, OPEN)
    assert [sizes.of(n) for n in (40, 38, 3)] == [40, 38, 3]
    assert [sizes.missing(n) for n in (40, 38, 3)] == [0, 2, 37]


def test_rounded_sizes_lie_within_bounds_that_are_multiples_too():
    sizes = shown_sizes([117, 112], 117, OPENSAFELY)
    assert (sizes.whole, str(sizes.of(112)), str(sizes.missing(112))) == (115, "110 to 120", "<8")


def test_what_is_missing_beside_a_masked_size_reads_as_a_small_count():
    assert str(gap(40, Masked(36, 39), HOSPITAL)) == "<5"
    assert str(gap(40, Masked(31, 34), HOSPITAL)) == "6 to 9"
    assert gap(40, 35, HOSPITAL) == 5


@given(st.lists(st.integers(0, 80)), st.integers(0, 20), POLICIES)
def test_two_that_are_told_differ_by_no_small_number(known, more, policy):
    whole = max(known, default=0) + more
    told = shown_sizes(known, whole, policy).shown
    assert all(not policy.small(a - b) for i, a in enumerate(told) for b in told[i + 1 :])


@given(st.lists(st.integers(0, 80)), st.integers(0, 20), st.integers(0, 100), POLICIES)
def test_a_masked_size_may_be_as_many_numbers_as_a_masked_count(known, more, other, policy):
    whole = max(known, default=0) + more
    sizes = shown_sizes(known, whole, policy)
    for n in {*known, min(other, whole)}:
        low, high = bounds(sizes.of(n))
        if isinstance(sizes.of(n), Masked):
            assert low <= n <= high
            assert high - low + 1 >= min(policy.largest, whole)
        else:
            assert abs(low - n) <= policy.rounding // 2
