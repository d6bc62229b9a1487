"""The gate before whole reports: one that is in order gives no alarm, and what is planted in any kind of file gives one."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from places import ROOT
from planted import ROUNDS, Plant
from shared_cohorts import needs_licorice

from twoarm.errors import DisclosureError
from twoarm.publish.gate.check import check_disclosure
from twoarm.study.opened import Study, read_study

REFERENCES = ROOT / "book" / "references.bib"
VALUES = ("age", "tumour_size", "progesterone_receptor", "oestrogen_receptor", "recurrence_free_survival")
CLEAN = ("gbsg2", pytest.param("licorice", marks=needs_licorice), "sections", "wrist", "shipped")


def as_if_private(folder: Path) -> Study:
    """The study, whose patients nobody may see."""
    study = read_study(folder)
    spec = study.spec.model_copy(update={"public": False, "data_kind": "real"})
    return dataclasses.replace(study, spec=spec)


def copied(report, name: str, folder: Path) -> Path:
    """A copy of the report without what a private study has not: a table of single patients, the version before."""
    run = shutil.copytree(report(name).folder, folder / "run")
    shutil.rmtree(run / "changes", ignore_errors=True)
    (run / "curves.csv").unlink(missing_ok=True)
    return run


@pytest.fixture(scope="module")
def gbsg2(report) -> Study:
    return as_if_private(report("gbsg2").study)


@pytest.mark.parametrize("name", CLEAN)
def test_a_report_that_is_in_order_gives_no_alarm(report, name, tmp_path):
    check_disclosure(copied(report, name, tmp_path), as_if_private(report(name).study), REFERENCES)


@pytest.mark.parametrize("places", ROUNDS, ids=("first", "second"))
def test_a_planted_record_is_found_in_every_place(report, gbsg2, places, tmp_path):
    values = gbsg2.cohort.patients[list(VALUES)]
    row = values[(values > 12).all(axis=1)].iloc[1]  # one of the many whose values are all their own
    said = " ".join(f"{value:g}" for value in row)
    assert missed(report, places, said, gbsg2, "record", tmp_path) == []


@pytest.mark.parametrize("places", ROUNDS, ids=("first", "second"))
def test_a_planted_identifier_is_found_in_every_place(report, gbsg2, places, tmp_path):
    said = str(gbsg2.cohort.patients.index[100])
    assert missed(report, places, said, gbsg2, "identifier", tmp_path) == []


def missed(report, places: dict[str, Plant], said: str, study: Study, rule: str, folder: Path) -> list[str]:
    """The places whose file is not named with the rule, when a text is planted in all of them."""
    run = copied(report, "gbsg2", folder)
    files = {place: plant(run, said).relative_to(run).as_posix() for place, plant in places.items()}
    with pytest.raises(DisclosureError) as caught:
        check_disclosure(run, study, REFERENCES)
    assert said not in str(caught.value)
    told = {problem.where.at for problem in caught.value.problems if rule in problem.rule}
    named = any("named after a patient" in problem.rule for problem in caught.value.problems)
    assert told <= set(files.values()), "what is in order was named"
    return [
        place for place, file in files.items() if not (named if place == "name of a file" else file in told)
    ]
