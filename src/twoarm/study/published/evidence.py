"""``evidence.csv``: published estimates of other studies, read as they were printed and checked row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import ConfigDict, Field, TypeAdapter

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_csv import by_line, read_plain_csv
from twoarm.study.labels import label_problem
from twoarm.study.prose.limits import length_rules, limit_of
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP
from twoarm.study.schema.cells import LARGEST, NUMBER, Plain, one_of
from twoarm.study.schema.checked import checked_row, keeping
from twoarm.suggestions import did_you_mean

EVIDENCE = "evidence.csv"
_RATIOS = ("OR", "RR", "HR")
CONTRASTS = ("SMD", *_RATIOS)  # of two arms: treated minus control, or treated over control
MEASURES = (*CONTRASTS, "before", "after", "threshold")


def _broken_number(text: str) -> Iterator[str]:
    if text and not (NUMBER.fullmatch(text) and abs(float(text)) < LARGEST):
        yield "not a plain number; a decimal has a point and a minus sign is -"


def _broken_p(text: str) -> Iterator[str]:
    printed = text.removeprefix("<").strip()
    if text and not (NUMBER.fullmatch(printed) and 0 < float(printed) <= 1):
        yield "neither a number above 0 and at most 1, nor < and such a number"


def _broken_name(text: str) -> Iterator[str]:
    if rule := label_problem(text):
        yield rule.replace("label", "name")


def _given(text: str) -> Iterator[str]:
    yield from ["the estimate is missing"] * (not text)


def _cited(text: str) -> Iterator[str]:
    yield from ["the full reference is missing"] * (not text)
    yield from length_rules(text, limit_of(EVIDENCE, "citation"))


Named = Annotated[Plain, keeping(_broken_name)]
PrintedNumber = Annotated[Plain, keeping(_broken_number)]


@dataclass(frozen=True)
class Published:
    """One row of ``evidence.csv``: the strings as they were printed, so that no digit is added or lost."""

    source: Annotated[
        Named,
        Field(
            title="1 to 80 letters, digits, spaces and plain signs",
            description="the short name of the publication in tables and figures",
        ),
    ]
    outcome: Annotated[
        Named,
        Field(
            title=(
                "1 to 80 letters, digits, spaces and plain signs, in small letters unless it is a name or "
                "an abbreviation; with a unit where it has one"
            ),
            description=(
                "the question. A claim of `claims.yml` names it in its field `evidence`. Sentences print "
                "it as it stands"
            ),
        ),
    ]
    measure: Annotated[
        Plain,
        one_of(MEASURES),
        Field(
            title="`SMD`, `OR`, `RR`, `HR`, `before`, `after` or `threshold`",
            description="what the estimate is, as listed under the measures",
        ),
    ]
    estimate: Annotated[
        PrintedNumber,
        keeping(_given),
        Field(
            title="a number with a decimal point and `-` for minus; above 0 for a ratio",
            description="the estimate, as printed",
        ),
    ]
    low: Annotated[
        PrintedNumber,
        Field(
            title="a number, not above the estimate; empty where no interval was printed",
            description="the lower limit; limits are given both or not at all",
        ),
    ]
    high: Annotated[
        PrintedNumber,
        Field(
            title="a number, not below the estimate; empty where no interval was printed",
            description="the upper limit",
        ),
    ]
    p_value: Annotated[
        Plain,
        keeping(_broken_p),
        Field(
            title="a number above 0 and at most 1, or `<` and such a number; may be empty",
            description="the P value, as printed",
        ),
    ]
    citation: Annotated[
        Plain,
        keeping(_cited),
        Field(
            title="words",
            description="the full reference, printed beneath the table",
        ),
    ]

    __pydantic_config__ = ConfigDict(extra="forbid", hide_input_in_errors=True)

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
    rows: list[tuple[int, Published]] = []
    for line, cells in by_line(table) if not problems else ():
        row, wrong = checked_row(_ROW, _broken, cells, _STAND_INS, Place(path.name, line))
        problems += wrong
        rows += [(line, row)] if row else []
    if not problems and not rows:
        problems = [Problem(Place(path.name), "no rows below the header")]
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


def _broken(row: Published) -> Iterator[tuple[str, str]]:
    """The rules between the cells of a row; what is no ratio's number is not compared."""
    wrong = [
        (column, f"an {row.measure} is above 0")
        for column in ("estimate", "low", "high")
        if row.is_ratio and (text := getattr(row, column)) and float(text) <= 0
    ]
    yield from wrong or _not_an_interval(row)


def _not_an_interval(row: Published) -> Iterator[tuple[str, str]]:
    if bool(row.low) != bool(row.high):
        yield ("high" if row.low else "low"), "limits are given both or not at all"
    elif row.interval and not row.interval[0] <= row.value <= row.interval[1]:
        yield "estimate", "the estimate does not lie between its limits"


_ROW = TypeAdapter(Published)
_STAND_INS = {
    "source": "A",
    "outcome": "a",
    "measure": "before",
    "low": "",
    "high": "",
    "p_value": "",
    "citation": "A",
}


def _twice(rows: list[tuple[int, Published]], name: str) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in rows:
        key = row.source, row.outcome, row.measure
        if key in seen:
            rule = f"source, outcome and measure are those of line {seen[key]}"
            yield Problem(Place(name, line), rule)
        seen.setdefault(key, line)
