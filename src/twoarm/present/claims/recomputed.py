"""Shares, pairs of means and intervals in words: what was computed again, and between which ends rounding leaves it."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.finding import Statistic
from twoarm.present import wording as w
from twoarm.present.claims.words import METHODS
from twoarm.study.published.counted import Share
from twoarm.study.published.measured import PrintedInterval, TwoMeans


def shares_said(audit: Audit, claim: Share) -> str:
    """``4 of 30 is printed as 13.3%.``; where no whole number is, the nearest percentage that one has."""
    least, most = (audit.value(claim, name) for name in ("smallest_count", "largest_count"))
    if least is None or most is None:
        nearest = share_shown(claim, audit.value(claim, "nearest_percent"))
        return f"The nearest percentage of a whole number out of {claim.of} is {nearest}."
    ends = dict.fromkeys((w.number(least, 0), w.number(most, 0)))
    which = f"{' to '.join(ends)} of {claim.of}"
    return f"{f'Each whole number from {which}' if len(ends) > 1 else which} is printed as {claim.percent}%."


def share_shown(claim: Share, percent: float | None) -> str:
    """A percentage with one decimal more than is printed, so that the rounding can be followed."""
    return "–" if percent is None else f"{w.number(percent, decimals(claim.percent) + 1)}%"


def t_tests_said(audit: Audit, claim: TwoMeans) -> str:
    """``P is 0.042 by Student’s t test (0.026 to 0.066 over the rounding) and 0.043 by Welch’s t test (...).``"""
    tests = audit.statistics(claim, "p_value")
    said = [
        f"{p_shown(audit, claim, s)} by {METHODS[name]} ({p_ends(audit, claim, name)})"
        for name, s in tests.items()
    ]
    return f"P is {w.joined(said)}; in brackets what rounding leaves open." if any(tests) else ""


def interval_said(audit: Audit, claim: PrintedInterval) -> str:
    """The P that the interval implies, and what the counts or the means give."""
    return " ".join(filter(None, (_implied(audit, claim), _given(audit, claim))))


def _implied(audit: Audit, claim: PrintedInterval) -> str:
    found = implied(audit, claim)
    if found is None:
        return ""
    p, method, ends = found
    return f"The interval implies a P of {p} by the {method} ({ends} over its rounding)."


def implied(audit: Audit, claim: PrintedInterval) -> tuple[str, str, str] | None:
    """The P that an interval implies, by which method, and between which ends; None where it implies none."""
    for name, one in audit.statistics(claim, "p_from_interval").items():
        return p_shown(audit, claim, one), METHODS[name], p_ends(audit, claim, name, one.statistic)
    return None


def _given(audit: Audit, claim: PrintedInterval) -> str:
    said = [f"{value} ({method})" for value, method in estimates_shown(audit, claim)]
    return f"What is printed of the arms gives {w.joined(said)}." if said else ""


def estimates_shown(audit: Audit, claim: PrintedInterval) -> list[tuple[str, str]]:
    """What the counts or the means give, with one decimal more than is printed, each with its method."""
    digits = decimals(claim.estimate) + 1
    return [
        (w.number(value, digits), METHODS[name]) for name, value in audit.values(claim, "estimate").items()
    ]


def p_shown(audit: Audit, claim: TwoMeans | PrintedInterval, one: Statistic) -> str:
    """A P on its side of the claim's own threshold, without a sign."""
    return "–" if one.recomputed is None else _p(audit, claim, one.recomputed)


def p_ends(audit: Audit, claim: TwoMeans | PrintedInterval, method: str, statistic: str = "p_value") -> str:
    """``0.026 to 0.066``: between which ends rounding leaves a P."""
    ends = (audit.statistics(claim, f"{statistic}_{end}").get(method) for end in ("smallest", "largest"))
    return " to ".join(dict.fromkeys(p_shown(audit, claim, end) for end in ends if end is not None))


def decimals(printed: str) -> int:
    """How many decimals are printed."""
    return len(printed.partition(".")[2])


def _p(audit: Audit, claim: TwoMeans | PrintedInterval, p: float) -> str:
    return w.p_text(p, audit.threshold(claim))
