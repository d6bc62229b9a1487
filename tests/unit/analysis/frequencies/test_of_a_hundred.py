"""Natural frequencies: of printed counts of patients, and of the yes-or-no outcomes of a cohort as a policy tells them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from claimed_studies import count, with_claims
from places import ROOT
from small_studies import write_study

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.comparison.compare import compare_all
from twoarm.analysis.frequencies.of_a_hundred import natural_frequencies
from twoarm.methods.counts.proportions import risk_difference
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import open_study, read_study

DESCRIBED = """\
name   label       role     section        kind         unit    levels
leak   Leak        outcome  perioperative  binary       .       0=no|1=yes
pain   Pain        outcome  perioperative  continuous   points  .
death  Death       outcome  follow_up      binary       .       0=no|1=yes
"""
SPEC = "primary_outcome: {variable: death}\nrandomised: no\n"


def patients(leaks=(6, 12), deaths=(8, 5), n=20) -> str:
    """So many events in arms of so many."""
    rows = [
        f"{arm} {int(i < leaks[side])} {i + side} {int(i < deaths[side])}"
        for side, arm in enumerate("AB")
        for i in range(n)
    ]
    return "\n".join(["arm leak pain death", *rows])


def cohort(folder, policy: str = "open", **events):
    study = read_study(write_study(folder / "study", DESCRIBED, patients(**events), spec=SPEC))
    return replace(study, spec=study.spec.model_copy(update={"disclosure": Disclosure(profile=policy)}))


def test_of_the_shipped_abstract_leakage_alone_is_counted_by_patient():
    (found,) = natural_frequencies(audit_study(open_study(str(ROOT / "data"))))
    (leak,) = found.each
    interval = risk_difference(4, 30, 10, 32, 0.95)
    assert (leak.claim, leak.treated, leak.control, leak.difference) == ("C08", 13, 31, -18)
    assert (leak.low, leak.high, leak.conf_level) == (interval.low, interval.high, 0.95)
    assert (leak.labels, leak.observed) == (("VBS", "PKP"), ((4, 30), (10, 32)))
    assert found.published and found.rows()["frequencies"] == [leak.row()]


@pytest.mark.parametrize(("of", "shown"), [(20, 1), (40, 0)])
def test_more_than_the_groups_have_are_no_patients(tmp_path, of, shown):
    study = with_claims(
        cohort(tmp_path),
        {"kind": "sample_size", "total": 40, "groups": [20, 20]},
        count("leak", 3, of),
        count("leak", 9, of),
        {"kind": "two_by_two", "treated": "A2", "control": "A3", "p": "P>0.05"},
    )
    assert sum(len(found.each) for found in natural_frequencies(audit_study(study))) == shown


def test_a_cohort_has_its_yes_or_no_outcomes_the_primary_one_first(tmp_path):
    (found,) = natural_frequencies(None, compare_all(cohort(tmp_path)))
    assert [(f.variable, f.treated, f.control, f.difference) for f in found.each] == [
        ("death", 40, 25, 15),
        ("leak", 30, 60, -30),
    ]
    leak = risk_difference(6, 20, 12, 20, 0.95)
    assert (found.each[1].low, found.each[1].high) == (leak.low, leak.high)
    assert not found.published


def test_what_a_policy_masks_has_no_row(tmp_path):
    sections = compare_all(cohort(tmp_path, "hospital", leaks=(3, 12)))
    (found,) = natural_frequencies(None, sections)
    assert [f.variable for f in found.each] == ["death"]


def test_of_nothing_there_is_nothing(tmp_path):
    assert natural_frequencies(None) == []
    assert (
        natural_frequencies(None, [c.only(c.variables[1:]) for c in compare_all(cohort(tmp_path))][:1]) == []
    )
