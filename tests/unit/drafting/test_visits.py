"""Visits that a plain table hides in the names of its columns, or in several rows of a patient."""

from __future__ import annotations

import pytest
from plain_tables import described, init, rows_of, write_table
from ruamel.yaml import YAML

SAID = ("--treated", "B", "--min-count", "0")


def spec(folder) -> dict:
    return YAML(typ="safe").load(folder / "study.yml")


WIDE = """
id  arm  age  vas_post  vas_pre  odi_pre  odi_12m
a1  A    61   3         7        44       20
a2  A    67   2         8        52       31
a3  B    71   .         6        38       18
a4  B    59   1         9        .        .
"""


def test_columns_become_rows(tmp_path):
    code, folder = init(write_table(tmp_path / "back pain.csv", WIDE), *SAID)
    assert code == 0
    assert [v["code"] for v in spec(folder)["visits"]] == ["pre", "12m", "post"]
    assert spec(folder)["baseline_visit"] == "pre"
    assert list(rows_of(folder / "patients.csv")[0]) == ["patient_id", "arm", "age"]
    found = [tuple(row.values()) for row in rows_of(folder / "visits.csv")]
    assert found[:3] == [("a1", "pre", "7", "44"), ("a1", "12m", "", "20"), ("a1", "post", "3", "")]
    assert [row for row in found if row[0] == "a4"] == [("a4", "pre", "9", ""), ("a4", "post", "1", "")]
    assert described(folder)["vas"]["visits"] == "pre|post"
    assert described(folder)["odi"]["visits"] == "pre|12m"


def test_without_visits_when_the_person_says_so(tmp_path):
    table = write_table(tmp_path / "t.csv", WIDE)
    code, folder = init(table, *SAID, "--visit", "none", "--outcomes", "vas_post,odi_12m")
    assert code == 0
    assert not (folder / "visits.csv").exists()
    assert described(folder)["vas_pre"]["role"] == "covariate"


def test_bare_numbers_are_visits_where_they_begin_at_zero_or_leave_gaps(tmp_path):
    text = "arm bp_0 bp_6 item_1 item_2\nA 120 110 1 2\nA 131 122 2 2\nB 128 131 3 1\nB 140 138 1 1\n"
    code, folder = init(
        write_table(tmp_path / "t.csv", text), *SAID, "--time-unit", "weeks", "--outcomes", "bp"
    )
    assert code == 0
    assert [(v["code"], v["time"]) for v in spec(folder)["visits"]] == [("0", 0), ("6", 6)]
    assert spec(folder)["time_unit"] == "weeks"
    assert {"bp", "item_1", "item_2"} <= set(described(folder))


def test_what_was_measured_once_at_a_later_visit_is_of_that_visit(tmp_path):
    text = "arm pre_age pain_day1 pain_day3 leg_swelling_day3\n" + "".join(
        f"{arm} {age} {age % 7} {age % 3} {age % 9}\n"
        for arm, age in zip("AABBAB", range(60, 66), strict=True)
    )
    code, folder = init(write_table(tmp_path / "t.csv", text), *SAID)
    assert code == 0
    assert described(folder)["leg_swelling"]["visits"] == "day3"
    assert described(folder)["pre_age"]["table"] == "patients"


LONG = """
patient  week  group  age  pain  code
1        0     A      61   7     x
1        6     A      .    3     y
2        0     A      67   8     x
2        6     A      67   2     y
3        0     B      71   6     x
3        6     B      71   .     y
4        6     B      59   1     y
"""


def test_rows_are_split_into_patients_and_visits(tmp_path, capsys):
    code, folder = init(write_table(tmp_path / "t.csv", LONG), *SAID)
    assert code == 0
    assert [tuple(row.values()) for row in rows_of(folder / "patients.csv")] == [
        ("P-001", "A", "61"),
        ("P-002", "A", "67"),
        ("P-003", "B", "71"),
        ("P-004", "B", "59"),
    ]
    assert tuple(rows_of(folder / "visits.csv")[1].values()) == ("P-001", "6", "3")
    assert spec(folder)["time_unit"] == "weeks" and spec(folder)["baseline_visit"] == "0"
    assert "left out: code (says only which visit a row is)" in capsys.readouterr().out


def test_a_column_that_could_be_the_visit_is_asked_for(tmp_path, capsys):
    text = "id  arm  turn  pain\n" + "".join(
        f"p{n} {'AB'[n % 2]} {v} {n + v}\n" for n in range(6) for v in (1, 2)
    )
    table = write_table(tmp_path / "t.csv", text)
    assert init(table, *SAID)[0] == 2
    said = capsys.readouterr().err
    asked = (
        "Which column says the visit of a row (--within, where a row is a hip or a vertebra of the patient)?"
    )
    assert f"--visit: {asked} One of: turn, pain" in said
    assert init(table, *SAID, "--visit", "turn")[0] == 0


REFUSED = [
    (
        "a visit twice",
        LONG.replace("2        6", "2        0"),
        "line 5: this patient has this visit already",
    ),
    ("without a visit", LONG.replace("2        6", "2        .", 1), "line 5, week: the visit is missing"),
    ("two arms of one patient", LONG.replace("2        6     A", "2        6     B"), "--arm"),
]


@pytest.mark.parametrize(("what", "text", "words"), REFUSED)
def test_rows_that_cannot_be_told_apart_are_refused(what, text, words, tmp_path, capsys):
    code, folder = init(write_table(tmp_path / "t.csv", text), *SAID, "--visit", "week")
    assert code in (2, 3)
    assert words in capsys.readouterr().err
    assert not folder.exists()


def test_rows_of_one_patient_with_nothing_that_tells_them_apart(tmp_path, capsys):
    text = "id arm pain\n" + "".join(f"p{n // 2} {'AB'[n // 2 % 2]} 5\n" for n in range(12))
    assert init(write_table(tmp_path / "t.csv", text), *SAID)[0] == 3
    assert "patients have several rows, and no column says which visit" in capsys.readouterr().err
