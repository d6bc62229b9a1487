"""The certified data sets of NIST that installed packages contain or a rule makes, and how many digits we get right.

Run as a script, this file writes `docs/accuracy.md`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from places import ROOT

from twoarm.methods.values.effect_sizes import hedges_g, small_sample_correction
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference, mean_interval, welch_error

REFERENCE = json.loads((ROOT / "tests" / "reference" / "nist.json").read_text(encoding="utf-8"))
INSTALLED = Path(scipy.stats.__file__).parent / "tests" / "data"
PAGE = ROOT / "docs" / "accuracy.md"
CERTIFIED_DIGITS = 15
# Digits that every statistic of a set must have: what its stored numbers allow, less one or two lost in sums of floats.
LEAST = {"NumAcc1": 14, "NumAcc2": 14, "NumAcc3": 9, "NumAcc4": 8, "Michelso": 13, "SiRstv": 12}
LEAST |= {f"SmLs0{i}": least for i, least in enumerate([13, 13, 13, 8, 8, 8, 2, 2, 2], start=1)}
LEAST |= {"AtmWtAg": 8, "Norris": 13}
WAYS = {
    "mean": "`mean_interval`",
    "SD": "`welch_error` of the sample against itself",
    "between": "`mean_difference` of every pair of groups",
    "within": "`welch_error` of every pair of groups",
    "F": "both",
    "F of d": "`hedges_g`: squared d times half the group's size",
    "slope": "`ancova` of the sample against itself, moved by 1000",
}


@dataclass(frozen=True)
class Check:
    """One certified number of one data set."""

    data: str
    statistic: str
    certified: float
    ours: float
    exact: Fraction | float  # from the stored floats without rounding: all that any program can find

    @property
    def digits(self) -> float:
        return agreement(self.ours, self.certified)

    @property
    def possible(self) -> float:
        return agreement(self.exact, self.certified)


def agreement(found: Fraction | float, certified: float) -> float:
    """Log relative error: how many digits agree, 15 at most."""
    error = abs(Fraction(found) - Fraction(repr(certified))) / abs(Fraction(repr(certified)))
    return min(float(CERTIFIED_DIGITS), -math.log10(error)) if error else float(CERTIFIED_DIGITS)


# ---- one sample -------------------------------------------------------------------------------------------------------


def alternating(first: float, low: float, high: float) -> list[float]:
    """NumAcc2 to NumAcc4: one value, then a thousand in turns of low and high."""
    return [first, *([low, high] * 500)]


SAMPLES: dict[str, tuple[Callable[[], list[float]], float, float]] = {
    "NumAcc1": (lambda: [10000001, 10000003, 10000002], 10000002, 1),
    "NumAcc2": (lambda: alternating(1.2, 1.1, 1.3), 1.2, 0.1),
    "NumAcc3": (lambda: alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1),
    "NumAcc4": (lambda: alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1),
    "Michelso": (
        lambda: list(map(float, REFERENCE["michelso"][0]["value"])),
        299.8524,
        0.0790105478190518,
    ),
}


def sample_checks(name: str) -> list[Check]:
    make, mean, sd = SAMPLES[name]
    values = np.array(make(), dtype=float)
    centre, spread = exact_moments(values)
    ours = welch_error(values, values)[0] * math.sqrt(values.size / 2)
    return [
        Check(name, "mean", mean, mean_interval(values, 0.95).value, centre),
        Check(name, "SD", sd, ours, root(spread)),
    ]


def exact_moments(values: np.ndarray) -> tuple[Fraction, Fraction]:
    """Mean and variance (n - 1) of floats, each taken for the binary number that it is."""
    ratios = [value.as_integer_ratio() for value in values.tolist()]
    scale = max(below for _, below in ratios)
    whole = [above * (scale // below) for above, below in ratios]
    n, total = len(whole), sum(whole)
    squares = sum(x * x for x in whole) * n - total * total
    return Fraction(total, n * scale), Fraction(squares, n * (n - 1) * scale**2)


def root(square: Fraction) -> Fraction:
    """Square root to thirty digits."""
    return Fraction(math.isqrt(int(square * 10**60)), 10**30)


# ---- one-way analysis of variance -------------------------------------------------------------------------------------

ANOVA = ("SiRstv", *(f"SmLs0{i}" for i in range(1, 10)), "AtmWtAg")


def groups_of(text: str) -> list[np.ndarray]:
    rows = [line.split() for line in text.splitlines()[60:] if line.strip()]
    return [np.array([float(y) for g, y in rows if g == name]) for name in dict.fromkeys(g for g, _ in rows)]


def anova_checks(name: str) -> list[Check]:
    """Mean squares from two-group functions alone: all groups are of one size n.

    Squared differences of all pairs of k means sum to k times their squared deviations; squared errors of all pairs,
    each (v1 + v2) / n, sum to (k - 1) / n times the variances.
    """
    text = (INSTALLED / "nist_anova" / f"{name}.dat").read_text()
    between_row, within_row = (
        line.split() for line in text.splitlines() if line.startswith(("Between", "Within"))
    )
    groups = groups_of(text)
    k, n, pairs = len(groups), groups[0].size, list(combinations(groups, 2))
    between = n / k / (k - 1) * sum(mean_difference(*pair, 0.95).value ** 2 for pair in pairs)
    within = n / k / (k - 1) * sum(welch_error(*pair)[0] ** 2 for pair in pairs)
    moments = [exact_moments(group) for group in groups]
    grand = sum(mean for mean, _ in moments) / k
    true_between = n * sum((mean - grand) ** 2 for mean, _ in moments) / (k - 1)
    true_within = sum(variance for _, variance in moments) / k
    ratio = float(between_row[-1])
    checks = [
        Check(name, "between", float(between_row[-2]), between, true_between),
        Check(name, "within", float(within_row[-1]), within, true_within),
        Check(name, "F", ratio, between / within, true_between / true_within),
    ]
    if k == 2:
        d = hedges_g(*groups, 0.95).value / small_sample_correction(2 * n - 2)
        checks.append(Check(name, "F of d", ratio, d * d * n / 2, true_between / true_within))
    return checks


# ---- linear regression ------------------------------------------------------------------------------------------------


def regression_checks() -> list[Check]:
    """Norris's slope: two arms with the same outcomes and baselines 1000 apart differ by 1000 times the slope."""
    lines = (INSTALLED / "nist_linregress" / "Norris.dat").read_text().splitlines()
    certified = next(float(line.split()[1]) for line in lines if line.split()[:1] == ["B1"])
    y, x = np.array([line.split() for line in lines[60:] if line.strip()], dtype=float).T
    ours = ancova(x + 1000, y, x, y, 0.95).value / -1000
    x_exact, y_exact = ([Fraction(value) for value in column.tolist()] for column in (x, y))
    x_mean, y_mean = sum(x_exact) / len(x_exact), sum(y_exact) / len(y_exact)
    products = sum((a - x_mean) * (b - y_mean) for a, b in zip(x_exact, y_exact, strict=True))
    return [Check("Norris", "slope", certified, ours, products / sum((a - x_mean) ** 2 for a in x_exact))]


