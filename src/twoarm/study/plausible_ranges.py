"""What common quantities amount to in people, by their unit: a column far from it may be in another one.

Wide on purpose: the middle value of a cohort of patients, not of the healthy, lies within; nothing is ever converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import NUMERIC, Variable
from twoarm.study.errors import Problem

FRACTION_OF = 100  # a range from 0 to 100 whose values all lie between 0 and 1


@dataclass(frozen=True)
class Quantity:
    """A quantity in one unit: words of its name, its unit, the band of a cohort's median, the bounds of one value."""

    words: str
    unit: str
    low: float
    high: float
    least: float
    most: float


QUANTITIES = (
    Quantity("age", "years?|yrs?|", 0, 100, 0, 125),
    Quantity("body height|height|stature", "m", 0.4, 2.1, 0.25, 2.75),
    Quantity("body height|height|stature", "cm", 40, 210, 25, 275),
    Quantity("body weight|weight", "kg", 2, 200, 0.3, 650),
    Quantity("bmi|body mass index", r"kg/m(²|2|\^2)|", 10, 60, 7, 200),
    Quantity("ha?emoglobin|hb|hgb", "g/dl", 5, 19, 1, 30),
    Quantity("ha?emoglobin|hb|hgb", "g/l", 50, 190, 10, 300),
    Quantity("blood loss|bleeding|ebl", "ml|cc", 5, 5000, 0, 50000),
    Quantity("blood loss|bleeding|ebl", "l", 0.005, 5, 0, 50),
    Quantity("temperature", "°c|c", 33, 41, 12, 46),
    Quantity("creatinine", "mg/dl", 0.2, 10, 0.05, 40),
    Quantity("creatinine", "[µμu]mol/l", 20, 900, 5, 3500),
    Quantity("glucose", "mg/dl", 40, 400, 5, 2000),
    Quantity("glucose", "mmol/l", 2, 22, 0.2, 110),
    Quantity("albumin", "g/dl", 1, 6, 0.3, 8),
    Quantity("albumin", "g/l", 10, 60, 3, 80),
    Quantity("heart rate|pulse", "1/min|/min|bpm|min-1|", 40, 180, 10, 350),
    Quantity("systolic( blood)? pressure|sbp", "mm ?hg", 70, 220, 20, 370),
    Quantity("saturation|spo2", "%", 50, 100, 1, 100),
    Quantity("cement volume", "ml|cc", 0.3, 20, 0, 60),
    Quantity("(implant|screw|cage) (length|diameter|height)", "mm", 2, 200, 0.5, 600),
    Quantity("(implant|screw|cage) (length|diameter|height)", "cm", 0.2, 20, 0.05, 60),
)
SIGNED = re.compile(r"\b(cobb|kyphosis|lordosis|kyphotic|lordotic|scoliosis|sagittal|wedge)\b")


def range_warnings(cohort: Cohort, variables: Sequence[Variable]) -> Iterator[Problem]:
    """Columns whose middle or whose single values are not what their name and unit make one expect."""
    for v in (v for v in variables if v.kind in NUMERIC):
        values = cohort.table_of(v)[v.name].dropna()
        if not values.empty:
            yield from (Problem(f"{v.table}.csv, {v.name}", rule) for rule in _rules(v, values))


def _rules(variable: Variable, values: pd.Series) -> Iterator[str]:
    if quantity := _quantity(variable):
        named = f"{variable.label} in {variable.unit}" if variable.unit else variable.label
        if not quantity.low <= values.median() <= quantity.high:
            yield f"the middle value is not plausible for {named}; is it another unit?"
        elif not values.between(quantity.least, quantity.most).all():
            yield f"a value is not possible for {named}"
    if (
        (variable.min, variable.max) == (0, FRACTION_OF)
        and values.between(0, 1).all()
        and (values % 1 > 0).any()
    ):
        yield "all values lie between 0 and 1, and the range goes to 100; is it a share instead of a percentage?"
    if SIGNED.search(_words(variable)) and (values < 0).any() and (values > 0).any():
        yield "values on both sides of zero: kyphosis and lordosis under one sign convention?"


def _quantity(variable: Variable) -> Quantity | None:
    words, unit = _words(variable), variable.unit.strip().lower()
    for quantity in QUANTITIES:
        if re.fullmatch(quantity.unit, unit) and re.search(rf"(^|\n)({quantity.words})($|\n)", words):
            return quantity
    return None


def _words(variable: Variable) -> str:
    """Name and label, each on its line, in small letters and with blanks."""
    return f"{variable.name.replace('_', ' ')}\n{variable.label.lower()}"
