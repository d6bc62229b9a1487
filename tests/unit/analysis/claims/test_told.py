"""What follows from the statistics of a claim and is told of them: rows at the end of claims.csv, read by every sentence."""

from __future__ import annotations

import re

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import Audit, audit, findings
from twoarm.analysis.claims.definitions import DEFINITIONS, PERMUTED
from twoarm.present.claims.numbers import bounds_table
from twoarm.present.claims.plot import claim_plots
from twoarm.present.claims.tested_tables import tests_tables as tables_of_tests
from twoarm.present.claims.tested_words import tests_said as said_of_tests
from twoarm.study.opened import open_study
from twoarm.study.published.claims import read_claims
from twoarm.study.published.counted import TwoByTwo

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def claims():
    return list(read_claims(DATA / "claims.yml", DATA / "abstract.md").claims)


@pytest.fixture(scope="module")
def shipped(claims) -> Audit:
    return Audit(tuple(claims), findings(claims), study=open_study("data"))


def told(shipped: Audit, claim: str) -> dict[str, float]:
    return {s.name: s.recomputed for s in shipped.findings[claim].more}


def test_how_the_tests_divide_is_counted_for_every_way_to_count(shipped):
    claim = shipped.claim("C12")
    rows = told(shipped, "C12")
    for patients, tail in ((None, ""), ((4, 0), "_if_4_and_0_patients")):
        tests = {n: s for n, s in shipped.statistics(claim, "p_value", patients).items() if n != PERMUTED}
        values = [s.recomputed for s in tests.values()]
        assert rows[f"p_value_smallest{tail}"] == min(values)
        assert rows[f"p_value_largest{tail}"] == max(values)
        assert (rows[f"tests{tail}"], rows[f"tests_below{tail}"]) == (
            len(tests),
            sum(s.significant for s in tests.values()),
        )
    assert set(shipped.division(claim).tests) == set(DEFINITIONS)


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


def test_table_sentence_and_figure_divide_an_exact_p_alike(claims):
    """The usual threshold, in all three: an exact P prints none of its own."""
    found = [c.model_copy(update={"p": "P=0.03"}) if c.id == "C12" else c for c in claims]
    shown = Audit(tuple(found), findings(found), study=open_study("data"))
    claim = next(c for c in shown.of_kind(TwoByTwo) if c.id == "C12")
    below, tests = len(shown.division(claim).below), len(shown.division(claim).tests)
    (table,) = (t for t in tables_of_tests(shown) if t.label == "tab-claim-c12-tests")
    (figure,) = (f for f in claim_plots(shown) if f.label == "fig-claim-c12-plot")
    assert 0 < below < tests
    assert table.rows[-1][:2] == ["Below the threshold", f"{below} of {tests}"]
    assert f"{below} of {tests} tests below 0.05" in figure.alt
    assert re.search(rf"\b{below} (is|are) below 0\.05", said_of_tests(shown, claim))


def test_the_table_of_bounds_shows_both_ends(shipped):
    low, high = (
        told(shipped, "C25")["boundary_superiority_low"],
        shipped.statistics(shipped.claim("C25"), "boundary_superiority"),
    )
    (row,) = (r for r in bounds_table(shipped).rows if "C25" in r[0])
    assert row[4] == f"within {low:.2f} to {next(iter(high.values())).recomputed:.2f}"
