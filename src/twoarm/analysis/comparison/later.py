"""What the chapter on sensitivity shows of an outcome beside its primary result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.method import Method
from twoarm.faces import counts_only


@counts_only
@dataclass(frozen=True)
class Later:
    """The results of an outcome that sections leave to another chapter; None where the registry has no such method for it.

    Attributes
    ----------
    primary : the result that the section shows. weighted : the same under overlap weights.
    e_value, e_value_limit : of the estimate, and of the limit nearer to no difference.
    rate : P adjusted for the false discovery rate within the outcome's family.
    """

    primary: Result
    weighted: Result | None
    e_value: Result | None
    e_value_limit: Result | None
    rate: Result | None

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
    weighted = first(lambda entry: entry.when is Occasion.WEIGHTED)
    return Later(primary, weighted, of_estimate, limit, first(lambda entry: entry.when is Occasion.FAMILY))
