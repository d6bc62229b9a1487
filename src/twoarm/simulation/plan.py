"""What `simulation.yml` may say: the targets of a simulated cohort and the published statements it has to meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from twoarm.errors import InputError, Place, Problem
from twoarm.simulation.grid_moments import Grid
from twoarm.simulation.statements import Requirement
from twoarm.simulation.targets import Target
from twoarm.simulation.variables import (
    Clustered,
    Code,
    Counted,
    Divided,
    Measured,
    Moments,
    PatientVariable,
    Strict,
    VisitMeasured,
)
from twoarm.study.files.yaml_file import parse_yaml, read_text
from twoarm.study.schema.checked import validated

Seed = Annotated[int, Field(ge=0, lt=2**64)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Arm(Strict):
    """One arm: its code and its number of patients."""

    code: Code
    """Its code in the data."""
    size: int = Field(ge=2)
    """Its number of patients."""


class Columns(Strict):
    """The names of the three columns that are no variables."""

    patient: str = "patient_id"
    """The column of the identifiers."""
    arm: str = "arm"
    """The column of the arms."""
    visit: str = "visit"
    """The column of the visits."""


class Identifiers(Strict):
    """How the patients are called: a prefix and so many hexadecimal digits."""

    prefix: str = "P-"
    """How each identifier begins."""
    digits: int = Field(default=6, ge=4, le=16)
    """How many hexadecimal digits follow."""


class Visits(Strict):
    """The visits in their order; the baseline is empty where there is none."""

    order: tuple[Code, ...] = ()
    """The codes of the visits in their order."""
    baseline: str = ""
    """The visit before treatment; empty where there is none."""


class Panel(Strict):
    """How clear a statement has to be under every test that a reader might choose, where a plan asks for more than alpha."""

    significant_below: Share = 0.01
    """A significant difference has a P below it by every test."""
    not_significant_above: Share = 0.10
    """One that is not significant has a P above it."""


class SimulationPlan(Strict):
    """Everything that a simulated cohort is made from."""

    seed: Seed
    """What the random numbers begin with."""
    max_attempts: int = Field(default=200, ge=1)
    """How often the values of a variable are drawn until they meet the statements."""
    alpha: Share = 0.05
    """The level at which a statement is significant."""
    panel: Panel | None = None
    """A margin that every test has to keep; without it a statement holds at `alpha`, by the primary test alone."""
    columns: Columns = Columns()
    """The names of the columns that are no variables."""
    identifiers: Identifiers = Identifiers()
    """How the patients are called."""
    arms: tuple[Arm, Arm]
    """The treated arm, then the control arm."""
    visits: Visits = Visits()
    """The visits."""
    patient_variables: dict[str, PatientVariable] = Field(default_factory=dict)
    """What is known once of a patient, by the name of its column."""
    visit_variables: dict[str, VisitMeasured] = Field(default_factory=dict)
    """What is measured at visits, by the name of its column."""
    statements: tuple[Requirement, ...] = ()
    """Published statements that the cohort has to meet."""
    targets: tuple[Target, ...] = ()
    """What else the cohort has to look like."""

    @property
    def sizes(self) -> dict[str, int]:
        return {arm.code: arm.size for arm in self.arms}

    @property
    def variables(self) -> dict[str, PatientVariable | VisitMeasured]:
        return {**self.patient_variables, **self.visit_variables}

    @property
    def order(self) -> list[str]:
        """The variables as they are drawn: codes, then measurements, each after those that it follows."""
        coded = [n for n, v in self.patient_variables.items() if isinstance(v, Counted | Divided | Clustered)]
        measured = sorted({*self.patient_variables} - {*coded})
        return [*sorted(coded), *measured, *_followed(self.visit_variables)]

    def faults(self) -> Iterator[Problem]:
        """Every place where two parts of the plan contradict each other."""
        names = [*self.patient_variables, *self.visit_variables, *self.columns.model_dump().values()]
        if len(set(names)) < len(names) or len(self.sizes) < len(self.arms):
            yield Problem(Place(at="names"), "a column or an arm is named twice")
        if self.visits.baseline not in {"", *self.visits.order}:
            yield Problem(Place(at="visits"), "the baseline is none of the visits")
        for name, variable in self.variables.items():
            yield from (Problem(Place(at=name), rule) for rule in variable.faults(self))
        for number, statement in enumerate(self.statements, 1):
            yield from (Problem(Place(at=f"statement {number}"), rule) for rule in statement.faults(self))
        for number, target in enumerate(self.targets, 1):
            yield from (Problem(Place(at=f"target {number}"), rule) for rule in target.faults(self))
        for name in sorted({*self.visit_variables} - {*_followed(self.visit_variables)}):
            yield Problem(Place(at=name), "follows itself, by way of others or directly")

    def moments(self) -> Iterator[tuple[str, str, str, Moments, Grid]]:
        """Every (variable, arm, visit, mean and SD, grid); the visit is empty for a variable per patient."""
        for name, variable in self.patient_variables.items():
            if isinstance(variable, Measured):
                targets = variable.targets.items()
                yield from ((name, arm, "", moments, variable.grid) for arm, moments in targets)
        for name, variable in self.visit_variables.items():
            for arm, visits in variable.targets.items():
                yield from ((name, arm, visit, moments, variable.grid) for visit, moments in visits.items())


def _followed(variables: Mapping[str, VisitMeasured]) -> list[str]:
    """The variables by name, each after those that it follows; without those that follow each other in a ring."""
    found: list[str] = []
    while more := sorted(n for n, v in variables.items() if n not in found and {*v.follows} <= {*found}):
        found += more
    return found


def load_plan(path: Path) -> SimulationPlan:
    """Read and check a `simulation.yml`.

    Raises
    ------
    InputError
        The file is missing, is no YAML 1.2, has an unknown or a wrong field, or contradicts itself; all at once.
    """
    return parsed_plan(read_text(path, InputError), path.name)


def parsed_plan(text: str, name: str) -> SimulationPlan:
    """The plan of a text that stands in the file of a name; see `load_plan`."""
    plan = validated(SimulationPlan, parse_yaml(text, name, InputError), name, InputError)
    problems = list(plan.faults())
    if problems:
        raise InputError(f"{name} contradicts itself", problems, f"Correct {name}.")
    return plan
