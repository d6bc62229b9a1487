"""Means beside a masked number of patients: one rounding for all tables, and differences made of them."""

from __future__ import annotations

import pytest
from missed_visit_study import study_of

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.told.means import difference_of_told
from twoarm.masked import Masked

HOSPITAL = "{profile: hospital}"


@pytest.fixture(scope="module")
def hospital(tmp_path_factory) -> Comparison:
    return compare_section(study_of(tmp_path_factory.mktemp("missed") / "study", HOSPITAL), "follow_up")


def means(comparison: Comparison, visit: str) -> list[float]:
    return [s.mean for s in comparison.summaries if s.visit == visit and not s.level]


def of_course(comparison: Comparison, visit: str) -> list[float]:
    return [mean.mean for mean in comparison.courses if mean.visit == visit]


@pytest.mark.parametrize("total", range(165, 181))
def test_a_mean_reads_the_same_in_the_summary_and_in_its_course(tmp_path, total):
    """173 points of 38 patients read 4.6 in one table and 4.5 in another: that left 38 and 40 of 37 to 40."""
    found = compare_section(study_of(tmp_path / "study", HOSPITAL, (147, total)), "follow_up")
    assert of_course(found, "soon") == means(found, "soon") == [4.0, round(total / 38, 1)]


def test_a_difference_is_that_of_the_means_as_they_are_told(hospital):
    treated, control = means(hospital, "soon")
    for r in hospital.results:
        if r.visit == "soon" and r.analysis in ("mean_difference", "cluster_robust"):
            assert r.estimate.value == difference_of_told(treated, control, 0.1) == -0.6
            assert (r.estimate.p_value, r.estimate.statistic, r.estimate.df) == (None, None, None)
            assert r.estimate.low + r.estimate.high == pytest.approx(2 * r.estimate.value)


def test_it_is_so_where_only_one_arm_is_masked(tmp_path):
    """The mean of 40 patients has its digits; the difference is not told to a step of its own beside it."""
    study = study_of(tmp_path / "study", HOSPITAL, (147, 173), seen_soon=(37, 40))
    found = compare_section(study, "follow_up")
    treated, control = means(found, "soon")
    assert (treated, control) == (4.0, 4.32)
    assert found.result("pain", visit="soon").estimate.value == -0.3


def test_a_model_of_the_course_has_sizes_of_its_own_and_tells_no_mean_of_a_visit(hospital):
    models = [r for r in hospital.results if r.method.when == "course"]
    soon = [r for r in models if r.visit == "soon"]
    assert len(soon) == 3 and all(r.estimate.n_treated == 40 for r in soon)
    assert all(isinstance(s.n, Masked) for s in hospital.summaries if s.visit == "soon")
    tenths = [10 * x for r in soon for x in (r.estimate.value, r.estimate.low, r.estimate.high)]
    assert tenths == pytest.approx([round(x) for x in tenths]) and {r.estimate.p_value for r in soon} == {
        None
    }
    later = [r for r in models if r.visit == "later"]
    assert len(later) == 3 and None not in [r.estimate.p_value for r in later]


def test_no_deviation_of_the_model_stands_beside_a_visit_whose_size_is_masked(hospital, tmp_path):
    """Both arms came to the model as a whole, so that its own sizes are told."""
    parts = hospital.rows()["variance"]
    assert [(row["n_treated"], row["between"], row["within"]) for row in parts] == [(40, None, None)]
    everyone = study_of(tmp_path / "study", HOSPITAL, seen_soon=(40, 40))
    (whole,) = compare_section(everyone, "follow_up").rows()["variance"]
    assert None not in (whole["between"], whole["within"], whole["correlation"])
