"""A plain table whose rows are hips or vertebrae: the patient is asked for, and counts once."""

from __future__ import annotations

import pytest
from hips_study import HIPS
from plain_tables import described, init, rows_of, write_table

from twoarm.analysis.comparison.compare import compare_section
from twoarm.study.opened import read_study

SAID = ("--arm", "group", "--treated", "A", "--min-count", "0", "--outcomes", "flexion,necrosis")


def sheet(change=lambda person, side, arm: arm) -> str:
    """The hips of the test study in one table: a row to a hip, and the patient a number at its end."""
    lines = ["flexion necrosis group side age person"]
    for person, line in enumerate(HIPS.strip().splitlines(), 1):
        arm, age, *values = line.split()
        for side, at in (("left", 0), ("right", 3)):
            if values[at] != ".":
                group = change(person, side, arm)
                lines.append(f"{values[at]} {values[at + 1]} {group} {side} {age} {person}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def table(tmp_path):
    return write_table(tmp_path / "hips.csv", sheet())


def test_a_number_that_repeats_within_one_arm_is_asked_about_as_the_patient(table, capsys):
    assert init(table, *SAID)[0] == 2
    said = capsys.readouterr().err
    assert (
        "--id: Each number of this column lies in one arm and stands in several rows: is it the patient"
        in said
    )
    assert "One of: person" in said


def test_where_each_row_is_another_patient_it_is_not_asked_again(table):
    code, folder = init(table, *SAID, "--id", "none")
    assert code == 0
    assert len(rows_of(folder / "patients.csv")) == 44


def test_the_sheet_becomes_patients_and_units(table, capsys):
    code, folder = init(table, *SAID, "--id", "person", "--within", "side")
    assert code == 0
    assert tuple(rows_of(folder / "patients.csv")[0].items()) == (
        ("patient_id", "P-001"), ("group", "A"), ("age", "61"),
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows_of(folder / "units.csv")[:2]] == [
        ("P-001", "left", "117", "0"),
        ("P-001", "right", "115", "0"),
    ]
    assert not (folder / "visits.csv").exists()
    assert {n: described(folder)[n]["table"] for n in ("unit", "flexion", "age")} == {
        "unit": "units", "flexion": "units", "age": "patients",
    }  # fmt: skip
    assert (
        "44 units within the patients, told apart by the column side; each patient counts once"
        in capsys.readouterr().out
    )


def test_by_the_rows_of_the_sheet_the_arms_seem_to_differ_and_by_its_patients_they_do_not(tmp_path):
    p_values = []
    for name, more in (("rows", ("--id", "none")), ("patients", ("--id", "person", "--within", "side"))):
        code, folder = init(write_table(tmp_path / f"{name}.csv", sheet()), *SAID, *more)
        assert code == 0
        study = read_study(folder.rename(tmp_path / name))
        section = study.variable("flexion").section
        found = compare_section(study, section, thorough=False).result("flexion")
        p_values.append((found.estimate.n_treated, round(found.estimate.p_value, 3)))
    assert p_values == [(22, 0.011), (12, 0.076)]


def test_units_without_a_column_are_numbered(table):
    code, folder = init(table, *SAID, "--id", "person", "--within", "number", "--drop", "side")
    assert code == 0
    assert [row["unit"] for row in rows_of(folder / "units.csv")[:3]] == ["1", "2", "1"]
    assert described(folder)["unit"]["levels"] == "1|2"


def test_arms_that_meet_within_a_patient_are_refused(tmp_path, capsys):
    other = {"left": "A", "right": "B"}
    table = write_table(
        tmp_path / "paired.csv", sheet(lambda person, side, arm: other[side] if person == 3 else arm)
    )
    assert init(table, *SAID, "--id", "person", "--within", "side")[0] == 3
    said = capsys.readouterr().err
    assert (
        "1 of 24 patients have rows in more than one arm (arms that meet within a patient need a paired analysis"
        in said
    )


def test_without_saying_what_the_rows_are_they_are_refused_with_the_same_reason(tmp_path, capsys):
    table = write_table(tmp_path / "paired.csv", sheet(lambda person, side, arm: "AB"[side == "left"]))
    assert init(table, *SAID, "--id", "person")[0] == 2
    said = capsys.readouterr().err
    assert (
        "group does not say one arm for each patient (arms that meet within a patient need a paired analysis"
        in said
    )


def test_a_unit_twice_is_refused_with_its_line(tmp_path, capsys):
    table = write_table(tmp_path / "twice.csv", sheet() + "110 0 B left 50 24\n")
    assert init(table, *SAID, "--id", "person", "--within", "side")[0] == 3
    assert "line 46: this patient has this unit already" in capsys.readouterr().err


def test_what_has_no_mean_is_left_out_and_said(tmp_path, capsys):
    first, *lines = sheet().splitlines()
    kinds = ("none", "mild", "severe")
    text = (
        "\n".join([f"{first} swelling", *(f"{line} {kinds[n % 3]}" for n, line in enumerate(lines))]) + "\n"
    )
    code, folder = init(write_table(tmp_path / "t.csv", text), *SAID, "--id", "person", "--within", "side")
    assert code == 0
    assert "swelling" not in described(folder)
    assert "left out: swelling (units have no mean of a column of kind ordinal)" in capsys.readouterr().out


def test_ages_that_repeat_are_no_patients(tmp_path):
    """Whole numbers that lie in both arms are measurements, and nobody is asked about them."""
    text = "score group age\n" + "".join(f"{n % 9} {'AB'[n % 2]} {50 + n % 7}\n" for n in range(42))
    code, _ = init(
        write_table(tmp_path / "t.csv", text),
        *("--arm", "group", "--treated", "A", "--min-count", "0", "--outcomes", "score"),
    )
    assert code == 0
