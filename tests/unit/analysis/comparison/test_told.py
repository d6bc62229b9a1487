"""A small private study as its policy lets it be told: what is masked, and what would give it back."""

from __future__ import annotations

import pytest
from gappy_study import study_of

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_section
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.masked import Masked


@pytest.fixture(scope="module")
def hospital(tmp_path_factory) -> Comparison:
    return compare_section(
        study_of(tmp_path_factory.mktemp("hospital"), "{profile: hospital}"), "perioperative"
    )


@pytest.fixture(scope="module")
def gappy(tmp_path_factory) -> Comparison:
    folder = tmp_path_factory.mktemp("gappy")
    return compare_section(study_of(folder, "{profile: hospital}", missing=2), "perioperative")


def shares(comparison: Comparison, variable: str) -> list[str]:
    return [f"{s.count} of {s.n}: {s.percent}" for s in comparison.summaries if s.variable == variable]


def test_a_small_count_is_masked_and_the_larger_one_beside_it_is_not(hospital):
    assert shares(hospital, "leak") == ["<5 of 20: None", "8 of 20: 40.0"]
    assert shares(hospital, "good") == ["12 of 20: 60.0", "9 of 20: 45.0"]


def test_every_result_of_an_outcome_with_a_small_count_is_masked(hospital):
    found = [r for r in hospital.results if r.variable == "leak"]
    assert len(found) > 20
    for r in found:
        numbers = (*r.numbers().values(), r.p_adjusted, r.horizon, r.pooled_sd)
        assert r.estimate.masked and set(numbers) == {None}
        assert r.estimate.reason == "masked: fewer than 5 patients in a group behind it"


def test_results_without_a_small_count_are_told_to_three_digits(hospital):
    result = hospital.result("good")
    assert not result.estimate.masked
    for value in (result.estimate.value, result.estimate.low, result.estimate.high, result.estimate.p_value):
        assert value == float(f"{value:.2e}")


def test_the_agreement_of_what_is_masked_is_not_known(hospital):
    rows = [a.row() for a in hospital.agreement if a.variable == "leak"]
    assert {row["agreeing"] for row in rows} == {0}
    assert not any(row["side"] or row["disagreeing"] for row in rows)


def test_extremes_and_what_lies_near_them_are_masked(hospital):
    (stay, _) = (s for s in hospital.summaries if s.variable == "stay")
    assert (stay.min, stay.max, stay.p5, stay.p95) == (None,) * 4
    assert (stay.q1, stay.median, stay.q3) == (5.0, 8.0, 10.2)  # a quarter of 20 patients are five


def test_of_a_number_that_some_patients_lack_the_mean_fits_every_number_of_patients(gappy):
    new, old = (s for s in gappy.summaries if s.variable == "stay")
    assert (str(new.n), str(new.missing)) == ("16 to 19", "<5")
    assert (new.sd, old.sd) == (None, 3.32)
    assert new.mean == round(new.mean, 1)
    assert {q == int(q) for q in (new.q1, new.median, new.q3) if q is not None} == {True}


def test_beside_a_masked_size_only_what_fits_every_size_is_told(gappy):
    told = [r.analysis for r in gappy.results if r.variable == "stay" and not r.estimate.masked]
    assert told == ["mean_difference", "weighted_difference"]
    assert all(isinstance(r.estimate.n_treated, Masked) for r in gappy.results if r.variable == "stay")
    assert gappy.result("stay").pooled_sd is None


def test_neither_limits_nor_a_p_tell_a_mean_more_finely_than_it_is_told(gappy):
    found = gappy.result("stay").estimate
    tenths = [10 * x for x in (found.value, found.low, found.high)]
    assert tenths == pytest.approx([round(x) for x in tenths])
    assert found.low + found.high == pytest.approx(2 * found.value) and found.p_value is None
    new = gappy.mean("stay", "A")
    assert new.low + new.high == pytest.approx(2 * new.mean)


def test_the_levels_of_an_outcome_are_masked_with_what_would_tell_them(hospital):
    counts = [text.split(" of ")[0] for text in shares(hospital, "grade")]
    assert counts == ["8", "8 to 11", "<5", "8", "8 to 11", "<5"]


def test_no_specification_tells_what_the_result_does_not(tmp_path):
    curves = specify(study_of(tmp_path, "{profile: hospital}", missing=2))
    by_name = {curve.primary.variable: curve for curve in curves.curves}
    assert by_name["leak"].masked == list(by_name["leak"].rows)
    assert by_name["leak"].robustness.smallest_p is None
    told = {str(row.choices.covariates) for row in by_name["stay"].rows if not row.estimate.masked}
    assert told == {"none", "known"} and by_name["stay"].masked
    for curve in curves.curves:  # the main one is told as its result is, and no more finely
        assert curve.shipped.estimate == curve.primary.estimate


def test_the_flow_has_the_same_bounds(tmp_path):
    study = study_of(tmp_path, "{profile: hospital}", missing=2)
    flow = patient_flow(study, compare_all(study))
    assert [str(row.n) for row in flow.known if row.variable == "stay"] == ["16 to 19", "20"]
    assert [str(n) for step in flow.steps for name, n in step.lost(0) if name == "stay"] == ["<5", "<5"]


def test_under_open_nothing_is_otherwise(tmp_path):
    before = compare_section(study_of(tmp_path / "a", "{min_count: 0}", missing=2), "perioperative")
    after = compare_section(study_of(tmp_path / "b", "{profile: open}", missing=2), "perioperative")
    assert before.rows() == after.rows()
    assert [s.n for s in before.summaries if s.variable == "stay"] == [18, 20]


def test_rounded_counts_have_the_percentages_of_rounded_counts(tmp_path):
    study = study_of(tmp_path, "{profile: open, rounding: 2, digits: 3}")
    assert shares(compare_section(study, "perioperative"), "leak") == ["4 of 20: 20.0", "8 of 20: 40.0"]
