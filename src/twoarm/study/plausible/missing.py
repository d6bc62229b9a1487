"""Values that are not there: the share of them is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twoarm.errors import Place, Problem
from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import KEY, Variable
from twoarm.study.schema.kinds import Role
from twoarm.study.specification import DESCRIBING

MANY = 0.2  # the share from which it is told
MOSTLY_MISSING = (
    0.5  # the share from which a covariate says little of the patients whom results are adjusted for
)
LEFT_OUT = "role none leaves it out of what results are adjusted for"


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
            yield from _told(where, v, "", column.isna().mean())
        else:
            present = column.notna().groupby(cohort.seen[KEY]).sum()
            for visit in v.visits or visits:
                yield from _told(where, v, f" at the visit {visit}", 1 - present.get(visit, 0) / n)


def _told(where: Place, v: Variable, when: str, share: float) -> Iterator[Problem]:
    if share > MANY:
        adjusted = v.role == Role.COVARIATE and v.section == DESCRIBING
        yield Problem(
            where,
            f"{share:.0%} of the values are missing{when}",
            LEFT_OUT if adjusted and share > MOSTLY_MISSING else "",
        )
