"""What was computed of one claim, in a sentence for its row: the numbers behind the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import USUAL
from twoarm.present import wording as w
from twoarm.present.claims.bounds import alike, bound_said
from twoarm.present.claims.recomputed import interval_said, shares_said, t_tests_said
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import ways_to_print
from twoarm.present.claims.tested_words import difference_said, tests_said
from twoarm.study.published.argued import Conclusion
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, PrintedInterval, TwoMeans

# Where the numbers of a claim stand: the label of a table of the chapter, by kind.
_NUMBERS = {
    **dict.fromkeys((SampleSize, Total, Multiple, Count, Share), "tab-claim-counts"),
    **dict.fromkeys((MeanSdRange, TwoMeans), "tab-claim-means"),
    PrintedInterval: "tab-claim-intervals",
    BareP: "tab-claim-bounds",
}


def numbers_label(audit: Audit, claim: Claim) -> str:
    """The table that has the claim's recomputed numbers; empty where there are none."""
    if all(s.recomputed is None for s in audit.findings[claim.id].statistics):
        return ""
    return tests_label(claim) if isinstance(claim, TwoByTwo) else _NUMBERS.get(type(claim), "")


def tests_label(claim: TwoByTwo, what: str = "tests") -> str:
    """The label of a table or figure about the tests of one claim."""
    return f"{'fig' if what == 'plot' else 'tab'}-claim-{w.slug(claim.id)}-{what}"


def detail(audit: Audit, claim: Claim) -> str:
    """The sentence; empty where the verdict's own words say it all."""
    for kind, said in DETAILS.items():
        if isinstance(claim, kind):
            return said(audit, claim)
    return ""


def _size(audit: Audit, claim: SampleSize) -> str:
    return f"{' + '.join(map(str, claim.groups))} = {sum(claim.groups)}."


def _total(audit: Audit, claim: Total) -> str:
    return f"{' + '.join(map(str, claim.parts))} = {sum(claim.parts)}."


def _count(audit: Audit, claim: Count) -> str:
    percent, low, high = (audit.value(claim, f"percent{end}") for end in ("", "_low", "_high"))
    if percent is None or low is None or high is None:
        return ""
    shown = w.number(percent, 0 if percent.is_integer() else 2)
    level = w.level_text(1 - USUAL)
    return f"{claim.events}/{claim.of} is {shown}%; {level} interval {w.number(low, 1)}% to {w.number(high, 1)}%."


def _multiple(audit: Audit, claim: Multiple) -> str:
    products = [f"{claim.each} × {n} = {claim.each * n}" for n in claim.patients]
    return f"{w.joined(products)}."


def _two_by_two(audit: Audit, claim: TwoByTwo) -> str:
    said = tests_said(audit, claim)
    return f"{said} The difference of the printed counts is {difference_said(audit, claim)}." if said else ""


def _bare(audit: Audit, claim: BareP) -> str:
    group = next((group for group in alike(audit) if claim in group.claims), None)
    return "" if group is None else bound_said(type(group)(audit, (claim,))).replace(" (1 claim)", "")


def _conclusion(audit: Audit, claim: Conclusion) -> str:
    return f"It rests on {runs_of(audit, claim.rests_on)}." if claim.rests_on else ""


DETAILS: dict[type, Callable[[Audit, Any], str]] = {
    SampleSize: _size,
    Total: _total,
    Share: shares_said,
    Count: _count,
    Multiple: _multiple,
    TwoByTwo: _two_by_two,
    MeanSdRange: ways_to_print,
    TwoMeans: t_tests_said,
    PrintedInterval: interval_said,
    BareP: _bare,
    Conclusion: _conclusion,
}
