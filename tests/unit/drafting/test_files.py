"""What ``twoarm init`` reads and what it leaves on the disk: tables, sheets, identifiers, marks, whole folders or none."""

from __future__ import annotations

import datetime as dt
import re
import stat
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from plain_tables import described, init, rows_of, write_table

from twoarm import cli
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.study.guessing.keys import numbers_rows

TRIAL = """
arm  age  operated    vas_pre  vas_post  leak
A    61   2024-01-05  7        3         0
A    67   2024-02-11  8        2         1
B    71   2024-02-12  6        NA        0
B    59   2024-03-09  999      1         0
"""
SAID = ("--treated", "B", "--outcomes", "vas,leak", "--min-count", "0")


@pytest.fixture
def trial(tmp_path) -> Path:
    return write_table(tmp_path / "trial.csv", TRIAL)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# The marks


def test_what_was_guessed_is_refused_until_somebody_has_looked(trial, capsys):
    code, folder = init(trial, *SAID, confirm=False)
    out = capsys.readouterr().out
    assert code == 0
    assert f"twoarm init --confirm {folder}" in out
    assert cli.main(["check", str(folder)]) == 3
    said = capsys.readouterr().err
    assert "  study.yml\n    to confirm: title: Trial, after the name of the file" in said
    assert re.search(r"line \d+, age: to confirm: label, kind, unit, range, role\n", said)
    assert re.search(r"line \d+, vas: to confirm: .*missing", said)
    assert said.splitlines()[-1].endswith("then: twoarm init --confirm drafted")
    assert cli.main(["init", "--confirm", str(folder)]) == 0
    assert f"Next: twoarm check {folder}" in capsys.readouterr().out
    assert cli.main(["check", str(folder)]) == 0


def test_confirmed_at_once_or_afterwards_is_the_same_study(trial, tmp_path):
    _, folder = init(trial, *SAID, confirm=False)
    assert cli.main(["init", str(folder), "--confirm"]) == 0
    at_once = tmp_path / "at_once"
    assert cli.main(["init", str(trial), *SAID, "--to", str(at_once), "--confirm"]) == 0
    assert (folder / "dictionary.csv").read_bytes() == (at_once / "dictionary.csv").read_bytes()
    assert cli.main(["check", str(at_once)]) == 0


def test_what_a_person_wrote_into_a_draft_stays_when_it_is_confirmed(trial):
    _, folder = init(trial, *SAID, confirm=False)
    spec, dictionary = folder / "study.yml", folder / "dictionary.csv"
    spec.write_text(
        "# mine\n" + spec.read_text("utf-8").replace('primary_outcome: ""', "primary_outcome: vas  # named"),
        "utf-8",
    )
    dictionary.write_text(dictionary.read_text("utf-8").replace("column age;", "the chart, page 2;"), "utf-8")
    assert cli.main(["init", "--confirm", str(folder)]) == 0
    assert "# mine" in spec.read_text("utf-8") and "vas  # named" in spec.read_text("utf-8")
    assert "to_confirm" not in spec.read_text("utf-8")
    assert described(folder)["age"]["source"] == "the chart, page 2"
    assert cli.main(["check", str(folder)]) == 0


def test_to_confirm_what_is_no_study_or_confirmed_already(trial, tmp_path, capsys):
    assert cli.main(["init", "--confirm", str(tmp_path)]) == 3
    _, folder = init(trial, *SAID)
    before = everything(folder)
    assert cli.main(["init", "--confirm", str(folder)]) == 0
    assert "nothing to confirm" in capsys.readouterr().out
    assert everything(folder) == before


# What is written


def test_the_values_are_those_of_the_table(trial):
    code, folder = init(trial, *SAID)
    assert code == 0
    table = rows_of(trial)
    patients = rows_of(folder / "patients.csv")
    assert [p["age"] for p in patients] == [row["age"] for row in table]
    visits = {(v["patient_id"], v["visit"]): v["vas"] for v in rows_of(folder / "visits.csv")}
    for patient, row in zip(patients, table, strict=True):
        assert visits[patient["patient_id"], "pre"] == row["vas_pre"]
        assert visits[patient["patient_id"], "post"] == row["vas_post"]
    assert described(folder)["vas"]["missing"] == "NA|999"
    assert described(folder)["vas"]["max"] == "10"


def test_identifiers_are_made_up_and_never_twice_the_same(trial, tmp_path):
    ids = []
    for name in ("one", "two"):
        assert cli.main(["init", str(trial), *SAID, "--to", str(tmp_path / name), "--confirm"]) == 0
        ids += [row["patient_id"] for row in rows_of(tmp_path / name / "patients.csv")]
    assert all(re.fullmatch("P-[0-9a-f]{6}", one) and not one[2:].isdigit() for one in ids)
    assert len(set(ids)) == len(ids)


