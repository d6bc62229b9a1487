"""Of how many patients each variable is known, and how many of them are analysed, in either arm at each visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import summarise
from twoarm.analysis.comparison.told.summaries import told_summaries
from twoarm.analysis.masking.verdicts import Mask
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.masked import Count
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

# The first model of a whole course: it keeps a patient who misses a visit.
MODEL = next(entry.name for entry in REGISTRY if entry.when is Occasion.COURSE)

Sizes = tuple[Count | None, Count | None]  # treated, control


@dataclass(frozen=True)
class Counted:
    """One row of flow.csv.

    Attributes
    ----------
    n, missing : patients of the arm with a value and without one.
    analysed : those in the main analysis of an outcome at this visit; None where nothing is analysed.
    modelled : those in the model of its whole course; None where there is none, or it could not be fitted.
    """

    section: str
    variable: str
    visit: str
    arm: str
    role: str
    n: Count
    missing: Count
    analysed: Count | None = None
    modelled: Count | None = None

    def __repr__(self) -> str:
        return f"<Counted: {self.n} values of {self.variable}, {self.missing} missing>"


def known_patients(study: Study, comparisons: Sequence[Comparison]) -> Iterator[Counted]:
    """Every variable of the study at each of its visits, treated arm first: what comes before treatment at the head."""
    results, mask = {c.section: c for c in comparisons}, Mask(study)
    for variable, visit in _measured(study):
        main, model = _sizes(results.get(variable.section), variable, visit)
        rows = {row.arm: row for row in reversed(told_summaries(mask, summarise(study, variable, visit)))}
        for i, arm in enumerate(study.arms):
            counts = rows[arm.level].n, rows[arm.level].missing
            place = variable.section, variable.name, visit, arm.level, variable.role
            yield Counted(*place, *counts, main[i], model[i])


def _measured(study: Study) -> Iterator[tuple[Variable, str]]:
    """Each variable with each of its visits once: those before treatment, then by section, then those of no section."""
    described = [v for v in study.dictionary if v.role not in ("id", "arm") and not v.is_key]
    before = [(v, visit) for v in described if v.role == "outcome" and (visit := study.baseline_of(v))]
    all_visits = {v: [visit.code for visit in study.visits_of(v)] or [""] for v in described}
    sections = (*study.spec.section_codes, "")  # the first one describes the patients before treatment
    first, *others = (
        [(v, x) for v in described if v.section == name for x in all_visits[v]] for name in sections
    )
    yield from dict.fromkeys([*first, *before, *chain(*others)])


def _sizes(comparison: Comparison | None, variable: Variable, visit: str) -> tuple[Sizes, Sizes]:
    """Patients of the main analysis and of the model."""
    if comparison is None:
        return _of(None), _of(None)
    model = comparison.result(variable.name, visit, MODEL)
    return _of(comparison.result(variable.name, visit)), _of(
        model if model and model.estimate.estimable else None
    )


def _of(result: Result | None) -> Sizes:
    return (result.estimate.n_treated, result.estimate.n_control) if result else (None, None)
