"""Standardised differences under overlap weights, and what the weights cost: of cohorts that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from places import ROOT
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_baseline
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.weighted_balance import covariate_weights, effective_results, weighted_results
from twoarm.methods.weights.balance import weighted_smd_continuous
from twoarm.present.patients.balance import weighting_sentence
from twoarm.study.opened import Study, open_study

HEAD = "name  label  role  section  kind  levels  of\n"
OUTCOME = "leak  Leak  outcome  perioperative  binary  0=no|1=yes  .\n"  # a study has one; here nobody has the event
SEX = f"{HEAD}sex  Sex  covariate  baseline  binary  m=male|f=female  .\n"
# Of three women one is treated, of three men two are.
SEXES = "arm  sex\nA  f\nA  m\nA  m\nB  f\nB  f\nB  m\n"


@pytest.fixture
def small(tmp_path):
    """``small(described, patients)`` writes and opens a study of these covariates and an outcome without events."""

    def opened(described: str, patients: str) -> Study:
        head, *rows = patients.splitlines()
        table = "\n".join([f"{head}  leak", *(f"{row}  0" for row in rows)])
        return open_study(str(write_study(tmp_path / "small", described + OUTCOME, table)))

    return opened


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


def before(study: Study) -> Comparison:
    """The comparison before treatment without what weighting adds."""
    comparison = compare_baseline(study)
    return replace(comparison, results=tuple(r for r in comparison.results if r.analysis == "smd"))


def weighted(study: Study) -> list[Result]:
    return weighted_results(study, list(before(study).results), covariate_weights(study))


def effective(study: Study) -> tuple[float, ...]:
    """The effective sizes, treated first."""
    return tuple(r.estimate.value for r in effective_results(study, covariate_weights(study)))


def test_weights_are_the_chance_of_the_other_arm(small):
    weights = covariate_weights(small(SEX, SEXES))
    assert weights.treated == pytest.approx([2 / 3, 1 / 3, 1 / 3], rel=1e-9)
    assert weights.control == pytest.approx([1 / 3, 1 / 3, 2 / 3], rel=1e-9)


def test_effective_sizes_by_hand(small):
    study = small(SEX, SEXES)
    size = (4 / 3) ** 2 / (4 / 9 + 1 / 9 + 1 / 9)  # of both arms, as their weights are the same
    assert effective(study) == pytest.approx((size, size), rel=1e-9)
    rows = effective_results(study, covariate_weights(study))
    assert [(r.arm, r.variable) for r in rows] == [("A", "arm"), ("B", "arm")]
    assert [r.estimate.value for r in rows] == pytest.approx([size, size], rel=1e-9)
    assert [(r.estimate.n_treated, r.estimate.n_control) for r in rows] == [(3, 0), (0, 3)]


def test_a_covariate_of_the_weights_is_balanced(small):
    study = small(SEX, SEXES)
    (unweighted,), (result,) = before(study).results, weighted(study)
    assert abs(unweighted.estimate.value) > 0.5
    assert result.estimate.value == pytest.approx(0, abs=1e-9)
    assert (result.analysis, result.role, result.scale) == ("smd_weighted", "sensitivity", "sd")


def test_what_does_not_vary_is_alike_and_says_among_how_many(small):
    study = small(f"{SEX}age  Age  covariate  baseline  continuous  .  .\n", _with_age(SEXES, "60"))
    (estimate,) = (r.estimate for r in weighted(study) if r.variable == "age")
    assert (estimate.value, estimate.n_treated, estimate.n_control) == (0.0, 3, 3)


def _with_age(patients: str, age: str) -> str:
    head, *rows = patients.splitlines()
    return "\n".join([f"{head}  age", *(f"{row}  {age}" for row in rows)])


def test_every_characteristic_has_a_weighted_difference(shipped):
    baseline = before(shipped)
    found = weighted(shipped)
    assert [(r.variable, r.visit) for r in found] == [(r.variable, r.visit) for r in baseline.results]
    for r in found:
        assert r.estimate.value == pytest.approx(
            0, abs=1e-8
        )  # outcomes as they were before treatment among them
        assert (r.estimate.n_treated, r.estimate.n_control) == (30, 32)


def test_an_outcome_before_treatment_is_weighted_as_a_covariate_is(shipped):
    weights = covariate_weights(shipped)
    (result,) = (r for r in weighted(shipped) if r.variable == "odi")
    treated, control = (
        shipped.cohort.values(shipped.variable("odi"), arm, "preop").to_numpy(float)
        for arm in shipped.cohort.arms
    )
    expected = weighted_smd_continuous(treated, control, weights.treated, weights.control)
    assert result.estimate.value == pytest.approx(expected, abs=1e-12)


def test_the_arms_exchanged_turn_the_sign(shipped):
    arms = shipped.spec.arms
    turned = shipped.spec.model_copy(
        update={"arms": arms.model_copy(update={"treated": arms.control, "control": arms.treated})}
    )
    cohort = replace(shipped.cohort, treated=shipped.cohort.control, control=shipped.cohort.treated)
    swapped = replace(shipped, spec=turned, cohort=cohort)
    assert effective(swapped) == pytest.approx(effective(shipped)[::-1], rel=1e-8)
    pairs = zip(
        weighted(shipped),
        weighted(swapped),
        strict=True,
    )
    for one, other in pairs:
        sign = 1 if len(shipped.variable(one.variable).levels) > 2 else -1
        assert other.estimate.value == pytest.approx(sign * one.estimate.value, rel=1e-6, abs=1e-8)


def test_a_patient_without_a_covariate_has_no_weight(small):
    gap = SEXES + "A  .\nB  .\n"
    study = small(SEX, gap)
    weights = covariate_weights(study)
    assert np.isnan([weights.treated[3], weights.control[3]]).all()
    (result,) = weighted(study)
    assert (result.estimate.n_treated, result.estimate.n_control) == (3, 3)
    size = 8 / 3
    assert effective(study) == pytest.approx((size, size), rel=1e-9)


@pytest.mark.parametrize(
    ("described", "patients"),
    [
        (HEAD, "arm\nA\nA\nB\nB\n"),
        (SEX, "arm  sex\nA  f\nA  f\nB  m\nB  m\n"),  # the covariate is the arm
        (SEX, "arm  sex\nA  .\nA  .\nB  f\nB  m\n"),  # no covariate is known in one arm
        (SEX, "arm  sex\nA  .\nA  .\nB  .\nB  .\n"),
    ],
)
def test_without_weights_there_is_nothing(small, described, patients):
    study = small(described, patients)
    assert covariate_weights(study) is None
    assert effective(study) == ()
    assert weighted(study) == effective_results(study, None) == []


def test_a_level_of_one_arm_alone_makes_the_arms_nearly_alike(small):
    """All men are in one arm: by maximum likelihood they would not count at all."""
    study = small(SEX, "arm  sex\nA  f\nA  m\nA  m\nB  f\nB  f\nB  f\n")
    weights = covariate_weights(study)
    assert weights.penalised and not covariate_weights(small(SEX, SEXES)).penalised
    (result,) = weighted(study)
    (unweighted,) = before(study).results
    assert 1e-3 < abs(result.estimate.value) < abs(unweighted.estimate.value)
    said = str(weighting_sentence(compare_baseline(study)))
    assert "nearly alike" in said and "estimated with a penalty (Firth)" in said


def test_levels_in_an_order_are_said_to_be_alike_in_their_mean_alone(small):
    """The weights are made from the number of a level: the shares at each level stay apart, and the sentence says so."""
    described = f"{HEAD}grade  Grade  covariate  baseline  ordinal  1|2|3  .\n"
    grades = "arm  grade\nA  1\nA  1\nA  3\nA  3\nA  2\nB  2\nB  2\nB  2\nB  2\nB  3\n"
    said = str(weighting_sentence(compare_baseline(small(described, grades))))
    assert "The weights make the mean of its levels alike; the shares at each level may differ." in said
    assert "levels" not in str(weighting_sentence(compare_baseline(small(SEX, SEXES))))


def test_what_does_not_vary_is_alike_whatever_the_weights(small):
    described = f"{SEX}age  Age  covariate  baseline  continuous  .  .\n"
    study = small(described, "arm  sex  age\nA  f  60\nA  m  60\nA  m  60\nB  f  60\nB  f  60\nB  m  60\n")
    results = {r.variable: r.estimate for r in weighted(study)}
    assert results["age"].value == 0.0
    assert results["sex"].value == pytest.approx(0, abs=1e-9)


def test_events_are_standardised_as_any_or_none(small):
    described = f"{SEX}burst  Fractures  covariate  baseline  count  .  4\n"
    patients = "arm  sex  burst\nA  f  1\nA  m  0\nA  m  3\nA  f  0\nB  f  0\nB  f  2\nB  m  1\nB  m  0\n"
    study = small(described, patients)
    results = {r.variable: r.estimate.value for r in weighted(study)}
    weights = covariate_weights(study)
    shares = [
        np.average([1, 0, 1, 0], weights=weights.treated),
        np.average([0, 1, 1, 0], weights=weights.control),
    ]
    assert results["burst"] == pytest.approx((shares[0] - shares[1]) / 0.5, rel=1e-9)
