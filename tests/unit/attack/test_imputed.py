"""The attacker on outcomes that a few patients lack: what is imputed is told where every number of patients is."""

from __future__ import annotations

import pytest
from attacked_studies import Truth, attacked, recovered, truth_of, under
from gappy_study import study_of
from lacking_study import LACKED, lacking_study

from twoarm.analysis.sensitivity import imputations
from twoarm.analysis.sensitivity.imputations import impute_outcomes
from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY
from twoarm.study.opened import Study

OPEN, HOSPITAL_ALONE = "{profile: open}", "{profile: hospital}"


@pytest.fixture(scope="module")
def truth(tmp_path_factory) -> Truth:
    return truth_of(study_of(tmp_path_factory.mktemp("gappy") / "study", OPEN, 3))


def lacking(folder, profile: str, outcome: str) -> Study:
    """A hundred and twenty patients, of whom many lack one outcome, and none another."""
    without = tuple(name for name in (*LACKED, "smoke", "rare") if name != outcome)
    lacking_study(folder / "study", policy="{profile: open}", without=without)
    return under(folder / "study", profile)


def test_a_few_patients_who_lack_an_outcome_mask_what_is_imputed(tmp_path, truth):
    study = study_of(tmp_path / "study", HOSPITAL_ALONE, 3)
    (one,) = impute_outcomes(study).found
    assert one.pooled.estimate.masked and (one.number, one.lost, one.turning) == (None, None, None)
    assert str(one.complete[0]) == "16 to 19"
    assert recovered(attacked(study), truth, HOSPITAL) == []


def test_without_that_the_attacker_wins(tmp_path, truth, monkeypatch):
    monkeypatch.setattr(imputations, "_may_be_told", lambda *_: True)
    found = recovered(attacked(study_of(tmp_path / "study", HOSPITAL_ALONE, 3)), truth, HOSPITAL)
    assert any(one.startswith("('known', 'stay', '', 'A') can be [17]") for one in found)


@pytest.mark.parametrize("outcome", ["stay", "leak"])
def test_many_who_lack_it_give_a_result_and_nothing_small(tmp_path, outcome):
    study = lacking(tmp_path / "masked", "hospital", outcome)
    (one,) = impute_outcomes(study).found
    assert one.known.variable == outcome and one.estimable and one.turning is not None
    truth = truth_of(lacking(tmp_path / "open", "open", outcome))
    assert recovered(attacked(study), truth, HOSPITAL) == []


def test_numbers_that_are_rounded_are_not_told_by_their_imputations(tmp_path):
    study = lacking(tmp_path, "opensafely", "stay")
    (one,) = impute_outcomes(study).found
    known = [int(study.cohort.values(study.variable("stay"), arm).notna().sum()) for arm in study.cohort.arms]
    assert any(n % OPENSAFELY.rounding for n in known)
    assert one.pooled.estimate.masked and one.number is None and one.turning is None
