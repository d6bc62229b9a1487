"""An estimate with its interval: each rule at its smallest contradiction, and no drawn study is found inconsistent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from claimed import between_means, counted, last_found, mean, ranged, values
from scipy import stats

from twoarm.analysis.claims.definitions import DEFINITIONS
from twoarm.analysis.claims.finding import Reason
from twoarm.methods.counts.proportions import newcombe, risk_difference
from twoarm.methods.counts.ratios import odds_ratio, risk_ratio
from twoarm.study.published.base import Verdict

CONSISTENT, DEPENDS, INCONSISTENT = Verdict.CONSISTENT, Verdict.DEPENDS_ON_METHOD, Verdict.INCONSISTENT
OPEN = Verdict.NOT_CHECKABLE
COUNTS = counted("a", 4, 30, "13.3"), counted("b", 10, 32, "31.3")
MEANS = mean("a", "7.2", "2.1", 20), mean("b", "5.9", "1.8", 20)
NAMED = {"treated": "a", "control": "b"}


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"),
    [
        (ranged("HR", "0.50", "0.30", "0.70"), CONSISTENT, Reason.ESTIMATE_INSIDE),
        (ranged("HR", "0.70", "0.30", "0.69"), CONSISTENT, Reason.ESTIMATE_INSIDE),  # both may be 0.695
        (ranged("HR", "0.71", "0.30", "0.69"), INCONSISTENT, Reason.ESTIMATE_OUTSIDE),
        (ranged("HR", "0.29", "0.31", "0.69"), INCONSISTENT, Reason.ESTIMATE_OUTSIDE),
        (ranged("MD", "-1.5", "-2.0", "-1.0"), CONSISTENT, Reason.ESTIMATE_INSIDE),
        (ranged("MD", "1.5", "-2.0", "-1.0"), INCONSISTENT, Reason.ESTIMATE_OUTSIDE),
        (ranged("MD", "1.5", "2.0", "1.0"), INCONSISTENT, Reason.LIMITS_REVERSED),
        (ranged("MD", "1.0", "1.1", "1.0"), CONSISTENT, Reason.ESTIMATE_INSIDE),
        (ranged("OR", "0.5", "-0.1", "0.9"), INCONSISTENT, Reason.RATIO_BELOW_ZERO),
        (ranged("OR", "0.0", "0.0", "0.9"), CONSISTENT, Reason.ESTIMATE_INSIDE),
        (ranged("OR", "0.5", p="P=0.03"), OPEN, Reason.NOTHING_TO_COMPARE),
    ],
)
def test_an_estimate_lies_inside_its_interval(claim, verdict, reason):
    finding = last_found(claim)
    assert (finding.verdict, finding.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"),
    [
        (ranged("HR", "0.50", "0.30", "0.83", p="P<0.05"), CONSISTENT, Reason.SIDES_AGREE),
        (ranged("HR", "0.50", "0.30", "0.83", p="P=0.008"), CONSISTENT, Reason.SIDES_AGREE),
        (
            ranged("HR", "0.50", "0.25", "1.00", p="P>0.05"),
            CONSISTENT,
            Reason.ESTIMATE_INSIDE,
        ),  # 1.00 may be 0.997
        (ranged("HR", "0.50", "0.25", "1.01", p="P>0.05"), CONSISTENT, Reason.SIDES_AGREE),
        (ranged("HR", "0.50", "0.25", "0.99", p="P>0.05"), DEPENDS, Reason.SIDES_DIFFER),
        (ranged("HR", "0.500", "0.310", "0.807", p="P>0.05"), INCONSISTENT, Reason.SIDES_FAR),  # P is 0.0046
        (ranged("HR", "0.500", "0.300", "0.833", p="P>0.05"), DEPENDS, Reason.SIDES_DIFFER),  # P is 0.0078
        (ranged("HR", "0.500", "0.300", "0.833", p="P=0.09"), INCONSISTENT, Reason.SIDES_FAR),
        (ranged("HR", "0.500", "0.300", "0.833", p="P=0.08"), DEPENDS, Reason.SIDES_DIFFER),
        (ranged("HR", "0.850", "0.510", "1.417", p="P<0.05"), INCONSISTENT, Reason.SIDES_FAR),  # P is 0.53
        (ranged("HR", "0.800", "0.480", "1.333", p="P<0.05"), DEPENDS, Reason.SIDES_DIFFER),  # P is 0.39
        (
            ranged("HR", "0.50", "0.30", "0.83", p="P>0.01"),
            CONSISTENT,
            Reason.ESTIMATE_INSIDE,
        ),  # decides nothing
        (ranged("HR", "0.50", "0.30", "0.83", p="P=0.05"), CONSISTENT, Reason.ESTIMATE_INSIDE),  # on no side
        (ranged("HR", "0.50", "0.30", "0.83", p="P=0.00001"), CONSISTENT, Reason.SIDES_AGREE),
        (ranged("HR", "0.50", "0.48", "0.52", p="P=0.02"), DEPENDS, Reason.P_FAR_FROM_INTERVAL),
        (ranged("MD", "1.50", "0.50", "2.50", level=90, p="P=0.07"), CONSISTENT, Reason.SIDES_AGREE),
        (ranged("MD", "1.50", "0.10", "2.90", level=99, p="P=0.03"), DEPENDS, Reason.SIDES_DIFFER),
        (ranged("MD", "1.500", "0.500", "2.500", p="P=0.60"), INCONSISTENT, Reason.SIDES_FAR),
        (
            ranged("RD", "15", "5", "25", p="P=0.30"),
            DEPENDS,
            Reason.SIDES_DIFFER,
        ),  # of counts that are not named
    ],
)
def test_interval_and_p_lie_on_one_side(claim, verdict, reason):
    finding = last_found(claim)
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_tests_of_named_counts_decide_whether_a_p_is_another_tests():
    """Without an event the interval of a difference is too narrow: Fisher's P of 25/102 against 0/10 is 0.11."""
    few = counted("a", 25, 102), counted("b", 0, 10)
    claim = ranged("RD", "24.5", "16.2", "32.9", **NAMED)
    fisher = stats.fisher_exact([[25, 77], [0, 10]]).pvalue
    assert last_found(*few, {**claim, "p": f"P={fisher:.2f}"}).reason is Reason.SIDES_DIFFER
    assert last_found(*few, {**claim, "p": "P=0.98"}).reason is Reason.SIDES_FAR


