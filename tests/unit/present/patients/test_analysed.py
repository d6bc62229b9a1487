"""Who is in which analysis, and the sentence about it, of cohorts with gaps that can be counted by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from places import ROOT
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import compare_all, compare_section
from twoarm.analysis.patients.flow import patient_flow
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.patients.analysed import analysed_table, missing_words
from twoarm.study.opened import Study, open_study

LEAK = """\
name  label  table     role     section        kind        levels
leak  Leak   patients  outcome  perioperative  binary      0=no|1=yes
"""
TIME = "time  Operation_time  patients  outcome  perioperative  continuous  .\n"
PAIN = "pain  Pain  visits  outcome  follow_up  continuous  .\n"
PATIENTS = "arm  leak  time\nA  0  5\nA  1  7\nA  .  6\nB  0  4\nB  .  8\nB  .  6\nB  1  9\n"
VISITS = "patient  visit  pain\n" + "".join(
    f"{n}  {visit}  {(n * k) % 7}\n" for n in range(1, 11) for k, visit in ((3, "before"), (5, "after"))
)


@pytest.fixture
def small(tmp_path):
    return lambda *parts: open_study(str(write_study(tmp_path / "small", *parts)))


@pytest.fixture(scope="module")
def followed() -> Study:
    """The shipped study without these: pain at day 3 of one treated, at the end of two controls, one before surgery."""
    study = open_study(str(ROOT / "data"))
    visits, patients = study.cohort.visits.copy(), study.cohort.patients
    treated, control = (patients.index[patients["_arm"] == arm] for arm in study.cohort.arms)
    for ids, code in ((treated[:1], "day3"), (control[:2], "latest"), (control[2:3], "preop")):
        visits.loc[visits["_id"].isin(ids) & (visits["visit"] == code), "vas"] = float("nan")
    return replace(study, cohort=replace(study.cohort, visits=visits))


def cells(table) -> dict[str, list[str]]:
    return {row[0]: [cell.replace(w.NBSP, " ") for cell in row[1:]] for row in table.rows}


def test_an_outcome_with_gaps_has_its_patients(small):
    study = small(LEAK + TIME, PATIENTS)
    table = analysed_table(patient_flow(study, compare_all(study)))
    assert cells(table) == {"Leak": ["2/3 (67%)", "2/4 (50%)", "2", "2"]}
    assert table.head == [
        ["Outcome", "With a value\nnew", "With a value\nold", "Analysed\nnew", "Analysed\nold"]
    ]
    assert "Known for every patient, and not shown: Operation time." in table.notes
    assert "before treatment" not in " ".join(table.notes)


def test_without_a_gap_only_that_is_said(small):
    whole = small(LEAK + TIME, PATIENTS.replace("  .  ", "  0  "))
    assert analysed_table(patient_flow(whole, compare_all(whole))) is None
    assert missing_words(patient_flow(whole, compare_all(whole))) == "No value is missing."
    assert analysed_table(patient_flow(whole, [])) is None


def test_visits_that_differ_have_rows_of_their_own(followed):
    table = analysed_table(patient_flow(followed, [compare_section(followed, "follow_up")]))
    assert cells(table) == {
        "Back pain (VAS)": [],
        f"{INDENT}day 3": ["29/30 (97%)", "32/32 (100%)", "29", "32", "30", "31"],
        f"{INDENT}latest follow-up": ["30/30 (100%)", "30/32 (94%)", "30", "29", "30", "31"],
    }
    assert "that value too" in table.notes[0]
    assert "stays in it" in table.notes[1]


def test_a_brief_comparison_has_no_mixed_model(followed):
    sections = compare_all(followed)
    table = analysed_table(patient_flow(followed, sections))
    assert len(table.head[0]) == 5 and {len(row) for row in table.rows} == {1, 5}
    assert "ixed model" not in f"{table.notes} {missing_words(patient_flow(followed, sections))}"


def test_the_model_of_no_fit_has_no_patients(followed):
    section = compare_section(followed, "follow_up")
    broken = tuple(
        replace(r, estimate=r.estimate.none("did not converge", 30, 31)) if r.analysis == "mixed_model" else r
        for r in section.results
    )
    table = analysed_table(patient_flow(followed, [replace(section, results=broken)]))
    assert [row[-2:] for row in table.rows if len(row) > 1] == [["–", "–"]] * 2


def test_a_gap_before_treatment_alone_is_in_the_table(small):
    visits = VISITS.replace("1  before  3\n", "", 1)
    study = small(LEAK.partition("leak")[0] + PAIN, "arm\n" + "A\n" * 5 + "B\n" * 5, visits, BEFORE_AND_AFTER)
    table = analysed_table(patient_flow(study, compare_all(study)))
    assert cells(table) == {"Pain, after a month": ["5/5 (100%)", "5/5 (100%)", "4", "5"]}


@pytest.mark.parametrize(
    ("patients", "said"),
    [
        (PATIENTS, "1 of 2 outcomes is known for every patient. The analysis of the other one takes"),
        (
            PATIENTS.replace("A  0  5", "A  0  ."),
            "Of every outcome some patient lacks a value. The analysis of each takes",
        ),
    ],
)
def test_the_sentence_counts_the_outcomes(small, patients, said):
    study = small(LEAK + TIME, patients)
    words = missing_words(patient_flow(study, compare_all(study)))
    assert words.startswith(said)
    assert "within each arm values are missing completely at random" in words


def test_each_analysis_is_said_with_what_it_assumes(followed):
    words = missing_words(patient_flow(followed, [compare_section(followed, "follow_up")]))
    assert words.startswith(
        "2 of 3 outcomes are known for every patient at every visit. The analysis of the other one"
    )
    assert "among patients alike before treatment" in words
    assert re.search(r"mixed model.* missing at random: ", words)
