"""What is known of the patients before treatment and cannot be adjusted for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_FEWEST = 2  # patients of an arm, of whom fewer do not show that their values are apart
_CHANCE = 0.001  # that alike arms do not overlap, from which on it is chance


class Why(StrEnum):
    """Why a characteristic is left out of weights and adjustments."""

    APART = "apart"  # no patient of one arm has a value among those of the other
    MISSING = "missing"  # nobody of an arm has a value


@dataclass(frozen=True)
class LeftOut:
    """A characteristic that is known before treatment and cannot be adjusted for.

    Attributes
    ----------
    variable, visit : as in the dictionary; both empty where a policy masks which it is.
    """

    variable: str
    visit: str
    why: Why


def left_out(study: Study) -> tuple[LeftOut, ...]:
    """Those that tell the arms apart in every patient, or that nobody of an arm has."""
    found = ((v, _why(study, v)) for v in study.before_treatment)
    return tuple(LeftOut(v.name, study.baseline_of(v) or "", why) for v, why in found if why is not None)


def adjusted_for(study: Study) -> list[Variable]:
    """What was known before treatment and is not left out."""
    out = {one.variable for one in left_out(study)}
    return [v for v in study.before_treatment if v.name not in out]


def covariate_warnings(study: Study) -> Iterator[Problem]:
    """One for each of them."""
    for one in left_out(study):
        rule = {
            Why.APART: "it tells the arms apart in every patient, so that no analysis can adjust for it",
            Why.MISSING: "all of its values are missing in one arm, so that no analysis can adjust for it",
        }[one.why]
        table = study.variable(one.variable).table
        when = f" at the visit {one.visit}" if one.visit else ""
        yield Problem(
            Place(f"{table}.csv", at=one.variable), rule + when, "weights and adjustments leave it out"
        )


def _why(study: Study, variable: Variable) -> Why | None:
    visit = study.baseline_of(variable)
    treated, control = (_numbers(study.cohort.values(variable, arm, visit)) for arm in study.cohort.arms)
    if not (len(treated) and len(control)):
        # Nobody of either arm has one: there is no column at all, which another warning says.
        return Why.MISSING if len(treated) or len(control) else None
    if min(len(treated), len(control)) < _FEWEST:
        return None
    if variable.levels:
        return None if set(treated) & set(control) else Why.APART
    return Why.APART if _do_not_overlap(treated, control) else None


def _do_not_overlap(treated: pd.Series, control: pd.Series) -> bool:
    """Whether all numbers of one arm lie beyond those of the other, which chance does in few patients."""
    if not (treated.max() < control.min() or control.max() < treated.min()):
        return False
    constant = treated.nunique() == control.nunique() == 1
    n, size = len(treated) + len(control), len(treated)
    ways = math.lgamma(n + 1) - math.lgamma(size + 1) - math.lgamma(n - size + 1)  # the logarithm of how many
    return constant or ways > math.log(2 / _CHANCE)


def _numbers(values: pd.Series) -> pd.Series:
    """The values that are there, a level as its place."""
    known = values.dropna()
    return known.cat.codes if isinstance(known.dtype, pd.CategoricalDtype) else known.astype(float)
