"""The records behind the shown numbers: rows of the published tables, and what the study's own files state."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from twoarm.faces import counts_only
from twoarm.present.about.methods_said import METHODS_SAID
from twoarm.publish.traces.shown import ShownNumber, shown_numbers
from twoarm.tables.columns import Column, Holds
from twoarm.tables.every import RUN_TABLES

_SUBJECTS = ("variable", "characteristic", "subgroup", "other", "id", "claim", "claims", "outcome")
_AUTHOR = re.compile(r"[A-Z][\w-]{3,}")
_SCENARIO = re.compile(r"_if_(\d+)_and_(\d+)_patients$")
_NO_WORDS = ("method", "arm_label", "unit", "time_unit", "verdict", "variable")


@counts_only
@dataclass(frozen=True)
class Fact:
    """One number of a record: its column, the value, and what was done with it before it was shown."""

    record: Record
    column: str
    says: str
    value: float
    form: str = ""
    holds: Holds = Holds.NUMBER
    printed: str = ""

    @cached_property
    def names(self) -> set[str]:
        """What the words around a number may call it: its column, what was done with it, of a claim the statistic."""
        statistic = self.record.content.get("statistic", "") if self.column == "recomputed" else ""
        ends = [end for end in ("low", "high") if f"_{end}" in statistic] or (
            ["estimate"] if statistic else []
        )
        kinds = [kind for kind in ("p_value", "percent") if statistic.startswith(kind)]
        return {self.column, *self.form.split(", "), *ends, *kinds}

    @property
    def place(self) -> tuple[object, ...]:
        """What two facts share that are the same number, or the same words, told in two rows of a file."""
        record = self.record
        if self.printed:
            return (record.file, record.row.get("id", self.column), self.printed)
        return (record.file, record.subjects, record.method, record.visit, record.arm, self.value)

    @cached_property
    def words(self) -> str:
        """What stands in its column."""
        return " ".join(self.record.content.get(self.column, "").split())

    def stands_in(self, text: str) -> bool:
        """Whether these are the words of the record, as they stand there, and no lone number."""
        if not self.printed:
            return False
        said = self.words
        return len(said) > len(self.printed) + 2 and (
            said in text or (text in said and len(text) > len(self.printed))
        )

    def shows_as(self, shown: ShownNumber) -> bool:
        """Whether the number is how this value may be shown."""
        if self.printed:  # a number of somebody's words is repeated as it stands there
            return shown.text.lstrip("−-") == self.printed.lstrip("−-")
        return shown.rounds(self.value) or (bool(shown.bound) and self._bounded(shown))

    def _bounded(self, shown: ShownNumber) -> bool:
        """Whether it lies beyond a bound that printing sets: a P near 0 or 1, a share near all."""
        near = shown.value <= 0.001 or shown.value in (0.99, 99)
        return near and shown.bounds(self.value) and (self.holds == Holds.P_VALUE or self.form == AS_PERCENT)


PUBLISHED_ROW = "estimate"  # kind of a record that is a row of a published table
AS_PERCENT, UNSIGNED, AS_ONE_IN, AS_REST = (
    "in percent",
    "without its sign",
    "one patient in so many",
    "one minus it",
)
SMALLEST_P = "the smallest P that so many draws allow"
NEAR_ENOUGH = "less or more what is near enough"


@counts_only
@dataclass(frozen=True, eq=False)
class Record:
    """A row of a published table, or of a file of the study.

    Attributes
    ----------
    file : where it stands. row : its key and what that says, in the order of the columns. content : the whole row.
    subjects : codes of what it is about. phrases : words by which a page tells this record from others of its subjects.
    kind : what it is, for a reader. rank : the less, the nearer to the origin of a number that several records have.
    """

    file: str
    row: Mapping[str, str]
    subjects: frozenset[str]
    content: Mapping[str, str] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    kind: str = PUBLISHED_ROW

    @cached_property
    def arm(self) -> str:
        """Code of the arm; empty of a contrast."""
        return self.content.get("arm", "")

    @cached_property
    def visit(self) -> str:
        """Code of the visit."""
        return self.content.get("visit", "")

    @cached_property
    def method(self) -> str:
        """Name of its method in the registry."""
        return self.content.get("analysis") or self.content.get("method", "")

    @cached_property
    def supposed(self) -> tuple[str, ...]:
        """How many patients of either arm its statistic supposes; empty where it supposes nothing."""
        found = _SCENARIO.search(self.content.get("statistic", ""))
        return found.groups() if found else ()

    @cached_property
    def primary(self) -> bool:
        """Whether it is the analysis that leads."""
        return self.content.get("role") == "primary"

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its phrases as they are looked for among the words around a number."""
        return tuple(phrase.casefold() for phrase in self.phrases if phrase)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Its numbers in every form in which a page may show them."""
        table = RUN_TABLES.get(self.file.removesuffix(".csv"))
        if table is None or self.kind != PUBLISHED_ROW:
            return tuple(_stated(self))
        found = [fact for column in table.columns for fact in _of_column(self, column)]
        return (*found, *_following(self))


def published_records(folder: Path, arm: str) -> Iterator[Record]:
    """The rows of the published tables of a run, as they were written: nothing that they mask is known here.

    Parameters
    ----------
    folder : of the run. arm : name of the column that tells the arms apart, of which no page speaks as of an outcome.
    """
    for table in RUN_TABLES.values():
        if not (folder / table.file).is_file():
            continue
        with (folder / table.file).open(encoding="utf-8", newline="") as file:
            for content in csv.DictReader(file):
                subjects = {part for key in _SUBJECTS for part in _parts(key, content.get(key) or "")}
                subjects |= {content["question"]} if table.name == "questions" else set()
                subjects -= {arm}
                row = {key: content[key] for key in table.keys if content.get(key)}
                yield Record(table.file, row, frozenset(subjects), content, tuple(_phrases(content)))


def _parts(key: str, value: str) -> list[str]:
    return [value] if key == "outcome" and value else value.split()


def _phrases(content: Mapping[str, str]) -> Iterator[str]:
    """The words of its method and of what is estimated, and the values of its keys that a page may print."""
    method = METHODS_SAID.get(content.get("analysis") or content.get("method") or "")
    if method:
        author = _AUTHOR.match(method.words)
        yield from (method.words, method.estimand, author[0] if author else "")
    yield _SCENARIO.sub("", content.get("statistic", "")).removeprefix("p_value_").replace("_", " ")
    names = ("estimand", "level", "source", "statement", "quantity", "limits", "status", "at", "time")
    yield from (content[name].replace("_", " ") for name in names if content.get(name))


def _of_column(record: Record, column: Column) -> Iterator[Fact]:
    text = record.content.get(column.name) or ""
    value = _number(text)
    if value is None:
        if column.name not in _NO_WORDS:
            yield from _printed(record, column.name, column.says, text.replace("=", " "))
        return
    base = (record, column.name, column.says)
    yield Fact(*base, value, holds=column.holds)
    if value < 0:
        yield Fact(*base, -value, UNSIGNED, column.holds)
    if _is_share(record, column, value):
        yield Fact(*base, 100 * value, AS_PERCENT, column.holds)
        if value < 0:
            yield Fact(*base, -100 * value, f"{AS_PERCENT}, {UNSIGNED}", column.holds)
        if value and column.name.startswith(("estimate", "low", "high", "recomputed")):
            yield Fact(*base, abs(1 / value), AS_ONE_IN, column.holds)
    if "boundary_superiority" in record.content.get("statistic", ""):
        yield Fact(*base, 1 - value, AS_REST, column.holds)


def _following(record: Record) -> Iterator[Fact]:
    """What follows from the numbers of one row alone, where pages show it."""
    if record.file == "targets.csv":
        yield from _near_enough(record)
    if draws := _number(record.content.get("draws") or ""):
        yield Fact(record, "draws", "", 2 / (draws + 1), SMALLEST_P, Holds.P_VALUE)


def _near_enough(record: Record) -> Iterator[Fact]:
    """Both ends of what is near enough to a target."""
    target, within = (float(record.content[name]) for name in ("target", "within"))
    share = record.content["quantity"] == "share"
    for end in (target - within, target + within):
        value = 100 * max(end, 0.0) if share else end
        yield Fact(record, "target", "", value, NEAR_ENOUGH)


def _is_share(record: Record, column: Column, value: float) -> bool:
    """Whether it may be shown in percent: a level, a share, a difference of shares, a chance."""
    if column.holds in (Holds.COUNT, Holds.P_VALUE) or not -1 <= value <= 1:
        return False
    content = record.content
    if column.holds == Holds.LEVEL or column.name in (
        "power",
        "survival",
        "chance",
        "chance_of_stated",
        "alpha",
    ):
        return True
    if column.name.startswith(("at_", "chance")):
        return True
    if column.name == "threshold":
        return True
    if record.file == "claims.csv":
        return content["statistic"].startswith(("risk_diff", "probability", "percent"))
    if record.file == "targets.csv":
        return content["quantity"] == "share"
    units = {content.get(name) for name in ("measure_unit", "scale", "quantity")}
    if units & {"proportion", "share"}:
        return True
    method = METHODS_SAID.get(record.method)
    return bool(method and method.in_percent)


def _printed(record: Record, name: str, says: str, text: str) -> Iterator[Fact]:
    for number in shown_numbers(text):
        yield Fact(record, name, says, number.value, printed=number.text, holds=Holds.TEXT)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _stated(record: Record) -> Iterator[Fact]:
    """The numbers of a record that is no row of a published table: each of its fields says what it is."""
    for name, text in record.content.items():
        value = _number(text)
        if value is None:
            yield from _printed(record, name, "", text.replace("=", " "))
        else:
            yield Fact(record, name, "", value)
            if 0 < value < 1:
                yield Fact(record, name, "", 100 * value, AS_PERCENT)
