"""What two printed counts, or two printed means, give as a difference or a ratio: every accepted reading of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from twoarm.analysis.claims.finding import Known
from twoarm.analysis.claims.kinds.two_means import Means, printed_means
from twoarm.faces import counts_only
from twoarm.methods.counts.ratios import odds_ratio
from twoarm.methods.printed.rounding import exact, rounding_limits
from twoarm.methods.printed.summaries import standardised_difference, standardised_limits
from twoarm.methods.values.effect_sizes import small_sample_correction
from twoarm.study.published.counted import Count
from twoarm.study.published.measured import RATIOS, PrintedInterval

Number = Fraction | float
OF_COUNTS, OF_MEANS = ("OR", "RR", "RD"), ("MD", "SMD")


@counts_only
@dataclass(frozen=True)
class Given:
    """One estimate: how it is got, its value, between which ends rounding leaves it; `other` where it is another one."""

    method: str
    value: float
    low: Number
    high: Number
    other: bool = False

    def prints_as(self, printed: str) -> bool:
        """Whether some value of it is printed so."""
        low, high = rounding_limits(printed)
        return bool(self.low <= high and self.high >= low)

    def turned(self, ratio: bool) -> Given:
        """Of control over, or minus, treated."""
        if not ratio:
            return Given(self.method, -self.value, -self.high, -self.low, self.other)
        value = float(_over(1, self.value))
        return Given(self.method, value, _over(1, self.high), _over(1, self.low), self.other)


def readings(claim: PrintedInterval, known: Known) -> list[Given]:
    """Every reading of the two claims from which an estimate should follow; none of an adjusted one or a hazard ratio."""
    if claim.adjusted or claim.treated is None or claim.control is None:
        return []
    counts = printed_counts(claim, known)
    if counts is not None:
        return list(_of_counts(claim.measure, *counts)) if claim.measure in OF_COUNTS else []
    means = printed_means(claim.treated, claim.control, known)
    return list(_of_means(claim.measure, means)) if means and claim.measure in OF_MEANS else []


def printed_counts(claim: PrintedInterval, known: Known) -> tuple[Count, Count] | None:
    """The two counts behind an estimate; None where it names none, or one that is impossible."""
    named = [known[name][0] for name in (claim.treated, claim.control) if name is not None]
    counts = [count for count in named if isinstance(count, Count) and count.events <= count.of]
    return (counts[0], counts[1]) if len(counts) == 2 else None


def _of_counts(measure: str, treated: Count, control: Count) -> Iterator[Given]:
    table = treated.events, treated.of, control.events, control.of
    if measure == "RD":
        yield from _differences(table, treated, control)
    for name, found in {"OR": _odds(table), "RR": _risks(table, treated, control)}.items():
        if measure in RATIOS:
            yield from (Given(*one, other=name != measure) for one in found)


def _differences(table: tuple[int, int, int, int], treated: Count, control: Count) -> Iterator[Given]:
    """As a proportion, in percentage points, and of the percentages as they are printed."""
    x, n, y, m = table
    value = Fraction(x, n) - Fraction(y, m)
    yield Given("points", float(100 * value), 100 * value, 100 * value)
    yield Given("difference_of_shares", float(value), value, value)
    if treated.percent and control.percent:
        value = exact(treated.percent) - exact(control.percent)
        yield Given("printed_percentages", float(value), value, value)


def _odds(table: tuple[int, int, int, int]) -> Iterator[tuple[str, float, Number, Number]]:
    """The cross product, the conditional estimate and, where a cell is empty, the cross product with a half in each cell."""
    x, n, y, m = table
    yield _exactly("cross_product", _over(Fraction(x * (m - y)), Fraction((n - x) * y)))
    conditional = odds_ratio(*table)
    if conditional.value is not None:
        yield _exactly("conditional_estimate", conditional.value)
    if 0 in (x, n - x, y, m - y):
        cells = (Fraction(2 * cell + 1, 2) for cell in (x, m - y, n - x, y))
        a, d, b, c = cells
        yield _exactly("half_added", a * d / (b * c))


def _risks(
    table: tuple[int, int, int, int], treated: Count, control: Count
) -> Iterator[tuple[str, float, Number, Number]]:
    """The ratio of the risks, that of the printed percentages and, without an event in an arm, that with a half added."""
    x, n, y, m = table
    yield _exactly("ratio_of_shares", _over(Fraction(x, n), Fraction(y, m)))
    if treated.percent and control.percent:
        yield _exactly("printed_percentages", _over(exact(treated.percent), exact(control.percent)))
    if 0 in (x, y):
        risks = Fraction(2 * x + 1, 2 * (n + 1)), Fraction(2 * y + 1, 2 * (m + 1))
        yield _exactly("half_added", risks[0] / risks[1])


def _of_means(measure: str, means: Means) -> Iterator[Given]:
    if measure == "MD":
        low = exact(means.treated.mean) - exact(means.control.mean)
        slack = sum(rounding_limits(one.mean)[1] - exact(one.mean) for one in (means.treated, means.control))
        yield Given("means", float(low), low - slack, low + slack)
        return
    yield from _standardised(means)


def _standardised(means: Means) -> Iterator[Given]:
    """In pooled deviations, without and with the correction for small samples; other, in those of one arm, or of errors."""
    treated, control = means.treated, means.control
    d, df = standardised_difference(treated, control), treated.n + control.n - 2
    for method, factor in (("cohen", 1.0), ("hedges", small_sample_correction(df))):
        ends = standardised_limits(treated, control, corrected=method == "hedges")
        yield Given(method, math.nan if d is None else factor * d, *ends)
    others = [(replace(treated, sd=control.sd), control), (treated, replace(control, sd=treated.sd))]
    if means.unnamed:
        others.append((means.as_errors().treated, means.as_errors().control))
    for first, second in others:
        yield Given("other", math.nan, *standardised_limits(first, second), other=True)


def _exactly(method: str, value: Number) -> tuple[str, float, Number, Number]:
    return method, float(value), value, value


def _over(numerator: Number, denominator: Number) -> Number:
    """A ratio that may be infinite; of nothing over nothing it is not a number, which is printed as none."""
    if denominator:
        return numerator / denominator
    return math.inf if numerator else math.nan
