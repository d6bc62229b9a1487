"""Patients of whom two things are known: a characteristic beside an outcome, or the level of a subgroup."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attack.published import Published, Row, is_masked
from attack.relations import Key, Relations, Seen, at_level, known, size
from twoarm.masked import MASKED
from twoarm.study.dictionary import Variable

Analysed = Callable[[Variable, str, str], Key]  # of an outcome at a visit in an arm


def together(published: Published, found: Relations, analysed: Analysed) -> None:
    """The patients behind confounding.csv and subgroups.csv."""
    for row, side, arm in _sides(published, "confounding"):
        other = known(row["characteristic"], row["characteristic_visit"], arm)
        key = ("both", row["variable"], row["visit"], row["characteristic"], row["characteristic_visit"], arm)
        outcome = analysed(_variable(published, row["variable"]), row["visit"], arm)
        _among(found, key, outcome, other, arm)
        _see(published, found, f"confounding {side}", row[side], key)
    for row, side, arm in _sides(published, "subgroups"):
        outcome = analysed(_variable(published, row["variable"]), row["visit"], arm)
        key = _at_level(published, found, row, outcome, arm) if row["subgroup"] else outcome
        _see(published, found, f"subgroups {side}", row[side], key)


def _sides(published: Published, table: str) -> Iterator[tuple[Row, str, str]]:
    for row in published.rows(table):
        for side, arm in zip(("n_treated", "n_control"), published.design.arms, strict=True):
            if row[side]:
                yield row, side, arm


def _variable(published: Published, name: str) -> Variable:
    found = published.design.variable(name)
    assert found is not None
    return found


def _see(published: Published, found: Relations, where: str, text: str, key: Key) -> None:
    """A cell of a subgroup of which nothing is told says nothing: its number may be a large one that follows from others."""
    found.add(key)
    limits = published.count(text)
    if limits and text != MASKED:
        found.see(key, Seen(where, text, is_masked(text)), limits)


def _among(found: Relations, both: Key, one: Key, other: Key, arm: str) -> None:
    """Patients of both are part of either, and of the arm no more are in neither than it has."""
    found.part(both, one)
    found.part(both, other)
    if one != other:
        found.at_least(both, {one: 1, other: 1, size(arm): -1})


def _at_level(published: Published, found: Relations, row: Row, outcome: Key, arm: str) -> Key:
    """Those at a level of whom the outcome is known; the patients of all levels are those whose level is known."""
    variable = _variable(published, row["subgroup"])
    whole, place = known(variable.name, "", arm), ("both", row["variable"], row["visit"], variable.name)
    levels = [at_level(variable.name, "", arm, label) for label in variable.labels]
    parts = [(*place, code, arm) for code, _ in variable.levels]
    found.total(whole, levels)
    found.total((*place, "", arm), parts)
    _among(found, (*place, "", arm), outcome, whole, arm)
    for part, level in zip(parts, levels, strict=True):
        _among(found, part, outcome, level, arm)
    return (*place, row["level"], arm)
