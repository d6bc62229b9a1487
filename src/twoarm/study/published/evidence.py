"""``evidence.csv``: published estimates of other studies, read as they were printed and checked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.dictionary import NUMBER
from twoarm.study.files.plain_csv import by_line, read_plain_csv
from twoarm.study.labels import label_problem
from twoarm.study.prose.limits import fields_of, length_rules, limit_of
from twoarm.study.published.kinds import BareP, Claim
from twoarm.suggestions import did_you_mean

EVIDENCE = "evidence.csv"
_RATIOS = ("OR", "RR", "HR")
CONTRASTS = ("SMD", *_RATIOS)  # of two arms: treated minus control, or treated over control
MEASURES = (*CONTRASTS, "before", "after", "threshold")
_NUMBERS = ("estimate", "low", "high")
_LIMIT = 1e15  # beyond it no plain number is meant


@dataclass(frozen=True)
class Published:
    """One row of ``evidence.csv``: the strings as they were printed, so that no digit is added or lost."""

    source: str
    outcome: str
    measure: str
    estimate: str
    low: str
    high: str
    p_value: str
    citation: str

    @property
    def value(self) -> float:
        """The estimate as a number."""
        return float(self.estimate)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both limits as numbers, or None where none were printed."""
        return (float(self.low), float(self.high)) if self.low else None

    @property
    def is_contrast(self) -> bool:
        """Whether the row compares two arms."""
        return self.measure in CONTRASTS

    @property
    def is_ratio(self) -> bool:
        """Whether no difference is 1 and the scale a logarithmic one."""
        return self.measure in _RATIOS


def read_evidence(path: Path) -> list[Published]:
    """Read ``evidence.csv``.

    Raises
    ------
    InputError
        With every broken row and column at once.
    """
    table = read_plain_csv(path)
    problems = list(_columns(table, path.name))
    if not problems:
        rows = [(line, _row(row)) for line, row in by_line(table)]
        problems = [Problem(Place(path.name), "no rows below the header")] if not rows else []
        problems += [
            Problem(Place(path.name, line, column), rule)
            for line, row in rows
            for column, rule in _broken(row)
        ]
        problems += _twice(rows, path.name)
    if problems:
        raise InputError(
            f"{path.name} breaks its rules", problems, f"Correct {path.name}; see docs/evidence.md."
        )
    return [row for _, row in rows]


def unknown_evidence(claims: Iterable[Claim], published: list[Published]) -> Iterator[Problem]:
    """Each claim that names an outcome which no contrast of ``evidence.csv`` has, or that compares no arms."""
    outcomes = list(dict.fromkeys(row.outcome for row in published if row.is_contrast))
    rule = f"no comparison of two arms in {EVIDENCE} has this outcome"
    rule = rule if published else f"names an outcome of {EVIDENCE}, and there is no such file"
    for claim in claims:
        name = getattr(claim, "evidence", None)
        if name is None:
            continue
        where = Place("claims.yml", at=f"{claim.id}, evidence")
        if name not in outcomes:
            yield Problem(where, rule, did_you_mean(name, outcomes))
        if isinstance(claim, BareP) and claim.comparison != "between":
            yield Problem(where, "a comparison within an arm has no pooled difference of two arms")


def _columns(table: pd.DataFrame, name: str) -> Iterator[Problem]:
    known = [f.name for f in fields(Published)]
    for place, column in enumerate(table.columns, 1):
        if column not in known:
            yield Problem(
                Place(name, at=f"column {place}"), "unknown column", f"the columns are {', '.join(known)}"
            )
    yield from (Problem(Place(name, at=c), "missing column") for c in known if c not in table.columns)


def _row(row: dict[str, str]) -> Published:
    return Published(**{column: text.strip() for column, text in row.items()})


def _broken(row: Published) -> Iterator[tuple[str, str]]:
    """The rules that a single row can break; what is no number is not compared."""
    for column in ("source", "outcome"):
        if rule := label_problem(getattr(row, column)):
            yield column, rule.replace("label", "name")
    if not row.citation:
        yield "citation", "the full reference is missing"
    for column in fields_of(EVIDENCE):
        yield from ((column, rule) for rule in length_rules(getattr(row, column), limit_of(EVIDENCE, column)))
    if row.measure not in MEASURES:
        yield "measure", f"not one of {', '.join(MEASURES)}"
    wrong = list(_not_numbers(row))
    yield from wrong
    if not wrong:
        yield from _not_an_interval(row)
    if row.p_value and not _is_p(row.p_value):
        yield "p_value", "neither a number above 0 and at most 1, nor < and such a number"


def _not_numbers(row: Published) -> Iterator[tuple[str, str]]:
    if not row.estimate:
        yield "estimate", "the estimate is missing"
    for column in _NUMBERS:
        text = getattr(row, column)
        if text and not (NUMBER.fullmatch(text) and abs(float(text)) < _LIMIT):
            yield column, "not a plain number; a decimal has a point and a minus sign is -"
        elif text and row.is_ratio and float(text) <= 0:
            yield column, f"an {row.measure} is above 0"


def _not_an_interval(row: Published) -> Iterator[tuple[str, str]]:
    if bool(row.low) != bool(row.high):
        yield ("high" if row.low else "low"), "limits are given both or not at all"
    elif row.interval and not row.interval[0] <= row.value <= row.interval[1]:
        yield "estimate", "the estimate does not lie between its limits"


def _is_p(text: str) -> bool:
    printed = text.removeprefix("<").strip()
    return re.fullmatch(NUMBER, printed) is not None and 0 < float(printed) <= 1


def _twice(rows: list[tuple[int, Published]], name: str) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in rows:
        key = row.source, row.outcome, row.measure
        if key in seen:
            rule = f"source, outcome and measure are those of line {seen[key]}"
            yield Problem(Place(name, line), rule)
        seen.setdefault(key, line)
