"""Sums, denominators, counts and percentages: what is printed is computed again, and rounded as it is printed."""

from __future__ import annotations

from fractions import Fraction

from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic, either
from twoarm.methods.counts.proportions import clopper_pearson
from twoarm.methods.printed.bounds import upper_bound
from twoarm.methods.printed.rounding import rounding_limits, rounds_to
from twoarm.methods.printed.shares import nearest_percent, possible_counts
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import states
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total


def sample_size(claim: SampleSize, known: Known) -> Finding:
    """Consistent if the groups add up to the total."""
    terms = " + ".join(map(str, claim.groups))
    printed = str(claim.total) if states(" ".join(claim.quote), claim.total) else terms
    row = Statistic("sum", printed, float(sum(claim.groups)), "sum")
    return either(sum(claim.groups) == claim.total, Reason.SUM_AGREES, Reason.SUM_DIFFERS, row)


def total(claim: Total, known: Known) -> Finding:
    """Consistent if the categories add up to the total."""
    terms = " + ".join(map(str, claim.parts))
    row = Statistic("sum", f"{terms} of {claim.total}", float(sum(claim.parts)), "sum")
    return either(sum(claim.parts) == claim.total, Reason.PARTS_AGREE, Reason.PARTS_DIFFER, row)


def share(claim: Share, known: Known) -> Finding:
    """Consistent if some count is printed as the percentage; where none is, a denominator of the reader's proves nothing."""
    counts, printed = possible_counts(claim.percent, claim.of), f"{claim.percent}%"
    if counts:
        ends = {"smallest_count": counts[0], "largest_count": counts[-1]}
        rows = (Statistic(name, printed, float(end), "whole_counts") for name, end in ends.items())
        return Finding(Verdict.CONSISTENT, Reason.SHARE_POSSIBLE, tuple(rows))
    nearest = float(nearest_percent(claim.percent, claim.of))
    rows = (Statistic("nearest_percent", printed, nearest, "whole_counts"),)
    low, high = rounding_limits(claim.percent)
    if low > 100 or high < 0:
        return Finding(Verdict.INCONSISTENT, Reason.SHARE_ABOVE_WHOLE, rows)
    if not claim.of_printed:
        return Finding(Verdict.NOT_CHECKABLE, Reason.DENOMINATOR_NOT_PRINTED, rows)
    return Finding(Verdict.INCONSISTENT, Reason.SHARE_NOT_ATTAINABLE, rows)


def multiple(claim: Multiple, known: Known) -> Finding:
    """Consistent if each number of units is that of the patients times the units of one."""
    products = [claim.each * patients for patients in claim.patients]
    pairs = list(zip(claim.units, products, strict=True))
    rows = [Statistic("denominator", str(units), float(product), "product") for units, product in pairs]
    agrees = all(units == product for units, product in pairs)
    return either(agrees, Reason.MULTIPLE_AGREES, Reason.MULTIPLE_DIFFERS, *rows)


def count(claim: Count, known: Known) -> Finding:
    """Consistent if the count is its percentage, or all, as the sentence says, and its groups are the denominator."""
    percent = Fraction(100 * claim.events, claim.of)
    printed = claim.complete or (f"{claim.percent}%" if claim.percent else f"{claim.events}/{claim.of}")
    rows = [Statistic("percent", printed, float(percent), "ratio")]
    if claim.groups:
        rows.append(Statistic("sum", str(claim.of), float(sum(claim.groups)), "sum"))
    if percent > 100:
        return either(False, Reason.COUNT_POSSIBLE, Reason.COUNT_ABOVE_DENOMINATOR, *rows)
    rows += _limits(claim)
    if claim.groups and sum(claim.groups) != claim.of:
        return either(False, Reason.SUM_AGREES, Reason.SUM_DIFFERS, *rows)
    return either(*_count_statement(claim, percent), *rows)


def _limits(claim: Count) -> list[Statistic]:
    """Exact limits of the percentage; where nobody or everybody has the event, also the one limit that is none by itself."""
    low, high = clopper_pearson(claim.events, claim.of, 1 - USUAL)
    rows = [
        Statistic(f"percent_{end}", "", 100 * limit, clopper_pearson.__name__)
        for end, limit in (("low", low), ("high", high))
    ]
    if claim.events == 0:
        rows.append(Statistic("percent_at_most", "", 100 * upper_bound(0, claim.of, 1 - USUAL), "one_sided"))
    elif claim.events == claim.of:
        least = 100 * (1 - upper_bound(0, claim.of, 1 - USUAL))
        rows.append(Statistic("percent_at_least", "", least, "one_sided"))
    return rows


def _count_statement(claim: Count, percent: Fraction) -> tuple[bool, Reason, Reason]:
    if claim.complete:
        return percent == 100, Reason.COUNT_COMPLETE, Reason.COUNT_INCOMPLETE
    if claim.percent:
        return rounds_to(percent, claim.percent), Reason.PERCENT_AGREES, Reason.PERCENT_DIFFERS
    return True, Reason.COUNT_POSSIBLE, Reason.COUNT_ABOVE_DENOMINATOR
