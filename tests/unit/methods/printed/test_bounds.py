"""Bounds that published sentences imply: against R, against carried figures, and by their own definitions."""

import json
import math
from itertools import combinations

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.counts.proportions import clopper_pearson
from twoarm.methods.printed import bounds
from twoarm.methods.values.means import paired_change

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "published.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_published.json").read_text(encoding="utf-8"))
CLOSED = [
    *(("boundary_d", case) for case in REFERENCE["boundary_d"] + CARRIED["boundary_d"]),
    *(("boundary_g", case) for case in REFERENCE["boundary_g"] + CARRIED["boundary_g"]),
    *(("boundary_dz", case) for case in REFERENCE["boundary_dz"] + CARRIED["boundary_dz"]),
    *(("farthest_limit", case) for case in REFERENCE["farthest_limit"] + CARRIED["farthest_limit"]),
    *(
        ("margin_at_equality", case)
        for case in REFERENCE["margin_at_equality"] + CARRIED["margin_at_equality"]
    ),
    *(("upper_bound", case) for case in REFERENCE["upper_bound"] + CARRIED["upper_bound"]),
]


@pytest.mark.parametrize(("name", "case"), CLOSED)
def test_closed_forms_are_those_of_r(name, case):
    assert getattr(bounds, name)(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["interval_of_d"] + CARRIED["interval_of_d"])
def test_interval_is_that_of_the_noncentral_t(case):
    # R's pt(ncp) is good to about 1e-12; where P is the level the limit is 0, so it is compared absolutely there.
    assert bounds.interval_of_d(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("case", REFERENCE["boundary_superiority"] + CARRIED["boundary_superiority"])
def test_superiority_is_that_of_the_exact_distribution(case):
    value = bounds.boundary_superiority(**case["inputs"])
    assert value is None if case["value"] is None else value == pytest.approx(case["value"], rel=1e-12)


@pytest.mark.parametrize("case", REFERENCE["patients_hit"] + CARRIED["patients_hit"])
def test_patients_hit_is_that_of_dealing_patient_after_patient(case):
    chances = {str(k): chance for k, chance in bounds.patients_hit(**case["inputs"]).items()}
    assert chances == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize(("events", "patients", "each"), [(3, 4, 2), (4, 3, 3), (2, 5, 1), (5, 3, 2)])
def test_patients_hit_is_that_of_every_choice_of_units(events, patients, each):
    hit = [len({unit // each for unit in chosen}) for chosen in combinations(range(patients * each), events)]
    shares = {k: hit.count(k) / len(hit) for k in sorted(set(hit))}
    assert bounds.patients_hit(events, patients, each) == pytest.approx(shares, rel=1e-12)


def test_probabilities_sum_to_one_and_no_event_hits_nobody():
    assert math.fsum(bounds.patients_hit(40, 3000, 2).values()) == pytest.approx(1, rel=1e-12)
    assert bounds.patients_hit(0, 30, 2) == bounds.patients_hit(0, 0, 2) == {0: 1.0}


def test_students_test_has_p_alpha_at_the_boundary():
    from scipy.stats import ttest_ind_from_stats

    d = bounds.boundary_d(30, 32, 0.05)
    assert ttest_ind_from_stats(d, 1, 30, 0, 1, 32).pvalue == pytest.approx(0.05, rel=1e-10)


def test_paired_test_has_p_alpha_at_the_boundary():
    changes = np.array([-1.0, 1.0] * 15)
    changes = changes / changes.std(ddof=1) + bounds.boundary_dz(30)
    assert paired_change(np.zeros(30), changes, 0.95).p_value == pytest.approx(0.05, rel=1e-10)


@pytest.mark.parametrize("d", [0.0, 0.2, 0.5083, -0.5083])
def test_a_margin_beyond_the_farthest_limit_holds_for_every_result_that_is_not_significant(d):
    half_width = bounds.margin_at_equality(30, 32)
    assert abs(d) + half_width < bounds.farthest_limit(30, 32)
    assert bounds.interval_of_d(d, 30, 32, 0.95)[0] < 0 < bounds.interval_of_d(d, 30, 32, 0.95)[1]


def test_swapped_arms_change_no_bound_and_turn_the_interval():
    for bound in (bounds.boundary_d, bounds.boundary_g, bounds.farthest_limit, bounds.boundary_superiority):
        assert bound(7, 12) == pytest.approx(bound(12, 7), rel=1e-14)
    low, high = bounds.interval_of_d(0.7, 7, 12, 0.9)
    assert bounds.interval_of_d(-0.7, 12, 7, 0.9) == pytest.approx((-high, -low), rel=1e-12)


def test_interval_holds_the_difference_however_large():
    for d in (0.01, 3.0, 1000.0):
        low, high = bounds.interval_of_d(d, 100_000, 100_000, 0.95)
        assert low < d < high


def test_rule_of_three_and_its_two_sided_neighbour():
    assert bounds.upper_bound(0, 64) == pytest.approx(1 - 0.05 ** (1 / 64), rel=1e-12)
    assert bounds.upper_bound(0, 10_000) == pytest.approx(3 / 10_000, rel=2e-3)
    assert bounds.upper_bound(3, 30, 0.975) == pytest.approx(clopper_pearson(3, 30, 0.95)[1], rel=1e-12)
    assert bounds.upper_bound(30, 30) == bounds.upper_bound(0, 0) == 1.0


def test_superiority_of_three_against_three_by_hand():
    # 20 orders; U is 0 in one of them and at most 1 in two.
    assert bounds.boundary_superiority(3, 3, 0.1) == 1.0
    assert bounds.boundary_superiority(3, 3, 0.2) == pytest.approx(8 / 9)
    assert bounds.boundary_superiority(3, 3, 0.05) is None
    assert bounds.boundary_superiority(0, 3) is None
    assert bounds.boundary_superiority(1000, 1000) is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: bounds.boundary_d(0, 5),
        lambda: bounds.boundary_d(1, 1),
        lambda: bounds.boundary_g(1, 2),
        lambda: bounds.boundary_dz(1),
        lambda: bounds.interval_of_d(0.5, 1, 1, 0.95),
        lambda: bounds.upper_bound(5, 3),
        lambda: bounds.upper_bound(0, 30, 0.4),
        lambda: bounds.patients_hit(5, 2, 2),
        lambda: bounds.patients_hit(-1, 2, 2),
    ],
)
def test_what_no_study_can_have_is_refused(call):
    with pytest.raises(AnalysisError):
        call()


@pytest.mark.parametrize("alpha", [0.0, 1.0, 1.5])
def test_alpha_is_a_probability(alpha):
    with pytest.raises(ParameterError):
        bounds.boundary_d(30, 32, alpha)
