"""How a claim beside other studies' estimates is said: intervals as printed, what fits a claim, sentences."""

from __future__ import annotations

import math

from twoarm.analysis.claims.allowed import Allowed
from twoarm.analysis.claims.context import Beside, Context
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.evidence import Published

MEASURE_WORDS = {  # a measure: how its axis is called, and how it is named within a table
    "SMD": ("difference in standard deviations", "standardised difference"),
    "OR": ("odds ratio", "odds ratio"),
    "RR": ("risk ratio", "risk ratio"),
    "HR": ("hazard ratio", "hazard ratio"),
    "before": ("", "before treatment"),
    "after": ("", "after treatment"),
    "threshold": ("", "change that matters"),
}
BOUND_DIGITS = 3  # of a bound: one more than estimates are printed with, so that neither hides the other


def printed(text: str) -> str:
    """A number as its source printed it, with a true minus sign."""
    return text.replace("-", w.MINUS)


def interval_text(row: Published) -> str:
    """``−0.63 to −0.12``; empty where no interval was printed."""
    return f"{printed(row.low)} to {printed(row.high)}" if row.low else ""


def estimate_text(row: Published) -> str:
    """``−0.38 (−0.63 to −0.12)``, with the digits that were printed."""
    span = interval_text(row)
    return printed(row.estimate) + (f" ({span})" if span else "")


def printed_p(row: Published) -> str:
    """The P value as printed; a dash where none was."""
    return row.p_value.replace("<", "< ") or "–"


def allowed_text(allowed: Allowed) -> str:
    """``between −0.508 and 0.508``, ``below −0.508``, or the claim's own estimate ``0.34 (0.07 to 1.41)``."""
    if allowed.value is not None:
        low, high = (w.limit(limit, 2, allowed.null) for limit in allowed.spans[0])
        return f"{w.number(allowed.value, 2)} ({low} to {high})"
    return " or ".join(_span_text(*span) for span in allowed.spans)


def _span_text(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "any value"
    if math.isinf(low):
        return f"below {w.number(high, BOUND_DIGITS)}"
    if math.isinf(high):
        return f"above {w.number(low, BOUND_DIGITS)}"
    return f"between {w.number(low, BOUND_DIGITS)} and {w.number(high, BOUND_DIGITS)}"


def claim_text(one: Beside) -> str:
    """``P>0.05 (C25)``: what the abstract prints; what is said where it prints nothing of it."""
    if one.claim is None:
        return "no statement"
    return f"{one.claim.p} ({one.claim.id})"


def compared(context: Context) -> Markdown:
    """How many cited contrasts there are, on how many the abstract says something, and on which nothing."""
    set_beside = [one for one in context.contrasts if one.allowed is not None]
    alone = _names([one for one in context.contrasts if one.claim is None])
    n = len({(one.published.source, one.published.outcome) for one in context.contrasts})
    if not n:
        return Markdown("")
    cited = f"{w.capital(w.counted(n, 'comparison'))} of the arms by other authors {'is' if n == 1 else 'are'} cited"
    if not set_beside:
        return paragraph(f"{cited}.")
    silent = f", nothing of {w.joined(alone)}" if alone else ""
    return paragraph(f"{cited}; the abstract speaks of {len(_names(set_beside))} of them{silent}.")


def common(context: Context) -> Markdown:
    """In which outcomes the abstract and the cited interval have values in common, and in which they have none."""
    known = [one for one in context.contrasts if one.common is not None]
    shared, apart = _names([o for o in known if o.common]), _names([o for o in known if not o.common])
    if not apart:
        return paragraph(
            f"Abstract and cited interval can be true together for {_all(shared)}." if shared else ""
        )
    said = (
        f"can be true together for {w.joined(shared)}, not for" if shared else "have no value in common for"
    )
    return paragraph(f"Abstract and cited interval {said} {w.joined(apart)}.")


def _all(names: list[str]) -> str:
    return f"all {len(names)}" if len(names) > 1 else names[0]


def inside(context: Context) -> Markdown:
    """Of which outcomes the cited estimate itself is among what fits the abstract."""
    known = [one for one in context.contrasts if one.allowed is not None]
    held, not_held = (
        _names([o for o in known if o.holds_estimate]),
        _names([o for o in known if not o.holds_estimate]),
    )
    if held and not_held:
        return paragraph(
            f"The cited estimate itself fits it for {w.joined(held)}, not for {w.joined(not_held)}."
        )
    if not known:
        return Markdown("")
    return paragraph(f"The cited estimate itself fits it for {_all(held) if held else 'none'}.")


def _names(contrasts: list[Beside]) -> list[str]:
    return list(dict.fromkeys(one.published.outcome for one in contrasts))
