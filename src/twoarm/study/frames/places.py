"""Where in a DataFrame a problem stands: a column and the positions of its rows, from 0 as ``frame.iloc`` counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from twoarm.errors import Place, Problem

FROM_ZERO = "Rows are counted from 0, as frame.iloc does."


def in_rows(rows: Sequence[int], column: object, rule: str, mend: str = "") -> Problem:
    """One problem of some rows of a column.

    Examples
    --------
    >>> str(in_rows([3, 7], "arm", "the arm is missing"))
    'arm, rows 3 and 7: the arm is missing'
    """
    return Problem(Place(at=str(column), rows=tuple(rows)), rule, mend)


def in_frame(problems: Iterable[Problem], called: Mapping[str, str]) -> list[Problem]:
    """What the check of a study's tables says, with rows of the frame, from 0, instead of lines of a file, from 1.

    Parameters
    ----------
    called : columns that the frame calls by another name.
    """
    rows: dict[tuple[str, str, str], list[int]] = {}
    for problem in problems:
        place = problem.where
        found = rows.setdefault((called.get(place.at, place.at), problem.rule, problem.mend), [])
        found += [place.line - 1] if place.line else []
    return [
        in_rows(sorted(at), column or "frame", rule, mend) if at else Problem(Place(at=column), rule, mend)
        for (column, rule, mend), at in rows.items()
    ]
