"""Values that are not there: the share of them is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twoarm.errors import Place, Problem
from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import KEY, Variable

MANY = 0.2  # the share from which it is told


def missing_warnings(
    cohort: Cohort, variables: Sequence[Variable], visits: Sequence[str]
) -> Iterator[Problem]:
    """Columns without a value, and those of which more than a fifth is missing; of visits, each for itself.

    A visit's share is of the patients of the study: a patient who has no row at it has no value either.
    """
    n = len(cohort.patients)
    for v in variables:
        column = cohort.column(v)
        where = Place(f"{v.table}.csv", at=v.name)
        if v.role in ("id", "arm") or v.is_key:
            continue
        if column.notna().sum() == 0:
            yield Problem(where, "no value at all: nothing can be said of it")
        elif v.table != "visits":
            yield from _told(where, "", column.isna().mean())
        else:
            present = column.notna().groupby(cohort.seen[KEY]).sum()
            for visit in v.visits or visits:
                yield from _told(where, f" at the visit {visit}", 1 - present.get(visit, 0) / n)


def _told(where: Place, when: str, share: float) -> Iterator[Problem]:
    if share > MANY:
        yield Problem(where, f"{share:.0%} of the values are missing{when}")