@cache
def checks() -> tuple[Check, ...]:
    every = [sample_checks(name) for name in SAMPLES] + [anova_checks(name) for name in ANOVA]
    return tuple(check for some in [*every, regression_checks()] for check in some)


# ---- the tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LEAST)
def test_certified_digits(name):
    digits = [check.digits for check in checks() if check.data == name]
    assert digits
    assert min(digits) >= LEAST[name]


def test_the_data_are_the_certified_ones():
    """A wrong value of a rule or of a package would show here, where the stored numbers are as good as exact."""
    for name in ("NumAcc1", "Michelso"):
        assert min(check.possible for check in checks() if check.data == name) > 11, name


def test_a_lost_digit_is_counted():
    assert agreement(1.0, 1.0) == CERTIFIED_DIGITS
    assert agreement(1.001, 1.0) == pytest.approx(3, abs=1e-9)
    assert agreement(99.99, 100.0) == pytest.approx(4, abs=1e-9)


def test_the_naive_formula_would_not_pass():
    """Sum of squares minus n times the squared mean: the formula that NumAcc4 and SmLs07 were made to catch."""
    values = np.array(SAMPLES["NumAcc4"][0]())
    naive = ((values**2).sum() - values.size * values.mean() ** 2) / (values.size - 1)
    (check,) = (check for check in checks() if (check.data, check.statistic) == ("NumAcc4", "SD"))
    assert agreement(math.sqrt(max(naive, 0.0)), 0.1) < 2 < check.digits


def test_the_page_holds_these_figures():
    shown = [
        line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert [(row[0].strip("| `"), row[1]) for row in shown] == [(c.data, c.statistic) for c in checks()]
    for row, check in zip(shown, checks(), strict=True):
        assert float(row[2]) == pytest.approx(check.digits, abs=1.5), (
            check
        )  # the last digit is the processor's


def page() -> str:
    rows = [
        f"| `{c.data}` | {c.statistic} | {c.digits:.1f} | {c.possible:.1f} | {LEAST[c.data]} |"
        for c in checks()
    ]
    ways = [f"- {statistic}: {way}" for statistic, way in WAYS.items()]
    return "\n".join([INTRODUCTION, *ways, "", *HEAD, *rows, "", NOT_USED])


INTRODUCTION = """# Numerical accuracy

NIST certifies the results of its Statistical Reference Datasets to 15 digits. The table says how many of them this package
gets right: the log relative error, -log10(|found - certified| / |certified|), 15 where all agree.

A number such as 1000000000000.4 is not stored exactly in a computer. The column beside it is therefore what the stored
numbers themselves allow: the same statistic computed from them in fractions without any rounding. Where ours equals it,
nothing was lost.

Made by `PYTHONPATH=tests/support python tests/unit/methods/test_nist.py`; the tests ask for the digits of the
last column. NumAcc1 to NumAcc4 are made by their rule, Michelso is R's `datasets::morley`
(`tests/reference/nist.R`), all others are the files that scipy contains.
Certified values: <https://www.itl.nist.gov/div898/strd/>.

How a statistic is found with functions that compare two arms:
"""
HEAD = [
    "| data set | statistic | digits right | digits the data allow | digits asked |",
    "|---|---|---|---|---|",
]
NOT_USED = """Between and within are mean squares of a one-way analysis of variance. No function here fits several regressors
or a curve, so that Longley, which statsmodels contains, has nothing to be held against. Lottery, Lew and Mavro are in no
installed package; neither is PiDigits, whose certified mean, 4.5348, is not that of the first 5000 digits of pi (4.5358).
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
