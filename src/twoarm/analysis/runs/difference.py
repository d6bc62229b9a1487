"""Which rows of two runs differ, and in which numbers beyond a tolerance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.runs.scales import scale_of_row
from twoarm.analysis.runs.tables import Key, Row
from twoarm.faces import counts_only
from twoarm.tables.columns import LEVEL, PublishedTable

DUST = 1e-12  # what is left of an exact zero by other rounding, on the scales on which outcomes are measured
_LIMITS = ("low", "high")


@dataclass(frozen=True)
class Tolerance:
    """How far two numbers may lie apart and count as alike.

    A number is judged by the larger of three units: its magnitude in either run; the width of its interval (the narrower of
    the two) or, for a summary, the standard deviation; and, for a P value, `p_floor`. An estimate near zero has no relative
    error worth the name, but its interval says how precisely it is known; a P below `p_floor` is never printed as a number.

    Attributes
    ----------
    share : of that unit, >= 0 and finite. 0 asks for the same floats; otherwise 1e-12 is nothing, whatever the unit.
    p_floor : the smallest P value that is printed as a number, in (0, 1).

    Examples
    --------
    >>> Tolerance(0.01).alike(100.0, 100.9, spread=0.0), Tolerance(0.01).alike(0.0, 0.05, spread=8.0)
    (True, True)
    >>> Tolerance(0.01).alike(100.0, 101.1, spread=0.0), Tolerance(0.01).alike(0.0, 0.09, spread=8.0)
    (False, False)
    """

    share: float
    p_floor: float = 0.001

    def alike(self, a: float | None, b: float | None, spread: float = 0.0) -> bool:
        """Whether two numbers count as one; a number that is not there is like no other."""
        if a is None or b is None or math.isinf(a) or math.isinf(b):
            return a == b
        room = self.share * max(abs(a), abs(b), spread)
        return abs(a - b) <= (max(room, DUST) if self.share else 0.0)


@counts_only
@dataclass(frozen=True)
class Pair:
    """One row as it stands in two runs.

    Attributes
    ----------
    changed : the columns that differ: numbers beyond the tolerance, counts and texts at all.
    relevelled : whether the intervals are of different levels, so that their limits are not compared.
    """

    key: Key
    a: Row
    b: Row
    changed: tuple[str, ...] = ()
    relevelled: bool = False

    @property
    def scale(self) -> Scale | None:
        """The scale of the estimate; None for a method that this version does not know."""
        return scale_of_row(self.a)


@counts_only
@dataclass(frozen=True)
class TableDifference:
    """One table of two runs: the rows that both have, in the order of the first, and those of one alone."""

    table: PublishedTable
    pairs: tuple[Pair, ...]
    only_a: dict[Key, Row]
    only_b: dict[Key, Row]

    @property
    def moved(self) -> list[Pair]:
        """The rows with a column that differs."""
        return [pair for pair in self.pairs if pair.changed]

    @property
    def relevelled(self) -> list[Pair]:
        """The rows whose intervals are of different levels."""
        return [pair for pair in self.pairs if pair.relevelled]

    @property
    def alike(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.moved or self.relevelled or self.only_a or self.only_b)


def compare_rows(
    table: PublishedTable, a: dict[Key, Row], b: dict[Key, Row], tolerance: Tolerance
) -> TableDifference:
    """Match the rows of a table of two runs by their keys and compare what they hold."""
    return TableDifference(
        table,
        tuple(_pair(table, key, row, b[key], tolerance) for key, row in a.items() if key in b),
        {key: row for key, row in a.items() if key not in b},
        {key: row for key, row in b.items() if key not in a},
    )


def _pair(table: PublishedTable, key: Key, a: Row, b: Row, tolerance: Tolerance) -> Pair:
    levels = [row.get(LEVEL) for row in (a, b)] if table.levelled else [None]
    relevelled = None not in levels and levels[0] != levels[1]
    numbers = [name for name in table.numbers if not (relevelled and name in _LIMITS)]
    spread = min(_spread(table, a), _spread(table, b))
    changed = [n for n in numbers if not tolerance.alike(a[n], b[n], _unit(table, n, a, spread, tolerance))]
    changed += [name for name in (*table.counts, *table.texts) if a[name] != b[name]]
    return Pair(key, a, b, tuple(changed), relevelled)


def _unit(table: PublishedTable, name: str, row: Row, spread: float, tolerance: Tolerance) -> float:
    """The unit beside a number's own magnitude."""
    of_p = name in table.p_values or str(row.get("statistic")).startswith("p_value")
    return tolerance.p_floor if of_p else spread


def _spread(table: PublishedTable, row: Row) -> float:
    """How precise a row's numbers are: the width of the interval, or the standard deviation; 0 where it is not known."""
    ends = [row[name] for name in table.spread]
    if not ends or None in ends or any(map(math.isinf, ends)):
        return 0.0
    return abs(ends[-1] - ends[0]) if len(ends) > 1 else abs(ends[0])
