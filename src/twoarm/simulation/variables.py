"""The kinds of variables that a cohort can be simulated from, each with its targets and its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from twoarm.simulation.grid_moments import Grid

if TYPE_CHECKING:
    from twoarm.simulation.plan import SimulationPlan

Code = Annotated[str, BeforeValidator(str), Field(min_length=1)]  # YAML reads the code 1 as a number
Number = Annotated[int, Field(ge=0)]
Weight = Annotated[float, Field(ge=-1, le=1)]
Skewness = Annotated[float, Field(ge=-4, le=4)]


class Strict(BaseModel):
    """A part of a plan: no field but those named, and none changed afterwards."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True
    )


class Moments(Strict):
    """A mean and a sample SD (n - 1) as printed; a number that ends in 0 is quoted so that the 0 counts."""

    mean: Decimal
    """The mean as printed."""
    sd: Decimal = Field(gt=0)
    """The sample standard deviation as printed."""


class _Sourced(Strict):
    source: str
    """Where the targets come from."""
    status: str
    """Whether they are published, or an assumption of ours."""
    loadings: tuple[Weight, ...] = ()
    """On the latent factors of a patient, in their order."""

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        """Every rule that this variable breaks; the classes below add their own."""
        if sum(weight * weight for weight in self.loadings) > 1:
            yield "the squares of the loadings add up to more than 1"


class _Measured(_Sourced):
    unit: str = ""
    """The unit of the values."""
    step: Decimal = Field(gt=0)
    """The grid on which they lie."""
    lo: Decimal
    """The smallest value of the grid."""
    hi: Decimal
    """The largest one, a whole number of steps above."""
    by: dict[str, dict[Code, float]] = {}
    """How far the patients of each code of another variable lie from the others, in the unit: a vertebra by its level."""

    @property
    def grid(self) -> Grid:
        return Grid(self.lo, self.step, int((self.hi - self.lo) / self.step))

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        if self.hi <= self.lo or (self.hi - self.lo) % self.step:
            yield "hi is not a whole number of steps above lo"
        for name, offsets in self.by.items():
            other = plan.patient_variables.get(name)
            if not isinstance(other, Counted | Divided) or not set(offsets) <= other.codes:
                yield f"by {name!r} names no counted or divided variable with these codes"


class Measured(_Measured):
    """A measurement per patient; `event` names the 0/1 variable that makes it a time."""

    kind: Literal["measured"]
    """How the values of the variable are made."""
    event: str = ""
    """The counted variable of 0 and 1 that makes it a time."""
    skewness: Skewness = 0.0
    """Of the distribution that it is drawn from, a shifted log-normal; 0 is the normal one."""
    targets: dict[Code, Moments]
    """Mean and standard deviation of each arm."""

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.targets, plan)
        event = plan.patient_variables.get(self.event)
        codes = event.codes if isinstance(event, Counted) else {""}
        if self.event and not codes <= {"0", "1"}:
            yield "event names no counted variable of 0 and 1"


class Counted(_Sourced):
    """So many patients of each code in each arm."""

    kind: Literal["counted"]
    """How the values of the variable are made."""
    counts: dict[Code, dict[Code, Number]]
    """For each arm the number of patients of each code."""

    @property
    def codes(self) -> set[str]:
        return set().union(*self.counts.values())

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.counts, plan)
        for arm, counts in self.counts.items():
            if arm in plan.sizes and sum(counts.values()) != plan.sizes[arm]:
                yield f"the counts of {arm} do not add up to its patients"


class Divided(_Sourced):
    """So many patients of each code in the whole study, divided over the arms as evenly as they go."""

    kind: Literal["divided"]
    """How the values of the variable are made."""
    counts: dict[Code, Number] = {}
    """The number of patients of each code in the whole study."""
    shares: dict[Code, Annotated[Decimal, Field(gt=0, le=1)]] = {}
    """Or the share of each code, together 1."""

    @property
    def codes(self) -> set[str]:
        return {*self.counts, *self.shares}

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


class Cluster(Strict):
    """So many events in so many patients of an arm."""

    events: Number
    """How many events."""
    patients: Number
    """In how many patients."""

    def codes(self, n: int) -> list[str]:
        """The events of each of `n` patients: as even as they go among those who have any, then none."""
        each, left = divmod(self.events, self.patients or 1)
        some = [str(each + (i < left)) for i in range(self.patients)]
        return some + ["0"] * (n - self.patients)


class Clustered(_Sourced):
    """A count of events among the `units` of each patient, such as two balloons."""

    kind: Literal["clustered"]
    """How the values of the variable are made."""
    units: int = Field(ge=1)
    """How many units a patient has."""
    clusters: dict[Code, Cluster]
    """For each arm the events, and the patients in whom they are."""

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.clusters, plan)
        for arm, cluster in self.clusters.items():
            if not cluster.patients <= cluster.events <= cluster.patients * self.units:
                yield f"the events of {arm} do not fit into so many patients"
            if cluster.patients > plan.sizes.get(arm, cluster.patients):
                yield f"{arm} has fewer patients than the events need"


class VisitMeasured(_Measured):
    """A measurement per patient and visit.

    What a patient has in common over the visits is stated in one of two ways: by `patient_icc`, alike for any two visits, or
    by `persistence`, from each visit to the next.
    """

    patient_icc: float = Field(default=0.0, ge=0, le=1)
    """The share of the variance that belongs to the patient."""
    persistence: dict[Code, Weight] = {}
    """For each visit after the first the correlation of the true value with that of the visit before."""
    follows: dict[str, Weight] = {}
    """Other measurements, with the correlation of the true values at the same visit."""
    sem: Decimal = Field(default=Decimal(0), ge=0)
    """Standard error of one measurement, in the unit: drawn anew at each visit."""
    skewness: dict[Code, Skewness] = {}
    """At each visit that is named, as for a measurement per patient."""
    targets: dict[Code, dict[Code, Moments]]
    """For each arm mean and standard deviation at each visit."""

    @property
    def visits(self) -> set[str]:
        return set().union(*self.targets.values())

    def faults(self, plan: SimulationPlan) -> Iterator[str]:
        yield from super().faults(plan)
        yield from _arms_missing(self.targets, plan)
        measured = [set(visits) for visits in self.targets.values()]
        if any(visits != measured[0] or not visits <= set(plan.visits.order) for visits in measured):
            yield "the arms are not measured at the same visits of the plan"
        later = [visit for visit in plan.visits.order if visit in self.visits][1:]
        if self.persistence and (set(self.persistence) != set(later) or self.patient_icc):
            yield "persistence names each of its visits but the first, and stands instead of patient_icc"
        if not set(self.skewness) <= self.visits:
            yield "skewness names a visit at which it is not measured"
        if any(self.sem >= moments.sd for visits in self.targets.values() for moments in visits.values()):
            yield "sem is not smaller than every SD"
        yield from self._following(plan)

    def _following(self, plan: SimulationPlan) -> Iterator[str]:
        for name in self.follows:
            other = plan.visit_variables.get(name)
            if other is None or not self.visits <= other.visits:
                yield f"follows {name!r}, which is not measured at each of its visits"
        if sum(weight * weight for weight in self.follows.values()) > 1:
            yield "the squares of the weights in follows add up to more than 1"


PatientVariable = Annotated[Measured | Counted | Divided | Clustered, Field(discriminator="kind")]


def _arms_missing(given: Mapping[str, object], plan: SimulationPlan) -> Iterator[str]:
    if set(given) != set(plan.sizes):
        yield "its arms are not those of the plan"
