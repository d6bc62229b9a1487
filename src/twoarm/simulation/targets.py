"""What a simulated cohort shall look like beyond means, deviations and counts: correlations, shapes, shares, changes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from twoarm.simulation.variables import Clustered, Code, Counted, Divided, Strict, VisitMeasured

if TYPE_CHECKING:
    from twoarm.simulation.plan import SimulationPlan


class Target(Strict):
    """One quantity of the drawn cohort, over the patients of both arms unless one is named, and how near it has to come."""

    kind: Literal["mean", "sd", "correlation", "skewness", "share"]
    """Which quantity it is."""
    variable: str
    """The variable that it is about."""
    other: str = ""
    """Of a correlation the second variable."""
    visits: tuple[str, ...] = ("",)
    """At which visits, each of them alone; none for a variable per patient."""
    since: str = ""
    """From which visit a change is counted; empty for the values themselves."""
    of_start: bool = False
    """Whether the change is counted as a share of the value that it began at."""
    arm: str = ""
    """The arm; empty for both together."""
    among: dict[str, tuple[Code, ...]] = Field(default_factory=dict)
    """Only the patients with one of these codes of another variable."""
    at_least: Decimal | None = None
    """Of a share: who counts, from this value upwards."""
    at_most: Decimal | None = None
    """Of a share: who counts, up to this value."""
    value: Decimal
    """The target."""
    within: Decimal = Field(ge=0)
    """How far from it the cohort may lie."""
    source: str
    """Where the target comes from."""
    status: str
    """Whether it is published, from a source, or an assumption of ours."""

    @property
    def names(self) -> set[str]:
        """Every variable whose values it takes."""
        return {self.variable, *filter(None, [self.other]), *self.among}

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        """Every name in this target that the plan does not have, and what its kind has to state."""
        numbers = [plan.variables.get(n) for n in (self.variable, *filter(None, [self.other]))]
        if any(v is None or isinstance(v, Divided | Counted | Clustered) for v in numbers):
            yield "there is no such measured variable"
        elif any(not self._visits() <= _known(v) for v in numbers):
            yield "the variable is not measured at such a visit"
        if self.arm not in {"", *plan.sizes}:
            yield "there is no such arm"
        for name, codes in self.among.items():
            other = plan.patient_variables.get(name)
            if not isinstance(other, Counted | Divided) or not set(codes) <= other.codes:
                yield f"among {name!r} names no counted or divided variable with these codes"
        yield from self._missing()

    def _visits(self) -> set[str]:
        return {*self.visits, *filter(None, [self.since])}

    def _missing(self) -> Iterator[str]:
        if bool(self.other) != (self.kind == "correlation"):
            yield "a correlation, and nothing else, names another variable"
        if (self.at_least is None and self.at_most is None) == (self.kind == "share"):
            yield "a share, and nothing else, says at_least or at_most"
        if self.of_start and not self.since:
            yield "of_start is about a change, which names the visit since when"


def _known(variable: object) -> set[str]:
    return variable.visits if isinstance(variable, VisitMeasured) else {""}
