"""Measurements on a grid whose mean and SD are exactly those that a table prints.

All decisions are taken on whole numbers (grid steps, their sum and their sum of squares) and on fractions, never
on floats, so that the last bit of a processor cannot change a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import merge
from itertools import count, cycle, takewhile
from math import floor, sqrt

import numpy as np

_MOVES = 2000
_MOVABLE = 256  # patients who may be moved: all pairs of a hundred thousand would not fit into memory


@dataclass(frozen=True)
class Grid:
    """The values that an instrument can show: from `lo` upwards by `step`, `top` steps in all."""

    lo: Decimal
    step: Decimal
    top: int

    def text(self, steps: np.ndarray) -> list[str]:
        """Spell values, given in steps above `lo`, with the decimals of the step."""
        places = max(0, *(-int(part.normalize().as_tuple().exponent) for part in (self.lo, self.step)))
        return [f"{self.lo + self.step * int(i):.{places}f}" for i in steps]


@dataclass(frozen=True)
class Goal:
    """A sum and a sum of squares, in grid steps, of n values that print as the wanted mean and SD."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def sd(self) -> float:
        return _sd(self.n, self.total, self.squares)


def goal_for(mean: Decimal, sd: Decimal, n: int, grid: Grid) -> Goal | None:
    """Find the sums nearest to a printed mean and SD, or None where no values on the grid have them.

    Close to the widest spread that the scale allows, sums may be found that no values have: `values_for` then says so.

    Parameters
    ----------
    mean, sd
        As printed; the last decimal tells how they were rounded. The SD has n - 1 below the line.
    n
        Number of values, at least 2.
    grid
        The values that may occur.
    """
    half = _half_unit(mean)
    centre, width = (Fraction(m) / Fraction(grid.step) * n for m in (mean - grid.lo, half))
    for total in _nearest(centre, centre - width, centre + width):
        squares = _squares_for(sd, n, total, grid)
        if squares is not None:
            return Goal(n, total, squares)
    return None


def values_for(scores: np.ndarray, goal: Goal, grid: Grid, order: np.ndarray) -> np.ndarray | None:
    """Lay scores on the grid and move single steps until both sums are those of the goal.

    Parameters
    ----------
    scores
        One per patient, shape (n,); only their ranks and relative distances matter.
    order
        An order of 0 to n - 1: which patient is moved first.

    Returns
    -------
    Steps above `lo`, shape (n,), or None where the repair got stuck: then another draw is due.
    """
    steps = _with_sum(_laid(scores, goal, grid), goal, grid, order)
    for _ in range(_MOVES):
        gap = goal.squares - int((steps * steps).sum())
        if gap == 0:
            return steps
        pair = _best_pair(steps, gap, grid.top, order)
        if pair is None:
            return None
        steps[pair[0]] += 1
        steps[pair[1]] -= 1
    return None


def _half_unit(printed: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(printed.as_tuple().exponent)) / 2


def _nearest(centre: Fraction, low: Fraction, high: Fraction) -> Iterator[int]:
    # Strictly inside: a value half-way would be rounded up by one program and down by another.
    below = takewhile(lambda i: i > low, count(floor(centre), -1))
    above = takewhile(lambda i: i < high, count(floor(centre) + 1))
    return merge(below, above, key=lambda i: abs(i - centre))


def _squares_for(sd: Decimal, n: int, total: int, grid: Grid) -> int | None:
    if not 0 <= total <= n * grid.top:
        return None
    half = _half_unit(sd)
    per_step = [Fraction(max(s, Decimal(0))) / Fraction(grid.step) for s in (sd, sd - half, sd + half)]
    centre, low, high = ((n - 1) * s * s + Fraction(total * total, n) for s in per_step)
    least, most = _range_of_squares(n, total, grid.top)
    # x and x squared are both odd or both even, and so are their sums.
    fits = (q for q in _nearest(centre, low, high) if least <= q <= most and (q - total) % 2 == 0)
    return next(fits, None)


def _range_of_squares(n: int, total: int, top: int) -> tuple[int, int]:
    each, left = divmod(total, n)
    least = (n - left) * each * each + left * (each + 1) ** 2
    full, rest = divmod(total, top)
    return least, full * top * top + rest * rest


def _laid(scores: np.ndarray, goal: Goal, grid: Grid) -> np.ndarray:
    # Clipping at the ends of the scale shrinks the spread and moves the mean: aim again with what was lost.
    centre, spread = goal.mean, goal.sd
    units = np.rint(scores * 1e6).astype(np.int64)
    z = (scores - _mean(units) / 1e6) / (_spread(units) / 1e6)
    for _ in range(6):
        steps = np.rint(np.clip(centre + spread * z, 0, grid.top)).astype(np.int64)
        centre += goal.mean - _mean(steps)
        spread *= goal.sd / (_spread(steps) or goal.sd)
    return steps


def _mean(whole: np.ndarray) -> float:
    return int(whole.sum()) / len(whole)


def _spread(whole: np.ndarray) -> float:
    numbers = [int(i) for i in whole]
    return _sd(len(numbers), sum(numbers), sum(i * i for i in numbers))


def _sd(n: int, total: int, squares: int) -> float:
    return sqrt((n * squares - total * total) / (n * (n - 1)))


def _with_sum(steps: np.ndarray, goal: Goal, grid: Grid, order: np.ndarray) -> np.ndarray:
    missing = goal.total - int(steps.sum())
    towards = 1 if missing > 0 else -1
    for i in cycle(order):
        if missing == 0:
            return steps
        if 0 <= steps[i] + towards <= grid.top:
            steps[i] += towards
            missing -= towards
    return steps


def _best_pair(steps: np.ndarray, gap: int, top: int, order: np.ndarray) -> tuple[int, int] | None:
    # One patient up a step and another down one keeps the sum and moves the sum of squares by this much.
    up, down = np.meshgrid(order[:_MOVABLE], order[:_MOVABLE], indexing="ij")
    change = 2 * (steps[up] - steps[down] + 1)
    allowed = (steps[up] < top) & (steps[down] > 0) & (up != down) & (change * np.sign(gap) > 0)
    left = np.where(allowed, np.abs(gap - change), abs(gap))
    best = int(left.argmin())
    return (int(up.flat[best]), int(down.flat[best])) if left.flat[best] < abs(gap) else None
