"""The table of targets: every number of the plan beside the cohort's; nothing of a real study, or under a policy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.patients.targets import targets_of
from twoarm.present.about.cohort import agreement_built_in
from twoarm.present.about.targets import target_table
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import Study, open_study
from twoarm.tables.simulated import TARGETS


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


def edited(study: Study, **keys: object) -> Study:
    return replace(study, spec=study.spec.model_copy(update=keys))


def rows_of(study: Study, heading: str) -> list[list[str]]:
    """The rows under the heading that begins with a label."""
    rows = target_table(targets_of(study)).rows
    first = next(i for i, row in enumerate(rows) if len(row) == 1 and row[0].startswith(heading)) + 1
    last = next((i for i in range(first, len(rows)) if len(rows[i]) == 1), len(rows))
    return rows[first:last]


def test_means_stand_with_their_deviations_and_counts_with_each_other(shipped):
    age = rows_of(shipped, "Age, years: SAKOS")
    assert age[0] == ["mean (SD)", "VBS", "", "72.6 (7.4)", "72.60 (7.40)", "informed by source"]
    leakage = rows_of(shipped, "Cement leakage: abstract")
    assert leakage[0] == ["patients", "VBS", "", "yes: 4; no: 26", "yes: 4; no: 26", "published"]
    assert rows_of(shipped, "Balloon rupture, balloons")[0][:5] == ["events", "VBS", "", "5", "5"]


def test_other_targets_say_their_range_and_their_source(shipped):
    cobb = {(row[0], row[2]): row for row in rows_of(shipped, "Local Cobb angle")}
    before = cobb["correlation with Relative vertebral height", "before surgery"]
    assert before[1] == "both" and before[3] == "−0.6 (−0.72 to −0.48)"
    assert before[4].startswith("−0.") and before[5].startswith("assumed: the lower the vertebra")
    assert "share of patients, at least 12, among Fractured level L3, L4" in {name for name, _ in cobb}
    spoken = [row[0] for row in rows_of(shipped, "Back pain")]
    assert "share of patients, change since before surgery at least −0.29 of the start" in spoken


def test_every_target_of_the_plan_has_a_row_of_the_published_table(shipped):
    rows = targets_of(shipped).rows()["targets"]
    assert {tuple(row) for row in rows} == {TARGETS.header}
    assert len({tuple(row[key] for key in TARGETS.keys) for row in rows}) == len(rows)


def test_a_cohort_that_was_edited_says_how_many_numbers_it_misses(shipped):
    patients = shipped.cohort.patients.assign(age=50.0)
    found = targets_of(replace(shipped, cohort=replace(shipped.cohort, patients=patients)))
    assert {(one.quantity, one.variable) for one in found.missed} == {("mean", "age"), ("sd", "age")}
    assert (
        "The cohort has been edited: 4 numbers no longer within reach of the plan."
        in target_table(found).notes
    )


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
    assert target_table(None) is None


def test_a_study_without_some_variable_of_the_plan_has_the_others(shipped):
    dictionary = tuple(v for v in shipped.dictionary if v.name not in ("age", "odi", "sex"))
    found = targets_of(replace(shipped, dictionary=dictionary))
    names = {one.variable for one in found.reached}
    assert {"bmi", "vas"} <= names and not {"age", "odi", "sex"} & names
    assert found.missed == ()


def test_that_agreement_is_built_in_is_said_of_a_simulated_cohort_alone(shipped):
    said = agreement_built_in(shipped)
    assert said.startswith(
        "The cohort was simulated to agree with the published statements: where analyses agree below"
    )
    assert "is built in" in agreement_built_in(replace(shipped, claims=(), not_reported=()))
    assert "may be built in" in agreement_built_in(replace(shipped, claims=(), not_reported=(), plan=""))
    assert agreement_built_in(edited(shipped, data_kind="real")) == ""
