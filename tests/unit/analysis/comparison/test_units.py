"""Outcomes of units within the patients: a patient counts once, and under a policy that masks no unit is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hips_study import write_hips

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_baseline, compare_section
from twoarm.analysis.patients.units import UnitsWithin
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.masked import Masked
from twoarm.methods.courses.units import difference_of_units, exchangeable_units, intraclass_correlation
from twoarm.methods.values.means import mean_difference
from twoarm.present.findings import overview
from twoarm.present.narrative import narrate
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outcomes.units import units_note
from twoarm.present.sensitivity.specifications import specification_table
from twoarm.study.opened import Study, open_study

OUTCOMES = ("flexion", "necrosis", "clicks")
OF_UNITS = ("units_cluster_robust", "units_generalised_estimating", "units_correlation")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    return open_study(str(write_hips(tmp_path_factory.mktemp("units") / "hips")))


@pytest.fixture(scope="module")
def compared(study) -> Comparison:
    return compare_section(study, "follow_up")


@pytest.fixture(scope="module")
def masked(tmp_path_factory) -> Comparison:
    folder = write_hips(tmp_path_factory.mktemp("units") / "masked")
    spec = folder / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("{min_count: 0}", "{profile: hospital}"), "utf-8")
    return compare_section(open_study(str(folder)), "follow_up")


def hips(study: Study, name: str, arm: str) -> np.ndarray:
    """A row per patient, left and right, as the file has them; of yes and no in percent."""
    rows = study.cohort.within.pivot(index="_id", columns="unit", values=name).loc[:, ["left", "right"]]
    return rows.loc[study.cohort.patients["_arm"] == arm].to_numpy(float) * (100 if name == "necrosis" else 1)


def test_by_hips_the_arms_seem_to_differ_and_by_patients_they_do_not(study, compared):
    as_patients = mean_difference(*(study.cohort.unit_values(study.variable("flexion"), arm) for arm in "AB"))
    found = compared.result("flexion").estimate
    assert (as_patients.n_treated, round(as_patients.p_value, 3)) == (22, 0.011)
    assert (found.n_treated, round(found.p_value, 3)) == (12, 0.076)


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_main_result_is_welchs_of_the_means_of_the_patients(study, compared, name):
    means = [np.nanmean(hips(study, name, arm), axis=1) for arm in "AB"]
    expected, found = mean_difference(*means), compared.result(name)
    assert (found.analysis, found.role) == ("mean_difference", "primary")
    assert (found.estimate.value, found.estimate.low) == pytest.approx((expected.value, expected.low))
    assert found.unit == {"flexion": "degrees", "necrosis": "%", "clicks": ""}[name]


@pytest.mark.parametrize("name", OUTCOMES)
def test_beside_it_stand_the_models_of_all_units(study, compared, name):
    sides = [hips(study, name, arm) for arm in "AB"]
    methods = difference_of_units, exchangeable_units, intraclass_correlation
    for analysis, method in zip(OF_UNITS, methods, strict=True):
        found, expected = compared.result(name, "", analysis).estimate, method(*sides)
        assert (found.reason, found.n_treated, found.n_control) == (expected.reason, 12, 12)
        assert found.value == pytest.approx(expected.value)


def test_every_number_of_patients_counts_patients(compared):
    for r in compared.results:
        assert r.estimate.n_treated <= 12 and r.estimate.n_control <= 12
    assert {(s.n, s.missing, s.units) for s in compared.summaries} == {(12, 0, 22)}
    assert {mean.n for mean in compared.courses} == {12}


def test_a_patient_more_hips_of_whom_are_known_weighs_no_more(tmp_path, study, compared):
    """The second hip of a patient who repeats the first changes no result of patients; a new patient would."""
    folder = write_hips(tmp_path / "again")
    path = folder / "units.csv"
    lines = path.read_text("utf-8").splitlines()
    single = next(line for line in lines if line.startswith("P-4,left"))
    path.write_text("\n".join([*lines, single.replace("left", "right")]) + "\n", "utf-8")
    again = compare_section(open_study(str(folder)), "follow_up")
    assert again.result("flexion").estimate == compared.result("flexion").estimate
    assert (
        again.result("flexion", "", OF_UNITS[0]).estimate
        != compared.result("flexion", "", OF_UNITS[0]).estimate
    )


def test_the_units_are_counted_once_and_by_what_they_are_called(study):
    (one,) = UnitsWithin.of(study, [study.variable("age"), study.variable("flexion")])
    assert (one.called, one.units, one.patients) == ("Hips", 44, 24)


SAID = "each patient counts once, with the mean of the patient’s hips (44 hips in 24 patients)"
SHARE = "each patient counts once, with the percentage of the patient’s hips recorded as yes (44 hips in 24 patients)"


def test_every_chapter_says_how_the_patients_count(study, compared):
    note = f"Flexion and Clicks: {SAID}. Necrosis: {SHARE}."
    assert units_note(study, study.dictionary) == note
    assert note in outcome_table(compared).notes
    assert note in overview(compare_baseline(study), compare_all(study))
    assert note in specification_table(specify(study)).notes


def test_each_paragraph_says_it_with_the_correlation(compared):
    flexion, necrosis, _ = narrate(compared).markdown.split("\n\n")
    said = SAID.replace("each", "Each", 1)
    assert f"{said}. The intraclass correlation of the hips of one patient is 0.95." in flexion
    assert "with the percentage of the patient’s hips recorded as yes" in necrosis


def test_a_policy_that_masks_tells_of_units_what_it_tells_of_patients(masked):
    assert not {r.analysis for r in masked.results} & set(OF_UNITS)
    assert {s.units for s in masked.summaries} == {None}
    text = narrate(masked).markdown + json.dumps(outcome_table(masked).notes, ensure_ascii=False)
    assert "each patient counts once, with the mean of the patient’s hips." in text
    assert "hips in" not in text


def test_patients_without_any_event_in_their_units_are_counted_as_a_group(masked):
    """Of necrosis and clicks an arm's mean would tell how many patients have none, so that a small group is masked."""
    assert masked.result("flexion").estimate.value is not None
    patients = {name: masked.study.cohort.values(masked.study.variable(name), "A") for name in OUTCOMES}
    assert {name: int((values == 0).sum()) for name, values in patients.items()} == {
        "flexion": 0,
        "necrosis": 8,
        "clicks": 2,
    }
    for name in ("necrosis", "clicks"):
        assert masked.result(name).estimate.masked
        assert all(s.mean is None for s in masked.summary(name, "A"))


def test_the_number_of_patients_of_whom_a_unit_is_known_is_masked_as_any_other(tmp_path: Path):
    folder = write_hips(tmp_path / "gaps")
    spec = folder / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("{min_count: 0}", "{profile: hospital}"), "utf-8")
    path = folder / "units.csv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("P-1,", "P-2,"))]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    compared = compare_section(open_study(str(folder)), "follow_up")
    assert isinstance(compared.summary("flexion", "A")[0].n, Masked)