IDS = [
    ("patient", "a1 a2 b1 b2", ["a1", "a2", "b1", "b2"]),
    ("id", "1 2 3 10", ["P-001", "P-002", "P-003", "P-010"]),
    ("id", "4711001 4711002 4711003 4711004", None),
    ("mrn", "x7391 x7392 x7393 x7394", None),
]


@pytest.mark.parametrize(("name", "cells", "kept"), IDS)
def test_identifiers_that_may_stay_and_those_that_may_not(name, cells, kept, tmp_path, capsys):
    lines = TRIAL.strip().splitlines()
    text = "\n".join(f"{one} {line}" for one, line in zip([name, *cells.split()], lines, strict=True))
    code, folder = init(write_table(tmp_path / "t.csv", text), *SAID, "--id", name)
    assert code == 0
    found = [row["patient_id"] for row in rows_of(folder / "patients.csv")]
    assert found == kept if kept else all(re.fullmatch("P-[0-9a-f]{6}", one) for one in found)
    written = b"".join(everything(folder).values()).decode() + capsys.readouterr().out
    assert kept or not any(cell in written for cell in cells.split())


def test_a_folder_for_its_owner_alone(trial):
    _, folder = init(trial, *SAID)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_is_overwritten(trial, capsys):
    _, folder = init(trial, *SAID)
    before = everything(folder)
    assert init(trial, *SAID)[0] == 2
    assert "drafted holds files already, and nothing is overwritten" in capsys.readouterr().err
    assert everything(folder) == before


def test_an_empty_folder_is_filled(trial):
    (trial.parent / "drafted").mkdir()
    assert init(trial, *SAID)[0] == 0


