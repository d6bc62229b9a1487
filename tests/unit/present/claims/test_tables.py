"""The audit as it is shown: the strip, the tables and the figure of every test follow the claims and nothing else."""

import re

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.present.claims.bounds import bounds
from twoarm.present.claims.plot import claim_plots
from twoarm.present.claims.runs_of_ids import anchors
from twoarm.present.claims.sentences import how_many_missing, missing_items, shape, verdicts
from twoarm.present.claims.tables import claims_table
from twoarm.present.claims.tested_tables import tests_tables as tables_of_tests
from twoarm.present.claims.tested_words import left_open, turning
from twoarm.present.claims.together.questions_said import questions_table
from twoarm.present.claims.together.remarks_said import conclusions
from twoarm.present.outputs import Link
from twoarm.study.opened import open_study
from twoarm.study.published.counted import TwoByTwo


@pytest.fixture(scope="module")
def audit():
    return audit_study(open_study(str(ROOT / "data")))


def said(sentences, audit) -> str:
    return str(sentences(audit)).replace("\\", "")


def test_every_claim_has_one_row_under_its_verdict(audit):
    table, to = claims_table(audit), anchors(audit.claims)
    assert set(to) == {c.id for c in audit.claims}
    verdict, under = "", {}
    for row, anchor in zip(table.rows, table.anchors, strict=True):
        verdict = row[0].partition(":")[0] if len(row) == 1 else verdict
        under |= {anchor: verdict} if anchor else {}
    assert [shape(audit.findings[c.id].verdict) for c in audit.claims] == [
        under[to[c.id]] for c in audit.claims
    ]


def test_claims_that_print_the_same_share_a_row(audit):
    rows = [row for row in claims_table(audit).rows if len(row) > 1]
    shared = {"C01, C03", "C05, C18", "C13 to C17, C25, C26", "C20, C31, C32", "C21, C23, C27, C29"}
    assert shared <= {row[0] for row in rows}
    with_numbers = [tuple(row[1:]) for row in rows if row[1] != "–"]
    assert len(with_numbers) == len(set(with_numbers))


def test_each_tested_claim_leads_to_all_its_tests(audit):
    there = {table.label for table in tables_of_tests(audit)}
    cells = [row[-1] for row in claims_table(audit).rows if isinstance(row[-1], Link)]
    assert {cell.parts[-1][1] for cell in cells} == there and len(cells) == len(audit.tested) == 2


def test_patients_come_before_units_and_the_recommended_test_before_the_others(audit):
    claim = next(c for c in audit.of_kind(TwoByTwo) if c.units)
    table = next(t for t in tables_of_tests(audit) if t.label.endswith(f"{claim.id.lower()}-tests"))
    assert [head.split()[-1] for head in table.head[0]] == ["P", *["patients"] * 3, "balloons"]
    assert table.rows[0] == ["Recommended: N − 1 chi-square test", "0.017", "0.034", "0.069", "0.019"]
    assert table.rows[1] == ["Usual in journals"] and table.folded


def test_no_tests_are_counted_as_votes(audit):
    texts = [said(sentences, audit) for sentences in (verdicts, turning, left_open, conclusions)]
    texts += [figure.caption + figure.alt + figure.title for figure in claim_plots(audit)]
    texts += [cell for table in tables_of_tests(audit) for row in table.rows for cell in row]
    texts += [cell for row in questions_table(audit).rows for cell in row]
    assert not [text for text in texts if re.search(r"\d+ of \d+ tests|\d+ tests", text)]


def test_every_supposed_number_of_patients_has_a_column_and_a_mark(audit):
    claim = next(c for c in audit.of_kind(TwoByTwo) if c.units)
    figure = next(f for f in claim_plots(audit) if claim.id.lower() in f.label)
    ways = audit.supposed(claim)
    assert len(figure.drawing.axes[0].get_legend().get_texts()) == len(ways) == 4
    assert len(re.findall(r"(?:patients|balloons) 0\.\d+ to 0\.\d+", figure.alt)) == len(ways)


def test_figures_of_published_numbers_are_marked_as_such(audit):
    for figure in claim_plots(audit):
        assert figure.alt.startswith("Published numbers. ")
        assert audit.study.notice not in figure.alt


def test_bare_statements_are_said_by_where_p_draws_its_line(audit):
    text = said(bounds, audit)
    assert "With 30 and 32 patients, P = 0.05 means 0.51 standard deviations" in text
    assert "P>0.05 says less, P<0.05 says more." in text
    within = [row[-1] for row in claims_table(audit).rows if len(row) > 1 and "one arm" in row[1]]
    assert within == [
        f"Mean change more than {d} standard deviations (paired t test)." for d in ("0.37", "0.36")
    ]


def test_only_a_statement_of_no_difference_proves_anything_of_equality(audit):
    assert re.findall(r"(P\S+) with .* rules out differences above", said(bounds, audit)) == ["P>0.05"]


def test_equality_is_said_not_to_be_shown(audit):
    assert "does not show equality" in said(left_open, audit)
    assert "C08" in said(left_open, audit) and "C12" not in said(left_open, audit)


def test_what_is_not_reported_is_listed(audit):
    n = len(audit.not_reported)
    assert how_many_missing(audit) == f"{n} things that a reader would look for are not in the abstract"
    lines = str(missing_items(audit)).replace("\\", "")
    assert all(f"- {entry.item}\n" in lines for entry in audit.not_reported)


def test_what_is_reported_and_what_is_not_stands_in_a_table_with_its_reason(audit):
    rows = audit.rows()["reporting"]
    assert [row["state"] for row in rows].count("not reported") == len(audit.not_reported)
    assert [row["item"] for row in rows] == [one.item for one in (*audit.reported, *audit.not_reported)]
    assert all(row["said"] for row in rows)


def test_no_word_hints_at_misconduct(audit):
    """The chapter may be blunt about arithmetic and says nothing about people."""
    texts = [
        cell for table in (claims_table(audit), *tables_of_tests(audit)) for row in table.rows for cell in row
    ]
    texts += [said(sentences, audit) for sentences in (verdicts, turning, left_open, conclusions, bounds)]
    suspect = (
        r"\b(fraud|fabricat|falsif|suspicio|manipulat|wrong|error|mistake|misconduct|dishonest|impossible)"
    )
    assert not [t for t in texts if re.search(suspect, t, re.IGNORECASE)]
