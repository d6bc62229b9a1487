"""What follows from the statistics of a claim and is told of them: rows at the end of claims.csv, read by every sentence."""

from __future__ import annotations

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import Audit, audit, findings
from twoarm.analysis.claims.definitions import DEFINITIONS, PERMUTED
from twoarm.analysis.claims.division import RECOMMENDED
from twoarm.analysis.claims.finding import Reason
from twoarm.study.opened import open_study
from twoarm.study.published.claims import read_claims

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def claims():
    return list(read_claims(DATA / "claims.yml", DATA / "abstract.md").claims)


@pytest.fixture(scope="module")
def shipped(claims) -> Audit:
    return Audit(tuple(claims), findings(claims), study=open_study("data"))


def told(shipped: Audit, claim: str) -> dict[str, float]:
    return {s.name: s.recomputed for s in shipped.findings[claim].more}


def test_the_ends_of_the_tests_and_the_recommended_one_are_rows_for_every_way_to_count(shipped):
    claim = shipped.claim("C12")
    rows = told(shipped, "C12")
    for patients, tail in ((None, ""), ((4, 0), "_if_4_and_0_patients")):
        tests = {n: s for n, s in shipped.statistics(claim, "p_value", patients).items() if n != PERMUTED}
        values = [s.recomputed for s in tests.values()]
        assert rows[f"p_value_smallest{tail}"] == min(values)
        assert rows[f"p_value_largest{tail}"] == max(values)
        (first,) = shipped.statistics(claim, RECOMMENDED, patients).values()
        assert (first.method, first.recomputed) == ("n_minus_1", tests["n_minus_1"].recomputed)
    assert set(shipped.division(claim).tests) == set(DEFINITIONS)


def test_the_recommended_test_and_fishers_decide_and_others_are_named_across(shipped):
    by_balloon, five, four, three = (
        shipped.division(shipped.claim("C12"), patients) for patients in (None, (5, 0), (4, 0), (3, 0))
    )
    assert [one.below for one in (by_balloon, five, four, three)] == [True, True, True, False]
    assert set(by_balloon.deciding) == {"n_minus_1", "fisher"}
    assert set(by_balloon.across) == {"yates"} and set(three.across) == {"likelihood_ratio"}


def test_bounds_have_their_other_end_and_the_reach_of_the_interval(shipped):
    bounds = {s.statistic: s.recomputed for s in shipped.findings["C25"].statistics}
    assert told(shipped, "C25") == {
        "boundary_superiority_low": 1 - bounds["boundary_superiority"],
        "interval_reach": 2 * bounds["boundary_d"],
    }
    assert "interval_reach" not in told(shipped, "C32")  # P<0.05 says that a difference was shown


def test_the_most_even_distribution_is_counted(shipped):
    assert told(shipped, "C19") == {
        f"most_even_at_{n}": c for n, c in zip(range(12, 17), (8.0, 13.0, 16.0, 14.0, 11.0), strict=True)
    }


def test_the_rows_of_the_statistics_come_first_as_they_were(claims, shipped):
    rows = audit(claims)
    first = [(c.id, s.name) for c in claims for s in shipped.findings[c.id].statistics]
    assert [(row.id, row.statistic) for row in rows[: len(first)]] == first
    assert len(rows) > len(first) and all(row.verdict == shipped.findings[row.id].verdict for row in rows)


@pytest.mark.parametrize(
    ("printed", "verdict", "reason"),
    [
        ("P=0.02", "consistent", Reason.ROUNDS_TO_P),  # Fisher's and Pearson's by balloon
        ("P=0.006", "depends on method", Reason.OTHERS_ROUND),  # the likelihood ratio test alone
        ("P=0.003", "depends on method", Reason.NONE_ROUNDS),
        ("P=0.40", "depends on method", Reason.OTHERS_AGREE),  # Yates's alone is not below 0.05
        ("P>0.10", "inconsistent", Reason.NO_DEFINITION_AGREES),
        ("P>0.05", "depends on method", Reason.OTHERS_AGREE),  # Yates's alone
    ],
)
def test_a_statement_about_two_counts_is_read_by_what_usual_tests_give(claims, printed, verdict, reason):
    alone = [c.model_copy(update={"p": printed, "units": None}) if c.id == "C12" else c for c in claims]
    found = findings(alone)["C12"]
    assert (found.verdict, found.reason) == (verdict, reason)
