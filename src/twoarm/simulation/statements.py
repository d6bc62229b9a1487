"""The kinds of published statements that a simulated cohort has to meet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from twoarm.simulation.variables import Clustered, Code, Counted, Divided, Measured, Strict, VisitMeasured

if TYPE_CHECKING:
    from twoarm.simulation.plan import SimulationPlan


class _Claim(Strict):
    claim: str = ""  # its number among the published claims; empty for an assumption of ours
    says: str
    variable: str = ""
    on: ClassVar[tuple[type, ...]] = ()  # the kinds of variable that such a statement can be about

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        """Every name in this statement that the plan does not have."""
        variable = plan.variables.get(self.variable)
        if self.on and not isinstance(variable, self.on):
            yield f"there is no variable {self.variable!r} that such a statement can be about"
        if getattr(self, "arm", "") not in {"", *plan.sizes}:
            yield "there is no such arm"
        known = set().union(*variable.targets.values()) if isinstance(variable, VisitMeasured) else {""}
        if not self.named_visits() <= known:
            yield "the variable is not measured at such a visit"

    def named_visits(self) -> set[str]:
        """The visits that the statement is about."""
        return set()


class Size(_Claim):
    """The number of patients of an arm, or of the study where no arm is named."""

    kind: Literal["size"]
    arm: str = ""
    n: int

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        if self.n != plan.sizes.get(self.arm, sum(plan.sizes.values())):
            yield "the arms have other sizes"


class Events(_Claim):
    """So many events of so many patients or units, in an arm or in the study."""

    on = (Counted, Divided, Clustered)
    kind: Literal["events"]
    arm: str = ""
    code: Code | None = None
    events: int
    of: int


class Summary(_Claim):
    """What a sentence gives of one variable over all patients."""

    on = (Measured, Counted, Divided, Clustered)
    kind: Literal["summary"]
    n: int | None = None
    mean: Decimal | None = None
    sd: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None


class Fisher(_Claim):
    """Two counts that Fisher's exact test finds significant, or not, at `alpha`."""

    on = (Counted, Divided, Clustered)
    kind: Literal["fisher"]
    code: Code | None = None
    significant: bool


class Between(_Claim):
    """The arms differ, or not, at each of the visits (none for a variable per patient)."""

    on = (Measured, VisitMeasured)
    kind: Literal["between"]
    visits: tuple[str, ...] = ("",)
    significant: bool
    direction: Literal["lower", "higher", ""] = ""  # the treated arm against the control arm

    def named_visits(self) -> set[str]:
        return set(self.visits)


class Within(_Claim):
    """A significant change in one arm from one visit to another."""

    on = (VisitMeasured,)
    kind: Literal["within"]
    arm: Code
    start: Code
    end: Code
    direction: Literal["lower", "higher"]

    def named_visits(self) -> set[str]:
        return {self.start, self.end}


Requirement = Annotated[Size | Events | Summary | Fisher | Between | Within, Field(discriminator="kind")]
