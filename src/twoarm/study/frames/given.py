"""The form of each argument of `compare`: names and levels, and never the values themselves, which are patients'."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd
from pandas.api.types import is_scalar

from twoarm.errors import Place, Problem
from twoarm.suggestions import nearest

Form = tuple[Callable[[list[Any], Any], bool], str, str]
PER_OUTCOME = ("event", "kind", "unit", "missing")


def malformed(frame: pd.DataFrame, given: Mapping[str, Any]) -> Iterator[Problem]:
    """Every argument that is not of its form, in one line each, whatever it holds."""
    columns = list(frame.columns)
    for name, (holds, rule, mend) in FORMS.items():
        value = given[name]
        each = value.values() if isinstance(value, Mapping) and name in PER_OUTCOME else [value]
        if not all(one is None or holds(columns, one) for one in each):
            yield Problem(Place(at=name), rule, mend.format(name))


def names_of(columns: list[Hashable], given: Any) -> list[Any]:
    """The outcomes: one name, or those of a list."""
    several = isinstance(given, list | tuple | set | pd.Index) and not _name(columns, given)
    return [] if given is None else list(given) if several else [given]


def _name(columns: list[Hashable], given: Any) -> bool:
    return is_scalar(given) or (isinstance(given, tuple) and given in columns)


def _names(columns: list[Hashable], given: Any) -> bool:
    """Several of which none is a column, nor near to one, are values."""
    names = names_of(columns, given)
    sound = all(_name(columns, one) for one in names)
    return sound and (len(names) < 2 or any(nearest(one, columns) is not None for one in names))


def _level(_: list[Hashable], given: Any) -> bool:
    return is_scalar(given)


def _pair(columns: list[Hashable], given: Any) -> bool:
    pair = isinstance(given, tuple | list) and len(given) == 2
    return pair and _name(columns, given[0]) and is_scalar(given[1])


def _word(_: list[Hashable], given: Any) -> bool:
    return isinstance(given, str)


def _codes(_: list[Hashable], given: Any) -> bool:
    return all(map(is_scalar, given if isinstance(given, list | tuple | set) else [given]))


_NAMED: Form = (_name, "not the name of a column", "give the name of the column")
_OF_ARM: Form = (_level, "not a level of the arm's column", "give the level itself")
_AT: Form = (
    _pair,
    "not a pair",
    '{}=("visit", "month 3"): the column, and the one level that is meant',
)
_BEFORE: Form = (*_AT[:2], _AT[2] + "; a baseline in a column of its own is not supported yet")
FORMS: Mapping[str, Form] = {
    "arm": _NAMED,
    "treated": _OF_ARM,
    "control": _OF_ARM,
    "outcome": (_names, "not the name of a column, nor a list of names", "give the name of the column"),
    "id": _NAMED,
    "visit": _AT,
    "baseline": _BEFORE,
    "event": _NAMED,
    "kind": (_word, "not a word", "such as {}='ordinal'"),
    "unit": (_word, "not a word", "such as {}='min'"),
    "missing": (_codes, "not a code, nor a list of codes", "such as {}=[999]"),
}
