"""GRIM and GRIMMER: against R's list of every multiset, against our own on tiny sizes, and at the edges of rounding."""

import json
import math
from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.printed import distributions, grim
from twoarm.methods.printed.distributions import Reported
from twoarm.methods.printed.rounding import rounds_to, spread

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "published.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_published.json").read_text(encoding="utf-8"))
FOLLOW_UP = Reported(62, "14.11", "1.29", "12", "16")
TINY = [
    Reported(5, "2.4", "1.1", "1", "4"),
    Reported(5, "2.4", "1.1", "1", "4", both_ends=False),
    Reported(6, "2", "1", "0", "3"),
    Reported(6, "2.0", "0.8", "0", "4", ddof=0, both_ends=False),
    Reported(7, "-0.3", "1.7", "-3", "2"),
    Reported(4, "1.25", "0.65", "0.5", "2.0", step="0.5"),
    Reported(5, "30", "14", "10", "50", step="10"),
    Reported(4, "3.3", "0.5", "1", "6", ddof=0),
    Reported(3, "2.00", "0.00", "2", "2"),
    Reported(1, "2", "0", "1", "3", ddof=0, both_ends=False),
    Reported(5, "2.4", "9.9", "1", "4"),
    Reported(5, "2.41", "1.10", "1", "4"),
    Reported(4, "9.0", "1.0", "1", "4"),
]


def listed(reported: Reported) -> list[tuple[Fraction, ...]]:
    """Every multiset that prints as reported, by listing all of them."""
    step = Fraction(reported.step)
    every = combinations_with_replacement([level * step for level in reported.levels], reported.n)
    return [values for values in every if _prints_as(values, reported)]


def _prints_as(values: tuple[Fraction, ...], reported: Reported) -> bool:
    if reported.both_ends and not {Fraction(reported.low), Fraction(reported.high)} <= set(values):
        return False
    mean = Fraction(sum(values), 1) / len(values)
    variance = sum((x - mean) ** 2 for x in values) / (len(values) - reported.ddof)
    half = Fraction(1, 2 * 10 ** len(reported.sd.partition(".")[2]))
    low, high = max(Fraction(reported.sd) - half, 0), Fraction(reported.sd) + half
    return rounds_to(mean, reported.mean) and low**2 <= variance <= high**2


def _entropy(counts: tuple[int, ...]) -> float:
    n = sum(counts)
    return -sum(c / n * math.log(c / n) for c in counts if c)


@pytest.mark.parametrize("case", REFERENCE["grim"])
def test_solutions_are_those_that_r_lists(case):
    reported = Reported(**case["inputs"])
    assert distributions.solutions(reported) == case["value"]["solutions"]
    expected = case["value"]["most_even"]
    assert distributions.most_even_solution(reported) == (None if expected is None else tuple(expected))


@pytest.mark.parametrize("reported", TINY)
def test_solutions_are_those_of_a_list_of_every_multiset(reported):
    every = listed(reported)
    assert distributions.solutions(reported) == len(every)
    found = distributions.most_even_solution(reported)
    if not every:
        assert found is None
        return
    step = Fraction(reported.step)
    counts = [Counter(values) for values in every]
    rows = [tuple(count[level * step] for level in reported.levels) for count in counts]
    assert found in rows
    assert _entropy(found) == pytest.approx(max(map(_entropy, rows)), abs=1e-12)


def test_tiny_sizes_have_none_one_and_many_solutions():
    numbers = {min(len(listed(reported)), 2) for reported in TINY}
    assert numbers == {0, 1, 2}


@pytest.mark.parametrize("reported", TINY[:9])
def test_reachable_sums_are_those_of_a_list(reported):
    step = Fraction(reported.step)
    found = set()
    for values in combinations_with_replacement(reported.levels, reported.n):
        mean = Fraction(sum(values), reported.n) * step
        if rounds_to(mean, reported.mean) and set(reported.certain) <= set(values):
            found.add((sum(values), sum(x * x for x in values)))
    assert set(distributions.reachable_moments(reported)) == found


