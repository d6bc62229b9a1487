"""One rule per kind of claim: printed numbers in, a finding out; a claim below may read the findings above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twoarm.analysis.claims.agreement import impossible
from twoarm.analysis.claims.finding import Finding, Known
from twoarm.analysis.claims.kinds.argued import conclusion, judgement, no_number
from twoarm.analysis.claims.kinds.bare_p import bare_p
from twoarm.analysis.claims.kinds.counted import count, multiple, sample_size, share, total
from twoarm.analysis.claims.kinds.intervals import interval
from twoarm.analysis.claims.kinds.mean_sd import mean_sd_range
from twoarm.analysis.claims.kinds.medians import median
from twoarm.analysis.claims.kinds.two_means import two_means
from twoarm.analysis.claims.two_by_two import two_by_two
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim

RULES: dict[str, Callable[..., Finding]] = {
    "sample_size": sample_size,
    "total": total,
    "multiple": multiple,
    "count": count,
    "share": share,
    "two_by_two": two_by_two,
    "mean_sd_range": mean_sd_range,
    "median": median,
    "two_means": two_means,
    "interval": interval,
    "bare_p": bare_p,
    "no_number": no_number,
    "conclusion": conclusion,
    "judgement": judgement,
}


def finding_of(claim: Claim, known: Known) -> Finding:
    """What the rule of its kind finds of a claim; of a P that cannot be, that it cannot, whatever the numbers are."""
    finding = RULES[claim.kind](claim, known)
    statement = getattr(claim, "p", None)
    reason = impossible(statement) if statement else None
    return replace(finding, verdict=Verdict.INCONSISTENT, reason=reason) if reason else finding
