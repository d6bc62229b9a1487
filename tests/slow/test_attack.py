"""The attacker on more studies: drawn ones in which other things are rare, and a real cohort drafted from its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack.winning import attack_tables
from attacked_studies import attacked, recovered, truth_of, under, wrongly_excluded
from naive_masking import masked_one_by_one
from rare_study import drawn, write_rare
from real_tables import draft

from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY

MASKING = pytest.mark.parametrize("policy", [HOSPITAL, OPENSAFELY], ids=lambda policy: policy.profile)
SEEDS = range(1, 9)


@MASKING
@pytest.mark.parametrize("seed", SEEDS)
def test_no_value_is_held_for_impossible_that_is_true(tmp_path, seed, policy):
    """Whatever is left unmasked: an attacker who is wrong has won nothing."""
    truth = truth_of(under(write_rare(tmp_path / "rare", drawn(seed)), "open"))
    tables = masked_one_by_one(dict(truth.public.tables), policy)
    report = attack_tables(replace(truth.public, policy=policy, tables=tables))
    assert wrongly_excluded(report, truth) == []
    assert len([one for one in report.masked if len(one.compatible) == 1]) > 0.7 * len(report.masked)


@MASKING
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_small_comes_back_whatever_is_rare(tmp_path, seed, policy):
    study = write_rare(tmp_path / "rare", drawn(seed))
    truth = truth_of(under(study, "open"))
    report = attacked(under(study, policy.profile))
    assert wrongly_excluded(report, truth) == []
    assert recovered(report, truth, policy) == []


@MASKING
def test_nothing_small_comes_back_from_a_real_cohort(tmp_path, policy):
    """Drafted by `twoarm init` from its plain table, as a hospital would do it."""
    study = draft("licorice", tmp_path)
    truth = truth_of(under(study, "open"))
    report = attacked(under(study, policy.profile))
    assert wrongly_excluded(report, truth) == []
    assert recovered(report, truth, policy) == []