def test_follow_up_of_the_shipped_study():
    for case in CARRIED["possible_sums"]:
        assert list(grim.possible_sums(**case["inputs"])) == case["value"]
    for case in CARRIED["possible_squares"]:
        assert list(grim.possible_squares(**case["inputs"])) == case["value"]
    for case in CARRIED["solutions"]:
        assert distributions.solutions(Reported(**case["inputs"])) == case["value"]
    (case,) = CARRIED["most_even_solution"]
    assert list(distributions.most_even_solution(Reported(**case["inputs"]))) == case["value"]


def test_the_most_even_solution_of_the_shipped_study_by_hand():
    months = [m for m, c in zip(range(12, 17), (8, 13, 16, 14, 11), strict=True) for _ in range(c)]
    assert (len(months), sum(months), sum(m * m for m in months)) == (62, 875, 12451)
    assert math.sqrt((12451 - 875**2 / 62) / 61) == pytest.approx(1.29443751578997, rel=1e-12)


def test_how_sharp_the_test_is_for_the_shipped_study():
    (case,) = CARRIED["reachable_moments"]
    squares = [q for _, q in distributions.reachable_moments(Reported(**case["inputs"]))]
    sds = [math.sqrt((q - 875**2 / 62) / 61) for q in squares]
    assert len(squares) == case["value"]["sums_of_squares"]
    assert (min(sds), max(sds)) == pytest.approx(
        (case["value"]["smallest_sd"], case["value"]["largest_sd"]), rel=1e-12
    )
    # Of the SDs with two decimals between the smallest and the largest possible one, these can be printed.
    between = range(math.ceil(100 * min(sds)), math.floor(100 * max(sds)) + 1)
    printed = {round(100 * sd) for sd in sds} & set(between)
    assert (len(printed), len(between)) == (case["value"]["sds_of_two_decimals"], case["value"]["of"])


@pytest.mark.parametrize("mean", ["5.19", "2.4", "14.11", "3"])
@pytest.mark.parametrize("n", [3, 28, 62, 250])
def test_a_mean_has_a_sum_exactly_when_the_nearest_mean_prints_so(mean, n):
    assert bool(grim.possible_sums(mean, n)) == rounds_to(grim.nearest_mean(mean, n), mean)


@pytest.mark.parametrize("ddof", [1, 0])
@pytest.mark.parametrize("sd", ["0.00", "0.40", "0.58", "1.00", "1.15", "1.41", "2.06"])
def test_the_nearest_sd_is_that_of_a_list(sd, ddof):
    # 5, 5, 5 and 6 lie closest together; whole numbers from 0 to 10 are wider than any of these SDs.
    every = [v for v in combinations_with_replacement(range(11), 4) if sum(v) == 21]
    sds = [math.sqrt((sum(x * x for x in v) - 21**2 / 4) / (4 - ddof)) for v in every]
    nearest = min(sds, key=lambda found: abs(found - float(sd)))
    assert grim.nearest_sd("5.25", sd, 4, ddof=ddof) == pytest.approx(nearest, rel=1e-12)


def test_the_nearest_sd_prints_as_reported_where_some_sum_allows_it():
    # 20 to 28 over 80 print as 0.3; only some of these sums allow the SD.
    for n, mean in ((80, "0.3"), (250, "14.1"), (62, "14.11")):
        for sd in (f"{i / 100:.2f}" for i in range(45, 130)):
            fits = any(grim.possible_squares(total, sd, n) for total in grim.possible_sums(mean, n))
            assert rounds_to(grim.nearest_sd(mean, sd, n), sd) == fits
    assert grim.nearest_sd("5.19", "1.00", 28) is None


def test_the_nearest_numbers_keep_their_unit():
    assert grim.nearest_mean("70.6", 62, "5") == 5 * grim.nearest_mean("14.12", 62)
    tens = grim.nearest_sd("141.1", "12.9", 62, step="10")
    assert tens == pytest.approx(10 * grim.nearest_sd("14.11", "1.29", 62), rel=1e-12)


