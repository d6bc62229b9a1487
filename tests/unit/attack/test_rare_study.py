"""The attacker on a whole private study in which something is rare everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack.winning import attack_tables
from attacked_studies import Truth, attacked, published, recovered, truth_of, under, wrongly_excluded
from claimed_studies import bare, count, mean, with_claims
from naive_masking import masked_one_by_one
from rare_study import Rare, write_rare

from twoarm.analysis.crosswalk.met import Met
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


SUBGROUPS = "primary_outcome: {}\nsubgroups: [sex, asa, side]\n"


@pytest.mark.parametrize("policy", MASKING, ids=lambda policy: policy.profile)
@pytest.mark.parametrize(
    ("primary", "missing"), [("minutes", {}), ("minutes", {"minutes": (0, 3)}), ("leak", {})]
)
def test_the_levels_of_a_subgroup_give_nothing_back(tmp_path, policy, primary, missing):
    found, truth, report = of_subgroups(tmp_path, policy, Rare(missing, more=SUBGROUPS.format(primary)))
    assert len([key for key in truth.counts if key[0] == "both"]) > 20
    assert found == []
    told = [r for r in report if r["subgroup"] == "sex" and r["estimate"]]
    assert bool(told) == (primary == "minutes" and not missing)


def test_they_do_where_a_policy_tells_each_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr("twoarm.analysis.subgroups.told.tells_together", lambda *_: True)
    monkeypatch.setattr("twoarm.analysis.subgroups.told._nobody_lacks_it", lambda *_: True)
    rare = Rare({"minutes": (0, 3)}, more=SUBGROUPS.format("minutes"))
    found, _, _ = of_subgroups(tmp_path, HOSPITAL, rare)
    assert "exposed: subgroups n_treated: both" in found
    assert any(one.startswith("('missing', 'minutes', '', 'B') can be [3], by ('counts',)") for one in found)


def of_subgroups(folder, policy, rare: Rare) -> tuple[list[str], Truth, list]:
    truth = truth_of(under(write_rare(folder / "rare", rare), "open"))
    study = under(folder / "rare", policy.profile)
    tables = published(study)
    report = attack_tables(tables)
    assert wrongly_excluded(report, truth) == []
    return recovered(report, truth, policy), truth, list(tables.rows("subgroups"))


CLAIMED = [
    count("leak", 2, 37, arm="treated"),
    count("leak", 11, 78),
    count("death", 1, 78),
    count("loose", 4, 74, arm="treated"),
    mean("minutes", "60", arm="control"),
    mean("age", "60"),
    bare("minutes", "P>0.05"),
    bare("death", "P>0.05"),
    bare("pain", "P<0.05", "lower", within=True),
    bare("pain", "P>0.05", visit="w6"),
]


@pytest.mark.parametrize("policy", MASKING, ids=lambda policy: policy.profile)
def test_published_statements_beside_the_cohort_give_nothing_back(tmp_path, policy):
    truth = truth_of(with_claims(under(write_rare(tmp_path / "rare"), "open"), *CLAIMED))
    study = with_claims(under(tmp_path / "rare", policy.profile), *CLAIMED)
    tables = published(study)
    report = attack_tables(tables)
    assert wrongly_excluded(report, truth) == []
    assert recovered(report, truth, policy) == []
    answers = {row["met"] for row in tables.tables["crosswalk"]}
    assert Met.UNKNOWN in answers
    assert len(answers) > 1 or policy is OPENSAFELY  # which tells nothing of so few


def test_they_would_where_the_shares_of_few_were_told(tmp_path):
    """The attacker reads them: of one that is masked it has the count back."""
    truth = truth_of(with_claims(under(write_rare(tmp_path / "rare"), "open"), *CLAIMED))
    study = with_claims(under(tmp_path / "rare", "hospital"), *CLAIMED)
    told = {**published(study).tables, "crosswalk": truth.public.tables["crosswalk"]}
    found = recovered(attack_tables(replace(published(study), tables=told)), truth, HOSPITAL)
    assert any(one.startswith("('count', 'death'") for one in found)
