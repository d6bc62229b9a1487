"""Fragility: against figures of others, against every table one by one, and at the edges."""

import itertools
import json
from functools import cache

import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.counts.fragility import MOST_CHANGED, fragility_index, walsh_index
from twoarm.methods.counts.proportions import fisher_p
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_counts.json").read_text(encoding="utf-8"))


def by_enumeration(x1, n1, x2, n2, alpha, p):
    """Patients between this table and the nearest of all tables on the other side of alpha."""
    found = {(a, b): p(a, n1, b, n2) for a in range(n1 + 1) for b in range(n2 + 1)}
    significant = {key: value is not None and value < alpha for key, value in found.items()}
    other = [key for key, verdict in significant.items() if verdict != significant[x1, x2]]
    return min((abs(a - x1) + abs(b - x2) for a, b in other), default=None)


@pytest.mark.parametrize("case", REFERENCE["fragility_index"])
def test_index_is_that_of_r(case):
    for name, expected in case["value"].items():
        assert fragility_index(*case["inputs"]["counts"], 0.05, TWO_SIDED_TESTS[name]) == expected


@pytest.mark.parametrize(
    ("index", "cases"),
    [(fragility_index, CARRIED["fragility_index"]), (walsh_index, CARRIED["walsh_index"])],
)
def test_indices_of_the_published_tables(index, cases):
    for case in cases:
        inputs = case["inputs"]
        found = index(*inputs["counts"], inputs["alpha"], TWO_SIDED_TESTS[inputs["definition"]])
        assert found == case["value"], case


@pytest.mark.parametrize("name", ["fisher", "pearson", "yates", "fisher_mid_p", "score"])
@pytest.mark.parametrize("alpha", [0.05, 0.2])
@pytest.mark.parametrize("sizes", [(9, 11), (5, 14), (1, 25)])
def test_search_finds_what_enumeration_finds(name, alpha, sizes):
    n1, n2 = sizes
    p = cache(TWO_SIDED_TESTS[name])
    for x1, x2 in itertools.product(range(n1 + 1), range(0, n2 + 1, 2)):
        table = x1, n1, x2, n2
        assert fragility_index(*table, alpha, p) == by_enumeration(*table, alpha, p), table


def test_by_hand():
    # 3 of 3 against 0 of 3 has P 2/20; 2 of 3 against 0 of 3 has 2 * 3/15.
    assert fragility_index(3, 3, 0, 3, 0.2) == walsh_index(3, 3, 0, 3, 0.2) == 1
    assert fragility_index(2, 3, 0, 3, 0.2) == 1  # and back
    assert walsh_index(2, 3, 0, 3, 0.2) is None  # was not significant


def test_fisher_is_what_is_meant_without_a_word():
    assert fragility_index(4, 30, 10, 32, 0.05) == fragility_index(4, 30, 10, 32, 0.05, fisher_p) == 2


def test_the_classic_index_adds_events_where_the_risk_is_lower():
    assert walsh_index(25, 30, 8, 32, 0.05) == walsh_index(8, 32, 25, 30, 0.05)
    assert walsh_index(25, 30, 8, 32, 0.05) >= fragility_index(25, 30, 8, 32, 0.05)
    added = next(k for k in range(1, 25) if fisher_p(25, 30, 8 + k, 32) >= 0.05)
    assert walsh_index(25, 30, 8, 32, 0.05) == added


@pytest.mark.parametrize("table", [(4, 30, 10, 32), (5, 60, 0, 64), (15, 30, 16, 32), (30, 30, 0, 32)])
def test_neither_the_order_of_the_arms_nor_what_is_counted_moves_an_index(table):
    x1, n1, x2, n2 = table
    index = fragility_index(*table, 0.05)
    assert fragility_index(x2, n2, x1, n1, 0.05) == index
    assert fragility_index(n1 - x1, n1, n2 - x2, n2, 0.05) == index


def test_where_no_change_of_outcomes_can_cross():
    assert fragility_index(1, 2, 1, 3, 0.05) is None  # no table of five patients has a P so low
    assert fragility_index(0, 0, 3, 9, 0.05) is walsh_index(0, 0, 3, 9, 0.05) is None


@pytest.mark.parametrize("table", [(0, 30, 0, 32), (30, 30, 32, 32)])
def test_from_one_outcome_alone_to_a_difference(table):
    p = cache(TWO_SIDED_TESTS["pearson"])  # has no P here, which is not significant
    assert fragility_index(*table, 0.05, p) == by_enumeration(*table, 0.05, p) == 4
    assert fragility_index(*table, 0.05) == by_enumeration(*table, 0.05, cache(fisher_p)) == 4


def test_large_samples_are_searched_and_not_enumerated():
    index = fragility_index(20_000, 100_000, 20_400, 100_000, 0.05)
    assert 40 < index <= walsh_index(20_000, 100_000, 20_400, 100_000, 0.05)
    crossed = [
        fisher_p(20_000 + i, 100_000, 20_400 - (index - i), 100_000) >= 0.05 for i in range(0, index, 7)
    ]
    assert any(crossed)
    assert walsh_index(20_000, 100_000, 25_000, 100_000, 0.05) > MOST_CHANGED


def test_a_verdict_that_takes_more_than_a_hundred_patients_is_not_fragile():
    assert MOST_CHANGED == 100
    assert fragility_index(20_000, 100_000, 20_500, 100_000, 0.05) is None
    assert fragility_index(20_000, 100_000, 25_000, 100_000, 0.05) is None
    # From significance to none with 99 patients of both arms; one arm alone takes 102.
    x1, n1, x2, n2 = table = 1860, 1967, 2505, 2506
    p = TWO_SIDED_TESTS["pearson"]
    assert p(x1 + 101, n1, x2, n2) < 0.05 and p(x1, n1, x2 - 101, n2) < 0.05
    assert any(p(x1 + i, n1, x2 - 99 + i, n2) >= 0.05 for i in range(100))
    assert not any(p(x1 + i, n1, x2 - 98 + i, n2) >= 0.05 for i in range(99))
    assert fragility_index(*table, 0.05, p) == 99


@pytest.mark.parametrize("index", [fragility_index, walsh_index])
def test_impossible_counts_are_refused(index):
    with pytest.raises(AnalysisError):
        index(5, 4, 0, 3, 0.05)
