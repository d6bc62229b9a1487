"""What cannot be adjusted for is left out by name, and everything else is weighted and adjusted for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from adjusted_studies import adjusted_study

from twoarm.analysis.arms.covariates import covariate_matrices
from twoarm.analysis.comparison.compare import compare_all, compare_baseline, compare_later
from twoarm.analysis.comparison.weighted_balance import covariate_weights
from twoarm.analysis.sensitivity.curves import Curve, Specified
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.present.findings import overview
from twoarm.present.patients.balance import balance_sentence, weighting_sentence
from twoarm.present.sensitivity.specifications import specification_table
from twoarm.present.sensitivity.weighted import later_values, weighted_table
from twoarm.present.sensitivity.words import specification_findings
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut, Why, left_out
from twoarm.study.plausible.warnings import plausibility_warnings


@pytest.fixture
def separated(tmp_path):
    return adjusted_study(tmp_path / "separated", "age", "ward", "year")


@pytest.fixture
def rare(tmp_path):
    return adjusted_study(tmp_path / "rare", "age", "rare")


def test_a_ward_or_years_without_a_patient_of_the_other_arm_are_left_out(separated):
    assert left_out(separated) == (LeftOut("ward", "", Why.APART), LeftOut("year", "", Why.APART))
    assert covariate_matrices(separated).variables == ("age", "pain")
    assert not covariate_weights(separated).penalised


def test_what_nobody_of_an_arm_has_is_left_out(tmp_path):
    study = adjusted_study(tmp_path / "lab", "age", "lab")
    assert left_out(study) == (LeftOut("lab", "", Why.MISSING),)
    assert str(weighting_sentence(compare_baseline(study))).startswith(
        "Albumin is missing in every patient of an arm: weights and adjustments leave it out. Overlap weights"
    )


def test_what_a_few_patients_of_one_arm_have_is_kept(rare):
    assert left_out(rare) == ()
    assert covariate_matrices(rare).variables == ("age", "rare", "pain")


def test_it_is_named_first_wherever_something_is_adjusted_or_weighted(separated):
    baseline, sections = compare_baseline(separated), compare_later(separated)
    told = [
        balance_sentence(baseline),
        weighting_sentence(baseline),
        specification_findings(specify(separated)),
        later_values(sections)["not_weighted"](),
        overview(baseline, compare_all(separated)),
    ]
    assert all(
        str(text).startswith("Ward and Year of treatment tell the arms apart in every patient")
        for text in told
    )
    assert weighted_table(sections).rows


def test_every_weighted_analysis_of_a_trial_survives_a_patient_with_a_rare_covariate(rare):
    found = [later.weighted for section in compare_later(rare) for later in section.later]
    assert len(found) == 4
    assert all(r.estimate.low is not None and r.estimate.p_value is not None for r in found)
    weighted = [
        row for curve in specify(rare).curves for row in curve.rows if row.choices.weights == "overlap"
    ]
    assert {row.choices.test for row in weighted} == {"robust", "restricted_mean", "cox"}
    assert all(row.p is not None for row in weighted)


def test_what_a_rare_covariate_stops_names_it(rare):
    reasons = {row.estimate.reason for curve in specify(rare).curves for row in curve.rows if row.p is None}
    assert reasons == {"one patient alone determines the slope of a covariate: Thrombosis"}


def test_check_warns_of_both(separated, tmp_path):
    told = [(p.where.at, p.rule) for p in plausibility_warnings(separated)]
    assert [at for at, rule in told if "tells the arms apart" in rule] == ["ward", "year"]
    lab = plausibility_warnings(adjusted_study(tmp_path / "lab", "age", "lab"))
    assert [p.where.at for p in lab if "missing in one arm" in p.rule] == ["lab"]


def test_a_policy_that_masks_names_only_what_it_tells(tmp_path):
    study = adjusted_study(tmp_path / "few", "age", "ward", "year", "rare")
    open_ = compare_baseline(study).left_out
    masked = compare_baseline(with_policy(study))
    assert [one.variable for one in open_] == ["ward", "year"]
    assert len(masked.left_out) == 2
    assert {one.variable for one in masked.left_out} <= {"", "ward", "year"}
    assert masked.penalised is None
    assert "penalty" not in str(weighting_sentence(masked))


def with_policy(study: Study) -> Study:
    return replace(study, spec=study.spec.model_copy(update={"disclosure": Disclosure(min_count=5)}))


# ---- the same patients ---------------------------------------------------------------------------------------------


@pytest.fixture
def gaps(tmp_path):
    return adjusted_study(tmp_path / "gaps", "age", "lab_gaps")


def test_each_weighted_result_stands_beside_the_same_patients(gaps):
    for section in compare_later(gaps):
        for later in section.later:
            sizes = [(r.estimate.n_treated, r.estimate.n_control) for r in (later.same, later.weighted)]
            assert sizes[0] == sizes[1] == (20, 19)
            assert later.lost == 9
    table = weighted_table(compare_later(gaps))
    assert len(table.head[0]) == len(table.rows[0]) == 5
    assert {row[-1] for row in table.rows} == {"39"}


def test_where_nobody_is_lost_the_column_is_not_there(rare):
    table = weighted_table(compare_later(rare))
    assert len(table.head[0]) == len(table.rows[0]) == 3
    assert all(later.lost == 0 for section in compare_later(rare) for later in section.later)


def test_the_curve_holds_the_primary_analysis_of_the_same_patients(gaps, rare):
    for curve in specify(gaps).curves:
        same = curve.same_patients
        assert same.estimate.n_treated + same.estimate.n_control == 39
        section = next(s for s in compare_later(gaps) if s.section == curve.primary.section)
        later = next(x for x in section.later if x.primary.variable == curve.primary.variable)
        assert same.estimate == later.same.estimate
    assert all(curve.same_patients is None for curve in specify(rare).curves)
    assert specification_table(specify(gaps)).rows


def test_the_value_before_treatment_enters_once(gaps):
    (curve,) = (c for c in specify(gaps).curves if c.primary.variable == "pain")
    robust = [row for row in curve.rows if row.choices.test == "robust" and row.choices.weights == "none"]
    by = {row.choices.covariates: row.estimate.value for row in robust}
    assert set(by) == {"none", "baseline", "known", "both", "complete", "baseline_complete"}
    assert len(set(np.round(list(by.values()), 9))) == 6  # with the other covariates it is not with both


def test_under_a_policy_that_masks_fewer_patients_are_no_second_analysis(gaps):
    """Beside that of all patients it would tell what the others have."""
    masked = with_policy(gaps)
    for section in compare_later(masked):
        assert all(later.same.estimate.masked for later in section.later)
        assert all(later.lost == 0 for later in section.later)
    curves = specify(masked).curves
    fewer = [row for curve in curves for row in curve.rows if row.choices.covariates.endswith("complete")]
    assert fewer
    assert all(row.estimate.masked for row in fewer)


# ---- what turns a conclusion ----------------------------------------------------------------------------------------


def turned(curve: Curve, own: float, same: float, known: float, overlap: float) -> Curve:
    """A curve of these P: of all patients, of those with every covariate, with the covariates, and under weights."""
    shipped = curve.choices
    choices = {
        shipped: own,
        shipped.same_patients: same,
        replace(shipped, covariates="known"): known,
        replace(shipped, weights="overlap"): overlap,
        replace(shipped, covariates="complete"): known,
    }
    estimate = curve.primary.estimate
    rows = tuple(Specified(c, replace(estimate, p_value=p), curve.primary.scale) for c, p in choices.items())
    primary = replace(curve.primary, estimate=rows[0].estimate)
    return replace(curve, primary=primary, rows=rows)


def test_covariates_turn_nothing_that_the_loss_of_patients_has_turned(gaps):
    curves = specify(gaps)
    (curve,) = (c for c in curves.curves if c.primary.variable == "pain")
    lost = turned(curve, 0.03, 0.06, 0.4, 0.3)
    assert [row.choices.covariates for row in lost.flips] == ["baseline_complete"]
    assert lost.moved_by_patients is lost.same_patients
    said = str(specification_findings(replace(curves, curves=(lost,))))
    assert "One choice alone turns it: the patients whose covariates are all known, and no others." in said
    assert "already, before anything is adjusted or weighted" in said
    assert "what turns is due to the patients left out." in said


def test_covariates_turn_what_the_same_patients_do_not(gaps):
    curves = specify(gaps)
    (curve,) = (c for c in curves.curves if c.primary.variable == "pain")
    kept = turned(curve, 0.03, 0.04, 0.4, 0.3)
    assert [(r.choices.covariates, r.choices.weights) for r in kept.flips] == [
        ("known", "none"),
        ("baseline", "overlap"),
    ]
    assert kept.moved_by_patients is None
    said = str(specification_findings(replace(curves, curves=(kept,))))
    assert "Each of 2 single choices turns it by itself: known covariates and overlap weights." in said
    assert "due to the patients left out" not in said


# ---- what is apart ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "found"), [(12, ()), (14, (LeftOut("year", "", Why.APART),))])
def test_numbers_of_few_patients_may_lie_apart_by_chance(tmp_path, n, found):
    """Six against six do not overlap in 1 of 462 studies, seven against seven in 1 of 1716."""
    assert left_out(adjusted_study(tmp_path / "few", "age", "year", n=n)) == found


def test_arms_exchanged_leave_out_the_same(separated):
    arms = separated.spec.arms
    turned = {"arms": arms.model_copy(update={"treated": arms.control, "control": arms.treated})}
    cohort = replace(separated.cohort, treated=separated.cohort.control, control=separated.cohort.treated)
    swapped = replace(separated, spec=separated.spec.model_copy(update=turned), cohort=cohort)
    assert left_out(swapped) == left_out(separated)
