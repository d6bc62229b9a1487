"""A P statement on two printed means: its verdict moves where a number moves, and no drawn study is found inconsistent."""

from __future__ import annotations

import numpy as np
import pytest
from claimed import between_means, last_found, mean, values
from scipy import stats

from twoarm.analysis.claims.finding import Reason
from twoarm.study.published.base import Verdict

CONSISTENT, DEPENDS, INCONSISTENT = Verdict.CONSISTENT, Verdict.DEPENDS_ON_METHOD, Verdict.INCONSISTENT
# Student's and Welch's P are 0.042, by the rounding 0.026 to 0.066.
USUAL = mean("a", "7.2", "2.1", 20), mean("b", "5.9", "1.8", 20)
# Unequal: Student 0.037 (0.035 to 0.038), Welch 0.13 (0.125 to 0.132).
UNEQUAL = mean("a", "7.20", "1.00", 40), mean("b", "5.90", "3.60", 20)


@pytest.mark.parametrize(
    ("p", "verdict", "reason"),
    [
        ("P<0.05", CONSISTENT, Reason.T_TESTS_AGREE),
        ("P>0.05", CONSISTENT, Reason.T_TESTS_AGREE),  # rounding leaves either side open
        ("P=0.03", CONSISTENT, Reason.T_TESTS_AGREE),
        ("P=0.07", CONSISTENT, Reason.T_TESTS_AGREE),
        ("P=0.08", DEPENDS, Reason.T_TESTS_SAME_SIDE),
        ("P=0.02", DEPENDS, Reason.T_TESTS_SAME_SIDE),
        ("P<0.01", DEPENDS, Reason.T_TESTS_NEAR),
        ("P<0.002", INCONSISTENT, Reason.T_TESTS_FAR),
        ("P>0.25", DEPENDS, Reason.T_TESTS_NEAR),
        ("P>0.7", INCONSISTENT, Reason.T_TESTS_FAR),
    ],
)
def test_each_statement_about_the_same_means(p, verdict, reason):
    finding = last_found(*USUAL, between_means(p))
    assert (finding.verdict, finding.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("control", "p", "verdict"),
    [  # the smallest contradiction, and its nearest neighbour one printed unit away
        ("6.9", "P<0.05", INCONSISTENT), ("6.8", "P<0.05", DEPENDS),
        ("5.3", "P>0.05", DEPENDS), ("5.2", "P>0.05", INCONSISTENT),
        ("6.9", "P=0.03", INCONSISTENT), ("6.8", "P=0.03", DEPENDS),
        ("5.3", "P=0.40", DEPENDS), ("5.2", "P=0.40", INCONSISTENT),
    ],
)  # fmt: skip
def test_one_unit_makes_a_contradiction(control, p, verdict):
    finding = last_found(mean("a", "7.2", "2.1", 20), mean("b", control, "1.8", 20), between_means(p))
    assert finding.verdict is verdict


@pytest.mark.parametrize(("p", "reason"), [
    ("P<0.05", Reason.T_TESTS_DIFFER), ("P=0.036", Reason.T_TESTS_DIFFER), ("P=0.128", Reason.T_TESTS_DIFFER),
    ("P=0.001", Reason.T_TESTS_SAME_SIDE),
])  # fmt: skip
def test_one_t_test_of_two_is_enough_to_depend_on_the_method(p, reason):
    finding = last_found(*UNEQUAL, between_means(p))
    assert (finding.verdict, finding.reason) == (DEPENDS, reason)


@pytest.mark.parametrize(
    ("test", "p", "verdict"),
    [
        ("Mann-Whitney U test", "P<0.002", DEPENDS), ("Wilcoxon rank sum test", "P>0.7", DEPENDS),
        ("analysis of covariance", "P<0.002", DEPENDS), ("paired t test", "P<0.002", DEPENDS),
        ("Student's t test or the Mann-Whitney test", "P<0.002", DEPENDS), ("permutation t test", "P<0.002", DEPENDS),
        ("Mann-Whitney U test", "P<0.05", CONSISTENT), ("Student's t-test", "P<0.002", INCONSISTENT),
        ("unpaired t tests", "P<0.002", INCONSISTENT), ("Welch's test", "P<0.002", INCONSISTENT),
    ],
)  # fmt: skip
def test_a_test_that_means_do_not_give_is_never_inconsistent(test, p, verdict):
    assert last_found(*USUAL, between_means(p, test=test)).verdict is verdict


@pytest.mark.parametrize(("quotes", "verdict"), [
    (("7.2±2.1", "5.9±1.8"), DEPENDS), (("7.2±2.1 (SD)", "5.9±1.8 (SD)"), INCONSISTENT),
    (("7.2±2.1", "5.9 (1.8)"), INCONSISTENT),
])  # fmt: skip
def test_what_may_be_a_standard_error_decides_nothing(quotes, verdict):
    """As errors of 20 values the deviations are four times as large, and P is 0.64."""
    means = [{**one, "quote": [quote]} for one, quote in zip(USUAL, quotes, strict=True)]
    assert last_found(*means, between_means("P>0.7")).verdict is verdict


