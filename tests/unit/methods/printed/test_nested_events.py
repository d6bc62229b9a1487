"""Events of units within patients: every number of patients that they allow, and how likely each of them is."""

from itertools import combinations

import pytest

from twoarm.methods.counts.clusters import cluster_permutation_p
from twoarm.methods.printed import nested_events
from twoarm.methods.printed.nested_events import Nested, permutation_range


def by_hand(events: int, patients: int, each: int) -> dict[int, float]:
    """Every way to choose the units that have an event, listed."""
    units = [patient for patient in range(patients) for _ in range(each)]
    hit = [len({units[i] for i in chosen}) for chosen in combinations(range(len(units)), events)]
    return {k: hit.count(k) / len(hit) for k in set(hit)}


@pytest.mark.parametrize(
    ("events", "patients", "each"), [((3, 1), (4, 3), 2), ((4, 0), (3, 2), 3), ((2, 2), (2, 3), 4)]
)
def test_numbers_and_chances_are_those_of_a_list_of_every_way(events, patients, each):
    nested = Nested(events, patients, each)
    arms = [by_hand(*arm, each) for arm in zip(events, patients, strict=True)]
    expected = {(t, c): arms[0][t] * arms[1][c] for t in arms[0] for c in arms[1]}
    assert {pair: nested.probability(pair) for pair in nested.possible()} == pytest.approx(expected)


def test_many_numbers_are_looked_at_by_their_ends(monkeypatch):
    nested = Nested((40, 30), (60, 60), 2)
    ends = [(40, 30), (40, 15), (20, 30), (20, 15)]
    assert nested.possible() == ends
    monkeypatch.setattr(nested_events, "MOST_PAIRS", 10_000)
    assert len(nested.possible()) == 21 * 16


def test_the_permutation_is_that_of_the_patients_it_supposes():
    # Four events of three patients of at most three each: 2, 1, 1 is the only way.
    expected = cluster_permutation_p([2, 1, 1, 0], [0, 0, 0])
    assert permutation_range(Nested((4, 0), (4, 3), 3), (3, 0)) == (expected, expected)


def test_several_ways_to_spread_the_events_give_a_range():
    # Six events of three patients: 3, 2, 1 or 2, 2, 2 or, with four to a patient, 4, 1, 1.
    ways = [[4, 1, 1, 0], [3, 2, 1, 0], [2, 2, 2, 0]]
    found = [cluster_permutation_p(way, [1, 0, 0, 0]) for way in ways]
    assert permutation_range(Nested((6, 1), (4, 4), 4), (3, 1)) == (min(found), max(found))
    assert min(found) < max(found)


def test_too_many_ways_or_no_difference_give_none(monkeypatch):
    assert permutation_range(Nested((0, 0), (4, 4), 2), (0, 0)) == ()
    monkeypatch.setattr(nested_events, "MOST_PATTERNS", 1)
    assert permutation_range(Nested((6, 1), (4, 4), 4), (3, 1)) == ()


def test_swapping_the_arms_swaps_the_numbers():
    nested, swapped = Nested((5, 1), (30, 32), 2), Nested((1, 5), (32, 30), 2)
    assert {pair[::-1] for pair in nested.possible()} == set(swapped.possible())
    for pair in nested.possible():
        assert nested.probability(pair) == pytest.approx(swapped.probability(pair[::-1]))
        assert permutation_range(nested, pair) == pytest.approx(permutation_range(swapped, pair[::-1]))
