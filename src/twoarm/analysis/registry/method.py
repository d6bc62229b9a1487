"""What an entry of the method registry says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to compare the arms.

    Attributes
    ----------
    name : the entry's name, ``analysis`` in results.csv.
    estimand : what is estimated, in the field's standard term.
    measures : kinds of variable that it is for.
    role : primary or sensitivity.
    when : the occasion that it is for, one of `occasions.OCCASIONS`.
    scale : what a value is: ``unit`` of the variable, ``proportion``, ``share`` (of one arm), ``probability``, ``sd``,
        ``ratio``, ``patients`` (a number needed to treat), ``count`` (a number of patients) or ``p`` (only a P value).
    function : (Arms, level) -> Estimate; for a course, a list with one per visit. None where it is made of more than the two
        arms of a variable: by `families` from the P values of several outcomes, by `weighted_balance` from all covariates.
    words : how a footnote names it. pseudo : the computation in a line. reference : citation key.
    shown : where a section shows it: ``main`` (its first table, or beside it in a sentence), ``other`` (the table of other
        methods), ``definitions`` (the table of P values of one comparison), ``course``, ``change``, ``margin``, or
        ``later`` (in results.csv; shown by another chapter).
    """

    name: str
    estimand: str
    measures: tuple[str, ...]
    scale: str
    function: Callable[[Any, float], Any] | None
    words: str
    pseudo: str
    reference: str
    role: str = "sensitivity"
    when: str = "latest"
    shown: str = "other"


COUNTED = ("binary", "events")
EVERY = ("binary", "categorical", "ordinal", "continuous", "count", "events", "time")
