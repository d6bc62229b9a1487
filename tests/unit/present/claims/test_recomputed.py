"""Shares, means and intervals as they are said: every reason, every row and every table of the kinds has its words."""

from __future__ import annotations

import pytest
from claimed import audited, between_means, counted, mean, ranged

from twoarm.analysis.claims.finding import Reason
from twoarm.present.claims.as_printed import as_printed
from twoarm.present.claims.bounds import bounds
from twoarm.present.claims.details import detail
from twoarm.present.claims.tables import claims_table
from twoarm.present.claims.words import METHODS, REASONS
from twoarm.study.published.base import Verdict

NAMED = {"treated": "c", "control": "d"}


@pytest.fixture(scope="module")
def audit():
    return audited(
        mean("a", "7.2", "2.1", 20), mean("b", "5.9", "1.8", 20), counted("c", 4, 30, "13.3"), counted("d", 10, 32, "31.3"),
        between_means("P<0.05"),
        {**between_means("P<0.000"), "id": "q"},
        ranged("OR", "0.34", "0.09", "1.23", p="P=0.10", **NAMED),
        {**ranged("MD", "1.3", "0.05", "2.55", treated="a", control="b"), "id": "j"},
        {**ranged("HR", "0.50", p="P=0.03"), "id": "k"},
        {"id": "s", "kind": "share", "percent": "31", "of": 620}, {"id": "t", "kind": "share", "percent": "31", "of": 62},
        {"id": "u", "kind": "share", "percent": "33.9", "of": 30},
        {"id": "v", "kind": "total", "parts": [10, 20], "total": 31},
        {"id": "w", "kind": "median", "median": "3", "low": "2", "high": "5"},
    )  # fmt: skip


def said(audit, name: str) -> str:
    return detail(audit, audit.claim(name)).replace("\xa0", " ")


def test_every_reason_and_every_method_has_words(audit):
    assert set(REASONS) == set(Reason)
    shown = [s for name in "pqij" for s in audit.findings[name].statistics]
    assert {s.method for s in shown if s.method} <= set(METHODS)


def test_a_sentence_has_what_was_computed_again(audit):
    assert said(audit, "s") == "Each whole number from 190 to 195 of 620 is printed as 31%."
    assert said(audit, "t") == "19 of 62 is printed as 31%."
    assert said(audit, "u") == "The nearest percentage of a whole number out of 30 is 33.33%."
    assert said(audit, "v") == "10 + 20 = 30."
    assert said(audit, "w") == said(audit, "k") == ""
    assert said(audit, "p").startswith(
        "P is 0.042 by Student’s t test (0.026 to 0.066) and 0.042 by Welch’s t test ("
    )
    assert said(audit, "i") == (
        "The interval implies a P of 0.11 by the normal approximation (0.094 to 0.12 over its rounding). What is printed of "
        "the arms gives 0.338 (cross product of the counts) and 0.344 (conditional estimate of the counts)."
    )
    assert said(audit, "j").endswith("gives 1.30 (difference of the printed means).")


def test_each_claim_has_one_row_with_what_is_printed_and_what_was_computed(audit):
    rows = {row[0]: row for row in claims_table(audit).rows if len(row) > 1}
    assert list(rows) == [claim.id for claim in audit.claims]
    assert {row[1] for row in rows.values()} == {as_printed(audit, claim) for claim in audit.claims}
    assert rows["v"][1:] == ["31", "10 + 20 = 30."]
    assert [rows[name][1] for name in "aciksw"] == [
        *(
            "7.2 ± 2.1, n = 20",
            "4/30 (13.3%)",
            "OR 0.34 (95%: 0.09 to 1.23), P=0.10",
            "HR 0.50, P=0.03",
            "31% of 620",
        ),
        "3 (2 to 5)",
    ]


def test_a_p_shows_the_ends_that_rounding_leaves(audit):
    rows = {row[0]: row[-1].replace("\xa0", " ") for row in claims_table(audit).rows if len(row) > 1}
    assert "0.042 by Student’s t test (0.026 to 0.066)" in rows["p"]
    assert "a P of 0.11 by the normal approximation (0.094 to 0.12 over its rounding)" in rows["i"]


def test_a_p_that_cannot_be_sets_no_bound_and_stops_no_table():
    claims = [
        {"id": p, "kind": "bare_p", "p": p, "comparison": "between", "direction": "none", "n": [30, 32]}
        for p in ("P<0.000", "P>1", "P=0.000", "P=1.00", "P>0")
    ]
    audit = audited(*claims)
    assert [row[0] for row in claims_table(audit).rows if len(row) > 1] == [claim["p"] for claim in claims]
    assert audit.findings["P<0.000"].verdict is Verdict.INCONSISTENT
    assert detail(audit, audit.claim("P<0.000")) == ""
    assert "0.00 standard" not in str(bounds(audit)) and "at least 0.94 standard deviations" in str(
        bounds(audit)
    )
