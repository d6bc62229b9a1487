"""How much each result owes to the one cohort that was simulated: the same plan under other seeds, analysed alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twoarm.analysis.compare import primary_result
from twoarm.analysis.result import Result
from twoarm.study.cohort import FILES, cohort_of
from twoarm.study.simulate import simulate
from twoarm.study.simulation_plan import SimulationPlan, load_plan
from twoarm.study.study import Study

SEEDS = 2**64


@dataclass(frozen=True)
class Reconstruction:
    """The primary results of one further cohort."""

    seed: int
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Reconstructions:
    """Primary results at the latest visits: of the shipped cohort, and of those that other seeds make of its plan.

    Attributes
    ----------
    shipped : one result per outcome, in the order of the report.
    drawn : the further cohorts, each with the same outcomes in the same order.
    stated : outcomes whose P or events the plan has to meet, so that they cannot vary freely.
    """

    study: Study
    shipped: tuple[Result, ...]
    drawn: tuple[Reconstruction, ...]
    stated: frozenset[str]

    def of(self, variable: str) -> list[Result]:
        """The results of an outcome over the further cohorts."""
        return [r for one in self.drawn for r in one.results if r.variable == variable]


def reconstruct(study: Study) -> Reconstructions | None:
    """Simulate and analyse as many further cohorts as the parameters ask for.

    Returns
    -------
    None where the study names no generator, its plan is not there, or none is asked for. Seeds are counted on from
    that of the plan, so the same plan gives the same cohorts on every machine; nothing is written.
    """
    path = study.folder / study.spec.generator
    if not study.spec.generator or study.spec.data_kind == "real" or not path.is_file():
        return None
    if not study.parameters.reconstructions:
        return None
    plan = load_plan(path)
    seeds = [(plan.seed + i) % SEEDS for i in range(1, study.parameters.reconstructions + 1)]
    drawn = tuple(Reconstruction(seed, primary_results(_cohort(study, plan, seed))) for seed in seeds)
    return Reconstructions(study, primary_results(study), drawn, stated(plan))


def primary_results(study: Study) -> tuple[Result, ...]:
    """The primary result of each outcome at its latest visit, in the order of the report."""
    outcomes = [v for name in study.sections for v in study.section(name, "outcome")]
    found = (primary_result(study, v) for v in outcomes)
    return tuple(r for r in found if r is not None)


def stated(plan: SimulationPlan) -> frozenset[str]:
    """The outcomes about which the plan has a statement on a difference or on events."""
    kinds = ("between", "fisher", "events")
    return frozenset(s.variable for s in plan.statements if s.kind in kinds)


def _cohort(study: Study, plan: SimulationPlan, seed: int) -> Study:
    made = simulate(plan, seed)
    tables = {name: t for name, t in zip(FILES, (made.patients, made.visits), strict=True) if len(t)}
    cohort = cohort_of(tables, list(study.dictionary), (study.treated.level, study.control.level))
    return replace(study, cohort=cohort)
