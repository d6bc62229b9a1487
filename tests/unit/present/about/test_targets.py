"""The table of targets: every number of the plan beside the cohort's; nothing of a real study, or under a policy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.patients.targets import targets_of
from twoarm.present.about.cohort import agreement_built_in
from twoarm.present.about.targets import target_sentence
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import Study, open_study
from twoarm.tables.simulated import TARGETS


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


def edited(study: Study, **keys: object) -> Study:
    return replace(study, spec=study.spec.model_copy(update=keys))


def test_a_sentence_counts_the_targets_and_says_that_they_are_met(shipped):
    found = targets_of(shipped)
    assert target_sentence(found).markdown == (
        f"The plan of the simulated cohort asks for {len(found.reached)} numbers; the cohort has every one. "
        "targets.csv has each with its source, or that it is assumed."
    )


def test_every_target_of_the_plan_has_a_row_of_the_published_table(shipped):
    rows = targets_of(shipped).rows()["targets"]
    assert {tuple(row) for row in rows} == {TARGETS.header}
    assert len({tuple(row[key] for key in TARGETS.keys) for row in rows}) == len(rows)


def test_a_cohort_that_was_edited_says_how_many_numbers_it_misses(shipped):
    patients = shipped.cohort.patients.assign(age=50.0)
    found = targets_of(replace(shipped, cohort=replace(shipped.cohort, patients=patients)))
    assert {(one.quantity, one.variable) for one in found.missed} == {("mean", "age"), ("sd", "age")}
    said = target_sentence(found).markdown
    assert "the cohort has been edited and no longer has 4 of them (Age)." in said


@pytest.mark.parametrize(
    "keys",
    [
        {"data_kind": "real"},
        {"disclosure": Disclosure.model_validate({"profile": "hospital"})},
        {"disclosure": Disclosure.model_validate({"profile": "open", "rounding": 5})},
    ],
)
def test_there_is_no_such_table_of_real_patients_or_where_anything_is_masked(keys, shipped):
    assert targets_of(edited(shipped, **keys)) is None
    assert target_sentence(None) is None


def test_a_study_without_some_variable_of_the_plan_has_the_others(shipped):
    dictionary = tuple(v for v in shipped.dictionary if v.name not in ("age", "odi", "sex"))
    found = targets_of(replace(shipped, dictionary=dictionary))
    names = {one.variable for one in found.reached}
    assert {"bmi", "vas"} <= names and not {"age", "odi", "sex"} & names
    assert found.missed == ()


def test_that_agreement_is_built_in_is_said_of_a_simulated_cohort_alone(shipped):
    said = agreement_built_in(shipped)
    assert said.startswith(
        "The cohort was simulated to agree with the published statements: where analyses agree,"
    )
    assert "is built in" in agreement_built_in(replace(shipped, claims=(), not_reported=()))
    assert "may be built in" in agreement_built_in(replace(shipped, claims=(), not_reported=(), plan=""))
    assert agreement_built_in(edited(shipped, data_kind="real")) == ""
