"""What the chapter on sensitivity shows of an outcome, picked by what the registry says of each method."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twoarm.analysis.comparison.compare import compare_baseline, compare_later, compare_section
from twoarm.analysis.comparison.later import Later
from twoarm.methods.estimate import Estimate
from twoarm.present.sensitivity.weighted import discovery_table, later_values
from twoarm.study.opened import open_study


@pytest.fixture(scope="module")
def study():
    return open_study("data")


@pytest.fixture(scope="module")
def found(study) -> dict[str, Later]:
    return {one.primary.variable: one for section in compare_later(study) for one in section.later}


@pytest.mark.parametrize(
    ("variable", "weighted", "e_value", "limit"),
    [
        ("operation_time", "weighted_difference", "e_value_means", "e_value_limit_means"),
        ("cement_leakage", "weighted_risk_difference", "e_value", "e_value_limit"),
        ("weight_bearing_time", "weighted_restricted_mean", "", ""),
    ],
)
def test_each_kind_of_outcome_has_its_own_methods(found, variable, weighted, e_value, limit):
    later = found[variable]
    names = [r.analysis if r else "" for r in (later.weighted, later.e_value, later.e_value_limit)]
    assert names == [weighted, e_value, limit]


def test_the_results_are_those_of_the_section(study, found):
    section = compare_section(study, "perioperative")
    later = found["operation_time"]
    assert {later.primary, later.weighted, later.e_value, later.e_value_limit, later.rate} <= {
        *section.results,
        None,
    }


def test_the_arms_are_worth_as_much_as_before_treatment(study):
    worth = [(r.arm, r.estimate) for r in compare_baseline(study).effective]
    assert (
        len(worth) == 2
        and [[(r.arm, r.estimate) for r in s.effective] for s in compare_later(study)] == [worth] * 3
    )


def test_the_adjustments_split_where_one_of_them_is_below_alpha(found):
    later = found["operation_time"]
    rate = replace(later.primary, estimate=Estimate(None, p_value=0.04))
    split = replace(later, primary=replace(later.primary, p_adjusted=0.05), rate=rate)
    assert split.splits(0.05) and not split.splits(0.06)
    assert not replace(split, rate=None).splits(0.05)


def test_without_a_family_there_is_no_table_and_the_arms_are_still_worth_something(study):
    sections = compare_later(replace(study, spec=study.spec.model_copy(update={"families": {}})))
    assert discovery_table(sections) is None
    assert later_values(sections)["effective"]().startswith("Weighting costs precision: ")
