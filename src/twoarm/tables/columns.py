"""What a published table is: its columns, what each holds, and how two runs of it are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

LEVEL = "conf_level"
Row = dict[str, Any]  # of a published table: a value for each of its columns, by name
RowsByTable = dict[str, list[Row]]


class Holds(StrEnum):
    """What the cells of a column hold, and so how two runs of it are compared."""

    KEY = "key"  # with the other keys it names the row: no two rows agree in all of them
    TEXT = "text"  # compared exactly
    WORDS = "words"  # how something is called: not compared
    NUMBER = "number"  # compared within a tolerance; empty where there is none, `inf` and `-inf` are infinite
    COUNT = "count"  # a number of patients, units or rows: compared exactly
    P_VALUE = "p_value"  # a number in [0, 1] whose floor is that of a printed P
    LEVEL = "level"  # of the row's interval: limits of different levels are not compared


@dataclass(frozen=True)
class Column:
    """One column of a published table.

    Attributes
    ----------
    name : as the first line of the file has it.
    holds : what its cells hold.
    says : what a cell means, for `docs/files.md`.
    spread : whether it says how precise the row's numbers are: both limits of an interval, or a standard deviation.
    since : the version that added it; empty for a column of the first.
    """

    name: str
    holds: Holds
    says: str
    spread: bool = False
    since: str = ""


@dataclass(frozen=True)
class PublishedTable:
    """One table of a run: the file ``NAME.csv``, its comparison with that of another run, and its page in the docs.

    Attributes
    ----------
    name : of the file, without ``.csv``.
    title : what its rows are called where two runs are compared.
    row : what one row is.
    columns : in their order in the file. A new one comes last, so that readers of an earlier version find theirs.
    in_order : whether rows that agree in every key are told apart by their order: a claim may print two numbers of a kind.
    singles : whether a row may rest on a single patient's value. A study that is not public has such a file only under a
        policy that gathers several patients for each row.
    """

    name: str
    title: str
    row: str
    columns: tuple[Column, ...]
    in_order: bool = False
    singles: bool = False

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a row."""
        return self._holding(Holds.KEY)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What is compared within a tolerance, P values among them."""
        return self._holding(Holds.NUMBER, Holds.P_VALUE)

    @property
    def counts(self) -> tuple[str, ...]:
        """Numbers compared exactly."""
        return self._holding(Holds.COUNT)

    @property
    def p_values(self) -> tuple[str, ...]:
        """Those of the numbers that are P values."""
        return self._holding(Holds.P_VALUE)

    @property
    def texts(self) -> tuple[str, ...]:
        """Words compared exactly."""
        return self._holding(Holds.TEXT)

    @property
    def spread(self) -> tuple[str, ...]:
        """The columns whose difference, or the one column that, says how precise the numbers are; may be empty."""
        return tuple(column.name for column in self.columns if column.spread)

    @property
    def levelled(self) -> bool:
        """Whether the rows have intervals, whose level stands in a column of its own."""
        return bool(self._holding(Holds.LEVEL))

    def written_with(self, header: Sequence[str]) -> PublishedTable | None:
        """The table as a version wrote it whose columns these are; None where none did."""
        columns = self.columns[: len(header)]
        rest = self.columns[len(header) :]
        whole = not rest or (bool(columns) and rest[0].since not in ("", columns[-1].since))
        known = whole and tuple(header) == tuple(column.name for column in columns)
        return replace(self, columns=columns) if known else None

    def _holding(self, *kinds: Holds) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.holds in kinds)


def key(name: str, says: str) -> Column:
    """A column that, with the other keys, names the row."""
    return Column(name, Holds.KEY, says)


def text(name: str, says: str) -> Column:
    """Words that are compared."""
    return Column(name, Holds.TEXT, says)


def words(name: str, says: str) -> Column:
    """Words that are not compared."""
    return Column(name, Holds.WORDS, says)


def number(name: str, says: str, *, spread: bool = False) -> Column:
    """A number at full precision."""
    return Column(name, Holds.NUMBER, says, spread)


def count(name: str, says: str) -> Column:
    """A whole number."""
    return Column(name, Holds.COUNT, says)


def p_value(name: str, says: str) -> Column:
    """A P value."""
    return Column(name, Holds.P_VALUE, says)


def added(since: str, *columns: Column) -> tuple[Column, ...]:
    """Columns that a version added, at the end of those of the earlier ones."""
    return tuple(replace(column, since=since) for column in columns)


SECTION = key("section", "code of the section, as in `dictionary.csv`")
VARIABLE = key("variable", "name of the variable in `dictionary.csv`")
VISIT = key("visit", "code of the visit; empty for what is measured once per patient")
SIDE = key("arm", "code of the arm; empty for a contrast, which is the treated arm minus the control arm")
ARM_LABEL = words("arm_label", "label of the arm; empty where `arm` is")
WHERE = (SECTION, VARIABLE, VISIT)
ESTIMATE = number(
    "estimate", "the estimate, in `unit`; a proportion lies in [-1, 1]; empty where there is none"
)
INTERVAL = (
    number("low", "lower limit of the interval", spread=True),
    number("high", "upper limit of the interval", spread=True),
    Column(LEVEL, Holds.LEVEL, "coverage of the interval, in (0, 1)"),
)
P_VALUE = p_value("p_value", "two-sided P; empty where nothing is tested")
SIZES = (
    count("n_treated", "patients of the treated arm in the analysis"),
    count("n_control", "patients of the control arm in the analysis"),
)
REASON = text("reason", "why there is no estimate or no interval; empty otherwise")
