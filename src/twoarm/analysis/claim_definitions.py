"""P statements, and the two-sided tests of two counts that a reader may take one to mean."""

from __future__ import annotations

import re
from collections.abc import Callable

from scipy.stats import chi2_contingency

from twoarm.analysis.claim_numbers import rounds_to
from twoarm.analysis.proportions import chi_square_p, fisher_p, risk_difference


def p_agrees(p_value: float, statement: str) -> bool:
    """Whether a P is on the side that the statement prints, or rounds to the P that it prints."""
    relation, printed = p_parts(statement)
    if relation == "=":
        return rounds_to(p_value, printed)
    limit = float(printed)
    return {"<": p_value < limit, "≤": p_value <= limit, ">": p_value > limit, "≥": p_value >= limit}[
        relation
    ]


def significant(p_value: float, statement: str) -> bool | None:
    """Whether a P is below the statement's own threshold; None where it prints an exact P and no threshold."""
    relation, printed = p_parts(statement)
    return None if relation == "=" else p_value < float(printed)


def p_parts(statement: str) -> tuple[str, str]:
    """Relation and printed number of a P statement: "P<0.05" gives "<" and "0.05"."""
    relation, printed = re.fullmatch(r"[Pp] ?([<>=≤≥]) ?(0?\.\d+)", statement).groups()
    return relation, printed


def pearson(a: int, n1: int, b: int, n2: int) -> float | None:
    """Pearson's chi-square without correction; None without an event or without a non-event."""
    return chi_square_p([a, n1 - a], [b, n2 - b])


def yates(a: int, n1: int, b: int, n2: int) -> float | None:
    """Pearson's chi-square with Yates's correction; None without an event or without a non-event."""
    if a + b in (0, n1 + n2):
        return None
    return float(chi2_contingency([[a, n1 - a], [b, n2 - b]], correction=True).pvalue)


def miettinen_nurminen(a: int, n1: int, b: int, n2: int) -> float | None:
    """The score test that belongs to the Miettinen-Nurminen interval of the risk difference."""
    return risk_difference(a, n1, b, n2, 0.95).p_value


Definition = Callable[[int, int, int, int], float | None]
DEFINITIONS: dict[str, Definition] = {
    "fisher_exact": fisher_p,
    "pearson_chi_square": pearson,
    "yates_chi_square": yates,
    "miettinen_nurminen_score": miettinen_nurminen,
}
