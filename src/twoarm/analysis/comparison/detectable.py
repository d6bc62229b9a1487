"""What the sizes of an outcome can detect: a property of the design, never taken from the difference that was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.result import Result
from twoarm.faces import counts_only
from twoarm.methods.design.power import POWER
from twoarm.tables.columns import Row


@counts_only
@dataclass(frozen=True)
class Detectable:
    """The smallest true difference that a test at the sizes at hand detects with a power, in one direction or in either.

    Attributes
    ----------
    result : its estimate is that difference.
    alpha : two-sided significance level of the test.
    power : probability that the test detects it.
    """

    result: Result
    alpha: float
    power: float

    def row(self) -> Row:
        """This difference as a row of power.csv."""
        r = self.result
        sizes = {"n_treated": r.estimate.n_treated, "n_control": r.estimate.n_control}
        design = {"alpha": self.alpha, "power": self.power, "detectable": r.estimate.value, "scale": r.scale}
        return {**r.place(), "analysis": r.analysis, **sizes, **design, "reason": r.estimate.reason}


def detectable_of(results: Iterable[Result], alpha: float) -> Iterator[Detectable]:
    """Those of a section, in the order of its results."""
    return (Detectable(r, alpha, POWER) for r in results if r.method.when == Occasion.DESIGN)
