"""Whatever the magnitude: nothing that spells a number fails, hides a side, or reads as none or all where some are."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shipped import shipped_study

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.registry.scale import Scale
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable

FLOATS = st.floats(allow_nan=False)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
PROBABILITIES = st.floats(0, 1)
ARITHMETIC = 1e-12  # what sums of floats leave
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read(text: str) -> float:
    """A number as a reader takes it."""
    text = text.replace(w.MINUS, "-").replace("∞", "inf").replace("\u00a0", " ").split(" ")[0]
    mantissa, _, power = text.partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(RAISED) or 0)


def variable(decimals: int) -> Variable:
    return replace(shipped_study().variable("cement_volume"), digits=decimals)


def result(scale: Scale, value: float, low: float, high: float) -> Result:
    estimate = Estimate(value, low, high, 0.95, n_treated=3000, n_control=3000)
    return Result("s", "x", "", "", "welch", "mean difference", estimate, "mL", "primary", scale)


@given(FLOATS, st.integers(0, 6))
def test_a_number_is_written_and_read(value, digits):
    text = w.number(value, digits)
    assert "e" not in text
    assert len(text) <= 24
    if abs(value) < 1e300:
        assert read(text) == pytest.approx(value, rel=0.06, abs=0.5 * 10.0**-digits * (1 + 1e-9))
    for spelt in (w.exact, w.significant):
        if math.isfinite(value):
            assert spelt(abs(value))


@given(PROBABILITIES, st.floats(1e-6, 0.5))
def test_a_p_value_keeps_its_side(p, alpha):
    text = w.p_text(p, alpha)
    assert not text.startswith("0.000 ")
    if text[0] not in "<>":
        assert (read(text) < alpha) == (p < alpha)


@given(st.integers(1, 10**7), st.data())
def test_some_are_neither_none_nor_all(n, data):
    count = data.draw(st.integers(0, n))
    text = w.percent(count, n)
    assert (re.fullmatch(r"0(\.0)?%", text) is not None) == (count == 0)
    assert (re.fullmatch(r"100(\.0)?%", text) is not None) == (count == n)


@settings(deadline=None)  # the study is read the first time
@given(
    st.sampled_from([Scale.UNIT, Scale.PROPORTION, Scale.RATIO, Scale.SD]),
    st.lists(FINITE, min_size=3, max_size=3),
)
def test_an_estimate_stands_within_its_limits_as_both_are_shown(scale, numbers):
    low, value, high = sorted(numbers)
    assume(scale is not Scale.RATIO or low > 0)
    assume(scale is not Scale.PROPORTION or max(map(abs, numbers)) <= 1)
    shown = w.Scale(result(scale, value, low, high), variable(1))
    assert read(shown.limit(low)) <= read(shown.value(value)) <= read(shown.limit(high))
    null = shown.factor * shown.null
    for end in (low, high):  # a limit keeps its side of no difference, unless arithmetic alone put it there
        if end != shown.null and abs(shown.factor * end - null) < ARITHMETIC:
            continue
        assert (read(shown.limit(end)) > null) == (shown.factor * end > null)


@settings(deadline=None)
@given(FINITE, st.floats(0, allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_a_deviation_that_is_there_is_seen(mean, sd, decimals):
    row = Summary("s", "x", "", "a", "", 40, 0, mean=mean, sd=sd)
    text = w.mean_sd(row, variable(decimals))
    shown = read(text.partition("(")[2].rstrip(")"))
    assert (shown > 0) == (sd > 0)
