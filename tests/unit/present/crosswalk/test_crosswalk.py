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
from twoarm.present.crosswalk.tables import OF_NO_QUESTION, crosswalk_table
from twoarm.present.crosswalk.words import GROUNDS, SHAPES, crosswalk_findings
from twoarm.present.figures.courses import course_plot
from twoarm.present.figures.event_curves import event_curves
from twoarm.present.figures.forest import forest_plots
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Table
from twoarm.study.opened import Study, open_study

BUILT_IN = "that is built in and confirms nothing"
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
    return {to for row in table.rows for _, to in getattr(row[-1], "parts", ()) if to}


def test_of_the_shipped_cohort_it_is_said_first_that_agreement_is_built_in():
    found = crosswalk_findings(crosswalk_of(shipped_study())).markdown
    assert found.index(BUILT_IN) < found.index("meets all 26 published statements that name an outcome")
    edited = crosswalk_findings(crosswalk_of(replace(shipped_study(), edited=True))).markdown
    assert "may be built in" in edited


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
    assert [[str(cell) for cell in row[:5]] for row in table.rows] == [
        ["Leak, new", "●\xa0met", "1/4 (25%)", "1/4\xa0(25%)\n5\xa0to\xa070%", "–"],
        ["Stay", "●\xa0met", "P<0.05, lower", table.rows[1][3], "0.017"],
        ["Stay", "●\xa0met", "6 ± 1", table.rows[2][3], "–"],
    ]
    assert table.rows[1][3].startswith("−3.0\xa0(") and table.rows[1][3].endswith("\ndays")
    assert not any("Within an arm" in note for note in table.notes)


def test_statements_stand_under_their_questions_in_the_order_of_the_file():
    table = crosswalk_table(crosswalk_of(shipped_study()))
    headings = [row[0] for row in table.rows if len(row) == 1]
    assert headings == [question.asks for question in shipped_study().questions]
    loose = table_of(shipped_study(), bare("vas", "P>0.05"), questions=shipped_study().questions)
    assert [row[0] for row in loose.rows if len(row) == 1] == [OF_NO_QUESTION]


def test_each_statement_leads_to_its_claim_and_to_a_table_and_a_figure_that_are_there():
    there = set(claims_table(audit_study(shipped_study())).anchors)
    for code in ("perioperative", "follow_up", "imaging"):
        section = shipped_section(code)
        figures = [*forest_plots(section), *event_curves(section), course_plot(section)]
        there |= {outcome_table(section).label, *(figure.label for figure in figures if figure)}
    table = crosswalk_table(crosswalk_of(shipped_study()))
    assert links(table) <= there
    rows = [row for row in table.rows if len(row) > 1]
    assert all("Table" in row[-1] for row in rows)
    assert [row[0] for row in rows if "Figure" not in row[-1]] == ["Length of follow-up"]


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
    cells = [row[3] for row, line in zip(table.rows, found.lines, strict=True) if line.estimate.value is None]
    assert cells and set(cells) == {MASKED}
    assert "masked" in crosswalk_findings(found).markdown
    assert not re.search(r"\b[1-4]/\d", " ".join(row[3] for row in table.rows))
