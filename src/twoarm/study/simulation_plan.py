"""What `simulation.yml` may say: the targets of a simulated cohort and the published statements it has to meet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from twoarm.study.errors import InputError, Problem
from twoarm.study.grid_moments import Grid
from twoarm.study.yaml_file import read_yaml, validated

Code = Annotated[str, BeforeValidator(str), Field(min_length=1)]  # YAML reads the code 1 as a number
Number = Annotated[int, Field(ge=0)]
Seed = Annotated[int, Field(ge=0, lt=2**64)]
Weight = Annotated[float, Field(ge=-1, le=1)]
Share = Annotated[float, Field(gt=0, lt=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Arm(_Strict):
    """One arm: its code and its number of patients."""

    code: Code
    size: int = Field(ge=2)


class Columns(_Strict):
    """The names of the three columns that are no variables."""

    patient: str = "patient_id"
    arm: str = "arm"
    visit: str = "visit"


class Identifiers(_Strict):
    """How the patients are called: a prefix and so many hexadecimal digits."""

    prefix: str = "P-"
    digits: int = Field(default=6, ge=4, le=16)


class Moments(_Strict):
    """A mean and a sample SD (n - 1) as printed; a number that ends in 0 is quoted so that the 0 counts."""

    mean: Decimal
    sd: Decimal = Field(gt=0)


class _Sourced(_Strict):
    source: str
    status: str
    loadings: tuple[Weight, ...] = ()  # on the latent factors of a patient, in their order

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        """Every rule that this variable breaks; the classes below add their own."""
        if sum(weight * weight for weight in self.loadings) > 1:
            yield "the squares of the loadings add up to more than 1"


class _Measured(_Sourced):
    unit: str = ""
    step: Decimal = Field(gt=0)
    lo: Decimal
    hi: Decimal

    @property
    def grid(self) -> Grid:
        return Grid(self.lo, self.step, int((self.hi - self.lo) / self.step))

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        if self.hi <= self.lo or (self.hi - self.lo) % self.step:
            yield "hi is not a whole number of steps above lo"


class Measured(_Measured):
    """A measurement per patient; `event` names the 0/1 variable that makes it a time."""

    kind: Literal["measured"]
    event: str = ""
    targets: dict[Code, Moments]

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.targets, plan)
        event = plan.patient_variables.get(self.event)
        codes = set().union(*event.counts.values()) if isinstance(event, Counted) else {""}
        if self.event and not codes <= {"0", "1"}:
            yield "event names no counted variable of 0 and 1"


class Counted(_Sourced):
    """So many patients of each code in each arm."""

    kind: Literal["counted"]
    counts: dict[Code, dict[Code, Number]]

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.counts, plan)
        for arm, counts in self.counts.items():
            if arm in plan.sizes and sum(counts.values()) != plan.sizes[arm]:
                yield f"the counts of {arm} do not add up to its patients"


class Divided(_Sourced):
    """So many patients of each code in the whole study, divided over the arms as evenly as they go."""

    kind: Literal["divided"]
    counts: dict[Code, Number] = {}
    shares: dict[Code, Annotated[Decimal, Field(gt=0, le=1)]] = {}

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        if bool(self.counts) == bool(self.shares):
            yield "give counts or shares, one of the two"
        if self.counts and sum(self.counts.values()) != sum(plan.sizes.values()):
            yield "the counts do not add up to all patients"
        if self.shares and sum(self.shares.values()) != 1:
            yield "the shares do not add up to 1"

    def whole(self, n: int) -> dict[str, int]:
        """The counts; from shares, rounded down and the rest given to the largest remainders."""
        if self.counts:
            return self.counts
        whole = {code: int(share * n) for code, share in self.shares.items()}
        by_rest = sorted(self.shares, key=lambda code: whole[code] - self.shares[code] * n)
        return {code: whole[code] + (code in by_rest[: n - sum(whole.values())]) for code in whole}


class Cluster(_Strict):
    """So many events in so many patients of an arm."""

    events: Number
    patients: Number

    def codes(self, n: int) -> list[str]:
        """The events of each of `n` patients: as even as they go among those who have any, then none."""
        each, left = divmod(self.events, self.patients or 1)
        some = [str(each + (i < left)) for i in range(self.patients)]
        return some + ["0"] * (n - self.patients)


class Clustered(_Sourced):
    """A count of events among the `units` of each patient, such as two balloons."""

    kind: Literal["clustered"]
    units: int = Field(ge=1)
    clusters: dict[Code, Cluster]

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.clusters, plan)
        for arm, cluster in self.clusters.items():
            if not cluster.patients <= cluster.events <= cluster.patients * self.units:
                yield f"the events of {arm} do not fit into so many patients"
            if cluster.patients > plan.sizes.get(arm, cluster.patients):
                yield f"{arm} has fewer patients than the events need"


class VisitMeasured(_Measured):
    """A measurement per patient and visit; `patient_icc` is the share of its variance that belongs to the patient."""

    patient_icc: float = Field(ge=0, le=1)
    targets: dict[Code, dict[Code, Moments]]

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.targets, plan)
        measured = [set(visits) for visits in self.targets.values()]
        if any(visits != measured[0] or not visits <= set(plan.visits.order) for visits in measured):
            yield "the arms are not measured at the same visits of the plan"


class Visits(_Strict):
    """The visits in their order; the baseline is empty where there is none."""

    order: tuple[Code, ...] = ()
    baseline: str = ""


class _Claim(_Strict):
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


PatientVariable = Annotated[Measured | Counted | Divided | Clustered, Field(discriminator="kind")]
Requirement = Annotated[Size | Events | Summary | Fisher | Between | Within, Field(discriminator="kind")]


class Panel(_Strict):
    """How clear a statement has to be under every test of the panel, so that no choice of test flips it."""

    significant_below: Share = 0.01
    not_significant_above: Share = 0.10


class SimulationPlan(_Strict):
    """Everything that a simulated cohort is made from."""

    seed: Seed
    max_attempts: int = Field(default=200, ge=1)
    alpha: Share = 0.05
    panel: Panel = Panel()
    columns: Columns = Columns()
    identifiers: Identifiers = Identifiers()
    arms: tuple[Arm, Arm]  # treated, control
    visits: Visits = Visits()
    patient_variables: dict[str, PatientVariable] = {}
    visit_variables: dict[str, VisitMeasured] = {}
    statements: tuple[Requirement, ...] = ()

    @property
    def sizes(self) -> dict[str, int]:
        return {arm.code: arm.size for arm in self.arms}

    @property
    def variables(self) -> dict[str, Measured | Counted | Divided | Clustered | VisitMeasured]:
        return {**self.patient_variables, **self.visit_variables}

    def faults(self) -> Iterator[Problem]:
        """Every place where two parts of the plan contradict each other."""
        names = [*self.patient_variables, *self.visit_variables, *self.columns.model_dump().values()]
        if len(set(names)) < len(names) or len(self.sizes) < len(self.arms):
            yield Problem("names", "a column or an arm is named twice")
        if self.visits.baseline not in {"", *self.visits.order}:
            yield Problem("visits", "the baseline is none of the visits")
        for name, variable in self.variables.items():
            yield from (Problem(name, rule) for rule in variable.faults(self))
        for number, statement in enumerate(self.statements, 1):
            yield from (Problem(f"statement {number}", rule) for rule in statement.faults(self))

    def targets(self) -> Iterator[tuple[str, str, str, Moments]]:
        """Every (variable, arm, visit, mean and SD); the visit is empty for a variable per patient."""
        for name, variable in self.patient_variables.items():
            if isinstance(variable, Measured):
                yield from ((name, arm, "", moments) for arm, moments in variable.targets.items())
        for name, variable in self.visit_variables.items():
            for arm, visits in variable.targets.items():
                yield from ((name, arm, visit, moments) for visit, moments in visits.items())


def load_plan(path: Path) -> SimulationPlan:
    """Read and check a `simulation.yml`.

    Raises
    ------
    InputError
        The file is missing, is no YAML 1.2, has an unknown or a wrong field, or contradicts itself; all at once.
    """
    plan = validated(SimulationPlan, read_yaml(Path(path), InputError), Path(path).name, InputError)
    problems = list(plan.faults())
    if problems:
        raise InputError(f"{Path(path).name} contradicts itself", problems, f"Correct {Path(path).name}.")
    return plan


def _arms_missing(given: dict[str, object], plan: SimulationPlan) -> Iterator[str]:
    if set(given) != set(plan.sizes):
        yield "its arms are not those of the plan"
