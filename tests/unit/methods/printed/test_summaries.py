"""Printed means, shares and intervals: against R, at the ends of their rounding, and where there is nothing to compute."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.errors import AnalysisError
from twoarm.methods.printed.intervals import p_limits_of_interval, p_of_interval
from twoarm.methods.printed.rounding import rounding_limits, rounds_to
from twoarm.methods.printed.shares import nearest_percent, possible_counts
from twoarm.methods.printed.summaries import (
    PrintedMean,
    p_limits_of_summaries,
    standardised_difference,
    standardised_limits,
    t_test_of_summaries,
)

REFERENCE = json.loads((TESTS / "reference" / "summaries.json").read_text(encoding="utf-8"))


def arms(inputs: dict) -> tuple[PrintedMean, PrintedMean]:
    return PrintedMean(**inputs.pop("treated")), PrintedMean(**inputs.pop("control"))


@pytest.mark.parametrize("case", REFERENCE["t_test_of_summaries"])
def test_a_t_test_of_summaries_is_that_of_the_values(case):
    inputs = {**case["inputs"]}
    found = t_test_of_summaries(*arms(inputs), **inputs)
    assert {name: getattr(found, name) for name in case["value"]} == pytest.approx(
        case["value"], rel=1e-8, abs=1e-12
    )


@pytest.mark.parametrize("case", REFERENCE["p_limits_of_summaries"])
def test_limits_of_p_are_those_of_a_fine_grid(case):
    inputs = {**case["inputs"]}
    smallest, largest = p_limits_of_summaries(*arms(inputs), **inputs)
    # A grid has its corners exactly, and a point inside an edge but for the width of its meshes.
    assert (smallest, largest) == pytest.approx(case["value"], rel=1e-6)
    assert smallest <= case["value"][0] * (1 + 1e-12) and largest >= case["value"][1] * (1 - 1e-12)


def test_welchs_smallest_p_need_not_lie_in_a_corner():
    treated, control = PrintedMean("10", "1", 5), PrintedMean("30", "1", 3)
    corners = [
        stats.ttest_ind_from_stats(9.5, a, 5, 30.5, b, 3, equal_var=False).pvalue
        for a in treated.sds
        for b in control.sds
    ]
    assert p_limits_of_summaries(treated, control)[0] < min(corners) / 20


@pytest.mark.parametrize("case", REFERENCE["standardised_difference"])
def test_a_standardised_difference_is_that_of_the_values(case):
    treated, control = arms({**case["inputs"]})
    assert standardised_difference(treated, control) == pytest.approx(case["value"], rel=1e-8, abs=1e-14)
    low, high = standardised_limits(treated, control)
    assert low <= case["value"] <= high


def test_limits_of_a_standardised_difference_are_those_of_its_corners():
    generator = np.random.default_rng(5)
    for mean in ("1.0", "-0.2", "0.02"):
        treated, control = PrintedMean(mean, "0.9", 8), PrintedMean("0.1", "1.4", 11)
        low, high = standardised_limits(treated, control)
        differences = generator.uniform(*treated.means, 4000) - generator.uniform(*control.means, 4000)
        squares = (
            7 * generator.uniform(*treated.sds, 4000) ** 2 + 10 * generator.uniform(*control.sds, 4000) ** 2
        )
        drawn = differences / np.sqrt(squares / 17)
        assert low <= drawn.min() and drawn.max() <= high
        assert (low, high) == pytest.approx((drawn.min(), drawn.max()), abs=0.03)


def test_without_any_deviation_there_is_no_test():
    same = PrintedMean("3", "0", 5)
    assert not t_test_of_summaries(same, same).estimable
    assert standardised_difference(same, same) is None
    assert p_limits_of_summaries(same, same) == (0.0, 1.0)
    assert standardised_limits(same, same) == (-math.inf, math.inf)


@pytest.mark.parametrize(("sd", "n"), [("-0.6", 5), ("1", 1)])
def test_no_deviation_is_below_0_or_of_one_value(sd, n):
    with pytest.raises(AnalysisError):
        PrintedMean("3", sd, n)


@pytest.mark.parametrize("case", REFERENCE["p_of_interval"])
def test_p_of_an_interval_is_that_of_the_normal_distribution(case):
    inputs = {**case["inputs"], "printed": tuple(case["inputs"]["printed"])}
    assert p_of_interval(**inputs) == pytest.approx(case["value"], rel=1e-10)
    low, high = p_limits_of_interval(**inputs)
    assert low < case["value"] < high


def test_p_of_the_worked_examples_is_the_one_from_which_the_intervals_were_made():
    """Altman and Bland made these intervals of P = 0.032 and of P = 0.034 (BMJ 2011;343:d2090)."""
    low, high = p_limits_of_interval(("17", "1.4", "32.6"))
    assert low <= 0.032 <= high
    low, high = p_limits_of_interval(("0.30", "0.10", "0.90"), ratio=True)
    assert low <= 0.034 <= high


def test_limits_of_the_p_of_an_interval_are_those_of_its_corners():
    generator = np.random.default_rng(6)
    printed = ("0.34", "0.09", "1.23")
    value, low, high = (
        np.log(generator.uniform(*map(float, rounding_limits(number)), 200_000)) for number in printed
    )
    drawn = 2 * stats.norm.sf(np.abs(value) / ((high - low) / (2 * stats.norm.ppf(0.975))))
    ends = p_limits_of_interval(printed, ratio=True)
    assert ends[0] <= drawn.min() and drawn.max() <= ends[1]
    assert ends == pytest.approx((drawn.min(), drawn.max()), rel=0.01)


@pytest.mark.parametrize(
    ("printed", "ratio", "ends"),
    [
        (("0.00", "0.00", "2.10"), True, (0.0, 1.0)),  # a ratio that may have been 0
        (("1.0", "1.0", "1.0"), False, (0.0, None)),  # an interval that may have no width
        (("0", "-3", "3"), False, (None, 1.0)),  # an estimate that may be none
    ],
)
def test_an_end_that_rounding_leaves_open_is_0_or_1(printed, ratio, ends):
    found = p_limits_of_interval(printed, ratio=ratio)
    assert all(end is None or one == end for one, end in zip(found, ends, strict=True))
    assert 0 <= found[0] <= found[1] <= 1


@pytest.mark.parametrize("printed", [("0.5", "0", "2"), ("1", "1", "1"), ("2", "3", "1")])
def test_an_interval_without_width_or_a_ratio_of_0_implies_no_p(printed):
    assert p_of_interval(printed, ratio=True) is None


@pytest.mark.parametrize("case", REFERENCE["possible_counts"])
def test_counts_of_a_share_are_those_of_every_whole_number(case):
    assert list(possible_counts(**case["inputs"])) == case["value"]


@pytest.mark.parametrize("n", [7, 30, 64, 333])
def test_a_count_is_among_those_that_its_percentage_allows(n):
    for count in range(n + 1):
        share = Fraction(100 * count, n)
        for digits in (0, 1, 2):
            printed = f"{float(share):.{digits}f}"
            assert count in possible_counts(printed, n)
            assert abs(nearest_percent(printed, n) - Fraction(printed)) <= abs(share - Fraction(printed))
            assert all(rounds_to(Fraction(100 * other, n), printed) for other in possible_counts(printed, n))


@pytest.mark.parametrize("function", [possible_counts, nearest_percent])
def test_a_share_of_nobody_is_refused(function):
    with pytest.raises(AnalysisError):
        function("50", 0)
