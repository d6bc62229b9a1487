"""Multisets of whole numbers with a given sum and sum of squares: how many there are, and the most even one.

Level by level over a table of size, sum and sum of squares; nothing is listed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from twoarm.faces import counts_only

# Cells of the table: 8 bytes each, and 16 and 2 more per level for the most even multiset, so at most about 200 MB for a
# scale of eleven levels.
MOST_CELLS = 5_000_000
# The most even multiset takes steps in the square of the size for each level: about a second for five levels.
MOST_VALUES = 500
# Unevenness in whole units of 2^-40: two machines whose logarithms differ in the last bit compare the same integers.
_UNIT = 2**40
NEVER = np.iinfo(np.int64).max // 4

Moments = tuple[int, int]


@counts_only
@dataclass(frozen=True)
class Multisets:
    """All multisets of ``n`` or fewer of the levels whose squares sum to ``squares`` or less.

    Attributes
    ----------
    levels : sequence of int, length k
        Ascending, best around 0: then both sums, and so the table, are small.
    n : int
        Number of values, >= 0.
    squares : int
        The largest sum of squares that is asked for, >= 0.

    Notes
    -----
    A table of size, sum and sum of squares is filled level by level; nothing is listed.

    Examples
    --------
    >>> pairs = Multisets([-1, 0, 1], 2, 2)
    >>> int(pairs.counts().sum()), pairs.most_even([(0, 0), (0, 2)])  # 0 and 0, or -1 and 1
    (6, (1, 0, 1))
    """

    levels: Sequence[int]
    n: int
    squares: int

    @property
    def reach(self) -> int:
        """Largest absolute sum: at most the root of n times the sum of squares (Cauchy and Schwarz)."""
        return math.isqrt(self.n * self.squares)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Sizes, sums from -reach to reach, and sums of squares of the table."""
        return self.n + 1, 2 * self.reach + 1, self.squares + 1

    @property
    def countable(self) -> bool:
        """Whether the table is of a reasonable size and no count in it can overflow 64 bits."""
        if self.n > MOST_VALUES:
            return False
        others = len(self.levels) - 1
        return math.prod(self.shape) <= MOST_CELLS and math.comb(self.n + others, others) < 2**63

    def holds(self, moments: Moments) -> bool:
        """Whether the table has a cell for this sum and sum of squares.

        Parameters
        ----------
        moments : tuple of int
            Sum and sum of squares, in units of the levels' step and that squared.

        Returns
        -------
        bool
            Whether both are within the table.
        """
        return abs(moments[0]) <= self.reach and 0 <= moments[1] <= self.squares

    def counts(self) -> np.ndarray:
        """Multisets of n values by their sums.

        Returns
        -------
        array of int, shape (2 reach + 1, squares + 1)
            By sum, from -reach to reach, and sum of squares, from 0.
        """
        ways = np.zeros(self.shape, dtype=np.int64)
        ways[0, self.reach, 0] = 1
        for level in self.levels:
            for size in range(1, self.n + 1):  # one value of the level more, on top of any number of it
                _to(ways[size], level, 1)[...] += _from(ways[size - 1], level, 1)
        return ways[self.n]

    def most_even(self, wanted: Iterable[Moments], present: Sequence[int] = ()) -> tuple[int, ...] | None:
        """Counts per level of highest entropy among the multisets with one of the wanted pairs of sums.

        Of several with equal entropy (to 12 digits) the one with the fewest values in the highest levels.

        Parameters
        ----------
        wanted : iterable of (int, int)
            Sum and sum of squares of the n values, in units of the levels' step and that squared.
        present : sequence of int, any length, optional
            Levels that have one value beside these n; it is counted in.

        Returns
        -------
        tuple of int, or None
            Numbers of values per level, each >= 0; None where no multiset has such sums.
        """
        best, chosen = np.full(self.shape, NEVER), []
        best[0, self.reach, 0] = 0
        for level in self.levels:
            best, taken = self._with(level, int(level in present), best)
            chosen.append(taken)
        places = [(total + self.reach, squares) for total, squares in filter(self.holds, wanted)]
        least = min((int(best[self.n][place]) for place in places), default=NEVER)
        if least >= NEVER:
            return None
        equal = [self._back(chosen, place) for place in places if best[self.n][place] == least]
        counts = min(equal, key=lambda counts: counts[::-1])
        return tuple(c + (level in present) for c, level in zip(counts, self.levels, strict=True))

    def _with(self, level: int, extra: int, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The table of least unevenness after one more level, and how many values of it each cell takes."""
        after, taken = np.full_like(before, NEVER), np.zeros(before.shape, dtype=np.int16)
        most = min(self.n, self.squares // level**2) if level else self.n
        for count in range(most + 1):
            new = _from(before[: self.n + 1 - count], level, count) + _unevenness(count + extra)
            cells, kept = _to(after[count:], level, count), _to(taken[count:], level, count)
            better = new < cells
            np.copyto(cells, new, where=better)
            np.copyto(kept, count, where=better)
        return after, taken

    def _back(self, chosen: list[np.ndarray], place: Moments) -> list[int]:
        counts, size, (total, squares) = [], self.n, place
        for level, taken in zip(reversed(self.levels), reversed(chosen), strict=True):
            count = int(taken[size, total, squares])
            counts.append(count)
            size, total, squares = size - count, total - count * level, squares - count * level**2
        return counts[::-1]


def _unevenness(count: int) -> int:
    """c log c: of a fixed number of values, the smaller its sum the higher the entropy."""
    return round(_UNIT * count * math.log(count)) if count else 0


def _to(cells: np.ndarray, level: int, count: int) -> np.ndarray:
    """The part of a table of sums by squares, or of one for each size, that so many values of a level lead to."""
    sums, squares = level * count, level * level * count
    return cells[..., max(sums, 0) : max(cells.shape[-2] + min(sums, 0), 0), squares:]


def _from(cells: np.ndarray, level: int, count: int) -> np.ndarray:
    """The part of the same table that they come from."""
    sums, squares = level * count, level * level * count
    reach, most = cells.shape[-2:]
    return cells[..., max(-sums, 0) : max(reach - max(sums, 0), 0), : max(most - squares, 0)]
