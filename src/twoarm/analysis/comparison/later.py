"""What the chapter on sensitivity shows of an outcome beside its primary result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.method import Method
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.masked import Masked, exact


@counts_only
@dataclass(frozen=True)
class Later:
    """The results of an outcome that sections leave to another chapter; None where the registry has no such method for it.

    Attributes
    ----------
    primary : the result that the section shows. weighted : the same under overlap weights.
    same : the same as the section shows, of the patients who have weights.
    hazards : of a time the hazard ratio as it is, of the patients who have weights, under weights, and with covariates.
    e_value, e_value_limit : of the estimate, and of the limit nearer to no difference.
    rate : P adjusted for the false discovery rate within the outcome's family.
    """

    primary: Result
    weighted: Result | None
    e_value: Result | None
    e_value_limit: Result | None
    rate: Result | None
    same: Result | None = None
    hazards: tuple[Result, ...] = ()

    @property
    def lost(self) -> int:
        """How many patients of the primary result have no weight; 0 where a policy masks either number."""
        if self.same is None or self.primary.estimate.masked or self.same.estimate.masked:
            return 0
        sizes = [(e.n_treated, e.n_control) for e in (self.primary.estimate, self.same.estimate)]
        if any(isinstance(n, Masked) for pair in sizes for n in pair):
            return 0
        return sum(map(exact, sizes[0])) - sum(map(exact, sizes[1]))

    @property
    def moves(self) -> bool | None:
        """Whether weights put the interval elsewhere beside no difference, of the same patients; None without either."""
        before = self.same or self.primary
        if self.weighted is None or self.weighted.estimate.low is None or before.estimate.low is None:
            return None
        return before.side != self.weighted.side

    @property
    def explainable(self) -> bool:
        """Whether there is a difference for an unmeasured cause to explain: the interval leaves no difference out."""
        limit = self.e_value_limit.estimate if self.e_value_limit else None
        return limit is not None and (limit.value is None or limit.value > 1)

    def outlasts(self, alpha: float) -> bool | None:
        """Whether a P below alpha stays there after Holm; None of another P, and without a family."""
        p, holm = self.primary.estimate.p_value, self.primary.p_adjusted
        return None if p is None or holm is None or p >= alpha else holm < alpha

    def splits(self, alpha: float) -> bool:
        """Whether Holm's P and the false discovery rate come down on different sides of alpha."""
        holm, rate = self.primary.p_adjusted, self.rate.estimate.p_value if self.rate else None
        return holm is not None and rate is not None and (holm < alpha) != (rate < alpha)


def later_of(primary: Result, results: Iterable[Result]) -> Later:
    """Pick them from the results of a section."""
    place = primary.variable, primary.visit
    found = [r for r in results if not r.arm and (r.variable, r.visit) == place]

    def first(holds: Callable[[Method], bool]) -> Result | None:
        return next((r for r in found if holds(r.method)), None)

    limit = first(lambda entry: bool(entry.limit_of))
    of_estimate = limit and first(lambda entry: entry.name == limit.method.limit_of)
    scale = primary.scale
    weighted = first(lambda entry: entry.when is Occasion.WEIGHTED and entry.scale is scale)
    same = first(lambda entry: entry.when is Occasion.COMPLETE and entry.scale is scale)
    rate = first(lambda entry: entry.when is Occasion.FAMILY)
    return Later(primary, weighted, of_estimate, limit, rate, same, _hazards(found))


def _hazards(found: list[Result]) -> tuple[Result, ...]:
    """Only of a time: an averaged or counted outcome has no ratio among its weighted results."""
    asked = (Occasion.LATEST, Occasion.COMPLETE, Occasion.WEIGHTED)
    ratios = [r for r in found if r.scale is Scale.RATIO and r.method.measures == ("time",)]
    return tuple(
        sorted((r for r in ratios if r.method.when in asked), key=lambda r: asked.index(r.method.when))
    )
