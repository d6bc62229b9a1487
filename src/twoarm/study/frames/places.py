"""Where in a DataFrame a problem stands: a column and the positions of its rows, from 0 as ``frame.iloc`` counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from twoarm.errors import SHOWN_LINES, Problem

FROM_ZERO = "Rows are counted from 0, as frame.iloc does."


def in_rows(rows: Sequence[int], column: object, rule: str, mend: str = "") -> Problem:
    """One problem of some rows of a column.

    Examples
    --------
    >>> str(in_rows([3, 7], "arm", "the arm is missing"))
    'arm, rows 3 and 7: the arm is missing'
    """
    shown = [str(row) for row in rows[:SHOWN_LINES]]
    last = f"{len(rows) - SHOWN_LINES} more" if len(rows) > SHOWN_LINES else shown.pop()
    listed = " and ".join(filter(None, (", ".join(shown), last)))
    return Problem(f"{column}, row{'s' * (len(rows) > 1)} {listed}", rule, mend)


def in_frame(problems: Iterable[Problem], called: Mapping[str, str]) -> list[Problem]:
    """What the check of a study's tables says, with rows of the frame instead of lines of a file.

    Parameters
    ----------
    called : columns that the frame calls by another name.
    """
    rows: dict[tuple[str, str, str], list[int]] = {}
    for problem in problems:
        _, line, column = problem.place
        found = rows.setdefault((called.get(column, column), problem.rule, problem.mend), [])
        found += [] if line is None else [line]
    return [
        in_rows(sorted(at), column or "frame", rule, mend) if at else Problem(column, rule, mend)
        for (column, rule, mend), at in rows.items()
    ]


def meant(name: Hashable, known: Iterable[Hashable]) -> str:
    """``did you mean ...?``, or nothing where nothing is near."""
    by_text = {str(one): one for one in known}
    same = [one for one in by_text if one.casefold() == str(name).casefold()]
    near = same or get_close_matches(str(name), by_text, n=1, cutoff=0.5)
    return f"did you mean {by_text[near[0]]!r}?" if near else ""
