"""The variance between and within the patients: against R's lme4, by hand, and by what must hold."""

import json

import numpy as np
import pytest
from places import TESTS

from twoarm.methods.courses.trajectories import variance_parts

REFERENCE = json.loads((TESTS / "reference" / "statistics.json").read_text(encoding="utf-8"))
CASE = REFERENCE["variance_parts"][0]
ARMS = [np.array(CASE["inputs"][name], dtype=float) for name in ("treated", "control")]


def test_they_are_those_of_lme4():
    between, within = variance_parts(*ARMS)
    found = {"between": between, "within": within, "correlation": between / (between + within)}
    assert found == pytest.approx(CASE["value"], rel=1e-6)


def test_the_arms_exchanged_and_the_patients_shuffled_leave_them():
    assert variance_parts(*ARMS[::-1]) == pytest.approx(variance_parts(*ARMS), rel=1e-9)
    assert variance_parts(ARMS[0][::-1], ARMS[1][[2, 0, 1, 5, 4, 3]]) == pytest.approx(
        variance_parts(*ARMS), rel=1e-9
    )


def test_another_unit_changes_them_by_its_square():
    assert variance_parts(*(10 * arm for arm in ARMS)) == pytest.approx(
        [100 * part for part in variance_parts(*ARMS)], rel=1e-9
    )


def test_one_value_per_patient_tells_nothing_apart():
    assert variance_parts(*(arm[:, :1] for arm in ARMS)) is None
    assert variance_parts([[1.0, 1.0]] * 3, [[1.0, 1.0]] * 3) is None
