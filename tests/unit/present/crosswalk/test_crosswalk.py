"""What is said of published statements beside a cohort: the sentence, the table, where each outcome stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from claimed_studies import bare, count, mean, with_claims
from edited_studies import as_private
from rare_study import write_rare
from shipped import shipped_section, shipped_study
from small_studies import write_study

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.crosswalk.lines import crosswalk_of
from twoarm.analysis.crosswalk.met import Grounds, Met
from twoarm.masked import MASKED
from twoarm.present.claims.tables import claims_table
from twoarm.present.crosswalk.tables import crosswalk_table
from twoarm.present.crosswalk.words import GROUNDS, SHAPES, crosswalk_findings
from twoarm.present.figures.courses import course_plot
from twoarm.present.figures.event_curves import event_curves
from twoarm.present.figures.forest import forest_plots
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Table
from twoarm.study.opened import Study, open_study

BUILT_IN = "agreement is built in and confirms nothing"
ONCE = """\
name   label  table     role     section        kind        levels      unit
leak   Leak   patients  outcome  perioperative  binary      0=no|1=yes  .
stay   Stay   patients  outcome  perioperative  continuous  .           days
"""
PATIENTS = "arm leak stay\n" + "A 1 3\nA 0 4\nA 0 6\nA 0 5\nB 1 6\nB 1 9\nB 0 8\nB 1 7\n"


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Study:
    """Real, and without a visit."""
    return open_study(str(write_study(tmp_path_factory.mktemp("once") / "once", ONCE, PATIENTS)))


@pytest.fixture(scope="module")
def masked(tmp_path_factory) -> Study:
    """Real and private: leaks, deaths and missing values are rare."""
    return open_study(str(as_private(write_rare(tmp_path_factory.mktemp("rare") / "rare"), "hospital")))


def said(study: Study, *claims: dict) -> str:
    return crosswalk_findings(crosswalk_of(with_claims(study, *claims))).markdown


def table_of(study: Study, *claims: dict, **more) -> Table:
    table = crosswalk_table(crosswalk_of(with_claims(study, *claims, **more)))
    assert table is not None
    return table


def links(table: Table) -> set[str]:
    cells = (cell for row in table.rows for cell in row)
    return {to for cell in cells for _, to in getattr(cell, "parts", ()) if to}


def test_of_the_shipped_cohort_it_is_said_first_that_agreement_is_built_in():
    found = crosswalk_findings(crosswalk_of(shipped_study())).markdown
    assert found.index(BUILT_IN) < found.index("The simulated cohort meets all 26 published statements")
    edited = crosswalk_findings(crosswalk_of(replace(shipped_study(), edited=True))).markdown
    assert "may be built in" in edited


def test_it_is_said_at_which_visit_what_has_several_is_asked():
    found = crosswalk_findings(crosswalk_of(shipped_study())).markdown
    assert found.endswith("; what was measured repeatedly is asked at latest follow-up alone.")
    at = {"visit": "preop"}
    early = said(shipped_study(), {**bare("vas", "P>0.05"), **at}, bare("odi", "P>0.05"))
    assert "is asked at before surgery and latest follow-up alone" in early.lower()


def test_of_a_real_cohort_nothing_is_built_in_and_each_kind_of_answer_is_counted(once):
    met, not_met = count("leak", 1, 4, arm="treated"), count("leak", 0, 4, arm="control")
    unknown = bare("stay", "P<0.05", "lower", within=True, arm="treated")
    found = said(once, met, not_met, unknown, {"kind": "no_number", "variable": "leak"})
    assert BUILT_IN not in found
    assert found == (
        "Of 4 published statements that name an outcome, this cohort meets 1. Not met: 1, of Leak. Cannot be said: 1, of "
        "Stay (not estimated); 1, of Leak (neither a number nor a P is printed)."
    )


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            count("leak", 1, 4, arm="treated"),
            "Of 1 published statement that names an outcome, this cohort meets 1.",
        ),
        (
            count("leak", 0, 4, arm="control"),
            "Of 1 published statement that names an outcome, this cohort meets none. Not met: 1, of Leak.",
        ),
    ],
)
def test_one_statement(once, claim, sentence):
    assert said(once, claim) == sentence


def test_every_answer_and_every_reason_has_words():
    assert set(SHAPES) == set(Met) and set(GROUNDS) == set(Grounds) - {Grounds.NONE}


def test_a_study_without_visits_has_no_visit_in_its_rows(once):
    table = table_of(
        once,
        count("leak", 1, 4, arm="treated", percent="25"),
        bare("stay", "P<0.05", "lower"),
        mean("stay", "6"),
    )
    assert [[str(cell) for cell in row[:2]] for row in table.rows] == [
        *(["Leak, new", "1/4 (25%)"], ["Stay", "P<0.05, lower"], ["Stay", "6 ± 1"]),
    ]
    assert [row[3].partition(" (")[0] for row in table.rows] == ["●\xa0met"] * 3
    assert table.rows[0][2] == "1/4\xa0(25%)\n5\xa0to\xa070%"
    assert table.rows[1][2].startswith("−3.0\xa0(") and table.rows[1][2].endswith("\ndays\nP\xa0=\xa00.017")
    assert "visit" not in crosswalk_findings(crosswalk_of(with_claims(once, mean("stay", "6")))).markdown


def test_statements_of_p_that_say_the_same_and_are_met_share_a_row_and_no_others():
    found = crosswalk_of(shipped_study())
    rows = crosswalk_table(found).rows
    assert len(rows) < len(found.lines) == 26
    (alike,) = (row for row in rows if row[1] == "P>0.05")
    assert "; Hospital stay; " in alike[0] and alike[2] == "P\xa00.094\xa0to\xa00.62"
    assert alike[3] == "●\xa0met (C08, C13 to C17, C25, C26)"
    not_met = table_of(shipped_study(), bare("vas", "P<0.05", "lower"), bare("odi", "P<0.05", "lower"))
    assert [row[3].partition("\n")[0] for row in not_met.rows] == ["▲\xa0not met"] * 2


def test_each_statement_leads_to_its_claim_and_to_a_table_or_a_figure_that_is_there():
    there = set(claims_table(audit_study(shipped_study())).anchors)
    for code in ("perioperative", "follow_up", "imaging"):
        section = shipped_section(code)
        figures = [*forest_plots(section), *event_curves(section), course_plot(section)]
        there |= {outcome_table(section).label, *(figure.label for figure in figures if figure)}
    table = crosswalk_table(crosswalk_of(shipped_study()))
    assert links(table) <= there
    assert all(any(to for _, to in row[0].parts) and any(to for _, to in row[3].parts) for row in table.rows)


def test_what_is_masked_cannot_be_said(masked):
    claims = [
        count("death", 1, 41, arm="control"),
        count("leak", 9, 41, arm="control"),
        mean("minutes", "60", arm="control"),
        bare("minutes", "P>0.05"),
        bare("pain", "P<0.05", "lower", within=True),
        bare("death", "P>0.05"),
    ]
    found = crosswalk_of(with_claims(masked, *claims))
    hidden = [line for line in found.lines if line.judged.grounds is Grounds.MASKED]
    assert {line.variable.name for line in hidden} >= {"death", "minutes"}
    table = crosswalk_table(found)
    cells = [row[2] for row, line in zip(table.rows, found.lines, strict=True) if line.estimate.value is None]
    assert cells and set(cells) == {MASKED}
    assert "masked" in crosswalk_findings(found).markdown
    assert not re.search(r"\b[1-4]/\d", " ".join(row[2] for row in table.rows))
