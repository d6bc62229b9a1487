"""Which values in a range have a printed mean and SD: how many distributions there are, and the most even one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from twoarm.errors import AnalysisError
from twoarm.methods.printed.grim import fewest_squares, possible_squares, possible_sums
from twoarm.methods.printed.multisets import Moments, Multisets
from twoarm.methods.printed.rounding import exact, half_unit


@dataclass(frozen=True)
class Reported:
    """Size, mean, SD and range of values that come in steps, as a paper prints them.

    Attributes
    ----------
    n : int
        Number of values, at least 1 and above ``ddof``.
    mean, sd, low, high : str
        As printed, in the unit of the values; the last printed place tells the rounding. The range is exact.
    step : str
        Every value is a multiple of it, the ends of the range too ("1": whole numbers).
    ddof : {1, 0}
        1 for the sample SD (divided by n - 1), 0 for the population SD (divided by n).
    both_ends : bool
        Whether the smallest and the largest value of the range both occur.

    Raises
    ------
    AnalysisError
        The ends are not multiples of the step or stand in the wrong order, or there are too few values.

    Notes
    -----
    Printed numbers stay strings: "2.0" and "2.00" leave different values possible.

    Examples
    --------
    >>> Reported(3, "2.0", "1.0", "1", "3", step="0.5").levels  # 1.0 to 3.0 in halves
    range(2, 7)
    """

    n: int
    mean: str
    sd: str
    low: str
    high: str
    step: str = "1"
    ddof: int = 1
    both_ends: bool = True

    def __post_init__(self) -> None:
        low, high, unit = (exact(number) for number in (self.low, self.high, self.step))
        if unit <= 0 or low > high or (low / unit).denominator > 1 or (high / unit).denominator > 1:
            raise AnalysisError("A range needs two multiples of its step, the smaller first", [str(self)])
        if self.ddof not in (0, 1) or self.n <= self.ddof:
            raise AnalysisError("A standard deviation needs more values than it subtracts", [str(self)])

    @property
    def levels(self) -> range:
        """The values that may occur, in steps."""
        low, high = (int(exact(end) / exact(self.step)) for end in (self.low, self.high))
        return range(low, high + 1)

    @property
    def certain(self) -> tuple[int, ...]:
        """The values of which one at least occurs, in steps."""
        return tuple(sorted({self.levels[0], self.levels[-1]})) if self.both_ends else ()


def possible_moments(reported: Reported) -> list[Moments]:
    """Pairs of sum and sum of squares, in steps, that pass GRIM and GRIMMER.

    Parameters
    ----------
    reported : Reported
        Size, mean, SD and range as printed.

    Returns
    -------
    list of (int, int), length m
        Sum in steps and sum of squares in steps squared, ascending.

    Notes
    -----
    Of `grim.possible_sums` and `grim.possible_squares`; the range is not looked at.

    Examples
    --------
    >>> possible_moments(Reported(3, "2.0", "1.0", "1", "3"))  # 1 + 2 + 3 and 1 + 4 + 9
    [(6, 14)]
    """
    n, step = reported.n, reported.step
    return [
        (total, squares)
        for total in possible_sums(reported.mean, n, step)
        for squares in possible_squares(total, reported.sd, n, step, reported.ddof)
    ]


def solutions(reported: Reported) -> int | None:
    """How many multisets of values in the range print as reported.

    Parameters
    ----------
    reported : Reported
        Size, mean, SD and range as printed.

    Returns
    -------
    int or None
        >= 0; None where they are too many to be counted.

    Notes
    -----
    Counted, not listed. Cost: values x sums x squares around the mean, for each level (`multisets.MOST_CELLS`).

    Examples
    --------
    >>> solutions(Reported(3, "2.0", "1.0", "1", "3"))  # 1, 2, 3 alone
    1
    """
    table = _table(reported, _largest_spread(reported))
    if table is None or not table.countable:
        return 0 if table is None else None
    counts, wanted = table.counts(), _beside_certain(reported, possible_moments(reported))
    return sum(int(counts[total + table.reach, squares]) for total, squares in filter(table.holds, wanted))


def most_even_solution(reported: Reported) -> tuple[int, ...] | None:
    """The solution of highest entropy: how often each level occurs, from the smallest.

    Parameters
    ----------
    reported : Reported
        Size, mean, SD and range as printed.

    Returns
    -------
    tuple of int, or None
        Numbers of values per level, each >= 0. None where there is no solution, or where `solutions` cannot count.

    Notes
    -----
    Of several with equal entropy (to 12 digits) the one with the fewest values in the highest levels.

    Examples
    --------
    >>> most_even_solution(Reported(3, "2.0", "1.0", "1", "3"))
    (1, 1, 1)
    """
    table = _table(reported, _largest_spread(reported))
    if table is None or not table.countable:
        return None
    wanted = _beside_certain(reported, possible_moments(reported))
    return table.most_even(wanted, [level - _centre(reported) for level in reported.certain])


def reachable_moments(reported: Reported) -> list[Moments] | None:
    """Pairs of sum and sum of squares that values in the range have with this mean, whatever their SD.

    Parameters
    ----------
    reported : Reported
        Size, mean, SD and range as printed.

    Returns
    -------
    list of (int, int), length m, or None
        Sum in steps and sum of squares in steps squared, ascending. None where they are too many to be counted.

    Notes
    -----
    They say how sharp the test is: the fewer of the SDs that could be printed are reachable, the more it tells that the
    printed one is.

    Examples
    --------
    >>> reachable_moments(Reported(3, "2.0", "0.1", "1", "3"))  # 1, 2, 3 alone, whose SD is 1
    [(6, 14)]
    """
    table = _table(reported, None)
    if table is None or not table.countable:
        return [] if table is None else None
    totals = possible_sums(reported.mean, reported.n, reported.step)
    sums = [(total, squares) for total in totals for squares in _all_squares(reported, total)]
    counts, wanted = table.counts(), _beside_certain(reported, sums)
    return [
        pair
        for pair, (total, squares) in zip(sums, wanted, strict=True)
        if table.holds((total, squares)) and counts[total + table.reach, squares]
    ]


def _all_squares(reported: Reported, total: int) -> range:
    """From all values around their mean to all at an end, in steps squared."""
    first, last, n = reported.levels[0], reported.levels[-1], reported.n
    return range(fewest_squares(total, n), total * (first + last) - n * first * last + 1)


def _centre(reported: Reported) -> int:
    """The level next to the mean: around it both sums, and so the table, are smallest."""
    levels = reported.levels
    return min(max(round(exact(reported.mean) / exact(reported.step)), levels[0]), levels[-1])


def _beside_certain(reported: Reported, moments: list[Moments]) -> list[Moments]:
    """The same sums around the centre, of the values beside those that occur for certain."""
    n, c = reported.n, _centre(reported)
    ends = [level - c for level in reported.certain]
    return [
        (total - n * c - sum(ends), squares - 2 * c * total + n * c * c - sum(end * end for end in ends))
        for total, squares in moments
    ]


def _largest_spread(reported: Reported) -> Fraction:
    """Sum of squared deviations from the mean, in steps squared, of the largest SD that is printed so."""
    sd = (exact(reported.sd) + half_unit(reported.sd)) / exact(reported.step)
    return sd**2 * (reported.n - reported.ddof)


def _table(reported: Reported, spread: Fraction | None) -> Multisets | None:
    """The multisets beside the certain values, with at most this spread (None: any); None where there are none.

    Its size is known before any pair of sums is listed: of many values there are too many pairs for the memory.
    """
    n, centre = reported.n, _centre(reported)
    first, last = n * reported.levels[0], n * reported.levels[-1]
    totals = [total for total in possible_sums(reported.mean, n, reported.step) if first <= total <= last]
    # a range, not a list: the levels between two far ends are too many for the memory
    levels = range(reported.levels[0] - centre, reported.levels[-1] - centre + 1)
    ends = [value - centre for value in reported.certain]
    left = n - len(ends)
    squares = left * max(levels[0] ** 2, levels[-1] ** 2)
    if spread is not None and totals:
        away = max(abs(Fraction(total, n) - centre) for total in (totals[0], totals[-1]))
        squares = min(squares, math.floor(spread + n * away**2) - sum(end * end for end in ends))
    return Multisets(levels, left, squares) if totals and left >= 0 and squares >= 0 else None
