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
    claim: str = ""
    """Its number among the published claims; empty for an assumption of ours."""
    says: str
    """The statement in words."""
    variable: str = ""
    """The variable that it is about."""
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
    """Which kind of statement it is."""
    arm: str = ""
    """The arm; empty for the whole study."""
    n: int
    """Its number of patients."""

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        if self.n != plan.sizes.get(self.arm, sum(plan.sizes.values())):
            yield "the arms have other sizes"


class Events(_Claim):
    """So many events of so many patients or units, in an arm or in the study."""

    on = (Counted, Divided, Clustered)
    kind: Literal["events"]
    """Which kind of statement it is."""
    arm: str = ""
    """The arm; empty for the whole study."""
    code: Code | None = None
    """The code that counts as an event."""
    events: int
    """How many events."""
    of: int
    """Of how many patients or units."""


class Summary(_Claim):
    """What a sentence gives of one variable over all patients."""

    on = (Measured, Counted, Divided, Clustered)
    kind: Literal["summary"]
    """Which kind of statement it is."""
    n: int | None = None
    """How many values."""
    mean: Decimal | None = None
    """The mean as printed."""
    sd: Decimal | None = None
    """The standard deviation as printed."""
    lowest: Decimal | None = None
    """The smallest value."""
    highest: Decimal | None = None
    """The largest value."""


class Fisher(_Claim):
    """Two counts that Fisher's exact test finds significant, or not, at `alpha`."""

    on = (Counted, Divided, Clustered)
    kind: Literal["fisher"]
    """Which kind of statement it is."""
    code: Code | None = None
    """The code that counts as an event."""
    significant: bool
    """Whether the test is significant."""


class Between(_Claim):
    """The arms differ, or not, at each of the visits (none for a variable per patient)."""

    on = (Measured, VisitMeasured)
    kind: Literal["between"]
    """Which kind of statement it is."""
    visits: tuple[str, ...] = ("",)
    """At which visits; none for a variable per patient."""
    significant: bool
    """Whether the arms differ."""
    direction: Literal["lower", "higher", ""] = ""
    """The treated arm against the control arm."""

    def named_visits(self) -> set[str]:
        return set(self.visits)


class Within(_Claim):
    """A significant change in one arm from one visit to another."""

    on = (VisitMeasured,)
    kind: Literal["within"]
    """Which kind of statement it is."""
    arm: Code
    """The arm."""
    start: Code
    """From this visit."""
    end: Code
    """To this one."""
    direction: Literal["lower", "higher"]
    """Where the values went."""

    def named_visits(self) -> set[str]:
        return {self.start, self.end}


Requirement = Annotated[Size | Events | Summary | Fisher | Between | Within, Field(discriminator="kind")]
