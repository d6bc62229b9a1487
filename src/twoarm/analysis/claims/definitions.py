"""P statements, and the two-sided tests of two counts that a reader may take one to mean."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.registry.counts import ENUMERATED
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.counts import two_by_two
from twoarm.methods.counts.proportions import fisher_p
from twoarm.methods.counts.recommended import recommended_test
from twoarm.methods.counts.two_by_two import Definition
from twoarm.methods.printed.rounding import rounds_to
from twoarm.study.published.printed import p_parts

# The threshold of an interval where a statement prints an exact P, and of a count, which has no threshold at all.
USUAL = 0.05
ROUNDED_ENDS = (("≤", 0), ("≥", 1))  # what is printed as 0 or 1 was rounded
ABOVE = (">", "≥")  # relations that say that no difference was shown
# The test that deals whole patients to the arms; it needs their number, and so is none of the definitions below.
PERMUTED = next(entry.name for entry in REGISTRY if entry.choices == Specification("cluster", "units"))


def p_agrees(p_value: float, statement: str) -> bool:
    """Whether a P is on the side that the statement prints, or rounds to the P that it prints."""
    relation, printed = p_parts(statement)
    if relation == "=" or (relation, float(printed)) in ROUNDED_ENDS:
        return rounds_to(p_value, printed)
    limit = float(printed)
    return {"<": p_value < limit, "≤": p_value <= limit, ">": p_value > limit, "≥": p_value >= limit}[
        relation
    ]


def same_side(p_value: float, statement: str) -> bool:
    """Whether a P is on the side of the threshold on which the statement is; of an exact P, of the usual one."""
    relation, printed = p_parts(statement)
    return (p_value < USUAL) == (float(printed) < USUAL) if relation == "=" else p_agrees(p_value, statement)


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


_FISHER = two_by_two.fisher.__name__
_SCORE = two_by_two.score.__name__  # the same test as N - 1, see `two_by_two.score`
# Fisher's has a P without any event too: it is 1, and agrees with a reader's "no difference".
DEFINITIONS: dict[str, Definition] = {
    name: test for name, test in two_by_two.TWO_SIDED_TESTS.items() if name != _SCORE
} | {_FISHER: fisher_p}


@dataclass(frozen=True)
class GroupOfTests:
    """Tests of two counts that are used on one ground; `reference` is a key of the bibliography."""

    tests: tuple[str, ...]
    reference: str


def _names(*tests: Definition) -> tuple[str, ...]:
    names = {test: name for name, test in two_by_two.TWO_SIDED_TESTS.items()}
    return tuple(names[test] for test in tests)


JOURNALS = GroupOfTests(_names(two_by_two.fisher, two_by_two.pearson, two_by_two.yates), "Cochran1954")
GROUPS = {
    "journals": JOURNALS,
    "conditional": GroupOfTests(
        _names(two_by_two.fisher_doubled, two_by_two.fisher_mid_p, two_by_two.fisher_mid_p_doubled),
        "Lancaster1961",
    ),
    "unconditional": GroupOfTests(tuple(name for name in DEFINITIONS if name in ENUMERATED), "Barnard1947"),
    "likelihood": GroupOfTests(
        _names(two_by_two.likelihood_ratio, two_by_two.likelihood_ratio_yates, two_by_two.firth),
        "Wilks1938",
    ),
}


def leading(x1: int, n1: int, x2: int, n2: int) -> str:
    """The definition that is recommended for a table, by its name."""
    test = recommended_test(x1, n1, x2, n2)
    return next(name for name, definition in DEFINITIONS.items() if definition is test)
