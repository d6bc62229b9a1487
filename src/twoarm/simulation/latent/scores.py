"""The normal scores behind a variable: a patient's factors, a course over visits, other variables, and measurement error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum, sqrt

import numpy as np

from twoarm.faces import counts_only
from twoarm.random_bits import Source, mixed
from twoarm.simulation.latent.shapes import skewed
from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.variables import Measured, VisitMeasured

Drawn = dict[tuple[str, str, str], np.ndarray]  # text by (variable, arm, visit), shape (patients of the arm,)
Course = dict[str, np.ndarray]  # scores by visit, in the order of the visits


@counts_only
@dataclass(frozen=True)
class Scores:
    """Scores of a plan from one source.

    Attributes
    ----------
    drawn : what the cohort has so far.
    attempts : by variable, which of its draws that was: a variable that follows another one needs the same scores again.
    """

    plan: SimulationPlan
    source: Source
    drawn: Drawn = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)

    def of_patients(self, name: str, arm: str, attempt: int) -> np.ndarray:
        """A patient's factors, and what is the variable's own."""
        n, loadings = self.plan.sizes[arm], self.plan.variables[name].loadings
        factors = [self.source.scores(n, "factor", i, arm) for i in range(len(loadings))]
        own = self.source.scores(n, "patient", name, arm, "", attempt)
        return mixed(list(zip(loadings, factors, strict=True)), own)

    def of_measured(self, name: str, variable: Measured, arm: str, attempt: int) -> np.ndarray:
        """What a measurement per patient is laid on the grid from."""
        patient = self.of_patients(name, arm, attempt)
        offsets = self._offsets(variable.by, arm, float(variable.targets[arm].sd))
        return skewed(_shifted(patient, offsets), variable.skewness)

    def of_visits(
        self, name: str, variable: VisitMeasured, arm: str, attempt: int
    ) -> Iterator[tuple[str, np.ndarray]]:
        """What a measurement at each visit is laid on the grid from."""
        for visit, true in self._true(name, arm, attempt).items():
            sd = float(variable.targets[arm][visit].sd)
            shifted = _shifted(true, self._offsets(variable.by, arm, sd))
            error = self.source.scores(len(true), "error", name, arm, visit, attempt)
            noise = float(variable.sem) / sd
            measured = sqrt(1 - noise * noise) * shifted + noise * error
            yield visit, skewed(measured, variable.skewness.get(visit, 0.0))

    def _true(self, name: str, arm: str, attempt: int) -> Course:
        """Without measurement error, and without what another variable's code adds."""
        variable = self.plan.visit_variables[name]
        own = dict(self._own(name, variable, arm, attempt))
        others = [(w, self._true(o, arm, self.attempts[o])) for o, w in sorted(variable.follows.items())]
        return {
            visit: mixed([(w, course[visit]) for w, course in others], scores)
            for visit, scores in own.items()
        }

    def _own(
        self, name: str, variable: VisitMeasured, arm: str, attempt: int
    ) -> Iterator[tuple[str, np.ndarray]]:
        patient = self.of_patients(name, arm, attempt)
        before = None
        for visit in (v for v in self.plan.visits.order if v in variable.targets[arm]):
            own = self.source.scores(len(patient), "visit", name, arm, visit, attempt)
            if not variable.persistence:
                yield visit, mixed([(sqrt(variable.patient_icc), patient)], own)
                continue
            before = patient if before is None else mixed([(variable.persistence[visit], before)], own)
            yield visit, before

    def _offsets(self, by: Mapping[str, Mapping[str, float]], arm: str, sd: float) -> list[float]:
        """What the codes of other variables add to each patient, in standard deviations of the measurement."""
        columns = [[offsets.get(code, 0.0) for code in self.drawn[n, arm, ""]] for n, offsets in by.items()]
        return [fsum(added) / sd for added in zip(*columns, strict=True)]


def _shifted(scores: np.ndarray, offsets: list[float]) -> np.ndarray:
    """Scores whose variance the offsets are a part of; as they are where there are none."""
    if not offsets:
        return scores
    mean = fsum(offsets) / len(offsets)
    variance = fsum((one - mean) ** 2 for one in offsets) / len(offsets)
    return sqrt(max(0.0, 1 - variance)) * scores + np.array([one - mean for one in offsets])
