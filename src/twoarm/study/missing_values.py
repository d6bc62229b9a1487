"""Values that are not there: a primary outcome without any is refused, of the others the share is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import KEY, Variable
from twoarm.study.errors import Problem

MANY = 0.2  # the share from which it is told


def primary_problems(cohort: Cohort, primary: str, variables: Sequence[Variable]) -> list[Problem]:
    """A primary outcome without a single value."""
    named = [v for v in variables if v.name == primary]
    return [
        Problem(f"{v.table}.csv, {v.name}", "no value at all, though it is the primary outcome")
        for v in named
        if _column(cohort, v).notna().sum() == 0
    ]


def missing_warnings(
    cohort: Cohort, variables: Sequence[Variable], visits: Sequence[str]
) -> Iterator[Problem]:
    """Columns without a value, and those of which more than a fifth is missing; of visits, each for itself.

    A visit's share is of the patients of the study: a patient who has no row at it has no value either.
    """
    n = len(cohort.patients)
    for v in variables:
        column = _column(cohort, v)
        where = f"{v.table}.csv, {v.name}"
        if v.role in ("id", "arm") or v.name == KEY:
            continue
        if column.notna().sum() == 0:
            yield Problem(where, "no value at all: nothing can be said of it")
        elif v.table == "patients":
            yield from _told(where, "", column.isna().mean())
        else:
            present = column.notna().groupby(cohort.seen[KEY]).sum()
            for visit in v.visits or visits:
                yield from _told(where, f" at the visit {visit}", 1 - present.get(visit, 0) / n)


def _column(cohort: Cohort, variable: Variable) -> pd.Series:
    table = cohort.table_of(variable)
    names = {"id": "_id", "arm": "_arm"}
    name = names.get(variable.role, variable.name)
    return table[name] if name in table else pd.Series(table.index)


def _told(where: str, when: str, share: float) -> Iterator[Problem]:
    if share > MANY:
        yield Problem(where, f"{share:.0%} of the values are missing{when}")
