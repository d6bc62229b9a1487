"""The analysis plan of a study: which method answers for which variable, on what occasion, and in which role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from twoarm.analysis.arms.covariates import has_covariates
from twoarm.analysis.arms.occasions import Occasion, imputed_kind, kinds_of, main_visit
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.registry.entries import REGISTRY, methods_for
from twoarm.analysis.registry.method import COUNTED, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.study.dictionary import AVERAGED, Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Row, RowsByTable

# What a regression of an outcome of each measure compares.
MODEL_SCALES = {
    "time": Scale.RATIO,
    **dict.fromkeys(AVERAGED, Scale.UNIT),
    **dict.fromkeys(COUNTED, Scale.PROPORTION),
}


@dataclass(frozen=True)
class Planned:
    """One row of plan.csv: a method of a variable."""

    section: str
    variable: str
    analysis: str
    role: str
    occasion: str
    method: str

    def __repr__(self) -> str:
        return f"<Planned: {self.analysis} of {self.variable}>"


@counts_only
@dataclass(frozen=True)
class AnalysisPlan:
    """The plan that follows from a study's dictionary, visits and families, before any value is looked at."""

    study: Study

    @cached_property
    def covariates(self) -> bool:
        """Whether anything is known of the patients before treatment."""
        return has_covariates(self.study)

    def methods(self, outcome: Variable) -> list[tuple[Method, str]]:
        """The methods of an outcome on every occasion that it has, each with its role."""
        kinds = kinds_of(self.study, outcome)
        if kinds and self.covariates:
            kinds |= {Occasion.WEIGHTED, Occasion.COMPLETE}
        if kinds and outcome.kind == "time":
            kinds |= {Occasion.UNCENSORED}
        if kinds:
            kinds |= {imputed_kind(self.study, outcome)}
        return methods_for(outcome.measure, kinds)

    def main_arms(self, outcome: Variable) -> Arms:
        """The arms of an outcome at its main visit, with what it was before treatment where its main analysis takes that."""
        study = self.study
        arms = arms_of(study, outcome, main_visit(study, outcome) or None, study.baseline_of(outcome))
        adjusted = any(entry.uses_baseline for entry, role in self.methods(outcome) if role == "primary")
        return arms if adjusted else arms.without_baseline()

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """Every method of every variable that is described before treatment, then of every outcome."""
        measured = [v for v in self._outcomes() if self.study.baseline_of(v)]
        described = [*self.study.section("baseline", "covariate"), *measured]
        before = [
            ("baseline", v, pair) for v in described for pair in methods_for(v.measure, {Occasion.BASELINE})
        ]
        after = [(v.section, v, pair) for v in self._outcomes() for pair in self.methods(v)]
        sizes = [self.study.cohort.size(arm) for arm in self.study.cohort.arms]
        return tuple(
            Planned(section, v.name, m.name, role, str(m.when), m.of_size(*sizes).words)
            for section, v, (m, role) in before + after
        )

    @cached_property
    def in_use(self) -> tuple[Method, ...]:
        """The entries of the registry by which some variable is described or compared, or several together."""
        names = {one.analysis for one in self.planned}
        together = {Occasion.WEIGHTING} if self.covariates else set()
        together |= {Occasion.FAMILY} if self.study.spec.families else set()
        return tuple(m for m in REGISTRY if m.name in names or m.when in together)

    def rows(self) -> RowsByTable:
        """The rows of plan.csv, and of methods.csv."""
        return {"plan": [asdict(one) for one in self.planned], "methods": list(map(_row, self.in_use))}

    def _outcomes(self) -> Iterator[Variable]:
        return (v for v in self.study.dictionary if v.role == "outcome")


def _row(entry: Method) -> Row:
    return {
        **{"analysis": entry.name, "estimand": entry.estimand, "measures": ", ".join(entry.measures)},
        **{"occasion": str(entry.when), "method": entry.words, "computation": entry.pseudo},
        "reference": entry.reference,
    }
