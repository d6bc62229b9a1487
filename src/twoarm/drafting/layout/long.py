"""Visits in rows: which column says the visit, and which columns belong to the patient."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from twoarm.drafting.layout.visit_names import ORDER_ONLY, in_order, visit_of
from twoarm.errors import InputError, Place, Problem
from twoarm.study.guessing.cells import plain
from twoarm.study.guessing.names import a_label, lower, readable, words_of
from twoarm.study.schema.cells import NUMBER
from twoarm.study.specification import Visit

_NAMES = {
    "visit", "visitnum", "time", "timepoint", "week", "weeks", "month", "months", "day", "days", "period", "occasion",
    "wave", "year", "hour", "hours", "session", "phase", "followup", "assessment",
}  # fmt: skip
_UNITS = {
    unit + s: unit + "s" for unit in ("minute", "hour", "day", "week", "month", "year") for s in ("", "s")
}
MOST_VISITS = 20


def visit_candidates(table: pd.DataFrame, key: str) -> list[str]:
    """The columns that could say which visit a row is: no patient has one of their values twice."""
    return [c for c in table.columns if c != key and _tells_visits(table, key, c)]


def named_visit(candidates: Sequence[str]) -> str:
    """The one candidate whose name says it; empty where none does, or several do."""
    named = [c for c in candidates if set(lower(words_of(c))) & _NAMES]
    return named[0] if len(named) == 1 else ""


def refuse_bad_visits(table: pd.DataFrame, key: str, visit: str) -> None:
    """Rows without a visit, and visits that a patient has twice.

    Raises
    ------
    InputError
        With the lines of all.
    """
    empty = table.index[table[visit] == ""]
    again = table.index[table.duplicated([key, visit]) & (table[visit] != "")]
    problems = [Problem(Place(line=n, at=visit), "the visit is missing") for n in empty]
    problems += [Problem(Place(line=n), "this patient has this visit already") for n in again]
    if table[visit].nunique() > MOST_VISITS:
        count = table[visit].nunique()
        problems = [
            Problem(
                Place(at=visit), f"{count} different visits; a report has at most {MOST_VISITS} planned ones"
            )
        ]
    if problems:
        raise InputError(
            "The visits cannot be told apart", problems, "Correct them, or name another column: --visit"
        )


def visits_in_rows(cells: pd.Series, column: str) -> tuple[list[Visit], str, str | None, bool]:
    """The visits of a column in their order, the unit of their times, the baseline visit, and whether all was told."""
    cells = plain(cells)
    codes = list(dict.fromkeys(cells))
    said = next((_UNITS[w] for w in lower(words_of(column)) if w in _UNITS), "")
    if all(NUMBER.fullmatch(code) for code in codes):
        codes.sort(key=float)
        times = [float(code) for code in codes]
        shown = readable(words_of(column))
        visits = [
            Visit(code=c, label=a_label(f"{shown} {c}", c), time=t - min(times[0], 0))
            for c, t in zip(codes, times, strict=True)
        ]
        return visits, said or ORDER_ONLY, codes[0] if times[0] == 0 else None, bool(said)
    found = [visit for code in codes if (visit := visit_of(words_of(code), bare=True))]
    if len(found) == len(codes) == len({v.code for v in found}):
        names = {id(v): code for v, code in zip(found, codes, strict=True)}
        ordered, times, unit, told = in_order(found)
        visits = [_visit(names[id(v)], t) for v, t in zip(ordered, times, strict=True)]
        return visits, unit, visits[0].code if ordered[0].baseline else None, told
    return [_visit(code, float(n)) for n, code in enumerate(codes)], ORDER_ONLY, None, False


def _visit(code: str, time: float) -> Visit:
    label = a_label(code, f"visit {time:g}")
    return Visit(code=code, label=label, time=time)


def belongs_to_visit(table: pd.DataFrame, visit: str, column: str) -> bool:
    """Whether a column says nothing but which visit a row is."""
    filled = table[table[column] != ""]
    return bool((filled.groupby(visit)[column].nunique() <= 1).all())


def _tells_visits(table: pd.DataFrame, key: str, column: str) -> bool:
    cells = table[column]
    distinct = cells.nunique()
    return bool(
        (cells != "").all() and 2 <= distinct <= MOST_VISITS and not table.duplicated([key, column]).any()
    )
