"""Sentences about the results beside the first one: they follow the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present.outcomes.agreement import definitions_agree, models, others_agree
from twoarm.study.opened import open_study


@pytest.fixture(scope="module")
def perioperative() -> Comparison:
    return compare_section(open_study(str(ROOT / "data")), "perioperative")


@pytest.fixture(scope="module")
def imaging() -> Comparison:
    return compare_section(open_study(str(ROOT / "data")), "imaging")


def changed(comparison: Comparison, variable: str, analysis: str, **numbers) -> Comparison:
    """The same comparison with one estimate changed."""
    results = [
        replace(r, estimate=replace(r.estimate, **numbers))
        if (r.variable, r.analysis) == (variable, analysis)
        else r
        for r in comparison.results
    ]
    return replace(comparison, results=tuple(results))


def test_intervals_that_agree_are_counted_by_outcome(perioperative):
    assert others_agree(perioperative).startswith(
        "In all 8 outcomes every other interval that could be computed agrees"
    )


def test_an_interval_on_another_side_is_named_with_its_limits(perioperative):
    other = changed(perioperative, "cement_leakage", "risk_ratio", low=0.2, high=0.9)
    said = others_agree(other)
    assert said.startswith("In 7 of 8 outcomes")
    assert (
        "For Cement leakage not all do. Another answer comes from: Koopman's score interval and its test (0.20 to 0.90)."
        in said
    )


def test_the_share_of_one_arm_is_no_comparison(perioperative):
    """Wilson's interval of a share never includes zero where there is an event: it is not asked about no difference."""
    assert "Wilson" not in others_agree(perioperative)


def test_tests_below_the_level_are_counted_and_the_fewer_are_named(perioperative):
    said = definitions_agree(perioperative)
    assert (
        "for Balloon rupture 14 of 15 tests lie below 0.05 (all but chi-square test with Yates's correction"
        in said
    )
    assert said.startswith("For Cement leakage none of 15 tests lies below 0.05")
    one = definitions_agree(changed(perioperative, "cement_leakage", "pearson", p_value=0.04))
    assert "1 of 15 tests lies below 0.05 (which Pearson's chi-square test, P\u00a0=\u00a00.040)" in one


def test_nothing_is_said_of_what_is_not_there(perioperative, imaging):
    assert definitions_agree(imaging) == ""
    assert models(perioperative) == ""
    assert others_agree(replace(perioperative, results=())) == ""


def test_what_the_models_assume_is_said_where_a_visit_is_missing(imaging):
    assert "No visit is missing" in models(imaging)
    study = imaging.study
    seen = study.cohort.visits.copy()
    seen.loc[seen.index[seen["visit"] == "latest"][:2], "cobb_angle"] = np.nan
    gaps = compare_section(replace(study, cohort=replace(study.cohort, visits=seen)), "imaging")
    assert "The mixed model allows that what is missing follows from what was seen" in models(gaps)
