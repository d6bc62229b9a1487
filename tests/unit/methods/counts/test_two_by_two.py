"""Every two-sided P of two counts: against R and others, by hand, and where there is nothing to test."""

import itertools
import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.errors import AnalysisError
from twoarm.methods import counts as public
from twoarm.methods.counts import exact_unconditional
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS, pearson

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_counts.json").read_text(encoding="utf-8"))

UNCONDITIONAL = ("barnard_pooled", "barnard_unpooled", "boschloo_doubled", "boschloo")
# Relative accuracy of the other implementation, where it is the coarser one: it looks at fewer risks.
COARSER = {
    "R: exact2x2::boschloo(tsmethod='central')": 5e-4,
    "R: Exact::exact.test(T, method='z-unpooled', npNumbers=1000)": 5e-8,
}
TABLES = [
    (4, 30, 10, 32),
    (5, 60, 0, 64),
    (0, 9, 4, 11),
    (29, 30, 20, 32),
    (1, 1, 0, 1),
    (3, 12, 3, 12),
    (1, 40, 3, 7),
]


@pytest.mark.parametrize("case", REFERENCE["two_by_two"])
def test_every_definition_is_that_of_r(case):
    for name, expected in case["value"].items():
        # Search over the risk on both sides; all others are closed forms or sums.
        relative = 1e-10 if name in UNCONDITIONAL else 1e-11
        assert TWO_SIDED_TESTS[name](*case["inputs"]["counts"]) == pytest.approx(expected, rel=relative), name


@pytest.mark.parametrize("name", TWO_SIDED_TESTS)
def test_definitions_of_the_published_tables(name):
    cases = [case for case in CARRIED["p_values"] if case["inputs"]["definition"] == name]
    assert len({tuple(case["inputs"]["counts"]) for case in cases}) == 5
    for case in cases:
        relative = COARSER.get(case["function"], 1e-8)
        assert TWO_SIDED_TESTS[name](*case["inputs"]["counts"]) == pytest.approx(
            case["value"], rel=relative
        ), case


def test_every_definition_has_values_of_r_or_is_another_by_algebra():
    named = {name for case in REFERENCE["two_by_two"] for name in case["value"]}
    assert set(TWO_SIDED_TESTS) - named == {"score"}
    for table in TABLES:
        assert TWO_SIDED_TESTS["score"](*table) == pytest.approx(
            TWO_SIDED_TESTS["n_minus_1"](*table), rel=1e-11
        )
        assert TWO_SIDED_TESTS["score"](*table) == risk_difference(*table, 0.95).p_value


def test_trap_4_the_library_wants_groups_in_columns():
    table = np.array([[5, 55], [0, 64]])
    right = stats.barnard_exact(table.T, pooled=True, n=256).pvalue
    naive = stats.barnard_exact(table, pooled=True, n=256).pvalue
    ours = TWO_SIDED_TESTS["barnard_pooled"](5, 60, 0, 64)
    assert ours == pytest.approx(right, rel=1e-9)
    assert abs(ours - naive) > 0.001


def test_trap_4_two_boschloos_are_two_definitions():
    doubled, least_likely = (
        TWO_SIDED_TESTS["boschloo_doubled"](4, 30, 0, 32),
        TWO_SIDED_TESTS["boschloo"](4, 30, 0, 32),
    )
    assert least_likely < 0.05 < doubled
    theirs = stats.boschloo_exact(np.array([[4, 26], [0, 32]]).T, n=256).pvalue
    assert doubled == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("table", [(3, 8, 1, 9), (1, 4, 6, 7)])
def test_unconditional_tests_are_those_of_the_library(table):
    x1, n1, x2, n2 = table
    columns = np.array([[x1, n1 - x1], [x2, n2 - x2]]).T
    for name, theirs in {
        "barnard_pooled": stats.barnard_exact(columns, pooled=True, n=512),
        "barnard_unpooled": stats.barnard_exact(columns, pooled=False, n=512),
        "boschloo_doubled": stats.boschloo_exact(columns, n=512),
    }.items():
        # The library stops its search a little below the largest value.
        assert TWO_SIDED_TESTS[name](*table) == pytest.approx(theirs.pvalue, rel=5e-6), name
        assert TWO_SIDED_TESTS[name](*table) >= theirs.pvalue * (1 - 1e-12), name


def test_smallest_table_by_hand():
    # 1 of 1 against 0 of 1: chi-square is 2; (N - 1) / N halves it; corrected, each count is as expected.
    found = {name: test(1, 1, 0, 1) for name, test in TWO_SIDED_TESTS.items()}
    assert found["pearson"] == pytest.approx(math.erfc(1), rel=1e-12)
    assert found["n_minus_1"] == pytest.approx(math.erfc(math.sqrt(1 / 2)), rel=1e-12)
    assert found["likelihood_ratio"] == pytest.approx(math.erfc(math.sqrt(2 * math.log(2))), rel=1e-12)
    assert found["yates"] == found["likelihood_ratio_yates"] == 1
    # Given one event, it is here or there: both tables are seen with one half, and either half counts half.
    assert found["fisher"] == found["fisher_doubled"] == 1
    assert found["fisher_mid_p"] == found["fisher_mid_p_doubled"] == pytest.approx(0.5, rel=1e-12)
    # 2 p (1 - p) is 1/2 at most; all four tables have a Fisher P of 1.
    assert found["barnard_pooled"] == found["barnard_unpooled"] == pytest.approx(0.5, rel=1e-12)
    assert found["boschloo"] == pytest.approx(1, rel=1e-12)


