"""What an entry of the method registry says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.analysis.registry.written import read, written
from twoarm.computed.digest import digest
from twoarm.computed.values import kept
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate


@counts_only
@dataclass(frozen=True)
class MonteCarlo:
    """How far an estimate by resampling may be off.

    Attributes
    ----------
    draws : how often it is drawn; 0 where every way is gone through instead; None where nothing is drawn.
    p_error : Monte-Carlo standard error of its P; None where it has none.
    limit_error : Monte-Carlo standard error of a limit, in standard errors of the difference; None without an interval.
    """

    draws: int | None = None
    p_error: float | None = None
    limit_error: float | None = None


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to compare the arms.

    Attributes
    ----------
    name : the entry's name, ``analysis`` in results.csv.
    estimand : what is estimated, in the field's standard term.
    measures : kinds of variable that it is for.
    role : primary or sensitivity.
    when : the occasion that it is for.
    scale : what a value is.
    function : (Arms, level) -> Estimate; for a course, a list with one per visit. None where it is made of more than the two
        arms of a variable: by `families` from the P values of several outcomes, by `weighted_balance` from all covariates.
    words : how a footnote names it. pseudo : the computation in a line. reference : citation key.
    shown : where a section shows it: ``main`` (its first table, or beside it in a sentence), ``other`` (the table of other
        methods), ``definitions`` (the table of P values of one comparison), ``course``, ``change``, ``margin``, or
        ``later`` (in results.csv; shown by another chapter).
    also : a second such place, where it comes first.
    more, less : what a value above or below no difference is called.
    quantity : what was higher or lower, where its scale's word would not say it.
    caution : what a reader could take a value for and should not; empty where nothing lies near.
    uses_baseline : whether it takes the value before treatment into account.
    single : whether its value is that of one patient, which a policy that coarsens times does not let be told.
    limit_of : the entry for whose nearer limit it asks the same.
    inverse_of : the entry whose reciprocal it is, and whose limits its own go through.
    period : how summaries.csv calls what it compares, where that lies between visits.
    horizon : where the means of both arms end; None where they have no end. It is None itself for a method without one.
    monte_carlo : (estimate, level) -> how far it may be off; None where nothing is drawn.
    tests_at_alpha : whether what it gives depends on the significance level, beside the confidence level.
    counterpart : whether a difference of means is held against it, in a brief comparison too.
    choices : the specification that it is; by default its own name, for patients, and nothing adjusted.
    """

    name: str
    estimand: str
    measures: tuple[str, ...]
    scale: Scale
    function: Callable[[Any, float], Any] | None
    words: str
    pseudo: str
    reference: str
    role: str = "sensitivity"
    when: Occasion = Occasion.LATEST
    shown: str = "other"
    also: str = ""
    more: str = "higher"
    less: str = "lower"
    quantity: str = ""
    caution: str = ""
    uses_baseline: bool = False
    single: bool = False
    limit_of: str = ""
    inverse_of: str = ""
    period: str = ""
    horizon: Callable[[Arms], float | None] | None = None
    monte_carlo: Callable[[Estimate, float], MonteCarlo | None] | None = None
    tests_at_alpha: bool = False
    counterpart: bool = False
    choices: Specification | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", Scale(self.scale))
        object.__setattr__(self, "when", Occasion(self.when))

    def estimate(self, arms: Arms, level: float) -> Any:
        """What the function gives, computed once for the same arms: an estimate, or a list with one to each visit."""
        if self.function is None:
            raise TypeError(f"{self.name} is made of more than two arms")

        def depends() -> bytes:
            return digest(self.name, arms.content, level, arms.alpha if self.tests_at_alpha else None)

        return kept(depends, partial(self.function, arms, level), encode=written, decode=read)

    @property
    def specification(self) -> Specification:
        """The choices behind it."""
        return self.choices or Specification(self.name)


COUNTED = ("binary", "events")
EVERY = ("binary", "categorical", "ordinal", "continuous", "count", "events", "time")
