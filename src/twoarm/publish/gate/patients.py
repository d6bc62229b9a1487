"""The patients as the gate looks for them: by identifier, and by the values that tell them from each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from twoarm.faces import counts_only
from twoarm.publish.gate.reading.passages import plain, shortest
from twoarm.study.dictionary import UNIT_KEY, Variable
from twoarm.study.opened import Study
from twoarm.study.schema.kinds import Kind

TELLING = 10  # distinct values that a column has at least, if a value of it is to count


@counts_only
@dataclass(frozen=True)
class ColumnOfValues:
    """The values of one variable, at one visit where it has visits.

    Attributes
    ----------
    codes : a code per patient, -1 where there is no value.
    numbers : the same as numbers, NaN where it is none.
    known : each value as it is shown, with its code.
    ended : of a time, whether it ended with the event; else None.
    """

    variable: str
    visit: str
    codes: np.ndarray
    numbers: np.ndarray
    known: dict[str, int]
    ended: np.ndarray | None = None

    @property
    def is_time(self) -> bool:
        """Whether it is the time of an event."""
        return self.ended is not None

    @cached_property
    def sorted_patients(self) -> tuple[np.ndarray, np.ndarray]:
        """The patients in the order of their codes, and where each code begins."""
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.known) + 1))

    def holders(self, value: str) -> np.ndarray:
        """The patients who have a value."""
        order, starts = self.sorted_patients
        code = self.known[value]
        return order[starts[code] : starts[code + 1]]


@counts_only
@dataclass(frozen=True)
class Patients:
    """What is not to be seen: identifiers in the order of the patients, their arms, and the columns that tell them apart."""

    identifiers: tuple[str, ...]
    arms: np.ndarray
    columns: tuple[ColumnOfValues, ...]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.identifiers)

    @cached_property
    def by_value(self) -> dict[str, list[int]]:
        """The places in `columns` of those that have a value."""
        found: dict[str, list[int]] = {}
        for place, column in enumerate(self.columns):
            for value in column.known:
                found.setdefault(value, []).append(place)
        return found


def identifiers_of(study: Study) -> tuple[str, ...]:
    """What the patients are called, in their order."""
    return tuple(plain(str(name)) for name in study.cohort.patients.index)


def patients_of(study: Study) -> Patients:
    """The patients of a study."""
    arms = study.cohort.patients["_arm"].to_numpy(object)
    columns = [column for column in _columns(study) if len(column.known) >= TELLING]
    return Patients(identifiers_of(study), arms, tuple(columns))


def _columns(study: Study) -> Iterator[ColumnOfValues]:
    for variable in study.dictionary:
        if variable.role in ("id", "arm") or variable.is_key:
            continue
        if variable.table == "patients":
            column = _column(variable.name, "", variable.kind, study.cohort.patients[variable.name])
            yield replace(column, ended=_ended(study, variable)) if variable.kind == Kind.TIME else column
            continue
        if variable.in_units:
            yield from _of_units(study, variable)
        for visit in study.visits_of(variable):
            at = study.cohort.at(variable, visit.code)
            yield _column(variable.name, visit.code, variable.kind, at)


def _of_units(study: Study, variable: Variable) -> Iterator[ColumnOfValues]:
    """The values of each unit, and the mean of each patient, which is what the report compares."""
    ids, rows = study.cohort.patients.index, study.cohort.within
    for code, _ in study.variable(UNIT_KEY).levels:
        at = rows[rows[UNIT_KEY] == code].set_index("_id")[variable.name].reindex(ids)
        yield _column(variable.name, code, variable.kind, at)
    means = pd.concat([study.cohort.values(variable, arm) for arm in study.cohort.arms]).reindex(ids)
    yield _column(variable.name, "", Kind.CONTINUOUS, means)


def _ended(study: Study, variable: Variable) -> np.ndarray:
    return study.cohort.patients[variable.event].eq(1).fillna(False).to_numpy(bool)


def _column(name: str, visit: str, kind: Kind, values: pd.Series) -> ColumnOfValues:
    places, distinct = pd.factorize(values)
    # A value is looked for without its sign: behind a "to" or in a range nobody can tell one from a hyphen.
    of_text, texts = pd.factorize(np.array([*_shown(kind, list(distinct)), ""], object))
    codes = np.where(places < 0, -1, of_text[places])
    known = {text: code for code, text in enumerate(texts[:-1])}
    numbers = (
        pd.to_numeric(values, errors="coerce").to_numpy(float)
        if kind.numeric
        else np.full(len(values), np.nan)
    )
    return ColumnOfValues(name, visit, codes, numbers, known)


def _shown(kind: Kind, distinct: Sequence) -> list[str]:
    """Each distinct value as a passage would have it."""
    if kind == Kind.DATE:
        return [str(pd.Timestamp(value).date()) for value in distinct]
    return [
        shortest(f"{abs(value)!r}") if kind.numeric else plain(str(value)) for value in map(_scalar, distinct)
    ]


def _scalar(value):
    return value.item() if hasattr(value, "item") else value
