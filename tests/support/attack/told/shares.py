"""Shares of patients: what a percentage, an estimate, its limits, a P or a mark tell of the counts behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from attack.counts import at_level
from attack.published import Published, Row, within
from attack.relations import Key
from attack.told.calculators import ALONE, CALCULATORS, EVERYBODY, LAST, NOBODY, PERIODS, SHOWN, computed
from attack.told.enumeration import Check, Group
from attack.told.marks import marks_of_shares
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.study.dictionary import Variable


def share_groups(published: Published, keys: Mapping[Key, Any]) -> Iterator[Group]:
    """A group for each pair of shares: events and patients of the treated arm, then of the control arm."""
    treated, control = published.design.arms
    for key in [k for k in keys if k[0] == "count" and k[3] == treated]:
        _, name, visit, _, level = key
        variable = published.design.variable(name)
        other = at_level(name, visit, control, level)
        if variable is None or other not in keys:
            continue
        whole = [_whole(keys, k) for k in (key, other)]
        if None in whole:
            continue
        group = Group(f"{name} {visit} {level}".strip(), (whole[0], key, whole[1], other))
        group.checks = [
            *_percent(published, variable, visit, level),
            *_both(published, variable, visit, level),
        ]
        yield group


def _whole(keys: Mapping[Key, Any], part: Key) -> Key | None:
    """What a count is a part of, as the relations have it."""
    units = ("units", *part[1:4])
    for key in keys:
        if key[0] == "without" and key[1 : 1 + len(part)] == part and key[1 + len(part)] == "of":
            whole = key[2 + len(part) :]
            if whole == units or whole[0] in ("known", "pairs"):
                return whole
    return None


def _percent(published: Published, variable: Variable, visit: str, level: str) -> Iterator[Check]:
    """Percentages, and the intervals of one share alone; the places are those of the arm."""
    for row in published.rows("summaries"):
        if (row["variable"], row["visit"], row["level"]) == (variable.name, visit, level):
            places = (0, 1) if row["arm"] == published.design.arms[0] else (2, 3)
            yield Check(f"{level} n", places, lambda n, x: 0 <= x <= n, counted=True)
            if limits := published.percent(row):
                yield Check("summaries percent", places, partial(_is_percent, published, limits))
    if not _by_patient(variable, level):
        return
    for row in published.rows("results"):
        if row["analysis"] in ALONE and (row["variable"], row["visit"]) == (variable.name, visit):
            places = (0, 1) if row["arm"] == published.design.arms[0] else (2, 3)
            yield from _alone(published, row, places)


def _is_percent(published: Published, limits: tuple[float, float], n: int, x: int) -> bool:
    return any(whole > 0 and within(100 * part / whole, limits) for whole, part in published.ways((n, x)))


def _alone(published: Published, row: Row, places: tuple[int, ...]) -> Iterator[Check]:
    function, level = ALONE[row["analysis"]], float(row["conf_level"] or 0.95)
    made = {
        "estimate": lambda n, x: x / n,
        "low": lambda n, x: function(x, n, level)[0],
        "high": lambda n, x: function(x, n, level)[1],
    }
    for column, number in made.items():
        if limits := published.number(row[column]):
            name = f"results {row['analysis']} {column}"
            yield Check(name, places, lambda n, x, f=number, at=limits: n > 0 and within(f(n, x), at))


def _by_patient(variable: Variable, level: str) -> bool:
    """Whether the analyses of the variable are of these shares: an event, or any event, of patients."""
    if variable.measure == "events":
        return level == "patients"
    return variable.kind == "binary"


def _both(published: Published, variable: Variable, visit: str, level: str) -> Iterator[Check]:
    """What is published of both shares together."""
    found = list(_asked(published, variable, visit, level))
    yield from sorted(found, key=lambda check: any(name in check.name.split() for name in LAST))


def _asked(published: Published, variable: Variable, visit: str, level: str) -> Iterator[Check]:
    improved = {name for name, period in PERIODS.items() if period == level}
    by_patient = _by_patient(variable, level) and not improved
    for row in published.rows("results"):
        if row["variable"] != variable.name or row["visit"] != visit or row["arm"]:
            continue
        analysis = row["analysis"]
        if analysis in improved or (by_patient and analysis in CALCULATORS and analysis not in PERIODS):
            yield from _of_row(published, f"results {analysis}", analysis, row, variable)
    if by_patient:
        yield from _other_tables(published, variable, visit)
        yield from marks_of_shares(published, variable, visit)
    unit = "units" if variable.measure == "events" and level != "patients" else "patients"
    for row in published.rows("specifications"):
        plain = (row["covariates"], row["weights"], row["outliers"], row["unit"]) == (
            "none",
            "none",
            "all",
            unit,
        )
        here = (row["variable"], row["visit"]) == (variable.name, visit) and (by_patient or unit == "units")
        if here and plain and row["test"] in TWO_SIDED_TESTS:
            name = f"specifications {row['test']}"
            yield from _of_row(published, name, "risk_difference", {**row, "p_value": ""}, variable)
            yield from _of_row(published, name, row["test"], {"p_value": row["p_value"]}, variable)


def _other_tables(published: Published, variable: Variable, visit: str) -> Iterator[Check]:
    for row in published.rows("power"):
        if (row["variable"], row["visit"]) == (variable.name, visit) and row["analysis"] in CALCULATORS:
            yield from _of_row(published, "power", row["analysis"], {"estimate": row["detectable"]}, variable)
    for row in published.rows("balance"):
        if (row["variable"], row["visit"]) == (variable.name, visit):
            yield from _of_row(published, "balance", "smd", {"estimate": row["smd"]}, variable)


def _of_row(published: Published, name: str, analysis: str, row: Row, variable: Variable) -> Iterator[Check]:
    """A check for each number of a row, and for a reason that says how many had the event."""
    level, margin = float(row.get("conf_level") or 0.95), variable.margin and variable.margin / 100
    asked = (level, published.design.alpha, margin)
    for column in SHOWN:
        if limits := published.number(row.get(column, "")):
            yield Check(
                f"{name} {column}", (0, 1, 2, 3), partial(_reproduces, analysis, asked, column, limits)
            )
    if row.get("reason") == NOBODY:
        yield Check(f"{name} reason", (0, 1, 2, 3), lambda n1, x1, n2, x2: x1 + x2 == 0)
    if row.get("reason") == EVERYBODY:
        yield Check(f"{name} reason", (0, 1, 2, 3), lambda n1, x1, n2, x2: x1 + x2 == n1 + n2)


def _reproduces(
    analysis: str,
    asked: tuple[float, float, float | None],
    column: str,
    limits: tuple[float, float],
    n1: int,
    x1: int,
    n2: int,
    x2: int,
) -> bool:
    return within(computed(analysis, x1, n1, x2, n2, *asked).get(column), limits)