@pytest.mark.parametrize(
    ("measure", "estimate", "verdict", "reason"),
    [
        ("OR", "0.34", CONSISTENT, Reason.ESTIMATE_AGREES),  # 4 * 22 / (26 * 10) = 0.338, conditional 0.344
        ("OR", "0.344", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("OR", "0.35", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("OR", "0.33", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("OR", "2.95", CONSISTENT, Reason.OTHER_DIRECTION),
        ("OR", "0.43", DEPENDS, Reason.OTHER_ESTIMATE),
        ("OR", "2.34", DEPENDS, Reason.OTHER_ESTIMATE),
        ("RR", "0.43", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("RR", "0.425", CONSISTENT, Reason.ESTIMATE_AGREES),  # 13.3 / 31.3
        ("RR", "0.34", DEPENDS, Reason.OTHER_ESTIMATE),
        ("RR", "0.44", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("RD", "-0.18", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("RD", "-17.9", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("RD", "18.0", CONSISTENT, Reason.OTHER_DIRECTION),  # of the percentages as printed
        ("RD", "-18.1", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("RD", "-0.43", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("HR", "0.90", OPEN, Reason.NOTHING_TO_COMPARE),  # never from counts
        ("MD", "0.90", OPEN, Reason.NOTHING_TO_COMPARE),
    ],
)
def test_counts_give_an_estimate(measure, estimate, verdict, reason):
    finding = last_found(*COUNTS, ranged(measure, estimate, **NAMED))
    assert (finding.verdict, finding.reason) == (verdict, reason)
    adjusted = last_found(*COUNTS, ranged(measure, estimate, adjusted=True, **NAMED))
    assert (adjusted.verdict, adjusted.reason) == (OPEN, Reason.NOTHING_TO_COMPARE)


@pytest.mark.parametrize(
    ("measure", "estimate", "verdict", "reason"),
    [
        ("MD", "1.3", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("MD", "1.4", CONSISTENT, Reason.ESTIMATE_AGREES),  # 7.25 - 5.85, of which one is 1.40
        ("MD", "1.5", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("MD", "-1.2", CONSISTENT, Reason.OTHER_DIRECTION),
        ("SMD", "0.66", CONSISTENT, Reason.ESTIMATE_AGREES),
        ("SMD", "-0.65", CONSISTENT, Reason.OTHER_DIRECTION),
        ("SMD", "0.77", DEPENDS, Reason.OTHER_ESTIMATE),  # in deviations of the controls: 1.3 / 1.8 = 0.72
        ("SMD", "0.85", INCONSISTENT, Reason.ESTIMATE_DIFFERS),
        ("OR", "1.30", OPEN, Reason.NOTHING_TO_COMPARE),
    ],
)
def test_means_give_an_estimate(measure, estimate, verdict, reason):
    finding = last_found(*MEANS, ranged(measure, estimate, **NAMED))
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_a_difference_of_means_is_exact_to_half_a_unit_of_each_number():
    """1.29 to 1.31 from 7.20 less 5.90, each of which is known to 0.005; what is printed as 1.315 is not."""
    means = mean("a", "7.20", "2.1", 20), mean("b", "5.90", "1.8", 20)
    for estimate, verdict in (
        ("1.31", CONSISTENT),
        ("1.310", CONSISTENT),
        ("1.311", INCONSISTENT),
        ("1.32", INCONSISTENT),
    ):
        assert last_found(*means, ranged("MD", estimate, **NAMED)).verdict is verdict


def test_an_arm_without_events_has_every_usual_reading():
    few = counted("a", 5, 60), counted("b", 0, 64)
    for estimate, verdict in (
        ("12.8", CONSISTENT),
        ("12.9", INCONSISTENT),
    ):  # (5.5 * 64.5) / (55.5 * 0.5) = 12.78
        assert last_found(*few, ranged("OR", estimate, **NAMED)).verdict is verdict
    assert (
        last_found(counted("a", 0, 60), counted("b", 0, 64), ranged("RR", "1.07", **NAMED)).verdict
        is CONSISTENT
    )
    assert last_found(counted("a", 61, 60), few[1], ranged("RR", "1.07", **NAMED)).verdict is OPEN


def test_rows_say_what_was_computed():
    finding = last_found(*COUNTS, ranged("OR", "0.34", "0.09", "1.23", p="P=0.10", **NAMED))
    error = (math.log(1.23) - math.log(0.09)) / (2 * stats.norm.ppf(0.975))
    p = 2 * stats.norm.cdf(math.log(0.34) / error)
    assert values(finding, "p_from_interval") == {"normal_approximation": pytest.approx(p, rel=1e-9)}
    ends = [
        values(finding, f"p_from_interval_{end}")["normal_approximation"] for end in ("smallest", "largest")
    ]
    assert ends[0] < p < ends[1]

    conditional = stats.contingency.odds_ratio([[4, 26], [10, 22]]).statistic
    estimates = {"cross_product": 88 / 260, "conditional_estimate": conditional}
    assert values(finding, "estimate") == pytest.approx(estimates, rel=1e-6)


# No false contradiction in any drawn study

QUICK = {name: test for name, test in DEFINITIONS.items() if not name.startswith(("barnard", "boschloo"))}


def wald(measure: str, x: int, n: int, y: int, m: int) -> tuple[float, float, float]:
    """The simplest interval, as most programs print it."""
    if measure == "RD":
        value, error = x / n - y / m, math.sqrt(x * (n - x) / n**3 + y * (m - y) / m**3)
        return value, value - 1.96 * error, value + 1.96 * error
    if 0 in (x, y, n - x, m - y):
        x, n, y, m = x + 0.5, n + 1, y + 0.5, m + 1
    if measure == "OR":
        value, error = (
            math.log(x * (m - y) / (y * (n - x))),
            math.sqrt(1 / x + 1 / (n - x) + 1 / y + 1 / (m - y)),
        )
    else:
        value, error = math.log(x * m / (y * n)), math.sqrt(1 / x - 1 / n + 1 / y - 1 / m)
    return math.exp(value), math.exp(value - 1.96 * error), math.exp(value + 1.96 * error)


INTERVALS = {"OR": (odds_ratio,), "RR": (risk_ratio,), "RD": (risk_difference, newcombe)}


def of_table(
    generator: np.random.Generator, measure: str, table: tuple[int, ...]
) -> tuple[float, float, float] | None:
    """Estimate and limits by one of the usual ways, drawn."""
    way = generator.choice(["wald", *INTERVALS[measure]])
    if isinstance(way, str):
        return wald(measure, *table)
    found = way(*table, 0.95)
    ends = found.value, found.low, found.high
    return ends if None not in ends and all(map(math.isfinite, ends)) else None


def printed(generator: np.random.Generator, numbers: tuple[float, ...]) -> list[str]:
    digits = int(generator.integers(1, 4))
    return [f"{number:.{digits}f}" for number in numbers]


def stated(generator: np.random.Generator, p: float) -> str:
    if generator.integers(2):
        shown = f"{p:.{generator.integers(2, 5)}f}"
        return f"P={shown}" if float(shown) else "P<0.01"
    return f"P{'<' if p < 0.05 else '>'}0.05"


def test_no_drawn_table_is_inconsistent():
    """Any interval beside any test of the same table, estimates of named counts and of others; 8 to 150 patients an arm."""
    generator, seen = np.random.default_rng(22), 0
    while seen < 2500:
        n, m = (int(size) for size in generator.integers(8, 150, 2))
        risk = generator.uniform(0.02, 0.6)
        x, y = (
            int(generator.binomial(n, risk)),
            int(generator.binomial(m, min(max(risk + generator.normal(0, 0.15), 0), 0.95))),
        )
        measure = str(generator.choice(["OR", "RR", "RD"]))
        found = of_table(generator, measure, (x, n, y, m)) if 0 < x + y < n + m else None
        if found is None:
            continue
        seen += 1
        p = QUICK[generator.choice(list(QUICK))](x, n, y, m)
        more = {} if p is None else {"p": stated(generator, p)}
        more |= NAMED if generator.integers(2) else {}
        scale = 100 if measure == "RD" and generator.integers(2) else 1
        claim = ranged(measure, *printed(generator, tuple(scale * number for number in found)), **more)
        assert last_found(counted("a", x, n), counted("b", y, m), claim).verdict is not INCONSISTENT


def test_no_drawn_difference_of_means_is_inconsistent():
    """Student's or Welch's interval beside the P of either or of ranks, in units from tenths to hundreds."""
    generator = np.random.default_rng(23)
    for _ in range(2000):
        sizes, scale = generator.integers(4, 120, 2), 10.0 ** generator.integers(-1, 3)
        arms = [scale * generator.normal(center, width, n) for center, width, n in
                zip((5 + generator.normal(0, 0.7), 5), generator.uniform(0.6, 1.6, 2), sizes, strict=True)]  # fmt: skip
        equal = bool(generator.integers(2))
        test = stats.ttest_ind(*arms, equal_var=equal)
        difference = arms[0].mean() - arms[1].mean()
        parts = [arm.var(ddof=1) / arm.size for arm in arms]
        df = (
            sum(sizes) - 2
            if equal
            else sum(parts) ** 2 / sum(p**2 / (n - 1) for p, n in zip(parts, sizes, strict=True))
        )
        reach = abs(difference / test.statistic) * stats.t.ppf(0.975, df)
        p = test.pvalue if generator.integers(2) else stats.mannwhitneyu(*arms).pvalue
        digits = int(generator.integers(0, 4))
        means = [mean(name, f"{arm.mean():.{digits}f}", f"{arm.std(ddof=1):.{digits}f}", arm.size)
                 for name, arm in zip("ab", arms, strict=True)]  # fmt: skip
        shown = [f"{number:.{digits}f}" for number in (difference, difference - reach, difference + reach)]
        turned = [f"{-float(number):.{digits}f}" for number in (shown[0], shown[2], shown[1])]
        claim = ranged("MD", *(shown if generator.integers(2) else turned), p=stated(generator, p), **NAMED)
        assert last_found(*means, claim).verdict is not INCONSISTENT
        df_pooled = sum(sizes) - 2
        pooled = math.sqrt(
            sum((n - 1) * arm.var(ddof=1) for n, arm in zip(sizes, arms, strict=True)) / df_pooled
        )
        assert last_found(*means, ranged("SMD", f"{difference / pooled:.2f}", **NAMED)).verdict is CONSISTENT


def test_no_drawn_hazard_ratio_is_inconsistent():
    generator = np.random.default_rng(24)
    for _ in range(2000):
        value, error = generator.normal(0, 0.6), generator.uniform(0.05, 0.6)
        numbers = [math.exp(value + end * error) for end in (0, -1.959964, 1.959964)]
        p = 2 * stats.norm.sf(
            abs(value / error + generator.normal(0, 0.15))
        )  # the log-rank test lies near, not on it
        assert (
            last_found(ranged("HR", *printed(generator, tuple(numbers)), p=stated(generator, p))).verdict
            is not INCONSISTENT
        )


def test_a_claim_about_means_is_no_estimate_of_another_kind():
    assert last_found(*MEANS, between_means("P<0.05"), ranged("MD", "9.9")).verdict is OPEN
