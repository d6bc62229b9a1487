"""Marks that stand as the values of patients do."""

from __future__ import annotations

import numpy as np
import pytest

from twoarm.publish.gate.marks import Marks
from twoarm.publish.gate.patients import ColumnOfValues, Patients
from twoarm.publish.gate.reading.drawings import read_drawing

RANDOM = np.random.default_rng(5)
WEIGHTS = RANDOM.normal(70, 9, 40).round(1)
TIMES = RANDOM.exponential(300, 40).round()
ARMS = np.array(["A"] * 18 + ["B"] * 22, object)


def column(values: np.ndarray, ended: np.ndarray | None = None) -> ColumnOfValues:
    return ColumnOfValues("v", "", np.arange(len(values)), values, {}, ended)


PATIENTS = Patients(tuple(map(str, range(40))), ARMS, (column(WEIGHTS), column(TIMES, np.arange(40) % 3 > 0)))


def drawn(places: np.ndarray, mark: str = '<use x="{}" y="{}"/>') -> list[np.ndarray]:
    marks = "".join(mark.format(round(30 + 2.5 * x, 3), round(5 + 3 * y, 3)) for x, y in places)
    return read_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{marks}</svg>'.encode()).drawings


def beside(values: np.ndarray) -> np.ndarray:
    return np.column_stack([values, RANDOM.uniform(0, 1, len(values))])


@pytest.mark.parametrize("mark", ['<use x="{}" y="{}"/>', '<circle cx="{}" cy="{}" r="2"/>'])
@pytest.mark.parametrize("values", [WEIGHTS, WEIGHTS[:18], -WEIGHTS[18:], RANDOM.permutation(WEIGHTS)])
def test_one_mark_per_patient_is_found(values, mark):
    assert Marks(PATIENTS, times=True).in_drawings(drawn(beside(values), mark))


def test_upwards_and_as_a_line():
    points = beside(WEIGHTS)[:, ::-1]
    path = "M " + " L ".join(f"{x} {y}" for x, y in points)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'.encode()
    assert Marks(PATIENTS, times=True).in_drawings(read_drawing(drawing).drawings)


def test_other_marks_pass():
    other = [
        beside(RANDOM.normal(70, 9, 40)),
        beside(np.arange(40.0)),
        beside(WEIGHTS.round(-1)),
        beside(WEIGHTS[:30]),
    ]
    assert not Marks(PATIENTS, times=True).in_drawings(
        [points for places in other for points in drawn(places)]
    )


def test_even_values_are_no_ones():
    ages = Patients(PATIENTS.identifiers, ARMS, (column(np.repeat(np.arange(40.0, 60.0), 2)),))
    assert not Marks(ages, times=True).in_drawings(drawn(beside(np.arange(20.0))))
    assert Marks(ages, times=True).in_drawings(drawn(beside(np.repeat(np.arange(40.0, 60.0), 2))))


def test_a_curve_shows_its_times_only_under_a_policy_that_shows_them():
    ended = np.unique(TIMES[np.arange(40) % 3 > 0])
    stairs = drawn(beside(np.repeat(ended, 2)), "")
    path = "M " + " L ".join(f"{30 + t} {50 - i / 2}" for i, t in enumerate(np.repeat(ended, 2)))
    stairs = read_drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'.encode()
    ).drawings
    assert Marks(PATIENTS, times=True).in_drawings(stairs)
    assert not Marks(PATIENTS, times=False).in_drawings(stairs)
