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
def unstated(study):
    """Its plan without a statement: what is adjusted for, and times, are then left open."""
    return replace(study, plan=study.plan.split("\nstatements:")[0])


@pytest.fixture(scope="module")
def found(unstated):
    return reconstruct(unstated)


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


def test_twice_the_same_and_nothing_is_written(unstated, found):
    before = files(DATA)
    assert reconstruct(unstated).drawn == found.drawn
    assert files(DATA) == before


def test_every_cohort_has_every_outcome_by_the_same_method(found):
    shipped = [(r.variable, r.visit, r.analysis) for r in found.shipped]
    assert all([(r.variable, r.visit, r.analysis) for r in one.results] == shipped for one in found.drawn)
    assert len(found.of(shipped[0][0])) == len(found.drawn)


def test_what_is_not_prescribed_differs_between_cohorts(found):
    """The values of each patient are drawn anew, and so the adjusted differences move."""
    odi = [r.estimate.value for r in (*found.of("odi"), *(r for r in found.shipped if r.variable == "odi"))]
    assert len(set(odi)) == len(odi)


def test_what_every_cohort_shares_is_not_drawn(study, unstated, found):
    """Counts, and means with their deviations, are prescribed; a statement prescribes on which side of alpha P lies."""
    assert {r.variable for r in found.shipped} == {
        "weight_bearing_time",
        "vas",
        "odi",
        "vertebral_height",
        "cobb_angle",
    }
    everything = reconstruct(study)
    assert (everything.shipped, everything.drawn) == ((), ())
    assert set(everything.fixed) == {*found.fixed, *(r.variable for r in found.shipped)}
    assert everything.rows() == {"reconstructions": [], "robustness": []}


def test_what_is_prescribed_does_not_differ(unstated, found):
    """Each outcome that is left out has the same estimate and P in the shipped cohort and in another one."""
    further = next(iter(further_cohorts(unstated)))[1]
    own, other = ({r.variable: r.estimate for r in primary_results(s)} for s in (unstated, further))
    assert found.fixed
    for name in found.fixed:
        assert own[name].value == pytest.approx(other[name].value, rel=1e-9, abs=1e-12), name
        assert own[name].p_value == pytest.approx(other[name].p_value, rel=0.05), name


def test_a_statement_about_an_earlier_visit_leaves_the_last_one_open(study):
    further = further_cohorts(study)
    early = [s for s in further.plan.statements if s.variable != "vas" or s.kind != "between"]
    moved = next(s for s in further.plan.statements if s.variable == "vas" and s.kind == "between")
    early.append(moved.model_copy(update={"visits": ("preop", "day3")}))
    assert "vas" in further.fixed
    assert (
        "vas" not in replace(further, plan=further.plan.model_copy(update={"statements": tuple(early)})).fixed
    )


def test_only_an_outcome_that_the_plan_does_not_make_is_unplanned(unstated, found):
    assert found.unplanned == ()
    planned = unstated.variable("operation_time")
    dictionary = (
        *unstated.dictionary,
        replace(planned, name="added"),
        replace(planned, name="noted", role="none"),
    )
    patients = unstated.cohort.patients
    patients = patients.assign(added=patients["operation_time"], noted=patients["operation_time"])
    later = reconstruct(
        replace(unstated, dictionary=dictionary, cohort=replace(unstated.cohort, patients=patients))
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
