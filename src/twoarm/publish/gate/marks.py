"""Marks of single patients: points of a drawing that stand as the values of a column do, but for scale and origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from twoarm.publish.gate.patients import TELLING, ColumnOfValues, Patients

_SAME = 2e-3  # of the range: how far a point may lie from where its value would be drawn
_Spread = tuple[
    np.ndarray, np.ndarray
]  # distinct places from 0 to 1 in their order, and how many stand at each


class Marks:
    """The columns as they would be drawn: of all patients and of each arm, one mark for a patient or one for a value."""

    def __init__(self, patients: Patients, *, times: bool) -> None:
        """Unless `times`, what is drawn at the times of events is left to the policy, which shows it."""
        self._every: dict[int, list[_Spread]] = {}
        self._distinct: dict[int, list[_Spread]] = {}
        for column in patients.columns:
            if times or not column.is_time:
                for distinct, counts in _of_groups(column, patients):
                    _keep(self._every, distinct, counts)
                    if not _even(distinct):
                        _keep(self._distinct, distinct, np.ones_like(counts))
        self._most = 2 * max(self._every, default=0) + 2  # a line of steps has two points for a value

    def in_drawings(self, drawings: Iterable[np.ndarray]) -> bool:
        """Whether the points of any drawing are those of a column, across or upwards."""
        return any(self._drawn(points[:, axis]) for points in drawings for axis in range(points.shape[1]))

    def _drawn(self, places: np.ndarray) -> bool:
        if len(places) > self._most:
            return False
        return _matches(places, self._every) or _matches(np.unique(places), self._distinct)


def _of_groups(column: ColumnOfValues, patients: Patients) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The distinct values of all patients and of each arm, and how many have each; with times those that ended alike."""
    # Once: each group is counted without a sort of its own.
    codes, uniques = pd.factorize(column.numbers, sort=True)
    distinct = np.asarray(uniques)
    known = codes >= 0
    arms = [known, *(known & (patients.arms == arm) for arm in pd.unique(patients.arms))]
    endings = [known, *([column.ended, ~column.ended] if column.ended is not None else [])]
    for group in arms:
        for ending in endings:
            counts = np.bincount(codes[group & ending], minlength=len(distinct))
            if np.count_nonzero(counts) >= TELLING:
                yield distinct[counts > 0], counts[counts > 0]


def _keep(spreads: dict[int, list[_Spread]], distinct: np.ndarray, counts: np.ndarray) -> None:
    spreads.setdefault(int(counts.sum()), []).append((_spread(distinct), counts))


def _spread(ordered: np.ndarray) -> np.ndarray:
    return (ordered - ordered[0]) / (ordered[-1] - ordered[0])


def _even(distinct: np.ndarray) -> bool:
    """Whether values lie at equal steps, as the ticks of an axis do."""
    steps = np.diff(distinct)
    return bool(np.allclose(steps, steps[:1]))


def _matches(places: np.ndarray, spreads: dict[int, list[_Spread]]) -> bool:
    of_size = spreads.get(len(places), ())
    if not len(of_size) or np.ptp(places) == 0:
        return False
    drawn = _spread(np.sort(places))
    columns = (np.repeat(distinct, counts) for distinct, counts in of_size)
    return any(min(np.abs(drawn - v).max(), np.abs(1 - drawn[::-1] - v).max()) < _SAME for v in columns)
