"""Further cohorts of the same plan: deterministic, never written, of the shipped study's shape."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from places import ROOT

from twoarm.analysis.sensitivity.reconstructions import primary_results, reconstruct
from twoarm.errors import InputError
from twoarm.simulation.further_cohorts import SEEDS, further_cohorts
from twoarm.simulation.plan import load_plan
from twoarm.simulation.simulate import simulate
from twoarm.study.cohort import cohort_of
from twoarm.study.opened import open_study, read_study

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def study():
    return open_study("data", reconstructions=2)


@pytest.fixture(scope="module")
def found(study):
    return reconstruct(study)


def files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_the_plan_under_its_own_seed_is_the_shipped_cohort(study):
    """In memory as from the files: the same results to the last digit."""
    made = simulate(load_plan(DATA / "simulation.yml"))
    tables = {"patients.csv": made.patients, "visits.csv": made.visits}
    cohort = cohort_of(tables, list(study.dictionary), study.cohort.arms)
    assert list(cohort.patients.index) == list(study.cohort.patients.index)
    texts = (c.patients.astype(str).sort_index(axis=1).to_csv() for c in (cohort, study.cohort))
    assert len(set(texts)) == 1
    assert primary_results(replace(study, cohort=cohort)) == primary_results(study)


def test_seeds_are_counted_on_from_that_of_the_plan(study, found):
    seed = load_plan(DATA / "simulation.yml").seed
    assert [one.seed for one in found.drawn] == [(seed + 1) % SEEDS, (seed + 2) % SEEDS]


def test_twice_the_same_and_nothing_is_written(study, found):
    before = files(DATA)
    assert reconstruct(study).drawn == found.drawn
    assert files(DATA) == before


def test_every_cohort_has_every_outcome_by_the_same_method(found):
    shipped = [(r.variable, r.visit, r.analysis) for r in found.shipped]
    assert all([(r.variable, r.visit, r.analysis) for r in one.results] == shipped for one in found.drawn)
    assert len(found.of(shipped[0][0])) == len(found.drawn)


def test_what_is_not_prescribed_differs_between_cohorts(found):
    """The values of each patient are drawn anew, and so the adjusted differences move."""
    odi = [r.estimate.value for r in (*found.of("odi"), *(r for r in found.shipped if r.variable == "odi"))]
    assert len(set(odi)) == len(odi)


def test_statements_hold_by_construction_in_every_cohort(found):
    alpha = found.study.parameters.alpha
    fixed = [r for r in found.shipped if r.variable in found.stated and r.scale == "unit"]
    assert fixed
    for shipped in fixed:
        sides = {r.estimate.p_value < alpha for r in (shipped, *found.of(shipped.variable))}
        assert len(sides) == 1, shipped.variable


def test_stated_are_outcomes_of_the_plan(study):
    plan = load_plan(DATA / "simulation.yml")
    assert further_cohorts(study).stated <= set(plan.variables)


def test_only_an_outcome_that_the_plan_does_not_make_is_unplanned(study, found):
    assert found.unplanned == ()
    planned = study.variable("operation_time")
    dictionary = (
        *study.dictionary,
        replace(planned, name="added"),
        replace(planned, name="noted", role="none"),
    )
    patients = study.cohort.patients
    patients = patients.assign(added=patients["operation_time"], noted=patients["operation_time"])
    later = reconstruct(
        replace(study, dictionary=dictionary, cohort=replace(study.cohort, patients=patients))
    )
    assert later.unplanned == ("added",)
    assert [r.variable for r in later.shipped] == [r.variable for r in found.shipped]


@pytest.mark.parametrize("generator", ["''", "absent.yml", "a program " * 20, "../data/simulation.yml"])
def test_without_a_plan_there_is_nothing_to_reconstruct(generator, tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    spec = (
        (folder / "study.yml")
        .read_text("utf-8")
        .replace("generator: simulation.yml", f"generator: {generator}")
    )
    (folder / "study.yml").write_text(spec, "utf-8")
    assert reconstruct(read_study(folder)) is None


def test_of_a_real_study_nothing_is_reconstructed(study):
    assert reconstruct(replace(study, spec=study.spec.model_copy(update={"data_kind": "real"}))) is None


def test_none_are_made_where_none_are_asked_for():
    assert reconstruct(open_study("data", reconstructions=0)) is None


def test_tables_in_memory_are_checked_as_files_are(study):
    made = simulate(load_plan(DATA / "simulation.yml"))
    wrong = made.patients.assign(operation_time="-1")
    with pytest.raises(InputError) as caught:
        cohort_of(
            {"patients.csv": wrong, "visits.csv": made.visits}, list(study.dictionary), study.cohort.arms
        )
    assert len(caught.value.problems) == len(wrong)
