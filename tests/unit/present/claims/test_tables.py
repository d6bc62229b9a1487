"""The audit as it is shown: the strip, the tables and the figure of every test follow the claims and nothing else."""

import re

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import audit_study
from twoarm.present.claims.bounds import alike, bounds
from twoarm.present.claims.numbers import bounds_table, counts_table, margins_table
from twoarm.present.claims.plot import claim_plots
from twoarm.present.claims.sentences import not_reported, verdicts
from twoarm.present.claims.tables import claim_strip, claims_table, reporting_table, verdict_table
from twoarm.present.claims.tested_tables import tests_tables as tables_of_tests
from twoarm.present.claims.tested_words import left_open, turning
from twoarm.present.claims.together.questions_said import questions_table
from twoarm.present.claims.together.remarks_said import conclusions
from twoarm.present.drawing import PUBLISHED
from twoarm.present.outputs import Link
from twoarm.study.opened import open_study
from twoarm.study.published.counted import TwoByTwo


@pytest.fixture(scope="module")
def audit():
    return audit_study(open_study(str(ROOT / "data")))


def said(sentences, audit) -> str:
    return str(sentences(audit)).replace("\\", "")


def test_the_strip_has_every_claim_in_order_and_leads_to_its_row(audit):
    marks, rows = claim_strip(audit).marks, claims_table(audit)
    assert [m.name for m in marks] == [c.id for c in audit.claims]
    assert list(dict.fromkeys(m.to for m in marks)) == rows.anchors
    words = dict(zip(rows.anchors, (row[2] for row in rows.rows), strict=True))
    assert [f"{m.shape} {m.word}" for m in marks] == [words[m.to] for m in marks]
    assert claim_strip(None) is None


def test_every_reason_with_numbers_leads_to_a_table_that_is_there(audit):
    shown = [*tables_of_tests(audit), counts_table(audit), bounds_table(audit)]
    labels = {table.label for table in shown} | {"tab-claim-means"}
    table = claims_table(audit)
    rows = dict(zip(table.anchors, table.rows, strict=True))
    for claim, mark in zip(audit.claims, claim_strip(audit).marks, strict=True):
        row = rows[mark.to]
        numbers = any(s.recomputed is not None for s in audit.findings[claim.id].statistics)
        assert isinstance(row[3], Link) == numbers
        assert not numbers or row[3].parts[-1][1] in labels


def test_claims_of_one_sentence_with_one_reason_share_a_row(audit):
    first = [row[0] for row in claims_table(audit).rows]
    assert {"C13 to C17", "C21 to C24", "C25, C26", "C27 to C30", "C31, C32"} <= set(first)
    reasons = [(row[1], row[3]) for row in claims_table(audit).rows]
    assert len(reasons) == len(set(reasons))


def test_verdicts_count_their_claims(audit):
    assert sum(int(row[1]) for row in verdict_table(audit).rows) == len(audit.claims)


def test_patients_come_before_units_and_the_recommended_test_before_the_others(audit):
    claim = next(c for c in audit.of_kind(TwoByTwo) if c.units)
    table = next(t for t in tables_of_tests(audit) if t.label.endswith(f"{claim.id.lower()}-tests"))
    assert [head.split()[-1] for head in table.head[0]] == ["test", *["patients"] * 3, "balloons"]
    first, expected = table.rows[:2]
    assert first == ["Recommended: N − 1 chi-square test", "0.017", "0.034", "0.069", "0.019"]
    assert expected == ["Smallest expected count", "2.4", "1.9", "1.5", "2.4"]


def test_no_tests_are_counted_as_votes(audit):
    texts = [said(sentences, audit) for sentences in (verdicts, turning, left_open, conclusions)]
    texts += [figure.caption + figure.alt for figure in claim_plots(audit)]
    texts += [cell for table in tables_of_tests(audit) for row in table.rows for cell in row]
    texts += [cell for row in questions_table(audit).rows for cell in row]
    assert not [text for text in texts if re.search(r"\d+ of \d+ tests|\d+ tests", text)]


def test_every_supposed_number_of_patients_has_a_column_and_a_mark(audit):
    claim = next(c for c in audit.of_kind(TwoByTwo) if c.units)
    figure = next(f for f in claim_plots(audit) if claim.id.lower() in f.label)
    ways = audit.supposed(claim)
    assert len(figure.drawing.axes[0].get_legend().get_texts()) == len(ways) == 4
    assert len(re.findall(r"Fisher's exact test 0\.\d+", figure.alt)) == len(ways)


def test_figures_of_published_numbers_are_marked_as_such(audit):
    for figure in claim_plots(audit):
        assert figure.alt.startswith(PUBLISHED)
        assert audit.study.notice not in figure.alt


def test_bare_statements_that_say_the_same_stand_together(audit):
    rows, groups = bounds_table(audit).rows, alike(audit)
    assert len(rows) == len(groups)
    assert sum(len(g.claims) for g in groups) == len({c.id for g in groups for c in g.claims})
    assert rows[0][0] == "C13 to C17, C25, C26"
    assert {row[1] for row in rows} == {"P>0.05", "P<0.05"}


def test_only_a_statement_of_no_difference_proves_anything_of_equality(audit):
    for row in bounds_table(audit).rows:
        assert (row[-1] == "–") == (row[1] != "P>0.05")
    assert len(margins_table(audit).rows) == 2


def test_equality_is_said_not_to_be_shown(audit):
    assert "does not show equality" in said(left_open, audit)
    assert "C08" in said(left_open, audit) and "C12" not in said(left_open, audit)


def test_what_is_not_reported_is_listed(audit):
    states = [row[2] for row in reporting_table(audit).rows]
    assert states.count("not") == len(audit.not_reported)
    assert len(states) == len(audit.not_reported) + len(audit.reported)
    every, few = (str(not_reported(audit, most)) for most in (99, 6))
    assert f" {len(audit.not_reported)} things are not in the abstract" in every
    assert all(entry.item in every.replace("\\", "") for entry in audit.not_reported)
    assert f"{len(audit.not_reported) - 5} more" in few


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
