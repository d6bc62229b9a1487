"""Change between visits and patients who improved, on six patients whose numbers a reader can check by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.outcomes.changes import change_findings, change_table, importance_table
from twoarm.study.opened import Study, open_study

# Pain of three patients of each arm: before surgery, on day 3, at the latest follow-up.
PAIN = {
    "treated": [(8, 4, 5), (8, 2, 3), (6, 3, 4)],  # early −4, −6, −3; later 1, 1, 1; improved by 3, 5, 2
    "control": [(8, 7, 8), (6, 5, 5), (7, 4, 6)],  # early −1, −1, −3; later 1, 0, 2; improved by 0, 1, 1
}


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(str(ROOT / "data"))


@pytest.fixture(scope="module")
def imaging(study) -> Comparison:
    return compare_section(study, "imaging")


def with_pain(study: Study, pain: dict[str, list[tuple]], **cells) -> Study:
    """The shipped study with the pain of a few patients and of nobody else."""
    seen = study.cohort.visits.copy()
    seen["vas"] = np.nan
    for side, patients in pain.items():
        arm = getattr(study, side).level
        ids = study.cohort.patients.index[study.cohort.patients["_arm"] == arm]
        for patient, values in zip(ids, patients, strict=False):
            for visit, value in zip(("preop", "day3", "latest"), values, strict=True):
                seen.loc[(seen["_id"] == patient) & (seen["visit"] == visit), "vas"] = value
    dictionary = [replace(v, **cells) if v.name == "vas" else v for v in study.dictionary]
    return replace(study, cohort=replace(study.cohort, visits=seen), dictionary=dictionary)


@pytest.fixture(scope="module")
def small(study) -> Comparison:
    return compare_section(with_pain(study, PAIN), "follow_up")


def narrowed(study: Study, *outcomes: str) -> Study:
    """The study with few outcomes, which is quick to compare."""
    dictionary = [v for v in study.dictionary if v.role != "outcome" or v.name in outcomes]
    return replace(study, dictionary=dictionary, spec=study.spec.model_copy(update={"families": {}}))


def rows(table, heading: str) -> list[list[str]]:
    """The rows beneath a group's heading, without their indent."""
    start = next(i for i, row in enumerate(table.rows) if row[0].startswith(heading)) + 1
    found = table.rows[start : start + 2]
    return [[cell.strip().replace(w.NBSP, " ") for cell in row] for row in found]


def given(comparison: Comparison, name: str, analysis: str, estimate: Estimate) -> Comparison:
    (old,) = [r for r in comparison.results if (r.variable, r.analysis) == (name, analysis)]
    new = replace(old, estimate=estimate)
    return replace(comparison, results=tuple(new if r is old else r for r in comparison.results))


# The table of changes


def test_changes_by_hand(small):
    table = change_table(small)
    assert table.label == "tab-follow-up-change"
    early, late = rows(table, "Back pain (VAS), points")
    gone = "; n = 3"  # the other patients have no value
    assert early[:3] == ["before surgery to day 3", f"−4.3 (1.5){gone}", f"−1.7 (1.2){gone}"]
    assert late[:3] == ["day 3 to latest follow-up", f"1.0 (0.0){gone}", f"1.0 (1.0){gone}"]
    assert early[3].startswith("−2.7 (") and late[3].startswith("0.0 (")


def test_differences_and_p_are_the_ones_of_the_results(small):
    for row, analysis in zip(
        rows(change_table(small), "Disability"), ("early_change", "late_change"), strict=True
    ):
        (result,) = [r for r in small.results if (r.variable, r.analysis) == ("odi", analysis)]
        variable = small.study.variable("odi")
        assert row[3] == w.estimate_cell(result, variable).replace(w.NBSP, " ")
        assert row[4] == w.p_text(result.estimate.p_value, 0.05)


def test_the_unit_of_a_change_in_percent_is_points(imaging):
    headings = [row[0] for row in change_table(imaging).rows if len(row) == 1]
    assert headings == ["Relative vertebral height, percentage points", "Local Cobb angle, degrees"]


def test_a_note_says_which_later_change_is_a_loss(imaging, small):
    (note,) = [n for n in change_table(imaging).notes if "lost" in n]
    assert "above zero in Local Cobb angle, and below zero in Relative vertebral height." in note
    (note,) = [n for n in change_table(small).notes if "lost" in n]
    assert "below" not in note
    plain = tuple(replace(v, better="") for v in imaging.variables)
    assert not [n for n in change_table(replace(imaging, variables=plain)).notes if "lost" in n]


def test_without_two_later_visits_there_is_no_change_to_show(study):
    visits = [v for v in study.spec.visits if v.code != "day3"]
    spec = study.spec.model_copy(update={"visits": visits})
    dictionary = [replace(v, visits=tuple(c for c in v.visits if c != "day3")) for v in study.dictionary]
    fewer = compare_section(
        narrowed(replace(study, spec=spec, dictionary=dictionary), "cobb_angle"), "imaging"
    )
    assert change_table(fewer) is None
    assert change_findings(fewer) == ""
    around = compare_section(narrowed(study, "hospital_stay"), "perioperative")
    assert change_table(around) is None and importance_table(around) is None


