"""What a reader may be told of a method beside a number: its words, and how its values are read."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.arms.improvement import SHARE
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.registry.scale import Scale


@dataclass(frozen=True)
class MethodSaid:
    """One entry of the registry, as far as words go.

    Attributes
    ----------
    words, estimand, pseudo : as the registry has them. in_percent : whether a value is read in percent.
    null : the value of no difference. of_change : whether it compares a change between visits.
    """

    words: str
    estimand: str
    pseudo: str
    in_percent: bool
    null: float
    of_change: bool


METHODS_SAID = {
    m.name: MethodSaid(
        m.words, m.estimand, m.pseudo, m.scale.factor == Scale.SHARE.factor, m.scale.null, bool(m.period)
    )
    for m in REGISTRY
}
SHARE_IMPROVED = SHARE  # of the value before treatment: from this on a patient is said to have improved
