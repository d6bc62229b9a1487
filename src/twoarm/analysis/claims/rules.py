"""One rule per kind of claim: printed numbers in, a finding out; a claim below may read the findings above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from twoarm.analysis.claims.bare_p import bare_p
from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.finding import Finding, Reason, Statistic
from twoarm.analysis.claims.mean_sd import mean_sd_range
from twoarm.analysis.claims.two_by_two import two_by_two
from twoarm.methods.counts.proportions import clopper_pearson
from twoarm.methods.printed.bounds import upper_bound
from twoarm.methods.printed.rounding import rounds_to
from twoarm.study.published.argued import Conclusion, Judgement, NoNumber
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import states
from twoarm.study.published.counted import Count, Multiple, SampleSize
from twoarm.study.published.kinds import Claim

Known = Mapping[str, tuple[Claim, Finding]]
WEAKEST_FIRST = (
    (Verdict.INCONSISTENT, Reason.RESTS_ON_INCONSISTENT),
    (Verdict.NOT_CHECKABLE, Reason.RESTS_ON_NOT_CHECKABLE),
    (Verdict.DEPENDS_ON_METHOD, Reason.RESTS_ON_METHOD),
    (Verdict.CONSISTENT, Reason.RESTS_ON_CONSISTENT),
)


def _sample_size(claim: SampleSize, known: Known) -> Finding:
    terms = " + ".join(map(str, claim.groups))
    printed = str(claim.total) if states(" ".join(claim.quote), claim.total) else terms
    row = Statistic("sum", printed, float(sum(claim.groups)), "sum")
    return _either(sum(claim.groups) == claim.total, Reason.SUM_AGREES, Reason.SUM_DIFFERS, row)


def _multiple(claim: Multiple, known: Known) -> Finding:
    products = [claim.each * patients for patients in claim.patients]
    pairs = list(zip(claim.units, products, strict=True))
    rows = [Statistic("denominator", str(units), float(product), "product") for units, product in pairs]
    agrees = all(units == product for units, product in pairs)
    return _either(agrees, Reason.MULTIPLE_AGREES, Reason.MULTIPLE_DIFFERS, *rows)


def _count(claim: Count, known: Known) -> Finding:
    percent = Fraction(100 * claim.events, claim.of)
    printed = claim.complete or (f"{claim.percent}%" if claim.percent else f"{claim.events}/{claim.of}")
    rows = [Statistic("percent", printed, float(percent), "ratio")]
    if claim.groups:
        rows.append(Statistic("sum", str(claim.of), float(sum(claim.groups)), "sum"))
    if percent > 100:
        return _either(False, Reason.COUNT_POSSIBLE, Reason.COUNT_ABOVE_DENOMINATOR, *rows)
    rows += _limits(claim)
    if claim.groups and sum(claim.groups) != claim.of:
        return _either(False, Reason.SUM_AGREES, Reason.SUM_DIFFERS, *rows)
    return _either(*_count_statement(claim, percent), *rows)


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


def _no_number(claim: NoNumber, known: Known) -> Finding:
    return Finding(Verdict.NOT_CHECKABLE, Reason.NO_NUMBER_PUBLISHED)


def _conclusion(claim: Conclusion, known: Known) -> Finding:
    row = Statistic(method="rests_on")
    if not claim.rests_on:
        return Finding(Verdict.NOT_CHECKABLE, Reason.RESTS_ON_NOTHING, (row,))
    verdict = weakest(known[name][1].verdict for name in claim.rests_on)
    return Finding(verdict, dict(WEAKEST_FIRST)[verdict], (row,))


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    """The weakest of some computed verdicts."""
    among = set(verdicts)
    return next((verdict for verdict, _ in WEAKEST_FIRST if verdict in among), Verdict.NOT_CHECKABLE)


def _judgement(claim: Judgement, known: Known) -> Finding:
    return Finding(
        claim.judgement or Verdict.JUDGED, Reason.READER_JUDGEMENT, (Statistic(method="judgement"),)
    )


def _either(agrees: bool, yes: Reason, no: Reason, *rows: Statistic) -> Finding:
    return Finding(Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT, yes if agrees else no, rows)


RULES: dict[str, Callable[..., Finding]] = {
    "sample_size": _sample_size,
    "multiple": _multiple,
    "count": _count,
    "two_by_two": two_by_two,
    "mean_sd_range": mean_sd_range,
    "bare_p": bare_p,
    "no_number": _no_number,
    "conclusion": _conclusion,
    "judgement": _judgement,
}