def test_real_patients_are_not_written_into_a_checkout(trial, capsys, tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: x\n", "utf-8")
    assert init(trial, *SAID)[0] == 5
    assert "inside the checkout" in capsys.readouterr().err


def test_what_cannot_be_a_study_leaves_nothing(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", TRIAL.replace("\nA    67", "\nB    67"))
    code, _folder = init(table, *SAID)
    assert code == 3
    assert "arm A: 1 of the two patients that it needs" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


# Who a patient is


CANARIES = {
    "surname": ["Kowalczyk", "Yildirim", "Okonkwo", "Lindqvist"],
    "mrn": ["77120031", "77120032", "77120033", "77120034"],
    "phone": ["+90 532 555 12 34", "+90 532 555 12 35", "+90 532 555 12 36", "+90 532 555 12 37"],
    "mail": ["a.k@example.org", "b.y@example.org", "c.o@example.org", "d.l@example.org"],
    "date_of_birth": ["1951-03-04", "1948-11-30", "1960-01-02", "1939-07-08"],
}


def identified(path: Path) -> Path:
    rows = [line.split() for line in TRIAL.strip().splitlines()]
    more = [list(CANARIES), *map(list, zip(*CANARIES.values(), strict=True))]
    path.write_text("\n".join(",".join([*a, *b]) for a, b in zip(rows, more, strict=True)) + "\n", "utf-8")
    return path


def test_columns_that_could_name_a_patient_are_refused_all_at_once_without_a_value(tmp_path, capsys):
    table = identified(tmp_path / "t.csv")
    code, folder = init(table, *SAID)
    said = capsys.readouterr()
    assert code == 5
    assert not folder.exists()
    for place, name in enumerate(CANARIES, 7):
        assert re.search(rf"column {place}, {name}: looks like ", said.err)
    assert said.err.strip().endswith(
        "--drop surname,mrn,phone,mail,date_of_birth; the one that says which patient a row is, and is replaced: "
        "--id COLUMN; a column that is none of it is kept by --keep."
    )
    assert not any(cell in said.err + said.out for cells in CANARIES.values() for cell in cells)


ELSEWHERE = {
    "OP_NO": ["2031023757.0", "2031087109.0", "2031102947.0", "2031055433.0"],
    "姓名": ["黄芳", "李秀英", "张丽", "陈娜"],
    "联系电话": ["13800000001", "13800010002", "13800000703", "13800080004"],
    "Operateur": ["Dr. Lindqvist", "Dr. Okafor", "Dr. Lindqvist", "Dr. Okafor"],
    "whoever": ["Prof. Quast", "Dr. Byrne", "Prof. Quast", "Dr. Byrne"],
    "ФИО": ["Орлов А.Б.", "Смирнова Е.К.", "Громов И.И.", "Белов П.С."],
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_identifier_of_another_hospital_is_refused_kept_or_the_key_and_not_shown(name, tmp_path, capsys):
    table = tmp_path / "t.csv"
    rows = [line.split() for line in TRIAL.strip().splitlines()]
    cells = [name, *ELSEWHERE[name]]
    table.write_text(
        "\n".join(",".join([*row, cell]) for row, cell in zip(rows, cells, strict=True)) + "\n", "utf-8"
    )
    code, folder = init(table, *SAID)
    said = capsys.readouterr()
    assert code == 5 and not folder.exists()
    assert f"column 7, {name}: looks like a" in said.err
    assert not any(cell in said.err + said.out for cell in cells[1:])
    assert init(table, *SAID, "--keep", name)[0] == 0


def test_they_are_left_out_and_nothing_of_them_is_written(tmp_path, capsys):
    code, folder = init(identified(tmp_path / "t.csv"), *SAID, "--drop", ",".join(CANARIES))
    assert code == 0
    written = b"".join(everything(folder).values()).decode() + capsys.readouterr().out
    assert not any(cell in written for cells in CANARIES.values() for cell in cells)


def test_one_that_is_harmless_is_kept(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", TRIAL.replace("leak", "surname").replace("vas_pre", "leak_pre"))
    said = ("--treated", "B", "--outcomes", "vas_post", "--min-count", "0")
    text = table.read_text("utf-8").replace(",0\n", ",left\n").replace(",1\n", ",right\n")
    table.write_text(text, "utf-8")
    assert init(table, *said)[0] == 5
    assert init(table, *said, "--keep", "surname")[0] == 0


def test_the_summary_shows_no_patient(trial, capsys):
    init(trial, *SAID)
    out = capsys.readouterr().out
    assert not re.search(r"\b(61|67|71|59|2024-\d\d-\d\d)\b", out)


def test_a_word_that_one_patient_alone_has_is_no_level_on_the_terminal(tmp_path, capsys):
    words = ["implant", "Stryker", "Stryker", "Quastlund", "Byrnefeld"]
    rows = [line.split() for line in TRIAL.strip().splitlines()]
    table = tmp_path / "t.csv"
    table.write_text(
        "\n".join(",".join([*row, word]) for row, word in zip(rows, words, strict=True)) + "\n", "utf-8"
    )
    assert init(table, *SAID)[0] == 0
    out = capsys.readouterr().out
    assert "Stryker|2 of one row each" in out
    assert "Quastlund" not in out and "Byrnefeld" not in out


# What is read


def write_sheet(path: Path, *sheets: str) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        page = book.create_sheet(name)
        for row in (line.split() for line in TRIAL.strip().splitlines()):
            page.append([_typed(cell) for cell in row])
    book.save(path)
    return path


def _typed(cell: str):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return dt.datetime.fromisoformat(cell)
    return float(cell) if cell.isdigit() else cell


def test_an_excel_sheet_makes_the_same_study_as_its_csv(trial, tmp_path):
    sheet = write_sheet(tmp_path / "trial.xlsx", "Data")
    told = (*SAID, "--title", "Trial", "--confirm", "--to")
    assert cli.main(["init", str(trial), *told, str(tmp_path / "csv")]) == 0
    assert cli.main(["init", str(sheet), *told, str(tmp_path / "xlsx")]) == 0
    first, second = everything(tmp_path / "csv"), everything(tmp_path / "xlsx")
    assert first["dictionary.csv"] == second["dictionary.csv"] and first["study.yml"] == second["study.yml"]
    drop = lambda table: read_plain_csv(table).drop(columns="patient_id").to_numpy().tolist()  # noqa: E731
    for name in ("patients.csv", "visits.csv"):
        assert drop(tmp_path / "csv" / name) == drop(tmp_path / "xlsx" / name)


def test_the_sheet_is_asked_for_where_there_are_several(tmp_path, capsys):
    sheets = write_sheet(tmp_path / "t.xlsx", "First", "Second")
    assert init(sheets, *SAID)[0] == 2
    assert "--sheet: which sheet holds the table? (one of: First, Second)" in capsys.readouterr().err
    assert init(sheets, *SAID, "--sheet", "Third")[0] == 2
    assert init(sheets, *SAID, "--sheet", "Second")[0] == 0


def test_the_numbers_of_rows_that_r_and_pandas_write_are_left_out(tmp_path):
    lines = (f"{n or ''},{','.join(line.split())}" for n, line in enumerate(TRIAL.strip().splitlines()))
    (tmp_path / "t.csv").write_text("\n".join(lines), "utf-8")
    assert init(tmp_path / "t.csv", *SAID)[0] == 0


FORMS = [
    ("semicolons", b"arm;age\nA;61\n", "the columns are not separated by commas"),
    ("UTF-16", "arm,age\nA,61\n".encode("utf-16"), "it is UTF-16"),
    ("Excel under another name", b"PK\x03\x04", "it is a zip or Excel file"),
    ("a row too short", b"arm,age\nA\n", "line 2: 1 fields where the header has 2"),
    ("a column twice", b"arm,arm\nA,B\n", "column 2 has the name of an earlier column"),
    ("empty", b"", "the file is empty"),
    ("only a header", b"arm,age\n", "no rows below the header"),
    ("no header", b"A,61\nA,67\nB,71\n", "a number or a date where the names of the columns should be"),
    (
        "decimal commas",
        b'arm,vas\nA,"3,5"\nA,"4,0"\nB,"2,5"\nB,1\n',
        "lines 2, 3 and 4, vas: not a plain number",
    ),
]


@pytest.mark.parametrize(("what", "content", "words"), FORMS, ids=[form[0] for form in FORMS])
def test_what_is_no_plain_table_is_refused(what, content, words, tmp_path, capsys):
    (tmp_path / "t.csv").write_bytes(content)
    code, folder = init(tmp_path / "t.csv", "--min-count", "0")
    assert code == 3
    assert words in capsys.readouterr().err
    assert not folder.exists()


@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.csv"])
def test_a_file_that_is_no_workbook_or_not_there(name, tmp_path):
    if name != "t.csv":
        (tmp_path / name).write_bytes(b"no workbook")
    assert init(tmp_path / name, "--min-count", "0")[0] == 3


def test_a_folder_is_no_table(tmp_path):
    assert cli.main(["init", str(tmp_path)]) == 3


SERIAL = """
arm  obs  listed  severity  asa_class  sex
A    1    6       1         1          m
B    2    1       2         3          f
A    3    2       3         2          m
B    4    3       4         1          f
A    5    4       4         2          m
B    6    5       1         3          f
"""


def test_serial_numbers_are_left_out_and_told(tmp_path, capsys):
    code, folder = init(
        write_table(tmp_path / "t.csv", SERIAL),
        "--treated",
        "B",
        "--outcomes",
        "severity",
        "--profile",
        "open",
    )
    assert code == 0
    assert list(described(folder)) == ["patient_id", "arm", "severity", "asa_class", "sex"]
    said = capsys.readouterr().out
    for column in ("obs", "listed"):
        assert f"  left out: {column} (only numbers the rows, each number once)\n" in said


def test_a_serial_number_that_is_asked_for_stays(tmp_path):
    table = write_table(tmp_path / "t.csv", SERIAL)
    code, folder = init(
        table, "--treated", "B", "--outcomes", "severity", "--before", "obs", "--profile", "open"
    )
    assert code == 0
    assert described(folder)["obs"]["role"] == "covariate"
    assert "listed" not in described(folder)


def test_the_number_of_a_visit_is_no_serial_number(tmp_path):
    rows = "".join(f"p{n} {'AB'[n % 2]} {v} {n + v}\n" for n in range(6) for v in (1, 2, 3))
    table = write_table(tmp_path / "t.csv", f"patient arm visit score\n{rows}")
    code, folder = init(table, "--treated", "B", "--outcomes", "score", "--profile", "open")
    assert code == 0
    assert [row["visit"] for row in rows_of(folder / "visits.csv")][:3] == ["1", "2", "3"]


NUMBERS = [
    ("1 2 3", True),
    ("0 1 2 3", True),
    ("2 3 1", False),  # may be levels of a scale
    ("6 1 2 4 3 5", True),
    ("6 1 2 4 3 3", False),
    ("6 1 2 4 3 8", False),
    (" ".join(str(1000 + 5 * n) for n in range(20)), True),
    (" ".join(str(1000 + 5 * n) for n in range(19)), False),
    (" ".join(str(40 - n) for n in range(25)), False),
    ("1.5 2.5 3.5", False),
    ("a b c", False),
]


@pytest.mark.parametrize(("cells", "serial"), NUMBERS)
def test_what_only_numbers_the_rows(cells, serial):
    assert numbers_rows(pd.Series(cells.split(), dtype=object)) is serial


def test_an_age_in_order_is_no_serial_number(tmp_path):
    rows = "".join(f"{'AB'[n % 2]} {40 + n} {n % 3}\n" for n in range(24))
    table = write_table(tmp_path / "t.csv", f"arm age mood\n{rows}")
    code, folder = init(table, "--treated", "B", "--outcomes", "mood", "--profile", "open")
    assert code == 0
    assert described(folder)["age"]["role"] == "covariate"