def test_fisher_by_counting():
    # 3 of 3 against 0 of 3: one of 20 tables on either side.
    found = {name: TWO_SIDED_TESTS[name](3, 3, 0, 3) for name in TWO_SIDED_TESTS if "fisher" in name}
    expected = {"fisher": 0.1, "fisher_doubled": 0.1, "fisher_mid_p": 0.05, "fisher_mid_p_doubled": 0.05}
    assert found == pytest.approx(expected, rel=1e-12)


def test_the_search_over_the_risk_by_hand():
    # 0 of 2 against 2 of 2, the two tables farthest apart: 2 p^2 (1 - p)^2 is 1/8 at most.
    assert TWO_SIDED_TESTS["barnard_pooled"](0, 2, 2, 2) == pytest.approx(1 / 8, rel=1e-12)
    assert TWO_SIDED_TESTS["boschloo"](0, 2, 2, 2) == pytest.approx(1 / 8, rel=1e-12)


@pytest.mark.parametrize("name", TWO_SIDED_TESTS)
@pytest.mark.parametrize("table", TABLES)
def test_neither_the_order_of_the_arms_nor_what_is_counted_moves_a_p(name, table):
    x1, n1, x2, n2 = table
    p_value = TWO_SIDED_TESTS[name](*table)
    assert 0 < p_value <= 1
    assert TWO_SIDED_TESTS[name](x2, n2, x1, n1) == pytest.approx(p_value, rel=1e-11)
    assert TWO_SIDED_TESTS[name](n1 - x1, n1, n2 - x2, n2) == pytest.approx(p_value, rel=1e-11)


def test_unconditional_size_is_kept_at_every_risk():
    """Of all tables of 7 and 9 patients those with P below 0.1 are together no likelier than 0.1, whatever the risk."""
    for name in UNCONDITIONAL:
        tables = list(itertools.product(range(8), range(10)))
        found = [TWO_SIDED_TESTS[name](x1, 7, x2, 9) for x1, x2 in tables]
        for risk in (0.05, 0.2, 0.37, 0.5):
            chances = [stats.binom.pmf(x1, 7, risk) * stats.binom.pmf(x2, 9, risk) for x1, x2 in tables]
            size = sum(c for c, p in zip(chances, found, strict=True) if p is not None and p < 0.1)
            assert size < 0.1, name


def test_boschloo_is_nowhere_above_fisher():
    for x1, x2 in itertools.product(range(9), range(12)):
        if 0 < x1 + x2 < 19:
            assert TWO_SIDED_TESTS["boschloo"](x1, 8, x2, 11) <= TWO_SIDED_TESTS["fisher"](x1, 8, x2, 11) * (
                1 + 1e-9
            )


@pytest.mark.parametrize("name", TWO_SIDED_TESTS)
@pytest.mark.parametrize("table", [(0, 30, 0, 32), (30, 30, 32, 32), (0, 0, 3, 10), (2, 5, 0, 0)])
def test_with_one_outcome_or_one_arm_nothing_is_tested(name, table):
    assert TWO_SIDED_TESTS[name](*table) is None


@pytest.mark.parametrize("name", TWO_SIDED_TESTS)
def test_impossible_counts_are_refused(name):
    with pytest.raises(AnalysisError):
        TWO_SIDED_TESTS[name](5, 4, 0, 3)


@pytest.mark.parametrize("name", TWO_SIDED_TESTS)
@pytest.mark.parametrize(
    "table", [(30, 30, 0, 32), (20_000, 100_000, 20_500, 100_000), (4, 999, 0, 1), (10, 30, 10, 30)]
)
def test_a_p_is_a_plain_number_in_its_range(name, table):
    p_value = TWO_SIDED_TESTS[name](*np.array(table))
    too_many = name in UNCONDITIONAL and sum(table[1::2]) > exact_unconditional.MOST_PATIENTS
    assert (p_value is None) == too_many
    assert p_value is None or (type(p_value) is float and 0 <= p_value <= 1)


def test_definitions_meet_in_large_samples():
    found = {name: test(20_000, 100_000, 20_500, 100_000) for name, test in TWO_SIDED_TESTS.items()}
    assert all(p == pytest.approx(found["pearson"], rel=0.02) for p in found.values() if p is not None)
    largest = {name: TWO_SIDED_TESTS[name](100, 500, 130, 500) for name in UNCONDITIONAL}
    assert all(
        p == pytest.approx(TWO_SIDED_TESTS["pearson"](100, 500, 130, 500), rel=0.1) for p in largest.values()
    )


def test_the_counts_may_be_given_by_their_names():
    assert pearson(x1=10, n1=20, x2=5, n2=20) == pearson(10, 20, 5, 20)


@pytest.mark.parametrize("name", [*UNCONDITIONAL, "fisher", "pearson", "risk_difference"])
@pytest.mark.parametrize(
    "counts", [(-1, 30, 10, 32), (31, 30, 10, 32), (4.5, 30, 10, 32), (4, 30, 10, math.nan)]
)
def test_what_is_no_table_is_refused_by_the_public_functions(name, counts):
    with pytest.raises(AnalysisError):
        getattr(public, name)(*counts)


@pytest.mark.parametrize("name", UNCONDITIONAL)
def test_whole_numbers_may_be_floats(name):
    test = getattr(public, name)
    assert test(4.0, 30.0, np.int64(10), np.float64(32)) == test(4, 30, 10, 32)
