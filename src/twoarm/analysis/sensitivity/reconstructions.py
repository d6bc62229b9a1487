"""How much each result owes to the one cohort at hand: the cohorts of the same plan under other seeds, analysed alike."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import asdict, dataclass
from functools import cached_property

from twoarm.analysis.comparison.compare import primary_result
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.robustness import Robustness, Varied, robustness
from twoarm.faces import counts_only
from twoarm.simulation.further_cohorts import further_cohorts
from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable


@counts_only
@dataclass(frozen=True)
class Reconstruction:
    """The primary results of one further cohort."""

    seed: int
    results: tuple[Result, ...]


@counts_only
@dataclass(frozen=True)
class Reconstructions:
    """Primary results at the main visits: of the shipped cohort, and of those that other seeds make of its plan.

    Attributes
    ----------
    shipped : one result per outcome that can differ between the cohorts, in the order of the report.
    drawn : the further cohorts, each with the same outcomes in the same order; none where nothing can differ.
    fixed : outcomes whose result the plan prescribes: over cohorts of the same plan there is nothing to find out.
    alpha : of the plan's statements.
    unplanned : outcomes that the plan does not make: somebody has added them since, and no further cohort has them.
    """

    study: Study
    shipped: tuple[Result, ...]
    drawn: tuple[Reconstruction, ...]
    fixed: tuple[str, ...]
    alpha: float
    unplanned: tuple[str, ...] = ()

    def of(self, variable: str) -> list[Result]:
        """The results of an outcome over the further cohorts."""
        return [r for one in self.drawn for r in one.results if r.variable == variable]

    @cached_property
    def moved(self) -> tuple[Robustness, ...]:
        """How far each shipped result moves over the further cohorts."""
        return tuple(self._robustness(shipped) for shipped in self.shipped)

    def _robustness(self, shipped: Result) -> Robustness:
        found = [r.estimate for r in self.of(shipped.variable)]
        p_values, values = [e.p_value for e in found], [e.value for e in found]
        own, alpha = shipped.estimate.p_value, self.study.parameters.alpha
        return robustness(shipped, own, Varied.RECONSTRUCTIONS, p_values, values, alpha)

    def rows(self) -> RowsByTable:
        """Of reconstructions.csv the results of every further cohort; of robustness.csv how far each outcome moves."""
        pairs = ((one.seed, r) for one in self.drawn for r in one.results)
        rows = [{"seed": seed, **r.place(), "analysis": r.analysis, **r.numbers()} for seed, r in pairs]
        return {"reconstructions": rows, "robustness": [asdict(one) for one in self.moved]}


def reconstruct(study: Study) -> Reconstructions | None:
    """The primary results of as many further cohorts as the parameters ask for; None where the study has none."""
    further = further_cohorts(study)
    if further is None:
        return None
    outcomes = [v for v in study.dictionary if v.role == "outcome"]
    made = {v.name for v in further.dictionary}
    unplanned = tuple(v.name for v in outcomes if v.name not in made)
    every = primary_results(study)
    shipped = tuple(r for r in every if r.variable in made - further.fixed)
    fixed = tuple(r.variable for r in every if r.variable in made & further.fixed)
    names = {r.variable for r in shipped}
    drawn = tuple(Reconstruction(seed, _of(names, cohort)) for seed, cohort in further) if names else ()
    return Reconstructions(study, shipped, drawn, fixed, further.plan.alpha, unplanned)


def _of(names: Set[str], study: Study) -> tuple[Result, ...]:
    return tuple(r for r in primary_results(study) if r.variable in names)


def primary_results(study: Study) -> tuple[Result, ...]:
    """The primary result of each outcome at its main visit, in the order of the report."""
    outcomes = [v for name in study.sections for v in study.section(name, "outcome")]
    found = (primary_result(study, v) for v in outcomes)
    return tuple(r for r in found if r is not None)
