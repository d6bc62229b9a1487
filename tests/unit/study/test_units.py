"""Units within the patients: read as they are written, refused with the reason where the report cannot compare them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hips_study import write_hips
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.errors import TwoArmError
from twoarm.study.opened import open_study
from twoarm.study.plausible.warnings import plausibility_warnings

PAIRED = "arms that meet within a patient need a paired analysis, which this report does not make"
NO_MEAN = "have no mean: use binary (one level against the others), count or continuous"
PATIENTS = "arm\nA\nA\nB\nB\n"
TILT = "name table role section kind label\ntilt units outcome imaging continuous Tilt\n"
UNITS = "patient unit tilt\n1 left 2\n1 right 4\n2 left 5\n3 right .\n3 left 7\n4 left 1\n"


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def said(folder: Path) -> list[str]:
    """Every problem of a study, as the command prints it."""
    with pytest.raises(TwoArmError) as refused:
        open_study(str(folder))
    return [f"{p.where}: {p.rule}" + (f" ({p.mend})" if p.mend else "") for p in refused.value.problems]


@pytest.fixture
def tilted(tmp_path) -> Path:
    return write_study(tmp_path / "small", TILT, PATIENTS, units=UNITS)


def test_a_patient_has_the_mean_of_the_units_with_a_value(tilted):
    cohort = (study := open_study(str(tilted))).cohort
    tilt = study.variable("tilt")
    assert cohort.values(tilt, "A").tolist() == [3, 5]
    assert cohort.values(tilt, "B").tolist() == [7, 1]
    assert sorted(cohort.unit_values(tilt, "A")) == [2, 4, 5]
    assert len(cohort.unit_values(tilt, "B")) == 2


def test_a_patient_without_a_unit_has_no_value(tmp_path):
    units = "patient unit tilt\n1 left 2\n3 left 7\n4 left 1\n2 left .\n"
    study = open_study(str(write_study(tmp_path / "small", TILT, PATIENTS, units=units)))
    assert [math.isnan(x) for x in study.cohort.values(study.variable("tilt"), "A")] == [False, True]


def test_of_yes_and_no_it_is_the_percentage_of_the_units(tmp_path):
    described = (
        "name table role section kind label levels\nnecrosis units outcome imaging binary Necrosis no|yes\n"
    )
    units = "patient unit necrosis\n1 left yes\n1 right no\n2 left yes\n3 left no\n4 left no\n4 right no\n"
    study = open_study(str(write_study(tmp_path / "small", described, PATIENTS, units=units)))
    necrosis = study.variable("necrosis")
    assert study.cohort.values(necrosis, "A").tolist() == [50, 100]
    assert study.cohort.values(necrosis, "B").tolist() == [0, 0]
    assert (necrosis.unit, necrosis.measure, necrosis.averaged) == ("%", "continuous", True)


def test_a_study_may_have_units_and_visits_of_other_outcomes(tmp_path):
    described = TILT + "pain visits outcome follow_up continuous Pain\n"
    visits = "patient visit pain\n" + "".join(
        f"{n} {v} {n}\n" for n in (1, 2, 3, 4) for v in ("before", "after")
    )
    folder = write_study(tmp_path / "small", described, PATIENTS, visits, BEFORE_AND_AFTER, UNITS)
    study = open_study(str(folder))
    assert [v.code for v in study.visits_of(study.variable("pain"))] == ["before", "after"]
    assert study.visits_of(study.variable("tilt")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("P-2,left", "P-9,left", "units.csv line 4, patient_id: a patient who is not in patients.csv"),
        ("P-2,left", "P-2,", "units.csv line 4, unit: the unit is missing"),
        ("P-2,left", "P-2,middle", "units.csv line 4, unit: not one of its levels (left, right)"),
        (
            "P-1,right",
            "P-1,left",
            "units.csv line 3: this patient has this unit already (units are measured once; of units at several visits, "
            "put each patient's mean into visits.csv)",
        ),
    ],
)
def test_a_row_that_is_no_unit_of_a_patient_is_refused(tilted, old, new, expected):
    assert said(changed(tilted, "units.csv", old, new)) == [expected]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("B", f"units.csv, arm: patients have units in both arms ({PAIRED})"),
        (
            "A",
            "units.csv, arm: the arm, in a table of units (remove it: the arm of a patient stands in patients.csv; "
            f"{PAIRED})",
        ),
    ],
)
def test_the_arm_of_a_unit_is_refused_with_the_reason(tmp_path, second, expected):
    units = f"patient unit tilt arm\n1 left 2 A\n1 right 4 {second}\n2 left 5 A\n3 left 7 B\n4 left 1 B\n"
    assert said(write_study(tmp_path / "small", TILT, PATIENTS, units=units)) == [expected]


@pytest.mark.parametrize(
    ("arm", "expected"),
    [
        ("B", f"this patient has a row already, in the other arm ({PAIRED})"),
        (
            "A",
            "this patient has a row already (rows of several units of a patient, such as two hips, stand in units.csv)",
        ),
    ],
)
def test_hips_in_the_table_of_patients_are_refused_with_the_cure(tilted, arm, expected):
    changed(tilted, "patients.csv", "P-2,A\n", f"P-2,A\nP-1,{arm}\n")
    assert said(tilted) == [f"patients.csv line 4, patient_id: {expected}"]


def test_a_table_that_is_described_and_not_there_is_missed(tilted):
    (tilted / "units.csv").unlink()
    assert said(tilted) == ["units.csv: missing, though the dictionary describes units"]


def test_units_need_their_key(tilted):
    changed(tilted, "dictionary.csv", "unit,Hips,units", "other,Hips,units")
    assert "dictionary.csv: variables of units need a categorical variable unit in units" in said(tilted)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "grade units outcome imaging ordinal Grade 1|2|3 . .",
            f"kind: units of kind ordinal {NO_MEAN}",
        ),
        ("day units none . date Day . . .", f"kind: units of kind date {NO_MEAN}"),
        (
            "wait units outcome imaging time Wait . . gone",
            "table: a variable of kind time belongs to patients",
        ),
        ("side units arm . arm Side A|B . .", f"table: the arm belongs to patients: {PAIRED}"),
        (
            "bend units covariate baseline continuous Bend . . .",
            "role: a covariate is of the patient; put the patient's mean into patients",
        ),
        (
            "holes units outcome imaging count Holes . 4 .",
            "of: the units are the denominator: each row of units.csv is one of them",
        ),
        (
            "visit units none . categorical Visit a|b . .",
            "name: units are measured once: units at several visits are not analysed; put each visit's mean into visits",
        ),
    ],
)
def test_what_units_cannot_be_is_refused_with_the_cure(tmp_path, row, expected):
    head = "name table role section kind label levels of event\ntilt units outcome imaging continuous Tilt . . .\n"
    first, *lines = UNITS.splitlines()
    units = "\n".join([f"{first} {row.split()[0]}", *(f"{line} ." for line in lines)])
    problems = said(write_study(tmp_path / "small", head + row, PATIENTS, units=units))
    assert any(p.startswith("dictionary.csv line") and p.endswith(expected) for p in problems), problems


def test_the_shipped_rules_of_a_column_hold_in_units_too(tmp_path):
    described = "name table role section kind label min max\ntilt units outcome imaging continuous Tilt 0 3\n"
    problems = said(write_study(tmp_path / "small", described, PATIENTS, units=UNITS))
    assert [p.partition(" (the")[0] for p in problems] == [
        f"units.csv line {line}, tilt: above the maximum (3)" for line in (3, 4, 6)
    ]


def test_a_name_in_units_is_a_name(tilted):
    text = (tilted / "units.csv").read_text("utf-8").splitlines()
    names = ["Mary Miller", "John Smith", "Anna Jones", "Peter Brown", "Susan Clark", "David Evans"]
    lines = [f"{text[0]},surname", *(f"{line},{name}" for line, name in zip(text[1:], names, strict=True))]
    (tilted / "units.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert any(p.startswith("units.csv, column 4: looks like") for p in said(tilted))


def test_patients_who_differ_in_their_units_alone_are_no_twins(tmp_path):
    assert plausibility_warnings(open_study(str(write_hips(tmp_path / "hips")))) == []


def test_units_with_many_gaps_are_told(tmp_path):
    folder = write_hips(tmp_path / "hips")
    lines = (folder / "units.csv").read_text("utf-8").splitlines()
    emptied = [
        line if n % 3 else ",".join([*line.split(",")[:2], "", "", ""]) for n, line in enumerate(lines)
    ]
    (folder / "units.csv").write_text("\n".join([lines[0], *emptied[1:]]) + "\n", "utf-8")
    told = [str(w.where) for w in plausibility_warnings(open_study(str(folder)))]
    assert told == ["units.csv, flexion", "units.csv, necrosis", "units.csv, clicks"]


def test_a_column_called_unit_among_the_patients_is_a_column(tmp_path):
    described = (
        "name table role section kind label levels\nunit patients outcome imaging categorical Ward a|b\n"
    )
    patients = "arm unit\nA a\nA b\nB a\nB a\n"
    study = open_study(str(write_study(tmp_path / "small", described, patients)))
    assert not study.variable("unit").is_key
