"""What the gate and the ledger know of units: each hip's value, and the mean that the report compares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hips_study import write_hips

from twoarm.publish.gate.patients import patients_of
from twoarm.publish.releases.ledger import Ledger
from twoarm.publish.releases.overlap import overlap_of
from twoarm.publish.releases.pseudonyms import pseudonyms_of
from twoarm.study.opened import Study, read_study

KEYED = Ledger(Path(), b"k" * 32)


@pytest.fixture
def study(tmp_path) -> Study:
    return read_study(write_hips(tmp_path / "hips"))


def test_the_gate_looks_for_the_value_of_each_hip_and_for_their_mean(study):
    found = {(c.variable, c.visit): c for c in patients_of(study).columns}
    assert {visit for name, visit in found if name == "flexion"} == {"left", "right", ""}
    fourth = list(study.cohort.patients.index).index("P-4")
    assert found["flexion", "left"].numbers[fourth] == 108
    assert np.isnan(found["flexion", "right"].numbers[fourth])
    assert found["flexion", ""].numbers[0] == 116  # the mean of 117 and 115
    assert found["flexion", "left"].holders("117").tolist() == [0]


def test_a_release_that_differs_in_some_hips_is_seen(study, tmp_path):
    folder = write_hips(tmp_path / "other")
    path = folder / "units.csv"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("P-1,right,115", "P-1,right,114").replace("P-12,right,108,1,2\n", ""), "utf-8"
    )
    one, other = (pseudonyms_of(each, KEYED) for each in (study, read_study(folder)))
    assert {"unit left", "unit right", "flexion left", "flexion right"} <= set(one.values)
    found = overlap_of(one, other)
    assert found is not None
    changed = found.changed_few(5)
    assert changed["flexion right"] == 2
    assert changed["unit right"] == changed["clicks right"] == 1
    assert "flexion left" not in changed
