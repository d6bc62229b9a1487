"""A printed median with its quartiles or its range: it lies between them."""

from __future__ import annotations

from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic, either
from twoarm.methods.printed.rounding import rounding_limits
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import Median


def median(claim: Median, known: Known) -> Finding:
    """Consistent if the median may lie between its ends, all of them rounded; without ends not checkable."""
    if claim.low is None or claim.high is None:
        row = Statistic("median", claim.median)
        return Finding(Verdict.NOT_CHECKABLE, Reason.MEDIAN_ALONE, (row,))
    low, middle, high = (rounding_limits(printed) for printed in (claim.low, claim.median, claim.high))
    ordered = low[0] <= middle[1] and middle[0] <= high[1] and low[0] <= high[1]
    row = Statistic("median", f"{claim.median} ({claim.low} to {claim.high})", method="order")
    return either(ordered, Reason.MEDIAN_INSIDE, Reason.MEDIAN_OUTSIDE, row)
