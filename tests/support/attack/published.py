"""What a reader of a report has: its tables, its policy, and the design and dictionary that it prints."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twoarm.masked import MASKED_COUNT
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import Policy
from twoarm.study.opened import Study

Row = Mapping[str, str]
Range = tuple[int, int]
MANY = 100_000  # no arm has more patients
SIDES = (1.0, 0.05, 0.01, 0.001)  # of a ratio, and of a P
BOUNDS = re.compile(r"(\d+) to (\d+)")


@dataclass(frozen=True)
class Design:
    """What chapters 01 and 07 print of a study.

    Attributes
    ----------
    arms : codes, treated first.
    variables : of the dictionary.
    visits : codes in their order.
    baseline : code of the visit before treatment; empty without one.
    families : outcomes whose P values are adjusted together.
    """

    arms: tuple[str, str]
    variables: tuple[Variable, ...]
    visits: tuple[str, ...] = ()
    baseline: str = ""
    alpha: float = 0.05

    def variable(self, name: str) -> Variable | None:
        return next((v for v in self.variables if v.name == name), None)

    def visits_of(self, variable: Variable) -> list[str]:
        """The visits at which a variable is measured; one empty code for what is measured once."""
        if variable.table == "patients":
            return [""]
        return [code for code in self.visits if not variable.visits or code in variable.visits]

    def before(self, variable: Variable) -> str:
        """The baseline visit of a variable, empty without one."""
        return self.baseline if self.baseline in self.visits_of(variable) else ""

    def after(self, variable: Variable) -> list[str]:
        """The visits at which the arms are compared."""
        return [v for v in self.visits_of(variable) if not v or v != self.before(variable)]


def design_of(study: Study) -> Design:
    """What a study's report prints of its design; its patients are not looked at."""
    treated, control = (arm.level for arm in study.arms)
    visits = tuple(visit.code for visit in study.spec.visits)
    baseline = study.spec.baseline_visit or ""
    return Design((treated, control), study.dictionary, visits, baseline, study.parameters.alpha)


@dataclass(frozen=True)
class Published:
    """The tables of a run, all cells as their text, with what the report says of policy and design."""

    policy: Policy
    design: Design
    tables: Mapping[str, list[Row]] = field(repr=False)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of the variables of the dictionary; a table that is not there has none.

        What both arms show together is left out: `of_both` has it.
        """
        known = (row for row in self.tables.get(table, ()) if self.design.variable(row["variable"]))
        return (row for row in known if table != "summaries" or row["arm"])

    def of_both(self) -> Iterator[tuple[Row, list[Row]]]:
        """The summaries of both arms together, each with those of the arms.

        What is known before treatment may stand in two sections: among the characteristics, and with its course.
        """
        place = ("section", "variable", "visit", "level")
        for row in self.tables.get("summaries", ()):
            if not row["arm"]:
                yield row, [r for r in self.rows("summaries") if all(r[c] == row[c] for c in place)]

    def count(self, text: str) -> Range | None:
        """Between which numbers a published count lies; None where there is none."""
        return read_count(text, self.policy) if text else None

    def number(self, text: str) -> tuple[float, float] | None:
        """Between which numbers a published statistic lies."""
        return read_number(text, self.policy.digits) if text else None

    def ways(self, counts: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Counts as they are and as they are shown: a share, or an error, may be of either."""
        shown = tuple(self.policy.multiple(count) for count in counts)
        return [counts] if shown == counts else [counts, shown]

    def percent(self, row: Row) -> tuple[float, float] | None:
        """Between which numbers a percentage lies that is not simply that of the counts as they are shown beside it."""
        limits = self.number(row["percent"])
        shown = row["count"].isdecimal() and row["n"].isdecimal() and int(row["n"]) > 0
        alike = limits and shown and within(100 * int(row["count"]) / int(row["n"]), limits)
        return None if alike else limits

    def of_means(self, row: Row, column: str) -> tuple[float, float] | None:
        """Between which numbers a mean, a difference of means or a limit lies: in steps where its limits lie about it so."""
        return self.mean(row[column]) if is_coarse(row) else self.number(row[column])

    def mean(self, text: str) -> tuple[float, float] | None:
        """Between which numbers a published mean lies."""
        return read_mean(text, self.policy.digits) if text else None


def read_run(folder: Path, policy: Policy, design: Design) -> Published:
    """The tables in the folder of a run."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = [
                {k: v.removeprefix("'") for k, v in row.items()} for row in csv.DictReader(file)
            ]
    return Published(policy, design, tables)


def as_published(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Row]]:
    """Rows of values as the cells of their files; rows that agree in everything once."""
    cells = {name: [{k: _text(v) for k, v in row.items()} for row in found] for name, found in rows.items()}
    return {
        name: list({json.dumps(row, sort_keys=True): row for row in found}.values())
        for name, found in cells.items()
    }


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)


def is_readable(text: str) -> bool:
    """Whether a cell of a count is one, or says in a known way that it is masked."""
    return text.isdecimal() or bool(MASKED_COUNT.fullmatch(text))


def is_masked(text: str) -> bool:
    """Whether a count is not shown as a number."""
    return not text.isdecimal()


def read_count(text: str, policy: Policy) -> Range:
    """The smallest and the largest number that a published count can stand for."""
    slack = policy.rounding // 2
    if text == policy.word:
        return policy.smallest, policy.largest
    if found := BOUNDS.fullmatch(text):
        low, high = (int(part) for part in found.groups())
        return low, high
    if is_masked(text):
        return 0, MANY
    count = int(text)
    if policy.rounding == 1 or count == 0:  # nobody is never rounded: a small count is masked
        return count, count
    masked_below = policy.largest + 1 if policy.masks else 0
    return max(count - slack, masked_below), count + slack


def read_number(text: str, digits: int | None) -> tuple[float, float]:
    """The smallest and the largest number that is shown so: a half of its last significant digit away on either side.

    Beside no difference and the usual levels it is a whole one: a limit and a P are shown on their own side of these.
    """
    if text.startswith("<"):
        return 0.0, float(text[1:])
    value = float(text)
    if value == 0 or not math.isfinite(value):
        return value, value
    unit = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits) if digits else 0.0
    beside = min(abs(value - side) for side in SIDES) <= 1.5 * unit
    half = (1.0 if beside else 0.5) * unit + 1e-9 * abs(value)
    return value - half, value + half


def read_mean(text: str, digits: int | None) -> tuple[float, float]:
    """The same of a mean, which may be rounded once more to fewer decimals than its digits allow: to those written."""
    low, high = read_number(text, digits)
    decimals = len(text.partition(".")[2]) if digits and "e" not in text else 12
    half = 0.5 * 10.0**-decimals
    once = half <= 0.51 * (high - low)
    return (low, high) if once else (low - half, high + half)


def is_coarse(row: Row) -> bool:
    """Whether a mean beside a masked size has limits on its own steps, as far from it on either side."""
    sizes = (row.get(name, "") for name in ("n", "n_treated", "n_control"))
    cells = [row.get("mean") or row.get("estimate", ""), row.get("low", ""), row.get("high", "")]
    if not all(cells) or all(not size or size.isdecimal() for size in sizes):
        return False
    decimals = max(len(cell.partition(".")[2]) for cell in cells)
    value, low, high = (float(cell) for cell in cells)
    same = decimals == len(cells[0].partition(".")[2])
    return same and abs(low + high - 2 * value) < 0.1 * 10.0**-decimals


def within(value: float | None, limits: tuple[float, float]) -> bool:
    """Whether a number would be shown so."""
    low, high = limits
    return value is not None and (low <= value <= high or abs(value - low) < 1e-12)
