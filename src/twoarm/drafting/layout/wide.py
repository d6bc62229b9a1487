"""Visits in columns: which columns are one measurement at several visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from twoarm.drafting.layout.visit_names import VisitName, split_visit
from twoarm.faces import counts_only
from twoarm.study.guessing.cells import MISSING_NUMBERS, are_numbers
from twoarm.study.guessing.names import lower, words_of
from twoarm.study.plausible.quantities import quantity_of

BARE = re.compile(r".*[_ .-][0-9]+")


@counts_only
@dataclass(frozen=True)
class Series:
    """Columns of one measurement: its words, and its columns by the code of their visit."""

    words: tuple[str, ...]
    columns: dict[str, str]


def find_series(table: pd.DataFrame, columns: Sequence[str]) -> tuple[list[Series], list[VisitName]]:
    """The measurements that stand in several columns, and their visits, in no order yet."""
    split = {c: found for c in columns if (found := split_visit(words_of(c), bool(BARE.fullmatch(c))))}
    groups: dict[tuple[str, ...], list[str]] = {}
    for column, (stem, _) in split.items():
        groups.setdefault(lower(stem), []).append(column)
    kept = {stem: names for stem, names in groups.items() if _is_series(table, stem, names, split)}
    visits = {_code(split[c][1]): split[c][1] for names in kept.values() for c in names}
    later = {code for code, visit in visits.items() if not visit.baseline}
    for stem, names in groups.items():  # measured once, at a visit that others show to be one
        if stem not in kept and len(names) == 1 and _code(split[names[0]][1]) in later:
            kept[stem] = names
    series = [
        Series(split[names[0]][0], {visits[_code(split[c][1])].code: c for c in names})
        for names in kept.values()
    ]
    return series, list(visits.values())


def _is_series(table: pd.DataFrame, stem: tuple[str, ...], names: list[str], split: dict) -> bool:
    visits = [split[c][1] for c in names]
    if len({_code(v) for v in visits}) < max(2, len(names)):
        return False
    numbers = [v.number for v in visits if v.code.isdigit()]
    counted = sorted(numbers) == list(range(1, len(numbers) + 1))
    if len(numbers) == len(names) and counted and quantity_of(stem) is None:
        return False  # item_1, item_2 are questions rather than visits
    return len({_holds_numbers(table[c]) for c in names} - {None}) < 2


def _holds_numbers(cells: pd.Series) -> bool | None:
    filled = cells[(cells != "") & ~cells.str.casefold().isin(MISSING_NUMBERS)]
    return bool(are_numbers(filled).all()) if len(filled) else None


def _code(visit: VisitName) -> str:
    return visit.code.casefold()