@pytest.mark.parametrize(
    ("treated", "control", "more", "verdict"),
    [  # P is 0.8 or more; a deviation of half its mean, or twice the other, is the last that is taken for no skew
        (("4.2", "2.1"), ("4.1", "2.0"), {}, INCONSISTENT),
        (("4.2", "2.2"), ("4.1", "2.0"), {}, DEPENDS),
        (("4.2", "2.2"), ("4.1", "2.0"), {"test": "t test"}, INCONSISTENT),
        (("9.2", "2.0"), ("9.1", "4.0"), {}, INCONSISTENT),
        (("9.2", "2.0"), ("9.1", "4.1"), {}, DEPENDS),
        (("-0.2", "2.2"), ("0.1", "2.0"), {}, INCONSISTENT),  # values below 0 say nothing of skew
    ],
)
def test_of_skewed_values_a_rank_test_may_say_so(treated, control, more, verdict):
    finding = last_found(mean("a", *treated, 40), mean("b", *control, 40), between_means("P<0.001", **more))
    assert finding.verdict is verdict
    assert (finding.reason is Reason.RANKS_MAY_DIFFER) == (verdict is DEPENDS)


def test_a_deviation_below_0_leaves_nothing_to_test():
    finding = last_found(mean("a", "7.2", "-2.1", 20), USUAL[1], between_means("P<0.05"))
    assert (finding.verdict, finding.reason) == (Verdict.NOT_CHECKABLE, Reason.MEANS_IMPOSSIBLE)
    assert (
        last_found(mean("a", "7", "0", 9), mean("b", "7", "0", 9), between_means("P>0.05")).verdict
        is CONSISTENT
    )


def test_rows_are_those_of_scipy():
    finding = last_found(*UNEQUAL, between_means("P<0.01"))
    parts = 1.0 / 40, 3.6**2 / 20
    satterthwaite = sum(parts) ** 2 / (parts[0] ** 2 / 39 + parts[1] ** 2 / 19)
    for method, equal, degrees in (("student", True, 58), ("welch", False, satterthwaite)):
        test = stats.ttest_ind_from_stats(7.2, 1.0, 40, 5.9, 3.6, 20, equal_var=equal)
        assert values(finding, "p_value")[method] == pytest.approx(test.pvalue, rel=1e-10)
        assert (
            values(finding, "p_value_smallest")[method]
            < test.pvalue
            < values(finding, "p_value_largest")[method]
        )
        reach = stats.t.ppf(0.995, degrees) * 1.3 / test.statistic  # at 99%, one minus the printed threshold
        ends = [values(finding, f"difference_of_means_{end}")[method] for end in ("low", "high")]
        assert ends == pytest.approx([1.3 - reach, 1.3 + reach], rel=1e-9)
    pooled = np.sqrt((39 * 1.0 + 19 * 3.6**2) / 58)
    assert values(finding, "standardised_difference") == pytest.approx(
        {"cohen": 1.3 / pooled, "hedges": 1.3 / pooled * (1 - 3 / (4 * 58 - 1))}, rel=1e-4
    )


def stated(generator: np.random.Generator, p: float) -> str:
    """A P as journals print it: exactly, or by a threshold that is true of it."""
    if generator.integers(2):
        shown = f"{p:.{generator.integers(2, 5)}f}"
        return f"P={shown}" if float(shown) else "P<0.01"
    thresholds = [limit for limit in ("0.001", "0.01", "0.05", "0.1") if p < float(limit)]
    return (
        f"P<{thresholds[0]}" if thresholds and generator.integers(4) else f"P{'<' if p < 0.05 else '>'}0.05"
    )


def drawn(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two arms of one to three kinds of values, in one unit out of many."""
    sizes, scale = generator.integers(3, 120, 2), 10.0 ** generator.integers(-1, 3)
    shift, widths = generator.normal(0, 0.7), generator.uniform(0.4, 2.5, 2)
    values = [generator.gamma(4, width / 2, n) if shift < -0.5 else generator.normal(5, width, n)
              for width, n in zip(widths, sizes, strict=True)]  # fmt: skip
    return scale * (values[0] + shift), scale * values[1]


def as_printed(name: str, arm: np.ndarray, digits: int) -> dict:
    return mean(name, f"{arm.mean():.{digits}f}", f"{arm.std(ddof=1):.{digits}f}", arm.size)


def test_no_drawn_study_is_inconsistent_and_its_own_t_test_agrees():
    """P by Student's, Welch's or the rank sum test in turn, means and deviations with none to three decimals."""
    generator = np.random.default_rng(21)
    for study in range(3000):
        arms, digits = drawn(generator), int(generator.integers(0, 4))
        printed = as_printed("a", arms[0], digits), as_printed("b", arms[1], digits)
        if study % 3 == 2:
            ranks = stats.mannwhitneyu(*arms).pvalue
            assert last_found(*printed, between_means(stated(generator, ranks))).verdict is not INCONSISTENT
            continue
        p = stats.ttest_ind(*arms, equal_var=study % 3 == 0).pvalue
        finding = last_found(*printed, between_means(stated(generator, p)))
        assert finding.reason in (Reason.T_TESTS_AGREE, Reason.T_TESTS_DIFFER)
