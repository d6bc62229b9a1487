"""What an outcome is imputed from in each arm: itself, its other visits, and what was known before treatment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twoarm.analysis.arms.occasions import main_visit
from twoarm.analysis.arms.values import arms_of
from twoarm.faces import counts_only
from twoarm.methods.missing import Column, Form, Imputed, hazards_of, imputations_needed, impute_arms
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

OUTCOME, BASELINE, EVENT = "outcome", "before", "event"
# Beyond these many columns a chain takes long and hardly predicts better; a level but the first is one, too.
MOST_COLUMNS, MOST_LEVELS = 24, 8
# Numbers that all imputations of an arm hold at once: some hundred megabytes while they are made.
MOST_NUMBERS = 20_000_000
SEED = 2011
BothColumns = tuple[Column, Column]


@counts_only
@dataclass(frozen=True)
class Incomplete:
    """An outcome of which some patients lack what its analysis takes.

    Attributes
    ----------
    analysed : of either arm, the columns that the analysis takes.
    others : columns that help to impute them.
    """

    analysed: tuple[BothColumns, ...]
    others: tuple[BothColumns, ...]

    def lacking(self, side: int) -> np.ndarray:
        """Which patients of an arm lack a value that the analysis takes: 0 is the treated one."""
        return np.logical_or.reduce([pair[side].missing for pair in self.analysed])

    @property
    def any_lacking(self) -> bool:
        """Whether any patient does."""
        return any(self.lacking(side).any() for side in (0, 1))

    @property
    def number(self) -> int:
        """How many imputations: one for each per cent of the patients who lack a value that the analysis takes."""
        return imputations_needed([[pair[side] for pair in self.analysed] for side in (0, 1)])

    @property
    def too_large(self) -> bool:
        """Whether the imputations would hold more numbers than may be made at once."""
        columns = len(self.analysed) + len(self.others)
        patients = max(column.values.size for column in self.analysed[0])
        return self.number * patients * columns > MOST_NUMBERS

    def imputed(self) -> tuple[Imputed, Imputed]:
        """Both arms with their missing values filled in; they stay in memory."""
        treated, control = zip(*self.analysed, *self.others, strict=True)
        return impute_arms(treated, control, SEED, self.number)


def incomplete_of(study: Study, outcome: Variable, *, adjusted: bool) -> Incomplete:
    """The columns of an outcome at its latest visit.

    Parameters
    ----------
    adjusted : whether its analysis takes the value before treatment.
    """
    last, before = main_visit(study, outcome), study.baseline_of(outcome)
    analysed = list(_analysed(study, outcome, last or None))
    baseline = [_pair(study, outcome, before, BASELINE)] if before else []
    if adjusted:
        analysed += baseline
    others = [] if adjusted else baseline
    visits = [v.code for v in study.visits_of(outcome) if v.code not in (last, before)]
    others += [_pair(study, outcome, visit, f"visit {visit}") for visit in visits]
    room = MOST_COLUMNS - len(analysed) - len(others)
    return Incomplete(tuple(analysed), (*others, *_covariates(study, room)))


def _analysed(study: Study, outcome: Variable, visit: str | None) -> Iterator[BothColumns]:
    """The outcome; of a time its cumulative hazard in both arms together, and its event."""
    if outcome.kind != "time":
        yield _pair(study, outcome, visit, OUTCOME)
        return
    arms = arms_of(study, outcome)
    events = [side for side in (arms.treated_event, arms.control_event) if side is not None]
    sizes = [len(arms.treated)]
    hazard = hazards_of(np.concatenate([arms.treated, arms.control]), np.concatenate(events))
    first, second = np.split(hazard, sizes)
    yield Column(OUTCOME, first, Form.ORDERED), Column(OUTCOME, second, Form.ORDERED)
    yield Column(EVENT, events[0], Form.NAMED), Column(EVENT, events[1], Form.NAMED)


def _covariates(study: Study, room: int) -> Iterator[BothColumns]:
    """What was known before treatment, in the order of the dictionary, as far as there is room."""
    for variable in study.covariates:
        columns = len(variable.levels) - 1 if variable.kind == "categorical" else 1
        if columns < MOST_LEVELS and columns <= room:
            room -= columns
            yield _pair(study, variable, study.baseline_of(variable), f"covariate {variable.name}")


def _pair(study: Study, variable: Variable, visit: str | None, name: str) -> BothColumns:
    arms = arms_of(study, variable, visit or None)
    if arms.measure == "events":
        arms = arms.with_events_as_any()
    form = form_of(variable)
    return Column(name, arms.treated, form), Column(name, arms.control, form)


def form_of(variable: Variable) -> Form:
    """How a variable is imputed: as a measured value, as levels in order, or as levels without order."""
    if variable.measure in ("binary", "events", "categorical"):
        return Form.NAMED
    return Form.ORDERED if variable.measure in ("ordinal", "count") else Form.MEASURED
