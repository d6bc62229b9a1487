"""How far patients differ from each other and from themselves over the visits, as a policy lets it be told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twoarm.analysis.arms.occasions import Occasion, course, visits_after
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.masking.digits import rounded
from twoarm.analysis.masking.verdicts import Mask, is_masked
from twoarm.faces import counts_only
from twoarm.masked import Count
from twoarm.methods.courses.trajectories import variance_parts
from twoarm.study.dictionary import Variable
from twoarm.tables.columns import Row


@counts_only
@dataclass(frozen=True)
class VarianceParts:
    """The parts of the variance of one outcome in the mixed model of its whole course.

    Attributes
    ----------
    between, within : standard deviations, of the patients' levels and of one patient's values; None where they are not told.
    correlation : intraclass: the variance between over the sum of both.
    """

    section: str
    variable: str
    n_treated: Count
    n_control: Count
    between: float | None
    within: float | None
    correlation: float | None
    unit: str

    def row(self) -> Row:
        """The row of variance.csv."""
        return dict(vars(self))


def told_variances(
    mask: Mask, variables: Sequence[Variable], told: Sequence[Result]
) -> Iterator[VarianceParts]:
    """The parts of each outcome of which a model of the whole course was asked for, beside what is told of that model."""
    for variable in variables:
        model = [r for r in told if r.variable == variable.name and r.method.when is Occasion.COURSE]
        if model:
            yield _of_model(mask, variable, model)


def _of_model(mask: Mask, variable: Variable, model: Sequence[Result]) -> VarianceParts:
    """None of them where a result of the model is masked, or how many patients are in it or came to one of its visits.

    Beside a deviation the limits of the difference at a visit tell how many came to it.
    """
    sizes = model[0].estimate.n_treated, model[0].estimate.n_control
    visits = visits_after(mask.study, variable)
    hidden = is_masked(*sizes, *(n for visit in visits for n in mask.known(variable, visit)))
    hidden = hidden or any(r.estimate.masked for r in model)
    found = None if hidden else _parts(mask, variable)
    between, within = found or (None, None)
    share = None if between is None or within is None else between / (between + within)
    deviations = (None if part is None else math.sqrt(part) for part in (between, within))
    numbers = [rounded(x, mask.policy.digits) for x in (*deviations, share)]
    return VarianceParts(variable.section, variable.name, *sizes, *numbers, variable.unit)


def _parts(mask: Mask, variable: Variable) -> tuple[float, float] | None:
    found = course(mask.study, variable)
    if found is None:
        return None
    _, arms = found
    treated, control = arms.treated_course, arms.control_course
    if treated is None or control is None:
        return None
    return variance_parts(treated, control, arms.treated_baseline, arms.control_baseline)
