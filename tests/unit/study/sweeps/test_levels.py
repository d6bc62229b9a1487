"""The patients of one level of a column as a study of their own."""

from __future__ import annotations

import pytest
from places import ROOT
from sweep_studies import write_centres

from twoarm.errors import InputError, Place
from twoarm.study.opened import open_study
from twoarm.study.sweeps.levels import Level, levels_of, write_level

WHERE = Place("g.yml", 2, "by")


@pytest.fixture
def study(tmp_path):
    return write_centres(tmp_path / "study")


def test_the_levels_are_those_of_the_dictionary(study):
    levels, problems = levels_of(study, "centre", WHERE)
    assert ([(level.code, level.label) for level in levels], problems) == (
        [("n", "North"), ("s", "South"), ("w", "West")],
        [],
    )


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("centr", "g.yml line 2, by: no column of patients.csv in study/ (did you mean centre?)"),
        ("time", "not a column with levels in study/, or the arm"),
        ("arm", "not a column with levels in study/, or the arm"),
        ("patient_id", "not a column with levels in study/, or the arm"),
    ],
)
def test_a_column_that_divides_nobody_is_refused(study, column, rule):
    levels, problems = levels_of(study, column, WHERE)
    assert levels == [] and [rule in str(problem) for problem in problems] == [True]


def test_the_studies_of_the_levels_have_every_patient_once(study, tmp_path):
    whole, found = open_study(str(study)).cohort.patients, []
    for code, label in (("n", "North"), ("s", "South")):
        folder = tmp_path / code
        folder.mkdir()
        write_level(study, Level("centre", code, label), folder)
        part = open_study(str(folder)).cohort.patients
        assert set(part["centre"]) == {label}
        found += [tuple(row) for row in part.itertuples(index=False)]
    others = whole[whole["centre"] != "West"]
    assert sorted(found, key=str) == sorted((tuple(row) for row in others.itertuples(index=False)), key=str)


def test_an_arm_that_is_too_small_is_refused_as_in_any_study(study, tmp_path):
    folder = tmp_path / "w"
    folder.mkdir()
    write_level(study, Level("centre", "w", "West"), folder)
    with pytest.raises(InputError, match="1 of the two patients that it needs"):
        open_study(str(folder))


def test_visits_of_other_patients_and_the_plan_of_all_stay_behind(tmp_path):
    folder = tmp_path / "women"
    folder.mkdir()
    write_level(ROOT / "data", Level("sex", "F", "female"), folder)
    found = open_study(str(folder))
    assert not (folder / "simulation.yml").exists() and found.notice
    whole = (ROOT / "data" / "patients.csv").read_text("utf-8").splitlines()[1:]
    women = {line.split(",")[0] for line in whole if line.split(",")[3] == "F"}
    for name in ("patients.csv", "visits.csv"):
        lines = (folder / name).read_text("utf-8").splitlines()[1:]
        assert {line.split(",")[0] for line in lines} == women
