"""How numbers are said: tables of cases that can be checked by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import Summary
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable

TIME = Variable("stay", "Hospital stay", "patients", "outcome", "perioperative", "continuous", "days", step=1)
EVENT = Variable(
    "leak", "Leakage", "patients", "outcome", "perioperative", "binary", levels=(("0", "no"), ("1", "yes"))
)
SHARE = Variable("height", "Height", "visits", "outcome", "imaging", "continuous", "%", digits=1)


def result(scale: str, value, low=None, high=None, level=0.95, n=(30, 32), reason="") -> Result:
    estimate = Estimate(value, low, high, level if low is not None else None, None, *n, reason)
    unit = "days" if scale == "unit" else ""
    return Result(
        "perioperative", "x", "", "", "risk_difference", "risk difference", estimate, unit, "primary", scale
    )


def plain(text: str) -> str:
    """The text with ordinary spaces: where lines may break is another matter."""
    return text.replace(w.NBSP, " ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (46.84, 1, "46.8"),
        (-2.2, 1, "−2.2"),
        (12.5, 0, "13"),  # a tie goes up, away from nought
        (-12.5, 0, "−13"),
        (2.675, 2, "2.68"),
        (0.1249999999999, 2, "0.13"),  # a tie in the first twelve digits
        (0.124999999999, 2, "0.12"),  # and none in them
        (-0.04, 1, "0.0"),
        (-0.04, 2, "−0.04"),
        (0.0, 0, "0"),
        (7, 2, "7.00"),
        (1e6, 0, "1000000"),
        (math.inf, 1, "∞"),
        (-math.inf, 0, "−∞"),
    ],
)
def test_a_number_has_fixed_decimals_and_a_true_minus_sign(value, digits, text):
    assert w.number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.09442, 2, "0.094"),
        (0.0996, 2, "0.10"),
        (0.5665, 2, "0.57"),
        (0.999, 2, "1.0"),
        (0.00107, 2, "0.0011"),
        (12.34, 2, "12"),
        (9.94, 2, "9.9"),
        (9.96, 2, "10"),
        (99.6, 2, "100"),
        (-0.0996, 2, "−0.10"),
        (0.0, 2, "0.00"),
        (0.010449, 3, "0.0104"),
        (1e-7, 2, "0.00000010"),
    ],
)
def test_significant_digits_are_written_without_an_exponent(value, digits, text):
    assert w.significant(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "0.05"),
        (0.1, "0.1"),
        (0.00001, "0.00001"),
        (1.0, "1"),
        (100.0, "100"),
        (0.0, "0"),
        (-2.5, "−2.5"),
        (0.1 + 0.2, "0.3"),
        (0.12345678901234, "0.12345678901234"),
    ],
)
def test_a_stated_value_keeps_the_digits_that_it_has(value, text):
    assert w.exact(value) == text


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (0.95, "95%"),
        (0.999, "99.9%"),
        (1 - 0.05, "95%"),
        (1 - 1e-5, "99.999%"),
        (1 - 1e-12, "99.9999999999%"),
        (0.9, "90%"),
    ],
)
def test_a_level_is_a_percentage(level, text):
    assert w.level_text(level) == text


@pytest.mark.parametrize(
    ("p", "alpha", "text"),
    [
        (0.09442, 0.05, "0.094"),
        (0.35878, 0.05, "0.36"),
        (0.0169, 0.05, "0.017"),
        (0.0009, 0.05, "< 0.001"),
        (0.0, 0.05, "< 0.001"),
        (0.001, 0.05, "0.0010"),
        (0.0010001, 0.05, "0.0010"),
        (0.00099999, 0.05, "< 0.001"),
        (0.0095, 0.05, "0.0095"),
        (0.99, 0.05, "0.99"),
        (0.9901, 0.05, "0.99"),
        (0.9949, 0.05, "0.99"),
        (0.995, 0.05, "> 0.99"),
        (1.0, 0.05, "> 0.99"),
        (0.0496, 0.05, "0.0496"),  # two digits would say 0.050
        (0.0504, 0.05, "0.0504"),
        (0.05, 0.05, "0.050"),  # at alpha itself
        (0.049996, 0.05, "0.049996"),
        (0.0107, 0.01, "0.011"),
        (0.0101, 0.01, "0.0101"),
        (0.00107, 0.001, "0.0011"),
        (0.0009, 0.001, "< 0.001"),
        (0.0007, 0.0005, "0.00070"),  # "< 0.001" would hide that it is above alpha
        (0.0003, 0.0005, "< 0.0005"),
        (0.0005, 0.0005, "0.00050"),  # at an alpha below the floor
        (0.001, 0.001, "0.0010"),
        (0.04999999999999999, 0.05, "0.04999999999999999"),  # twelve digits would say 0.05
        (0.000002, 0.00001, "< 0.00001"),
    ],
)
def test_a_p_value(p, alpha, text):
    assert w.p_text(p, alpha) == text


def shown_side(text: str, alpha: float) -> bool:
    """Whether a shown P value says that it is below alpha."""
    sign, _, digits = text.rpartition(" ")
    return float(digits) <= alpha if sign == "<" else float(digits) < alpha


def test_a_p_value_stays_on_its_side_of_alpha():
    near = [
        factor * a
        for a in (0.05, 0.01, 0.001, 0.0002)
        for factor in (0.9, 0.999, 0.9999999, 1, 1.0000001, 1.001)
    ]
    for p, alpha in itertools.product([*near, 0.2, 1e-12], (0.05, 0.01, 0.001, 0.0002, 0.1)):
        assert shown_side(w.p_text(p, alpha), alpha) == (p < alpha), (p, alpha, w.p_text(p, alpha))


@pytest.mark.parametrize(
    ("p", "phrase"), [(0.0944, "P = 0.094"), (0.0001, "P < 0.001"), (0.999, "P > 0.99"), (1.0, "P > 0.99")]
)
def test_the_phrase_of_a_p_value(p, phrase):
    assert plain(w.p_phrase(p, 0.05)) == phrase


def test_no_p_value_is_a_dash():
    assert w.p_cell(None, 0.05) == "–"


@pytest.mark.parametrize(
    ("value", "digits", "null", "text"),
    [
        (3.27, 0, 0, "3"),
        (0.4, 0, 0, "0.4"),
        (-0.4, 0, 0, "−0.4"),
        (0.04, 0, 0, "0.04"),
        (-0.000_000_02, 1, 0, "−0.00000002"),
        (0.0, 1, 0, "0.0"),
        (0.504, 2, 0.5, "0.504"),
        (0.496, 2, 0.5, "0.496"),
        (0.5, 2, 0.5, "0.50"),
        (math.inf, 1, 0, "∞"),
        (-math.inf, 1, 0, "−∞"),
        (0.996, 2, 1, "0.996"),
        (0.994, 2, 1, "0.99"),
        (1e-16, 0, 0, "0.0000000000000001"),  # the seventeenth try is the last
        (1e-18, 1, 0, "0.0"),
    ],
)
def test_a_limit_stays_on_its_side_of_no_difference(value, digits, null, text):
    assert w.limit(value, digits, null) == text


@pytest.mark.parametrize(("n", "digits"), [(1, 0), (30, 0), (99, 0), (100, 1), (686, 1)])
def test_a_percentage_has_no_decimal_that_n_cannot_carry(n, digits):
    assert w.percent_digits(n) == digits


@pytest.mark.parametrize(
    ("count", "n", "text"),
    [
        (4, 30, "4/30 (13%)"),
        (0, 32, "0/32 (0%)"),
        (1, 8, "1/8 (13%)"),  # 12.5: a tie goes up
        (1, 99, "1/99 (1%)"),
        (1, 100, "1/100 (1.0%)"),
        (299, 686, "299/686 (43.6%)"),
        (30, 30, "30/30 (100%)"),
        (0, 0, "–"),
    ],
)
def test_a_share_is_count_denominator_and_percent(count, n, text):
    assert w.share(count, n) == text


@pytest.mark.parametrize(
    ("given", "variable", "phrase"),
    [
        (("unit", 1.89375, -2.2029, 5.9904), TIME, "1.9 days (95% CI −2.2 to 6.0)"),
        (("unit", -0.3, -1.1, 0.04), TIME, "−0.3 days (95% CI −1.1 to 0.04)"),
        (("proportion", -0.17917, -0.37996, 0.03266), EVENT, "−18 percentage points (95% CI −38 to 3)"),
        (("proportion", 0.1, 0.003, 0.2), EVENT, "10 percentage points (95% CI 0.3 to 20)"),
        (("unit", 7.5, 4.83, 10.22, 0.99), SHARE, "7.5 days (99% CI 4.8 to 10.2)"),
        (("probability", 0.62, 0.504, 0.73), TIME, "0.62 (95% CI 0.504 to 0.73)"),
        (("unit", 2.0), TIME, "2.0 days"),
    ],
)
def test_an_estimate_is_said_with_unit_level_and_limits(given, variable, phrase):
    assert plain(w.estimate_phrase(result(*given), variable)) == phrase


def test_a_large_study_carries_a_decimal_in_percentage_points():
    large = result("proportion", -0.17917, -0.37996, 0.03266, n=(246, 440))
    assert plain(w.estimate_phrase(large, EVENT)) == "−17.9 percentage points (95% CI −38.0 to 3.3)"


def test_what_cannot_be_estimated_says_why():
    none = result("unit", None, reason="an arm has no value")
    assert w.estimate_phrase(none, TIME) == "not estimable (an arm has no value)"
    assert w.estimate_cell(none, TIME) == "not estimable: an arm has no value"
    assert w.interval(none, TIME) == ""
    assert w.estimate_cell(None, TIME) == "–"
    assert w.estimate_cell(replace(none, estimate=Estimate(None, p_value=0.2)), TIME) == "–"


def test_a_unit_of_percent_becomes_points_in_a_difference():
    assert w.Scale(result("unit", 7.5), SHARE).with_unit("7.5") == "7.5 days"
    percent = Result("imaging", "height", "", "", "ancova", "", Estimate(7.5), "%", "primary", "unit")
    assert w.Scale(percent, SHARE).with_unit("7.5") == "7.5 percentage points"


@pytest.mark.parametrize(
    ("scale", "low", "high", "word"),
    [
        ("unit", 0.01, 3, "higher"),
        ("unit", -3, -0.01, "lower"),
        ("unit", -1, 1, "no clear difference"),
        ("unit", 0, 3, "no clear difference"),  # a limit at no difference includes it
        ("unit", -3, 0, "no clear difference"),
        ("unit", None, None, "no clear difference"),
        ("probability", 0.51, 0.8, "higher"),
        ("probability", 0.2, 0.49, "lower"),
        ("probability", 0.4, 0.6, "no clear difference"),
        ("proportion", -0.4, -0.1, "lower"),
    ],
)
def test_a_direction_word_follows_the_interval_alone(scale, low, high, word):
    assert w.direction(result(scale, 1.0, low, high)) == word
    assert w.direction(result(scale, -1.0, low, high)) == word
    assert all(part in w.RESULT_WORDS for part in [word])


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([""], "")]
)
def test_words_are_joined(words, text):
    assert w.joined(words) == text


@pytest.mark.parametrize(("n", "text"), [(0, "0 outcomes"), (1, "1 outcome"), (3, "3 outcomes")])
def test_things_are_counted(n, text):
    assert w.counted(n, "outcome") == text


def summary(**values) -> Summary:
    numbers = dict.fromkeys(("mean", "sd", "median", "q1", "q3", "min", "max", "count", "percent"))
    return Summary("perioperative", "stay", "", "VBS", "", **{"n": 3, "missing": 0, **numbers, **values})


@pytest.mark.parametrize(
    ("given", "text"),
    [({"mean": 46.84, "sd": 8.16}, "46.8 (8.2)"), ({"mean": 5.0}, "5.0"), ({"n": 0}, "–"), ({}, "masked")],
)
def test_mean_and_standard_deviation(given, text):
    assert w.mean_sd(summary(**given), TIME) == text


@pytest.mark.parametrize(
    ("median", "q1", "q3", "text"),
    [
        (40.0, 36.0, 48.0, "40 (36 to 48)"),
        (40.5, 36.0, 48.0, "40.5 (36.0 to 48.0)"),
        (40.0, 36.0, None, "40 (36 to not reached)"),
        (None, None, None, "not reached"),
    ],
)
def test_median_and_quartiles_of_a_time(median, q1, q3, text):
    assert w.median_range(summary(median=median, q1=q1, q3=q3), TIME) == text


@pytest.mark.parametrize(
    ("value", "variable", "text"), [(46.84, TIME, "46.8 days"), (84.3, SHARE, "84.3%"), (1, EVENT, "1.0")]
)
def test_a_quantity_has_its_unit(value, variable, text):
    assert w.quantity(value, variable) == text


def test_a_heading_has_its_unit_and_a_count_of_events_says_what_is_compared():
    balloons = Variable("b", "Rupture", "patients", "outcome", "perioperative", "count", "balloons", of="2")
    assert [w.with_unit(v) for v in (TIME, EVENT, balloons)] == [
        "Hospital stay, days",
        "Leakage",
        "Rupture, patients with at least one",
    ]


def test_a_short_cell_is_not_broken_over_lines():
    assert w.solid("1.9 (−2.2 to 6.0)") == "1.9 (−2.2 to 6.0)".replace(" ", w.NBSP)
    assert w.solid("not estimable: " + 20 * "a ") == "not estimable: " + 20 * "a "


@pytest.mark.parametrize("mark", list("\\`*_{}[]<>#|~$&"))
def test_every_mark_that_could_be_syntax_is_escaped(mark):
    assert w.escape_markdown(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.parametrize("text", ["P = 0.05", "4/30 (13%)", "−2.2 to 6.0", "Hospital stay, days"])
def test_what_is_no_syntax_stays(text):
    assert w.escape_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("---", "\\---"),
        ("+++", "\\+++"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        (": a", "\\: a"),
        (":::note", "\\:::note"),
        ("% a", "\\% a"),
        ("==", "\\=="),
        ("(a)=", "\\(a)="),
    ],
)
def test_what_is_syntax_at_the_head_of_a_line_alone_is_escaped_there(text, escaped):
    assert w.escape_markdown(text) == escaped
    assert w.escape_markdown(f"a {text}") == f"a {text}"


@pytest.mark.parametrize("text", ["-2", "1.5 mL", "(a) = b", "1,000", "= 0.05"])
def test_numbers_and_brackets_at_the_head_of_a_line_stay(text):
    assert w.escape_markdown(text) == text


def test_a_line_break_does_not_end_a_paragraph():
    assert w.escape_markdown("one\n\n# two") == "one  \\# two"


@pytest.mark.parametrize(
    ("value", "low", "high", "cell"),
    [
        (0.4267, 0.1527, 1.1343, "0.43 (0.15 to 1.13)"),
        (0.3444, 0.0689, 1.4059, "0.34 (0.069 to 1.41)"),  # two digits that say something
        (14.02, 1.4776, 1872.7, "14.0 (1.48 to 1873)"),
        (math.inf, 1.0118, math.inf, "∞ (1.01 to ∞)"),
        (1.2, 1.0004, 1.5, "1.20 (1.0004 to 1.50)"),  # a limit stays on its side of one
        (0.0, 0.0, 2.0, "0.00 (0.00 to 2.00)"),
    ],
)
def test_a_ratio_has_digits_by_its_size_and_one_as_no_difference(value, low, high, cell):
    assert plain(w.estimate_cell(result("ratio", value, low, high), EVENT)) == cell


@pytest.mark.parametrize(("scale", "value", "cell"), [("count", 2.0, "2"), ("sd", 0.7236, "0.72")])
def test_a_number_alone_has_no_brackets(scale, value, cell):
    assert w.estimate_cell(result(scale, value), EVENT) == cell


@pytest.mark.parametrize(
    ("low", "high", "cell"),
    [
        (-0.38, 0.0327, "1 fewer per 5.6 (1 fewer per 2.6, through ∞, to 1 more per 31)"),
        (-0.38, -0.05, "1 fewer per 5.6 (1 fewer per 2.6 to 1 fewer per 20)"),
        (-0.38, 0.0, "1 fewer per 5.6 (1 fewer per 2.6 to ∞)"),
    ],
)
def test_patients_per_event_pass_through_infinity_where_the_risks_may_be_equal(low, high, cell):
    """After Altman (1998); the value is that of 4/30 against 10/32."""
    needed = result("patients", -5.5814, reason="" if high < 0 else "interval passes through infinity")
    assert plain(w.needed_cell(needed, result("proportion", -0.1792, low, high))) == cell


def test_patients_per_event_without_a_difference_say_why():
    needed = result("patients", None, reason="no difference in risk")
    assert (
        w.needed_cell(needed, result("proportion", 0.0, -0.1, 0.1)) == "not estimable: no difference in risk"
    )


@pytest.mark.parametrize(
    ("scale", "low", "high", "side"),
    [("ratio", 1.1, 2.0, 1), ("ratio", 0.2, 0.9, -1), ("ratio", 0.2, 2.0, 0), ("probability", 0.6, 0.7, 1)],
)
def test_no_difference_is_one_of_a_ratio_and_one_half_of_a_probability(scale, low, high, side):
    given = result(scale, (low + high) / 2, low, high)
    assert given.side == side


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.004, "0.40%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (0.1, "10%"),
        (0.1049, "10%"),
        (0.125, "13%"),
        (0.8, "80%"),
        (1.0, "100%"),
    ],
)
def test_a_probability_has_two_significant_digits_and_no_decimal_from_ten_on(probability, text):
    assert w.percent_text(probability) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.05, "5%"), (0.0001, "0.01%"), (0.00009, "0.00009"), (0.001, "0.1%")]
)
def test_a_share_of_a_number_is_a_percentage_until_it_is_very_small(share, text):
    assert w.share_text(share) == text


@pytest.mark.parametrize(
    ("x", "digits"),
    [
        (0.0, 2),
        (math.inf, 2),
        (0.00999, 4),
        (0.01, 3),
        (0.0999, 3),
        (0.1, 2),
        (0.99, 2),
        (1.0, 2),
        (9.99, 2),
        (10.0, 1),
        (99.9, 1),
        (100.0, 0),
        (1000.0, 0),
        (1e-30, 17),  # no more than a float has
    ],
)
def test_the_decimals_of_a_ratio_change_at_powers_of_ten(x, digits):
    assert w.ratio_digits(x) == digits


@pytest.mark.parametrize(
    ("a", "b", "digits", "shown"),
    [
        (1.94, 2.03, 1, ("1.9", "2.0")),
        (1.941, 1.943, 1, ("1.941", "1.943")),
        (1.94, 1.94, 1, ("1.9", "1.9")),
        (0.04, 0.3, 0, ("0.04", "0.3")),  # each on its side of no difference
        (0.0, 0.0, 1, ("0.0", "0.0")),
        (math.inf, 2.0, 1, ("∞", "2.0")),
        (12.00000000001, 12.00000000002, 1, ("12.00000000001", "12.00000000002")),  # exactly as it is
        (123456789012.0, 123456789013.0, 0, ("123456789012", "123456789013")),
        (1e12, 1e12 + 1, 0, ("1000000000000.0", "1000000000001.0")),  # more digits than are shown
        (-1e12, 1e12, 0, ("−1000000000000.0", "1000000000000.0")),
        (0.5, 0.5000000000001, 1, ("0.5", "0.5000000000001")),
    ],
)
def test_two_numbers_are_shown_with_as_many_decimals_as_tell_them_apart(a, b, digits, shown):
    assert w.told_apart(a, b, digits) == shown


@pytest.mark.parametrize(
    ("a", "b", "alphas", "shown"),
    [
        (0.36, 0.41, (0.05, 0.05), ("0.36", "0.41")),
        (0.361, 0.362, (0.05, 0.05), ("0.361", "0.362")),
        (0.0001, 0.0002, (0.05, 0.05), ("0.00010", "0.00020")),
        (0.0003, 0.0003, (0.05, 0.0005), ("< 0.001", "< 0.0005")),
        (0.2, 0.2, (0.05, 0.01), ("0.20", "0.20")),
        (0.2, math.nextafter(0.2, 1), (0.05, 0.05), ("0.2", "0.20000000000000004")),
    ],
)
def test_two_p_values_are_shown_with_as_many_digits_as_tell_them_apart(a, b, alphas, shown):
    assert w.p_told_apart(a, b, *alphas) == shown


@pytest.mark.parametrize(
    ("scale", "n", "value", "text"),
    [
        ("proportion", (100, 100), 0.1254, "12.5"),
        ("proportion", (99, 400), 0.1254, "13"),  # the smaller arm decides
        ("proportion", (400, 99), 0.1254, "13"),
        ("proportion", (0, 400), 0.1254, "13"),
        ("share", (100, 100), 0.1254, "12.5"),
        ("patients", (30, 32), 5.58, "5.6"),
        ("count", (30, 32), 2.0, "2"),
        ("sd", (30, 32), 0.7236, "0.72"),
        ("probability", (30, 32), 0.625, "0.63"),
        ("unit", (400, 400), 1.25, "1.3"),
    ],
)
def test_the_digits_of_a_value_follow_its_scale(scale, n, value, text):
    assert w.Scale(result(scale, value, n=n), TIME).value(value) == text


@pytest.mark.parametrize(
    ("scale", "unit"),
    [
        ("proportion", "3 percentage points"),
        ("share", "3 percent"),
        ("patients", "3 patients"),
        ("count", "3 patients"),
        ("unit", "3 days"),
        ("sd", "3"),
        ("ratio", "3"),
    ],
)
def test_the_unit_of_a_value_follows_its_scale(scale, unit):
    assert w.Scale(result(scale, 3.0), TIME).with_unit("3") == unit


def test_two_limits_of_a_ratio_have_the_digits_of_the_finer_one_and_stay_on_their_side_of_one():
    assert w.Scale(result("ratio", 2.0), TIME).told_apart(0.999, 14.02) == ("0.999", "14.02")
    assert w.Scale(result("proportion", 0.1), EVENT).told_apart(0.104, 0.101) == ("10.4", "10.1")


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (5.0, 0.1, 0.25, "1 more per 5.0 (1 more per 4.0 to 1 more per 10)"),
        (9.94, 0.0, 0.25, "1 more per 9.9 (1 more per 4.0 to ∞)"),
        (1.0, 0.5, 1.0, "1 more per 1.0 (1 more per 1.0 to 1 more per 2.0)"),
        (10.0, 0.05, 0.2, "1 more per 10 (1 more per 5.0 to 1 more per 20)"),
        (-12.5, -0.5, 0.01, "1 fewer per 13 (1 fewer per 2.0, through ∞, to 1 more per 100)"),
    ],
)
def test_the_nearer_limit_of_a_number_needed_comes_first(value, low, high, text):
    assert plain(w.needed_text(value, low, high)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.10"),
        (0.1004, "0.1004"),
        (0.0996, "0.0996"),
        (-0.1004, "−0.1004"),
        (-0.0996, "−0.0996"),
        (0.126, "0.13"),
        (0.0, "0.00"),
    ],
)
def test_a_standardised_difference_stays_on_its_side_of_the_limit_of_imbalance(value, text):
    assert w.smd_text(value, 0.1) == text


def test_a_cell_of_thirty_characters_is_still_kept_on_one_line():
    assert w.solid("a " + 28 * "b") == f"a{w.NBSP}" + 28 * "b"
    assert w.solid("a " + 29 * "b") == "a " + 29 * "b"


@pytest.mark.parametrize(
    ("n", "count", "median", "q1", "q3", "text"),
    [
        (30, 30, 40.0, 36.0, 48.0, "40 days (quartiles 36 and 48; 30/30 with the event)"),
        (30, 20, 40.5, 36.0, None, "40.5 days (quartiles 36.0 and not reached; 20/30 with the event)"),
        (30, 3, None, 36.0, None, "not reached (3/30 with the event)"),
        (0, None, None, None, None, "no value"),
    ],
)
def test_the_median_of_a_time_in_a_sentence(n, count, median, q1, q3, text):
    given = Summary("follow_up", "stay", "", "VBS", "", n, 0, median=median, q1=q1, q3=q3, count=count)
    assert w.median_phrase(given, TIME) == text


def test_a_restricted_mean_is_longer_or_shorter():
    given = [result("unit", 1.0, low, low + 2) for low in (0.5, -3, -1)]
    named = [Result(*("",) * 4, "restricted_mean_difference", "", r.estimate, "", "", "unit") for r in given]
    assert [w.direction(r) for r in named] == ["longer", "shorter", "no clear difference"]


def test_a_name_keeps_its_letters_where_a_sentence_begins():
    assert [w.capital(x) for x in ("mean", "pH", "eGFR", "işık")] == ["Mean", "pH", "eGFR", "Işık"]


def test_texts_begin_and_end_as_sentences_do():
    assert [w.capital(text) for text in ("a b", "", "β")] == ["A b", "", "Β"]
    assert [w.ended(text) for text in ("a", "a.", "a!", "a?")] == ["a.", "a.", "a!", "a?"]


def test_a_label_of_a_link_has_small_letters_digits_and_hyphens():
    assert w.slug("-- Time to Union (2nd) ") == "time-to-union-2nd"


def test_a_long_label_is_broken_between_words_alone():
    assert w.wrapped("one two threefourfive", 7) == "one two\nthreefourfive"


def test_methods_are_named_once_in_their_order():
    named = [result("proportion", 0.1), result("proportion", 0.2)]
    fisher = Result(*("",) * 4, "fisher", "", Estimate(None, p_value=0.2), "", "", "p")
    first, second = (w.method_words([r]) for r in (named[0], fisher))
    assert w.method_words([*named, fisher, named[0]]) == f"{first}; {second}"
    assert first != second
