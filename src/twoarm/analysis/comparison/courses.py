"""The mean of each averaged outcome in either arm at each of its visits: what a course is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.masked import Count
from twoarm.methods.values.means import mean_interval
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


@dataclass(frozen=True)
class Mean:
    """One row of courses.csv: a mean with its interval; no number where an arm has fewer than two values, or one alone."""

    section: str
    variable: str
    visit: str
    arm: str
    n: Count
    mean: float | None
    low: float | None
    high: float | None
    conf_level: float | None
    unit: str

    def __repr__(self) -> str:
        return f"<Mean: {self.n} values of {self.variable}>"


def means_of(study: Study, variable: Variable) -> Iterator[Mean]:
    """The rows of one variable in the order of its visits, treated arm first; none of what is not averaged."""
    visits = [v.code for v in study.visits_of(variable)] or [""]
    for visit in visits if variable.averaged else ():
        for arm in study.arms:
            e = mean_interval(study.cohort.values(variable, arm.level, visit or None), study.parameters.level)
            interval = (e.value, e.low, e.high, e.conf_level)
            place = (variable.section, variable.name, visit, arm.level)
            yield Mean(*place, e.n_treated, *interval, variable.unit)
