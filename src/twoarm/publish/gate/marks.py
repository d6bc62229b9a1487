"""Marks of single patients: points of a drawing that stand as the values of a column do, but for scale and origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from twoarm.publish.gate.patients import TELLING, ColumnOfValues, Patients

_SAME = 2e-3  # of the range: how far a point may lie from where its value would be drawn
_Spread = list[np.ndarray]  # sorted, from 0 to 1


class Marks:
    """The columns as they would be drawn: of all patients and of each arm, one mark for a patient or one for a value."""

    def __init__(self, patients: Patients, *, times: bool) -> None:
        """Unless `times`, what is drawn at the times of events is left to the policy, which shows it."""
        self._every: dict[int, _Spread] = {}
        self._distinct: dict[int, _Spread] = {}
        for column in patients.columns:
            if times or not column.is_time:
                for values in _of_groups(column, patients):
                    _keep(self._every, values)
                    if not _even(distinct := np.unique(values)):
                        _keep(self._distinct, distinct)
        self._most = 2 * max(self._every, default=0) + 2  # a line of steps has two points for a value

    def in_drawings(self, drawings: Iterable[np.ndarray]) -> bool:
        """Whether the points of any drawing are those of a column, across or upwards."""
        return any(self._drawn(points[:, axis]) for points in drawings for axis in range(points.shape[1]))

    def _drawn(self, places: np.ndarray) -> bool:
        if len(places) > self._most:
            return False
        return _matches(places, self._every) or _matches(np.unique(places), self._distinct)


def _of_groups(column: ColumnOfValues, patients: Patients) -> Iterator[np.ndarray]:
    """The values of all patients and of each arm; with times those that ended alike."""
    known = np.isfinite(column.numbers)
    arms = [known, *(known & (patients.arms == arm) for arm in np.unique(patients.arms))]
    endings = [known, *([column.ended, ~column.ended] if column.ended is not None else [])]
    for group in arms:
        for ending in endings:
            values = column.numbers[group & ending]
            if len(np.unique(values)) >= TELLING:
                yield values


def _keep(spreads: dict[int, _Spread], values: np.ndarray) -> None:
    spreads.setdefault(len(values), []).append(_spread(values))


def _spread(values: np.ndarray) -> np.ndarray:
    ordered = np.sort(values)
    return (ordered - ordered[0]) / (ordered[-1] - ordered[0])


def _even(distinct: np.ndarray) -> bool:
    """Whether values lie at equal steps, as the ticks of an axis do."""
    steps = np.diff(distinct)
    return bool(np.allclose(steps, steps[:1]))


def _matches(places: np.ndarray, spreads: dict[int, _Spread]) -> bool:
    of_size = spreads.get(len(places), ())
    if not len(of_size) or np.ptp(places) == 0:
        return False
    drawn = _spread(places)
    return any(min(np.abs(drawn - v).max(), np.abs(1 - drawn[::-1] - v).max()) < _SAME for v in of_size)
