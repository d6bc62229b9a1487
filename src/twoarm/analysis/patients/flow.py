"""The patients of a study as one value: who is known, who is missing, who is in which analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from twoarm.analysis.arms.labelled import labelled
from twoarm.analysis.arms.occasions import visits_after
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.patients.counted import MODEL, Counted, known_patients
from twoarm.analysis.patients.steps import Step, steps_of
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable

BothArms = tuple[Counted, Counted]  # treated, control


@counts_only
@dataclass(frozen=True)
class Flow:
    """The flow of patients: what the diagram draws, what the tables of gaps hold and what the sentence about them says.

    Attributes
    ----------
    known : every variable of the study, whatever its role, in either arm at each of its visits.
    outcomes : those of the sections that were compared, in the order of the report.
    adjusted : outcomes whose primary analysis takes the value before treatment into account.
    modelled : outcomes of whose whole course a model was asked for.
    """

    study: Study
    known: tuple[Counted, ...]
    outcomes: tuple[Variable, ...]
    adjusted: frozenset[str]
    modelled: frozenset[str]

    @cached_property
    def pairs(self) -> list[BothArms]:
        """The rows of both arms together."""
        return list(zip(self.known[::2], self.known[1::2], strict=True))

    @cached_property
    def gaps(self) -> list[BothArms]:
        """What some patient lacks, of any variable at any visit."""
        return [pair for pair in self.pairs if any(row.missing for row in pair)]

    @property
    def lacking(self) -> list[Variable]:
        """The outcomes that some patient lacks at some visit, before treatment or after."""
        names = {row.variable for pair in self.gaps for row in pair}
        return [v for v in self.outcomes if v.name in names]

    @property
    def whole(self) -> list[Variable]:
        """The outcomes that are known of every patient at every visit."""
        lacking = self.lacking
        return [v for v in self.outcomes if v not in lacking]

    def after(self, variable: Variable) -> list[BothArms]:
        """The rows of an outcome at the visits at which it is analysed."""
        visits = visits_after(self.study, variable)
        return [pair for pair in self.pairs if pair[0].variable == variable.name and pair[0].visit in visits]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the flow of those outcomes, from before treatment to the primary analyses."""
        names = [v.name for v in self.outcomes]
        return steps_of(self.study, [row for name in names for row in self.known if row.variable == name])

    def rows(self) -> RowsByTable:
        """The rows of flow.csv."""
        return labelled(self.study, {"flow": [dict(vars(row)) for row in self.known]})


def patient_flow(study: Study, comparisons: Sequence[Comparison]) -> Flow:
    """Count the patients of a study.

    Parameters
    ----------
    comparisons : sections with outcomes; one that describes the patients before treatment adds nothing. Of a thorough one
        the patients in the model of a whole course are counted too.
    """
    sections = [c for c in comparisons if c.section != "baseline"]
    outcomes = tuple(v for c in sections for v in c.variables if v.role == "outcome")
    adjusted = {r.variable for c in sections for r in c.headline if r.method.uses_baseline}
    modelled = {r.variable for c in sections for r in c.results if r.analysis == MODEL}
    known = tuple(known_patients(study, sections))
    return Flow(study, known, outcomes, frozenset(adjusted), frozenset(modelled))
