"""Every way in which the missing events of two arms may have fallen, and what each makes of the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.estimate import tail_quantile


@counts_only
@dataclass(frozen=True, eq=False)
class ShareGrid:
    """The side of no difference on which each completion of two arms lies.

    Attributes
    ----------
    sides : array of int, shape (missing treated + 1, missing control + 1)
        In [-1, 1]: in row i and column j, i of the treated and j of the controls whose value is missing have the event. 1
        where the interval of the difference of the risks lies above no difference, -1 below, 0 where it holds it.
    conclusion : int
        The same of the patients whose value is known.

    Notes
    -----
    Made by `share_grid`.

    Examples
    --------
    >>> grid = share_grid((8, 10, 2), (1, 10, 0))
    >>> grid.conclusion, grid.completions, grid.turned
    (1, 3, 0)
    """

    sides: np.ndarray
    conclusion: int

    @property
    def completions(self) -> int:
        """How many ways there are, at least 1."""
        return self.sides.size

    @cached_property
    def turned(self) -> int:
        """In how many of them the conclusion is another one, >= 0."""
        return int((self.sides != self.conclusion).sum())

    def nearest(self, own: float, other: int, *, treated: bool) -> tuple[int | None, int | None]:
        """The numbers of events of one arm, nearest to a number on either side, at which the conclusion turns.

        Parameters
        ----------
        own : float
            Events expected among those of the arm whose value is missing, >= 0.
        other : int
            Events among those of the other arm, >= 0.
        treated : bool
            Whether the arm is the treated one.

        Returns
        -------
        fewer, more : int or None
            Numbers of patients, the one below ``own`` or there and the one above; None where none turns it.
        """
        line = self.sides[:, other] if treated else self.sides[other]
        turning = np.flatnonzero(line != self.conclusion)
        fewer, more = turning[turning <= own], turning[turning > own]
        return (int(fewer[-1]) if fewer.size else None), (int(more[0]) if more.size else None)


def share_grid(
    treated: tuple[int, int, int], control: tuple[int, int, int], conf_level: float = 0.95
) -> ShareGrid:
    """Every number of events among the missing values of both arms, with the conclusion of the score test.

    Parameters
    ----------
    treated, control : tuple of int
        Patients with the event, patients whose value is known, and patients whose value is missing; all >= 0.
    conf_level : float, optional
        Confidence level of the interval, in (0, 1); 0.95 unless given.

    Returns
    -------
    ShareGrid
        Of treated minus control.

    Raises
    ------
    AnalysisError
        More patients have the event than are known, or a number is negative.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The enhanced tipping point display of [1]_, exhaustive. The interval is that of Miettinen and Nurminen: it excludes no
    difference where the score statistic of no difference is larger than the quantile of the normal distribution.

    References
    ----------
    .. [1] Liublinska V, Rubin DB. Stat Med 2014;33:4170-4185.

    Examples
    --------
    Nothing is known, and of two patients in each arm all or none may have the event.

    >>> share_grid((0, 0, 2), (0, 0, 2), 0.8).sides.tolist()
    [[0, 0, -1], [0, 0, 0], [1, 0, 0]]
    """
    for events, known, missing in (treated, control):
        if not 0 <= events <= known or missing < 0:
            raise AnalysisError(
                f"Events lie between 0 and the patients known ({events} of {known}, {missing} missing given)"
            )
    quantile = tail_quantile(conf_level)
    (x1, n1, m1), (x2, n2, m2) = treated, control
    own = x1 + np.arange(m1 + 1)
    columns = [_side(own, n1 + m1, x2 + j, n2 + m2, quantile) for j in range(m2 + 1)]
    known = _side(np.array([x1]), n1, x2, n2, quantile)
    return ShareGrid(np.stack(columns, axis=1), int(known[0]))


def _side(x1: np.ndarray, n1: int, x2: int, n2: int, quantile: float) -> np.ndarray:
    """The sign of a difference whose score statistic exceeds the quantile, else 0."""
    if not (n1 and n2):
        return np.zeros(x1.shape, dtype=np.int8)
    total = n1 + n2
    share = (x1 + x2) / total
    variance = share * (1 - share) * (1 / n1 + 1 / n2) * total / (total - 1)
    difference = x1 / n1 - x2 / n2
    return np.where(difference**2 > quantile**2 * variance, np.sign(difference), 0).astype(np.int8)
