"""The cohort as it is asked for by arm: each value is what the file says, typed by the dictionary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twoarm.errors import Problem
from twoarm.study.cohort import Cohort, read_cohort
from twoarm.study.dictionary import Variable

ID = Variable("patient_id", "Patient", "patients", "id", "", "id")
ARM = Variable("arm", "Arm", "patients", "arm", "", "arm", levels=(("NA", "new"), ("None", "old")))
LEAK = Variable(
    "leak", "Leak", "patients", "outcome", "perioperative", "binary", levels=(("no", "no"), ("yes", "yes"))
)
GRADE = Variable(
    "grade", "Grade", "patients", "outcome", "perioperative", "ordinal", levels=(("1", "low"), ("2", "high"))
)
AGE = Variable("age", "Age", "patients", "covariate", "baseline", "continuous", missing=("-9",), min=18)
DAY = Variable("day", "Day", "patients", "none", "", "date")
VISIT = Variable(
    "visit", "Visit", "visits", "none", "", "categorical", levels=(("1", "before"), ("2", "after"))
)
VAS = Variable("vas", "Pain", "visits", "outcome", "follow_up", "continuous", max=10)

PATIENTS = """\
patient_id,arm,leak,grade,age,day
00123,NA,yes,2,64,2024-02-29
12E4,None,no,1,-9,
12345678901234567,NA,,2, 71.5 ,2024-03-01
12345678901234568,None,yes,,1e2,2024-03-02
"""
VISITS = """\
patient_id,visit,vas
00123,1,8
00123,2,
12E4,2,3
12345678901234567,1,7.5
12345678901234568,1,0
"""


def read(folder: Path, patients: str = PATIENTS, visits: str = VISITS) -> tuple[Cohort | None, list[Problem]]:
    (folder / "patients.csv").write_text(patients, "utf-8")
    (folder / "visits.csv").write_text(visits, "utf-8")
    return read_cohort(folder, [ID, ARM, LEAK, GRADE, AGE, DAY, VISIT, VAS], ("NA", "None"))


@pytest.fixture
def cohort(tmp_path) -> Cohort:
    found, problems = read(tmp_path)
    assert problems == []
    return found


def test_identifiers_stay_text(cohort):
    assert list(cohort.patients.index) == ["00123", "12E4", "12345678901234567", "12345678901234568"]


def test_levels_called_na_and_none_are_levels(cohort):
    assert (cohort.size("NA"), cohort.size("None")) == (2, 2)


@pytest.mark.parametrize(
    ("variable", "arm", "visit", "values"),
    [
        (LEAK, "NA", None, [1, np.nan]),
        (LEAK, "None", None, [0, 1]),
        (AGE, "NA", None, [64, 71.5]),
        (AGE, "None", None, [np.nan, 100]),
        (VAS, "NA", "1", [8, 7.5]),
        (VAS, "NA", "2", [np.nan, np.nan]),
        (VAS, "None", "1", [np.nan, 0]),
        (VAS, "None", "2", [3, np.nan]),
    ],
)
def test_values_by_arm_and_visit(cohort, variable, arm, visit, values):
    np.testing.assert_equal(cohort.values(variable, arm, visit).tolist(), values)


def test_levels_are_ordered_categories_with_their_labels(cohort):
    grades = cohort.values(GRADE, "None")
    assert grades.cat.ordered
    assert grades.cat.categories.tolist() == ["low", "high"]
    assert grades.iloc[0] == "low" and grades.isna().tolist() == [False, True]


def test_dates_are_dates(cohort):
    assert [day.isoformat()[:10] for day in cohort.patients["day"].dropna()] == [
        "2024-02-29",
        "2024-03-01",
        "2024-03-02",
    ]


def test_problems_come_in_the_order_of_files_and_lines(tmp_path):
    patients = PATIENTS.replace("-9", "17").replace("00123,NA", "00123,na").replace("\n12E4,", "\n00123,")
    cohort, problems = read(tmp_path, patients, VISITS.replace("7.5", "75").replace("00123,2", "00123,1"))
    assert cohort is None
    assert [str(problem.where) for problem in problems] == [
        "patients.csv, arm",
        "patients.csv line 2, arm",
        "patients.csv line 3, age",
        "patients.csv line 3, patient_id",
        "visits.csv line 3",
        "visits.csv line 4, patient_id",
        "visits.csv line 5, vas",
    ]


def test_visits_that_are_described_but_not_there(tmp_path):
    (tmp_path / "patients.csv").write_text(PATIENTS, "utf-8")
    cohort, problems = read_cohort(tmp_path, [ID, ARM, LEAK, GRADE, AGE, DAY, VISIT, VAS], ("NA", "None"))
    assert cohort is None
    assert [str(p) for p in problems] == ["visits.csv: missing, though the dictionary describes visits"]


def test_visits_are_not_needed_where_none_is_described(tmp_path):
    (tmp_path / "patients.csv").write_text(PATIENTS, "utf-8")
    cohort, problems = read_cohort(tmp_path, [ID, ARM, LEAK, GRADE, AGE, DAY], ("NA", "None"))
    assert problems == [] and cohort.visits is None


def test_rules_that_one_cell_breaks_come_in_the_dictionary_s_order(tmp_path):
    dose = Variable(
        "dose", "Dose", "patients", "outcome", "perioperative", "continuous", min=2, max=9, step=1
    )
    rows = ["1,NA,1.5", "2,NA,3", "3,None,", "4,None,9.5"]
    (tmp_path / "patients.csv").write_text("\n".join(["patient_id,arm,dose", *rows]), "utf-8")
    cohort, problems = read_cohort(tmp_path, [ID, ARM, dose], ("NA", "None"))
    assert cohort is None
    assert [(str(p.where), p.rule) for p in problems] == [
        ("patients.csv line 2, dose", "below the minimum (2)"),
        ("patients.csv line 2, dose", "not a multiple of its step (1)"),
        ("patients.csv line 5, dose", "above the maximum (9)"),
        ("patients.csv line 5, dose", "not a multiple of its step (1)"),
    ]
