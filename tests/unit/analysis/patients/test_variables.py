"""The study's dictionary as a published table: what is stated of each variable, and nothing of any patient."""

from __future__ import annotations

import pytest
from small_studies import write_study

from twoarm.analysis.patients.variables import DataDictionary
from twoarm.study.opened import open_study
from twoarm.tables.about import DATA_DICTIONARY

DESCRIBED = """\
name  label  role       section        kind         levels      unit   missing  min  max  mcid  mcid_source  note
pain  Pain   outcome    perioperative  continuous   .           points  999     0    10   2     Doe_2020     At_rest.
side  Side   covariate  baseline       categorical  l=left|r=right  .   .       .    .    .     .            .
"""
PATIENTS = "arm  pain  side\nA  1  l\nA  999  r\nB  3  l\nB  5  r\n"


@pytest.fixture
def rows(tmp_path):
    study = open_study(str(write_study(tmp_path / "small", DESCRIBED, PATIENTS)))
    return {row["variable"]: row for row in DataDictionary(study).rows()[DATA_DICTIONARY.name]}


def test_each_variable_has_a_row_of_the_table_s_columns(rows):
    assert {"pain", "side"} < set(rows) and {tuple(row) for row in rows.values()} == {DATA_DICTIONARY.header}


def test_a_row_says_what_is_stated(rows):
    pain, side = rows["pain"], rows["side"]
    assert pain["permitted"] == "from 0 to 10 points" and side["permitted"] == "l = left, r = right"
    assert (pain["mcid"], pain["mcid_source"], pain["margin"]) == (2.0, "Doe_2020", None)
    assert pain["note"].startswith("At") and side["note"] == ""


def test_codes_of_missing_values_are_left_out(rows):
    assert "999" not in repr(rows)