def test_values_are_no_closer_together_than_whole_numbers_can_be():
    # n = 40 with mean 2.5: twenty of 2 and twenty of 3, 260 at least, though 254 would print as 0.3.
    assert list(grim.possible_squares(100, "0.3", 40)) == []
    assert list(grim.possible_squares(100, "0.5", 40)) == [260]


def test_a_tie_fits_both_numbers_beside_it():
    # 1 / 8 = 0.125: half even prints 0.12, half up 0.13.
    assert list(grim.possible_sums("0.12", 8)) == list(grim.possible_sums("0.13", 8)) == [1]
    # 0, 0, 1, 1 with n below the line has SD 0.5, half-way between 0 and 1 without decimals.
    assert list(grim.possible_squares(2, "0", 4, ddof=0)) == [2]
    assert 2 in grim.possible_squares(2, "1", 4, ddof=0)


def test_moments_lie_within_the_limits_of_the_range():
    limits = spread("14.11", "12", "16", 62, whole=True).sd_limits
    for _, q in distributions.reachable_moments(FOLLOW_UP):
        assert limits[0] <= math.sqrt((q - 875**2 / 62) / 61) <= limits[1]


def test_values_in_another_unit_have_the_same_solutions():
    tens = Reported(62, "141.1", "12.9", "120", "160", step="10")
    assert distributions.solutions(tens) == distributions.solutions(FOLLOW_UP)
    turned = Reported(62, "-14.11", "1.29", "-16", "-12")
    assert distributions.solutions(turned) == distributions.solutions(FOLLOW_UP)
    assert distributions.most_even_solution(turned) == distributions.most_even_solution(FOLLOW_UP)[::-1]
    far = Reported(62, "1000014.11", "1.29", "1000012", "1000016")
    assert distributions.most_even_solution(far) == distributions.most_even_solution(FOLLOW_UP)


def test_a_pain_score_of_eleven_levels_is_counted():
    score = Reported(62, "3.11", "1.49", "0", "10", both_ends=False)
    counts = distributions.most_even_solution(score)
    total = sum(level * count for level, count in enumerate(counts))
    squares = sum(level**2 * count for level, count in enumerate(counts))
    assert sum(counts) == 62
    assert (total, squares) in distributions.possible_moments(score)
    assert distributions.solutions(score) > 1000


def test_too_many_solutions_are_not_counted():
    disability = Reported(62, "31.11", "12.49", "0", "100", step="1")
    assert distributions.possible_moments(disability)
    assert distributions.solutions(disability) is None
    assert distributions.most_even_solution(disability) is None
    assert distributions.reachable_moments(disability) is None


def test_far_ends_are_refused_before_their_levels_are_listed():
    wide = Reported(62, "50000000.11", "20000000.00", "0", "100000000")
    assert distributions.solutions(wide) is distributions.most_even_solution(wide) is None


def test_many_equal_values_are_refused():
    assert distributions.solutions(Reported(500, "2.00", "0.00", "2", "2")) == 1
    assert distributions.most_even_solution(Reported(100_000, "2.00", "0.00", "2", "2")) is None


@pytest.mark.parametrize("n", [300, 100_000, 1_000_000])
def test_many_values_are_refused_before_anything_is_listed(n):
    many = Reported(n, "14.11", "1.29", "12", "16")
    assert (
        distributions.solutions(many)
        is distributions.most_even_solution(many)
        is distributions.reachable_moments(many)
        is None
    )


def test_a_mean_beyond_the_range_has_no_solution():
    beyond = Reported(62, "20.0", "1.29", "12", "16")
    assert distributions.solutions(beyond) == 0
    assert distributions.most_even_solution(beyond) is None
    assert distributions.reachable_moments(beyond) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": "16", "high": "12"},
        {"low": "12.5"},
        {"step": "0"},
        {"step": "-1"},
        {"n": 1},
        {"n": 0, "ddof": 0},
        {"ddof": 2},
    ],
)
def test_what_cannot_be_a_scale_is_refused(wrong):
    given = {"n": 62, "mean": "14.11", "sd": "1.29", "low": "12", "high": "16"} | wrong
    with pytest.raises(AnalysisError):
        Reported(**given)
