"""The attacker on a whole private study in which something is rare everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack.winning import attack_tables
from attacked_studies import Truth, attacked, recovered, truth_of, under, wrongly_excluded
from naive_masking import masked_one_by_one
from rare_study import write_rare

from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY, PROFILES

MASKING = [HOSPITAL, OPENSAFELY]
RARE = {"leak", "death", "walks", "grade", "kind", "loose", "asa", "side", "pain"}


@pytest.fixture(scope="module")
def truth(tmp_path_factory) -> Truth:
    return truth_of(under(write_rare(tmp_path_factory.mktemp("rare") / "open"), "open"))


def test_the_study_has_something_small_of_every_kind(truth):
    small = [key for key, count in truth.counts.items() if 0 < count < 5]
    assert {"missing", "count", "without"} <= {key[0] for key in small}
    assert {name for key in small for name in key} >= RARE


def test_counts_masked_one_by_one_come_back(truth):
    """Each small count is masked, and all that gives it back is left."""
    tables = masked_one_by_one(dict(truth.public.tables), HOSPITAL)
    report = attack_tables(replace(truth.public, policy=HOSPITAL, tables=tables))
    assert {one.key: one.compatible for one in report.masked} == {
        one.key: {truth.counts[one.key]} for one in report.masked
    }
    assert len(report.masked) > 20 and len(report.derived) > 20


@pytest.mark.parametrize("policy", MASKING, ids=lambda policy: policy.profile)
def test_nothing_small_comes_back_from_what_is_published(tmp_path, truth, policy):
    report = attacked(under(write_rare(tmp_path / "rare"), policy.profile))
    assert wrongly_excluded(report, truth) == []
    assert recovered(report, truth, policy) == []
    assert report.skipped == () and len(report.masked) > 20


def test_every_profile_that_masks_is_attacked():
    assert [policy for policy in PROFILES.values() if policy.masks] == MASKING
