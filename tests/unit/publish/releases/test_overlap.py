"""By how many patients two cohorts differ, counted from keyed hashes as from the tables themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.publish.releases.ledger import Ledger
from twoarm.publish.releases.overlap import Overlap, overlap_of
from twoarm.publish.releases.pseudonyms import (
    Pseudonyms,
    arm_hash,
    keep_pseudonyms,
    pseudonyms_of,
    read_pseudonyms,
)
from twoarm.study.opened import read_study

KEYED = Ledger(Path(), b"k" * 32)
DESCRIBED = """\
name  label  table     role     section        kind        unit
time  Time   patients  outcome  perioperative  continuous  min
pain  Pain   visits    outcome  follow_up      continuous  points
"""
PATIENTS = ["A 40", "A 41", "A 42", "B 50", "B 51", "B 52"]
PAIN = [f"{n} {visit} {n + change}" for n in range(1, 7) for visit, change in (("before", 5), ("after", 1))]


def cohort(folder: Path, patients: list[str], pain: list[str] = PAIN, ledger: Ledger = KEYED) -> Pseudonyms:
    seen = [line for line in pain if int(line.split()[0]) <= len(patients)]
    tables = ("\n".join(["arm time", *patients]), "\n".join(["patient visit pain", *seen]))
    study = write_study(folder, DESCRIBED, *tables, BEFORE_AND_AFTER)
    return pseudonyms_of(read_study(study), ledger)


@pytest.fixture
def first(tmp_path) -> Pseudonyms:
    return cohort(tmp_path / "first", PATIENTS)


def told(a: Pseudonyms, b: Pseudonyms, least: int = 5) -> tuple[dict[str, int], dict[str, int]]:
    """The few that one release alone has, by arm, and the variables of which few values are others."""
    found = overlap_of(a, b)
    assert found is not None
    names = {arm_hash(KEYED, arm): arm for arm in "AB"}
    return {names[arm]: n for arm, n in found.lone_few(least).items()}, found.changed_few(least)


def test_a_cohort_and_itself(first):
    assert told(first, first) == ({}, {})


@pytest.mark.parametrize("swapped", [False, True])
def test_a_patient_more_or_fewer_is_found_in_either_direction(swapped, first, tmp_path):
    other = cohort(tmp_path / "other", PATIENTS[:-1])
    few, _ = told(*((other, first) if swapped else (first, other)))
    assert few == {"B": 1}


def test_so_many_that_nobody_can_be_told_are_no_few(first, tmp_path):
    more = [*PATIENTS, "A 43", "A 44", "A 45", "B 53", "B 54", "B 55"]
    pain = [*PAIN, *(f"{n} {visit} {n}" for n in range(7, 13) for visit in ("before", "after"))]
    other = cohort(tmp_path / "other", more, pain)
    assert told(first, other, least=3) == ({}, {})
    assert told(first, other, least=4)[0] == {"A": 3, "B": 3}


def test_few_in_one_arm_are_found_beside_many_in_the_other(first, tmp_path):
    pain = [*PAIN, *(f"{n} {visit} {n}" for n in range(7, 14) for visit in ("before", "after"))]
    other = cohort(tmp_path / "other", [*PATIENTS, *["A 43"] * 6, "B 53"], pain)
    assert told(first, other)[0] == {"B": 1}


def test_a_value_that_was_changed_is_found_and_named(first, tmp_path):
    other = cohort(tmp_path / "other", ["A 39", *PATIENTS[1:]])
    assert told(first, other) == ({}, {"time": 1})


def test_a_value_that_became_known_at_one_visit_is_found(first, tmp_path):
    other = cohort(tmp_path / "other", PATIENTS, [line for line in PAIN if line != "3 after 4"])
    assert told(first, other)[1]["pain after"] == 1
    assert "pain before" not in told(first, other)[1]


def test_who_was_added_without_a_value_hides_nobody_who_was_added_with_one(first, tmp_path):
    """Five patients more, of whom one has a time: what the mean moves by is his."""
    other = cohort(tmp_path / "other", [*PATIENTS, "A 60", *["A ."] * 4, *["B 53"] * 5], PAIN)
    assert told(first, other) == ({}, {"time": 1})


def test_a_variable_that_one_release_alone_has_tells_nothing(first, tmp_path):
    other = cohort(tmp_path / "other", PATIENTS)
    fewer = Pseudonyms(other.patients, other.arms, {"pain after": other.values["pain after"]})
    assert told(first, fewer) == told(fewer, first) == ({}, {})


def test_an_arm_that_was_changed_counts_in_both(first, tmp_path):
    other = cohort(tmp_path / "other", ["A 40", "A 41", "B 42", "B 50", "B 51", "B 52"])
    assert told(first, other)[0] == {"A": 1, "B": 1}


def test_whole_numbers_are_those_of_a_column_with_others_beside_them(first, tmp_path):
    other = cohort(tmp_path / "other", ["A 40.0", *PATIENTS[1:5], "B 52.5"])
    assert told(first, other)[1] == {"time": 1}


def test_other_patients_are_of_another_study(first):
    others = Pseudonyms(first.patients + np.uint64(1), first.arms, first.values)
    assert overlap_of(first, others) is None


def test_under_another_key_no_hash_is_the_same(first, tmp_path):
    other = cohort(tmp_path / "other", PATIENTS, ledger=Ledger(Path(), b"l" * 32))
    for a, b in (
        (first.patients, other.patients),
        (first.arms, other.arms),
        (first.values["time"], other.values["time"]),
    ):
        assert set(a.tolist()).isdisjoint(b.tolist())


def test_a_value_has_another_hash_with_each_patient(tmp_path):
    found = cohort(tmp_path / "one", ["A 40", "A 40", "A 40", "B 40", "B 40", "B 40"])
    assert len(set(found.values["time"].tolist())) == 6


def test_what_is_kept_is_read_back(first, tmp_path):
    ledger = Ledger(tmp_path, b"k" * 32)
    (tmp_path / "cohorts").mkdir()
    name = keep_pseudonyms(first, ledger)
    assert keep_pseudonyms(first, ledger) == name
    read = read_pseudonyms(name, ledger)
    assert read is not None and told(first, read) == ({}, {})
    assert read_pseudonyms("0" * 64, ledger) is None


def test_nothing_of_a_patient_stands_in_what_is_kept(first, tmp_path):
    ledger = Ledger(tmp_path, b"k" * 32)
    (tmp_path / "cohorts").mkdir()
    content = ledger.cohort_file(keep_pseudonyms(first, ledger)).read_bytes()
    assert b"P-1" not in content and b"patient_id" not in content


def test_their_faces_count(first):
    assert repr(first) == "<Pseudonyms: 6 patients, 6 arms, 5 values>"
    assert repr(Overlap(3, {}, {})) == "<Overlap: 0 lone, 0 values>"
