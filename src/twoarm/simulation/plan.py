"""What `simulation.yml` may say: the targets of a simulated cohort and the published statements it has to meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from twoarm.errors import InputError, Place, Problem
from twoarm.simulation.grid_moments import Grid
from twoarm.simulation.statements import Requirement
from twoarm.simulation.variables import Code, Measured, Moments, PatientVariable, Strict, VisitMeasured
from twoarm.study.files.yaml_file import parse_yaml, read_text
from twoarm.study.schema.checked import validated

Seed = Annotated[int, Field(ge=0, lt=2**64)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Arm(Strict):
    """One arm: its code and its number of patients."""

    code: Code
    size: int = Field(ge=2)


class Columns(Strict):
    """The names of the three columns that are no variables."""

    patient: str = "patient_id"
    arm: str = "arm"
    visit: str = "visit"


class Identifiers(Strict):
    """How the patients are called: a prefix and so many hexadecimal digits."""

    prefix: str = "P-"
    digits: int = Field(default=6, ge=4, le=16)


class Visits(Strict):
    """The visits in their order; the baseline is empty where there is none."""

    order: tuple[Code, ...] = ()
    baseline: str = ""


class Panel(Strict):
    """How clear a statement has to be under every test of the panel, so that no choice of test flips it."""

    significant_below: Share = 0.01
    not_significant_above: Share = 0.10


class SimulationPlan(Strict):
    """Everything that a simulated cohort is made from."""

    seed: Seed
    max_attempts: int = Field(default=200, ge=1)
    alpha: Share = 0.05
    panel: Panel = Panel()
    columns: Columns = Columns()
    identifiers: Identifiers = Identifiers()
    arms: tuple[Arm, Arm]  # treated, control
    visits: Visits = Visits()
    patient_variables: dict[str, PatientVariable] = Field(default_factory=dict)
    visit_variables: dict[str, VisitMeasured] = Field(default_factory=dict)
    statements: tuple[Requirement, ...] = ()

    @property
    def sizes(self) -> dict[str, int]:
        return {arm.code: arm.size for arm in self.arms}

    @property
    def variables(self) -> dict[str, PatientVariable | VisitMeasured]:
        return {**self.patient_variables, **self.visit_variables}

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

    def targets(self) -> Iterator[tuple[str, str, str, Moments, Grid]]:
        """Every (variable, arm, visit, mean and SD, grid); the visit is empty for a variable per patient."""
        for name, variable in self.patient_variables.items():
            if isinstance(variable, Measured):
                targets = variable.targets.items()
                yield from ((name, arm, "", moments, variable.grid) for arm, moments in targets)
        for name, variable in self.visit_variables.items():
            for arm, visits in variable.targets.items():
                yield from ((name, arm, visit, moments, variable.grid) for visit, moments in visits.items())


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