# The table of patients who improved


def test_improved_patients_by_hand(small):
    absolute, relative = rows(
        importance_table(small), "Back pain (VAS): minimal important difference 1.5 points"
    )
    assert absolute[:3] == ["improved by at least 1.5 points", "3/3 (100%)", "0/3 (0%)"]
    # of 8, 8 and 6: 3, 5 and 2 are 38%, 63% and 33%
    assert relative[:3] == ["improved by at least 30% of the first value", "3/3 (100%)", "0/3 (0%)"]
    assert absolute[3].startswith("100 (")


def test_improvement_is_towards_the_better_side(study):
    worse = compare_section(narrowed(with_pain(study, PAIN, better="higher"), "vas"), "follow_up")
    absolute, _ = rows(importance_table(worse), "Back pain (VAS)")
    assert absolute[1:3] == ["0/3 (0%)", "0/3 (0%)"]


def test_the_source_of_the_threshold_or_assumed_stands_in_its_heading(small, study):
    assert [row[0] for row in importance_table(small).rows if len(row) == 1] == [
        "Back pain (VAS): minimal important difference 1.5 points, Ostelo et al. 2008, low back pain: 15 of 100; "
        "none specific to these fractures was found",
        "Disability (ODI): minimal important difference 10 points, Ostelo et al. 2008, low back pain; "
        "none specific to these fractures was found",
    ]
    plain = replace(small, variables=tuple(replace(v, mcid_source="") for v in small.variables))
    assert importance_table(plain).rows[0] == [
        "Back pain (VAS): minimal important difference 1.5 points, assumed"
    ]


def test_a_study_without_thresholds_has_no_table_of_them(study, imaging):
    assert importance_table(imaging) is None
    assert (
        importance_table(compare_section(with_pain(study, PAIN, mcid=None), "follow_up"))
        .rows[0][0]
        .startswith("Disab")
    )


def test_nobody_known_is_a_dash_and_a_reason(study):
    nobody = compare_section(narrowed(with_pain(study, {"treated": PAIN["treated"]}), "vas"), "follow_up")
    early, _ = rows(change_table(nobody), "Back pain")
    assert early[1:] == ["−4.3 (1.5); n = 3", "–; n = 0", "not estimable: an arm has no value", "–"]
    absolute, _ = rows(importance_table(nobody), "Back pain")
    assert absolute[1:3] == ["3/3 (100%)", "–"]
    said = str(change_findings(nobody))
    assert said.count("the change is not known in one arm or both") == 2


# The sentences


def test_two_sentences_for_two_periods(imaging):
    first, second = re.split(r"(?<=\.) (?=From)", str(change_findings(imaging)))
    gain = 79.5 - 70.1  # of the means that the plan of the cohort states
    assert first.startswith(
        "From before surgery to day 3, Relative vertebral height changed on average by "
        f"{gain:.1f} percentage points with VBS"
    )
    assert second.startswith("From day 3 to latest follow-up, ")
    for said in (first, second):
        assert said.count("difference") == 2 + said.count("no clear difference")


@pytest.mark.parametrize(
    ("low", "high", "lower", "higher", "neither"),
    [
        (0.5, 2.0, "in favour of PKP", "in favour of VBS", "higher with VBS"),
        (-2.0, -0.5, "in favour of VBS", "in favour of PKP", "lower with VBS"),
        (-2.0, 0.5, *["no clear difference"] * 3),
    ],
)
def test_the_reading_of_a_change_follows_its_interval(imaging, low, high, lower, higher, neither):
    estimate = Estimate((low + high) / 2, low, high, 0.95, 0.04, 30, 32)
    changed = given(imaging, "cobb_angle", "early_change", estimate)
    for better, reading in (("lower", lower), ("higher", higher), ("", neither)):
        sided = tuple(replace(v, better=better) if v.name == "cobb_angle" else v for v in changed.variables)
        first = str(change_findings(replace(changed, variables=sided))).partition(" From day 3")[0]
        assert f": {reading})" in first.partition("Local Cobb angle")[2]


def test_a_loss_is_what_goes_back_in_both_arms_or_in_the_one_that_is_named(study, imaging):
    lost = "a loss of what was gained"
    assert str(change_findings(imaging)).count(lost) == 2
    plain = replace(imaging, variables=tuple(replace(v, better="") for v in imaging.variables))
    assert lost not in str(change_findings(plain))
    for control, said in (
        ([(8, 7, 8), (6, 5, 5)], ", a loss of what was gained"),
        ([(8, 7, 6), (6, 5, 5)], ", with VBS a loss of what was gained"),
        ([(6, 7, 8)] * 2, ", with VBS a loss of what was gained"),
    ):
        comparison = compare_section(
            narrowed(with_pain(study, PAIN | {"control": control}), "vas"), "follow_up"
        )
        assert said in str(change_findings(comparison))


def test_a_difference_that_is_not_estimable_is_told_with_its_reason(imaging):
    none = given(imaging, "cobb_angle", "late_change", Estimate.none("no variation", 30, 32))
    assert "difference not estimable: no variation" in str(change_findings(none))
