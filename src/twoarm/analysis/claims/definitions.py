"""P statements, and the two-sided tests of two counts that a reader may take one to mean."""

from __future__ import annotations

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.counts import two_by_two
from twoarm.methods.counts.proportions import fisher_p, score_p
from twoarm.methods.counts.two_by_two import Definition
from twoarm.methods.printed.rounding import rounds_to
from twoarm.study.published.printed import p_parts

# The threshold of an interval where a statement prints an exact P, and of a count, which has no threshold at all.
USUAL = 0.05
ABOVE = (">", "≥")  # relations that say that no difference was shown
# The test that deals whole patients to the arms; it needs their number, and so is none of the definitions below.
PERMUTED = next(entry.name for entry in REGISTRY if entry.choices == Specification("cluster", "units"))


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


def threshold(statement: str) -> float:
    """The threshold that a P statement names; the usual one where it prints an exact P, or one that no interval has.

    Examples
    --------
    >>> threshold("P<0.01"), threshold("P=0.03")
    (0.01, 0.05)
    """
    relation, printed = p_parts(statement)
    return float(printed) if relation != "=" and 0 < float(printed) < 1 else USUAL


# Fisher's and the score test have a P without any event too: it is 1, and agrees with a reader's "no difference".
DEFINITIONS: dict[str, Definition] = {**two_by_two.TWO_SIDED_TESTS, "fisher": fisher_p, "score": score_p}
