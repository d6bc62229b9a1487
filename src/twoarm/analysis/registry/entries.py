"""The method registry: what is estimated for which kind of variable, by which function, in words, after whom.

Dispatch reads this table and the book prints it. Adding a method is one function, one entry here and one reference case.
"""

from __future__ import annotations

from collections.abc import Set

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.registry.counts import COUNTS
from twoarm.analysis.registry.method import EVERY, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.analysis.registry.times import TIMES
from twoarm.analysis.registry.values import VALUES
from twoarm.analysis.registry.weights import WEIGHTED_TIMES, WEIGHTS

REGISTRY: tuple[Method, ...] = (
    *WEIGHTS,
    *COUNTS,
    *VALUES,
    *TIMES,
    *WEIGHTED_TIMES,
    Method(
        name="false_discovery_rate",
        estimand="no difference, in a family of outcomes",
        measures=EVERY,
        when=Occasion.FAMILY,
        scale=Scale.P,
        function=None,
        words="false discovery rate of Benjamini and Hochberg",
        pseudo="each P of a family times the number of outcomes over its rank, from the largest down",
        reference="Benjamini1995",
        shown="later",
    ),
)
REGISTERED: dict[str, Method] = {entry.name: entry for entry in REGISTRY}


def method(name: str) -> Method:
    """The entry of a name."""
    return REGISTERED[name]


def specified_by(measure: str, choices: Specification) -> Method | None:
    """The entry that is a specification of a measure; None where these choices are no entry of their own."""
    return next((m for m in REGISTRY if measure in m.measures and m.choices == choices), None)


def methods_for(measure: str, occasions: Set[str]) -> list[tuple[Method, str]]:
    """The methods of a measure on some occasions, each with its role there.

    Parameters
    ----------
    measure : `Variable.measure`.
    occasions : of which any makes an entry apply.

    Returns
    -------
    One primary method at most, and first: the first that applies; a later primary one becomes sensitivity.
    """
    found: list[tuple[Method, str]] = []
    for entry in REGISTRY:
        if measure in entry.measures and entry.when in occasions:
            taken = any(role == "primary" for _, role in found)
            found.append((entry, "sensitivity" if taken else entry.role))
    return sorted(found, key=lambda pair: pair[1] != "primary")
