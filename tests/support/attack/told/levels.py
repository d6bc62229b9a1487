"""Patients by level: what a percentage, a test over the levels or a standardised difference tells of the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import numpy as np

from attack.counts import at_level, known
from attack.published import Published, Row, within
from attack.relations import Key
from attack.told.calculators import SHOWN, Columns, columns_of
from attack.told.enumeration import Check, Group
from twoarm.methods import counts, values
from twoarm.methods.weights import smd_categories
from twoarm.study.dictionary import Variable

ByLevel = tuple[int, ...]


def _each(by_level: ByLevel) -> np.ndarray:
    """The patients one by one, as their levels."""
    return np.repeat(np.arange(len(by_level)), by_level).astype(float)


def _of_each(function: Callable[..., Any]) -> Callable[[ByLevel, ByLevel, float], Columns]:
    return lambda t, c, level: columns_of(function(_each(t), _each(c), level))


OVER_LEVELS: dict[str, Callable[[ByLevel, ByLevel, float], Columns]] = {
    "chi_square": lambda t, c, level: {"p_value": counts.chi_square_p(t, c)},
    "mann_whitney": lambda t, c, level: columns_of(values.mann_whitney(_each(t), _each(c))),
    "probability_of_superiority": _of_each(values.probability_of_superiority),
    "proportional_odds": _of_each(values.proportional_odds),
    "smd": lambda t, c, level: {"estimate": smd_categories(t, c)},
}
# How a specification calls the same.
TESTS = {"brunner_munzel": "probability_of_superiority"}


@cache
def over_levels(analysis: str, treated: ByLevel, control: ByLevel, level: float) -> Columns:
    """The columns of an analysis of patients by level; nothing where an arm has none."""
    if not (sum(treated) and sum(control)):
        return {}
    return OVER_LEVELS[analysis](treated, control, level)


def level_groups(published: Published, keys: Mapping[Key, Any]) -> Iterator[Group]:
    """A group for each variable with levels at each of its visits: patients per level of one arm, then of the other."""
    for variable in published.design.variables:
        if variable.kind not in ("categorical", "ordinal"):
            continue
        for visit in published.design.visits_of(variable):
            arms = published.design.arms
            found = [at_level(variable.name, visit, arm, label) for arm in arms for label in variable.labels]
            wholes = [known(variable.name, visit, arm) for arm in arms]
            if all(key in keys for key in (*found, *wholes)):
                half = len(variable.labels)
                order = (wholes[0], *found[:half], wholes[1], *found[half:])
                group = Group(f"{variable.name} {visit}".strip(), order)
                group.checks = list(_checks(published, variable, visit, half))
                yield group


def _checks(published: Published, variable: Variable, visit: str, levels: int) -> Iterator[Check]:
    starts = (0, levels + 1)
    for start in starts:
        places = tuple(range(start, start + levels + 1))
        yield Check("sum of the levels", places, lambda n, *by_level: sum(by_level) == n, counted=True)
    for row in published.rows("summaries"):
        if (row["variable"], row["visit"]) == (variable.name, visit) and (limits := published.percent(row)):
            start = starts[published.design.arms.index(row["arm"])]
            places = (start, start + 1 + variable.labels.index(row["level"]))
            yield Check("summaries percent", places, partial(_is_percent, published, limits))
    everything = tuple(range(2 * levels + 2))
    for name, analysis, row in _rows(published, variable, visit):
        for column in SHOWN:
            if limits := published.number(row.get(column, "")):
                level = float(row.get("conf_level") or 0.95)
                holds = partial(_reproduces, analysis, level, column, limits, levels)
                yield Check(f"{name} {column}", everything, holds)


def _is_percent(published: Published, limits: tuple[float, float], n: int, x: int) -> bool:
    return any(whole > 0 and within(100 * part / whole, limits) for whole, part in published.ways((n, x)))


def _reproduces(
    analysis: str, level: float, column: str, limits: tuple[float, float], levels: int, *numbers: int
) -> bool:
    treated, control = numbers[1 : levels + 1], numbers[levels + 2 :]
    return within(over_levels(analysis, treated, control, level).get(column), limits)


def _rows(published: Published, variable: Variable, visit: str) -> Iterator[tuple[str, str, Row]]:
    """The rows with a statistic over the levels: how they are called, and which analysis it is."""
    here = (variable.name, visit)
    for row in published.rows("balance"):
        if (row["variable"], row["visit"]) == here:
            yield "balance", "smd", {"estimate": row["smd"]}
    for row in published.rows("results"):
        if (row["variable"], row["visit"], row["arm"]) == (*here, "") and row["analysis"] in OVER_LEVELS:
            yield f"results {row['analysis']}", row["analysis"], row
    for row in published.rows("specifications"):
        analysis = TESTS.get(row["test"], row["test"])
        if (row["variable"], row["visit"]) == here and analysis in OVER_LEVELS:
            yield f"specifications {row['test']}", analysis, row
