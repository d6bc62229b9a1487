"""What was computed of one claim, in a sentence for its row: the numbers behind the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import USUAL
from twoarm.present import wording as w
from twoarm.present.claims.bounds import bound_of_claim
from twoarm.present.claims.recomputed import decimals, interval_said, shares_said, t_tests_said
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import ways_to_print
from twoarm.present.claims.tested_words import tests_said
from twoarm.study.published.argued import Conclusion, Judgement
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, PrintedInterval, TwoMeans


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
    """``13.333% (95% CI 3.8% to 30.7%).``, with one decimal more than is printed, so that the rounding can be followed."""
    percent, low, high = (audit.value(claim, f"percent{end}") for end in ("", "_low", "_high"))
    if percent is None or low is None or high is None:
        return ""
    shown = w.number(percent, decimals(claim.percent) + 1 if claim.percent else 0)
    span = f"{w.level_text(1 - USUAL)} CI {w.number(low, 1)}% to {w.number(high, 1)}%"
    return f"{shown}% ({span}{_one_limit(audit, claim)})."


def _one_limit(audit: Audit, claim: Count) -> str:
    """Where nobody or everybody has the event, one limit by itself, at the same level."""
    least, most = (audit.value(claim, f"percent_{end}") for end in ("at_least", "at_most"))
    if least is None and most is None:
        return ""
    return f"; at most {w.number(most, 1)}%" if most is not None else f"; at least {w.number(least, 1)}%"


def _multiple(audit: Audit, claim: Multiple) -> str:
    products = [f"{claim.each} × {n} = {claim.each * n}" for n in claim.patients]
    return f"{w.joined(products)}."


def _conclusion(audit: Audit, claim: Conclusion) -> str:
    return f"It rests on {runs_of(audit, claim.rests_on)}." if claim.rests_on else ""


DETAILS: dict[type, Callable[[Audit, Any], str]] = {
    SampleSize: _size,
    Total: _total,
    Share: shares_said,
    Count: _count,
    Multiple: _multiple,
    TwoByTwo: tests_said,
    MeanSdRange: ways_to_print,
    TwoMeans: t_tests_said,
    PrintedInterval: interval_said,
    BareP: bound_of_claim,
    Conclusion: _conclusion,
    Judgement: lambda audit, claim: f"Signed: {claim.signed}.",
}
