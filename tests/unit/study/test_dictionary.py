"""One row of the dictionary checks values and describes itself in the same words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from twoarm.errors import InputError
from twoarm.study.dictionary import Variable, read_dictionary
from twoarm.study.schema.kinds import Kind

COLUMNS = [field.name for field in fields(Variable)]
BASE = [
    {"name": "patient_id", "label": "Patient", "table": "patients", "role": "id", "kind": "id"},
    {
        "name": "arm",
        "label": "Arm",
        "table": "patients",
        "role": "arm",
        "kind": "arm",
        "levels": "A=new|B=old",
    },
]
AGE = {
    "name": "age", "label": "Age", "table": "patients", "role": "covariate", "section": "baseline",
    "kind": "continuous", "unit": "years", "min": "18", "max": "110", "step": "0.5",
}  # fmt: skip
LEAK = {
    "name": "leak",
    "label": "Leak",
    "table": "patients",
    "role": "none",
    "kind": "binary",
    "levels": "0=no|1=yes",
}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "dictionary.csv"
    table = [{column: row.get(column, "") for column in COLUMNS} for row in (*BASE, *rows)]
    pd.DataFrame(table).to_csv(path, index=False)
    return path


def rules(folder: Path, *rows: dict[str, str]) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_dictionary(write(folder, *rows))
    return [str(problem).partition("dictionary.csv")[2].lstrip(" ,") for problem in caught.value.problems]


def test_a_row_is_typed(tmp_path):
    age = read_dictionary(write(tmp_path, AGE))[-1]
    assert (age.min, age.max, age.step, age.levels, age.missing, age.tau) == (18, 110, 0.5, (), (), None)
    arm = read_dictionary(write(tmp_path, AGE))[1]
    assert arm.levels == (("A", "new"), ("B", "old"))


def test_a_label_that_looks_like_nothing_stays_a_label(tmp_path):
    levels = read_dictionary(write(tmp_path, LEAK | {"levels": "NA|None=no"}))[-1].levels
    assert levels == (("NA", "NA"), ("None", "no"))


def test_the_rule_that_rejects_and_the_sentence_that_describes_come_from_one_row(tmp_path):
    age = read_dictionary(write(tmp_path, AGE))[-1]
    values = pd.Series([18.0, 17.5, 110.0, 110.5, 30.25])
    assert [(words, test(values).tolist()) for words, test in age.rules()] == [
        ("below the minimum (18 years)", [True, False, True, True, True]),
        ("above the maximum (110 years)", [True, True, True, False, True]),
        ("not a multiple of its step (0.5 years)", [True, True, True, True, False]),
    ]
    assert age.describe() == "from 18 to 110 years, in steps of 0.5"


def test_a_count_is_whole_and_not_negative_without_being_told(tmp_path):
    count = {
        "name": "screws",
        "label": "Screws",
        "table": "patients",
        "role": "none",
        "kind": "count",
        "of": "4",
    }
    screws = read_dictionary(write(tmp_path, count))[-1]
    values = pd.Series([0.0, 4.0, 5.0, 1.5, -1.0])
    holds = pd.concat([test(values) for _, test in screws.rules()], axis=1).all(axis=1)
    assert holds.tolist() == [True, True, False, False, False]


def test_a_stated_minimum_below_zero_lets_no_count_be_negative(tmp_path):
    count = {
        "name": "falls",
        "label": "Falls",
        "table": "patients",
        "role": "none",
        "kind": "count",
        "min": "-5",
    }
    (falls,) = read_dictionary(write(tmp_path, count))[2:]
    assert [words for words, test in falls.rules() if not test(pd.Series([-1.0])).all()] == ["below zero"]


def test_a_denominator_is_a_number_or_a_count_of_the_same_table(tmp_path):
    row = {"table": "patients", "role": "none", "kind": "count"}
    screws = row | {"name": "screws", "label": "Screws"}
    loose = row | {"name": "loose", "label": "Loose screws", "of": "screws"}
    assert [v.each for v in read_dictionary(write(tmp_path, screws, loose))] == [None] * 4
    assert read_dictionary(write(tmp_path, loose | {"of": "4"}))[-1].each == 4
    assert rules(tmp_path, screws | {"kind": "continuous"}, loose) == [
        "loose: its denominator (of) is neither a whole number nor another count of patients"
    ]


BROKEN = {
    "name in capitals": ({"name": "Age"}, "line 4, name: use lower-case letters, digits and _, beginning with a letter"),
    "no label": ({"label": ""}, "line 4, label: a label has 1 to 80"),
    "markup": ({"label": "<script>"}, "line 4, label: a label has 1 to 80"),
    "table": ({"table": "patient"}, "line 4, table: not one of patients, visits, units"),
    "role": ({"role": "exposure"}, "line 4, role: not one of id, arm, covariate, outcome, none"),
    "section": ({"section": "surgery"}, "line 4, section: not one of baseline, perioperative"),
    "better": ({"better": "more"}, "line 4, better: neither higher nor lower nor empty"),
    "no levels": ({"kind": "categorical"}, "line 4, levels: a categorical variable needs its levels"),
    "one level": ({"kind": "ordinal", "levels": "1=a"}, "line 4, levels: a ordinal variable needs its levels"),
    "three levels": ({"kind": "binary", "levels": "0|1|2"}, "line 4, levels: a binary variable has two levels"),
    "level twice": ({"kind": "binary", "levels": "0=no|0=yes"}, "line 4, levels: a code stands twice"),
    "outcome nowhere": ({"role": "outcome", "section": ""}, "line 4, section: an outcome needs a section"),
    "date as outcome": ({"role": "outcome", "kind": "date"}, "line 4, role: a date is never an outcome"),
    "text as number": ({"min": "low"}, "line 4, min: not a number that can be used here"),
    "not finite": ({"max": "inf"}, "line 4, max: not a number that can be used here"),
    "decimal comma": ({"max": "1,5"}, "line 4, max: not a number that can be used here"),
    "no step": ({"step": "0"}, "line 4, step: not above zero"),
    "margin": ({"margin": "-2"}, "line 4, margin: not above zero"),
    "digits": ({"digits": "-1"}, "line 4, digits: not a whole number from 0 to 9"),
    "half a digit": ({"digits": "1.5"}, "line 4, digits: not a whole number from 0 to 9"),
    "second identifier": ({"kind": "id"}, "line 4, kind: kind id and role id go together"),
    "second arm": ({"kind": "arm", "levels": "A|B"}, "line 4, kind: kind arm and role arm go together"),
    "denominator": ({"kind": "count", "of": "0"}, "age: its denominator (of) is neither a whole number nor another count"),
    "its own denominator": ({"kind": "count", "of": "age"}, "age: its denominator (of) is neither a whole number"),
    "denominator of a mean": ({"of": "4"}, "line 4, of: only a count has a denominator"),
    "label twice": ({"kind": "ordinal", "levels": "1=a|2=a|3=b"}, "line 4, levels: a label stands twice"),
    "outcome at baseline": ({"role": "outcome"}, "line 4, section: an outcome does not stand in the section baseline"),
    "event": ({"kind": "time", "event": "arm"}, "age: its event is no binary variable of patients"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_named_with_its_line_and_column(case, tmp_path):
    change, rule = BROKEN[case]
    found = rules(tmp_path, AGE | change)
    assert any(line.startswith(rule) for line in found), found


def test_all_broken_rows_are_named_at_once(tmp_path):
    found = rules(tmp_path, AGE | {"min": "x"}, LEAK | {"levels": ""}, AGE)
    assert [line.partition(":")[0] for line in found] == [
        "line 4, min",
        "line 5, levels",
        "line 5, levels",
        "age",
    ]


def test_an_absent_column_is_empty(tmp_path):
    """All but the five that cannot be made up."""
    path = tmp_path / "dictionary.csv"
    few = ["name,label,table,role,kind", "who,Who,patients,id,id", "seen,Seen,patients,none,date"]
    path.write_text("\n".join(few) + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_dictionary(path)
    assert [str(p) for p in caught.value.problems] == [
        "dictionary.csv: one variable has the role arm; here 0 have it"
    ]
    path.write_text("\n".join(["name,label,kind", "who,Who,id"]) + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_dictionary(path)
    assert [str(p) for p in caught.value.problems] == [
        "dictionary.csv, table: missing column",
        "dictionary.csv, role: missing column",
    ]


def test_every_broken_rule_of_a_row_is_told_at_once(tmp_path):
    """A refused cell hides no rule between the others, and is no cause of one."""
    path = write(tmp_path, AGE | {"label": "<b>", "min": "5", "max": "1", "step": "x"})
    with pytest.raises(InputError) as caught:
        read_dictionary(path)
    assert [p.where.at for p in caught.value.problems] == ["label", "min", "step"]


def test_a_kind_knows_what_follows_from_it():
    assert [kind for kind in Kind if kind.levelled] == ["arm", "binary", "categorical", "ordinal"]
    assert [kind for kind in Kind if kind.numeric] == ["continuous", "count", "time"]
    assert Variable("a", "A", "patients", "none", "", "count").kind is Kind.COUNT


def test_columns_are_known(tmp_path):
    path = write(tmp_path, AGE)
    path.write_text(path.read_text("utf-8").replace("step,of", "steps,Jane Doe"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_dictionary(path)
    assert [str(p) for p in caught.value.problems] == [
        "dictionary.csv, steps: unknown column (did you mean step?)",
        "dictionary.csv, column 13: unknown column",
    ]
