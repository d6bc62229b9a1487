"""A column that is far from what its quantity amounts to in people, by its unit, may be in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import Variable
from twoarm.study.plausible.quantities import Band, quantities_called

FRACTION_OF = 100  # a range from 0 to 100 whose values all lie between 0 and 1


SIGNED = re.compile(r"\b(cobb|kyphosis|lordosis|kyphotic|lordotic|scoliosis|sagittal|wedge)\b")


def range_warnings(cohort: Cohort, variables: Sequence[Variable]) -> Iterator[Problem]:
    """Columns whose middle or whose single values are not what their name and unit make one expect."""
    for v in (v for v in variables if v.kind.numeric):
        values = cohort.table_of(v)[v.name].dropna()
        if not values.empty:
            yield from (Problem(Place(f"{v.table}.csv", at=v.name), rule) for rule in _rules(v, values))


def _rules(variable: Variable, values: pd.Series) -> Iterator[str]:
    if band := _band(variable):
        named = f"{variable.label} in {variable.unit}" if variable.unit else variable.label
        if not band.low <= values.median() <= band.high:
            yield f"the middle value is not plausible for {named}; is it another unit?"
        elif not values.between(band.least, band.most).all():
            yield f"a value is not possible for {named}"
    if (
        (variable.min, variable.max) == (0, FRACTION_OF)
        and values.between(0, 1).all()
        and (values % 1 > 0).any()
    ):
        yield "all values lie between 0 and 1, and the range goes to 100; is it a share instead of a percentage?"
    if SIGNED.search(" ".join(_called(variable))) and (values < 0).any() and (values > 0).any():
        yield "values on both sides of zero: kyphosis and lordosis under one sign convention?"


def _band(variable: Variable) -> Band | None:
    unit = variable.unit.strip().lower()
    bands = (quantity.band(unit) for name in _called(variable) for quantity in quantities_called(name))
    return next((band for band in bands if band), None)


def _called(variable: Variable) -> tuple[str, str]:
    """Name and label in small letters and with blanks."""
    return variable.name.replace("_", " "), variable.label.lower()
