"""The levels of a variable in an arm: whoever knows the rule and all that is told cannot tell a small count from another."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from twoarm.analysis.masking.levels import many_tables, told_levels, untold
from twoarm.analysis.masking.sizes import shown_sizes
from twoarm.masked import Masked, bounds
from twoarm.study.disclosure.policy import HOSPITAL, OPEN, OPENSAFELY


def told(counts, missing=0, policy=HOSPITAL):
    n = sum(counts)
    return [str(c) for c in told_levels(counts, shown_sizes([n], n + missing, policy)).counts]


@pytest.mark.parametrize(
    ("counts", "missing", "policy", "reads"),
    [
        ([27, 3], 0, HOSPITAL, ["26 to 29", "<5"]),
        ([20, 10], 0, HOSPITAL, ["20", "10"]),
        ([30, 0], 0, HOSPITAL, ["30", "0"]),
        ([30, 0], 0, OPENSAFELY, ["20 to 30", "<8"]),
        ([40, 20, 3], 0, HOSPITAL, ["39 to 42", "20", "<5"]),
        ([40, 2, 3], 0, HOSPITAL, ["37 to 43", "<5", "<5"]),
        ([20, 16], 2, HOSPITAL, ["18 to 21", "16"]),  # beside a masked size the largest level is masked
        ([3, 2], 0, HOSPITAL, ["masked", "masked"]),  # no level is large enough to take up the others
        ([6, 3], 0, HOSPITAL, ["masked", "masked"]),
        ([33, 12], 0, OPENSAFELY, ["35", "10"]),
        ([3, 2], 0, OPEN, ["3", "2"]),
    ],
)
def test_the_small_ones_and_what_would_tell_them_are_masked(counts, missing, policy, reads):
    assert told(counts, missing, policy) == reads


def test_untold_levels_lie_between_nobody_and_all():
    levels = untold([3, 2], shown_sizes([5], 5, HOSPITAL))
    assert levels.masked and {bounds(c) for c in levels.counts} == {(0, 5)}


def test_two_levels_have_few_tables_and_eleven_have_many():
    assert not many_tables([[60, 57], [50, 68]])
    assert many_tables([[60, *[5] * 10], [50, *[6] * 10]])


def compatible(levels, size, policy):
    """Every vector of counts that whoever knows the policy, what is told and how many are in the arm thinks possible."""
    low, high = bounds(size)
    spans = [range(c.low, c.high + 1) if isinstance(c, Masked) else (c,) for c in levels.counts]
    for counts in product(*spans):
        # A count that is masked without being small is large: a small one would read so.
        named = all(
            not policy.small(c) or str(t) in (policy.word, "masked")
            for c, t in zip(counts, levels.counts, strict=True)
        )
        if low <= sum(counts) <= high and named:
            yield counts


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=2, max_size=4), st.integers(0, 9))
def test_each_small_count_may_be_every_number_that_the_policy_masks(counts, missing):
    policy, n = HOSPITAL, sum(counts)
    assume(n >= policy.min_count)  # of fewer patients nothing is told at all
    sizes = shown_sizes([n], n + missing, policy)
    levels, size = told_levels(counts, sizes), sizes.of(n)
    possible = list(compatible(levels, size, policy))
    assert tuple(counts) in possible
    for i, count in enumerate(levels.counts):
        if isinstance(count, Masked):
            found = {vector[i] for vector in possible}
            assert len(found) >= policy.largest
            assert not policy.small(counts[i]) or found >= set(
                range(policy.smallest, min(policy.largest, n) + 1)
            )
