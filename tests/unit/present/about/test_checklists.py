"""The checklist and the statements: complete, filled from the study, and silent about nothing that is not known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from places import ROOT
from small_studies import write_study

from twoarm.analysis.comparison.compare import compare_all, compare_baseline
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present.about.checklists.consort import CONSORT
from twoarm.present.about.checklists.rules import Answer, State
from twoarm.present.about.checklists.strobe import STROBE
from twoarm.present.about.checklists.table import (
    PLACES,
    FilledChecklist,
    checklist_of,
    checklist_sentence,
    checklist_table,
    strobe_table,
)
from twoarm.present.about.reference_tables import design_table, dictionary_table, plan_table
from twoarm.present.narrative import say
from twoarm.present.outcomes.tables import baseline_table
from twoarm.present.outputs import Link, Table
from twoarm.present.patients.balance_plot import love_plot
from twoarm.present.patients.flow import flow_diagram
from twoarm.study.design.allocation import Randomised
from twoarm.study.design.named import AnalysisSet
from twoarm.study.opened import Study, open_study
from twoarm.study.specification import PrimaryOutcome
from twoarm.tables.about import CHECKLIST

NUMBERS = "1a 1b 2 3 4 5 6a 6b 7 8 9 10 11 12a 12b 12c 12d 12e 13a 13b 13c 14a 14b 14c 15 16a 16b 16c 17 18 19 20 21 22"
EARLIER = [
    "type",
    "background",
    "setting",
    "period",
    "follow_up",
    "participants",
    "eligibility",
    "sample_size",
    "lost",
    "limitations",
    "generalisability",
    "funding",
    "conflicts",
]
SMALL = """\
name  label  role     section        kind
time  Time   outcome  perioperative  continuous
"""


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Study:
    """Two arms and one outcome: nothing is stated, and nothing is known before treatment."""
    folder = tmp_path_factory.mktemp("small") / "small"
    return open_study(str(write_study(folder, SMALL, "arm  time\nA  1\nA  2\nB  3\nB  5\n")))


def with_design(study: Study, **design: str) -> Study:
    return replace(study, spec=study.spec.model_copy(update={"design": design}))


def answers(study: Study) -> dict[str, str]:
    return {item.number: told(item.answer(study)) for item in STROBE.items}


def told(answer: Answer) -> str:
    """``In part. Stated: funding.``: the state, and the words that checklist.csv has with it."""
    text = answer.text[:1].upper() + answer.text[1:]
    return f"{answer.state}. {text}." if text else f"{answer.state}."


def links(table: Table) -> set[str]:
    cells = [cell for row in table.rows for cell in row if isinstance(cell, Link)]
    return {to for cell in cells for _, to in cell.parts if to}


def test_every_item_of_the_cohort_checklist_is_there_in_its_order(shipped):
    assert [item.number for item in STROBE.items] == NUMBERS.split()
    assert list(answers(shipped)) == NUMBERS.split()


def test_the_sentence_counts_every_item_once(shipped, small):
    for study in (shipped, small):
        counts = [int(n) for n in re.findall(r"\d+", checklist_sentence(study).rpartition("Of ")[2])]
        assert counts[0] == len(STROBE.items) == sum(counts[1:])
        said = list(answers(study).values())
        assert counts[1] == sum(text.startswith(State.ANSWERED) for text in said)


def test_what_the_study_file_does_not_state_is_left_to_the_authors(small):
    said = answers(small)
    for item in ("1a", "2", "3", "4", "5", "6a", "6b", "9", "13b", "14a", "14c", "20", "21", "22"):
        assert said[item] == f"{State.AUTHORS}.", item


@pytest.mark.parametrize(
    ("design", "state"),
    [
        ({}, "For the authors to state."),
        ({"funding": " "}, "For the authors to state."),
        ({"funding": "Not stated in the abstract"}, "For the authors to state."),
        ({"funding": "Not stated"}, "For the authors to state."),
        ({"funding": "none was received"}, "Answered. Stated: funding."),
    ],
)
def test_a_fact_answers_unless_it_says_that_it_is_not_stated(small, design, state):
    assert answers(with_design(small, **design))["22"] == state


@pytest.mark.parametrize(
    ("item", "design", "answer"),
    [
        (
            "5",
            {"setting": "one; its name is not given"},
            "Stated in part: setting; not stated: period and follow-up.",
        ),
        (
            "5",
            {"setting": "X", "period": "It does not say", "follow_up": "a year"},
            "Stated: setting and follow-up; stated in part: period.",
        ),
        ("22", {"funding": "a foundation; its part is not described"}, "Stated in part: funding."),
        ("4", {"type": "cohort study"}, "Stated: the type of study; not stated: whether it was prospective."),
        ("12d", {}, "A patient who is not seen again has no later value; who was lost is not stated."),
        ("12d", {"lost": "three; why is not stated"}, "Stated in part: losses to follow-up."),
    ],
)
def test_a_fact_that_leaves_a_part_of_itself_open_answers_in_part(small, item, design, answer):
    assert answers(with_design(small, **design))[item] == f"{State.PART}. {answer}"


@pytest.mark.parametrize(
    ("item", "design"),
    [
        ("5", {"setting": "Bern", "period": "2019, when a drug was not given", "follow_up": "a year"}),
        ("4", {"type": "cohort study", "prospective": "yes, from a protocol"}),
        ("4", {"type": "retrospective cohort study"}),
        ("8", {"measurement": "by two readers who did not know the arm"}),
        ("12d", {"lost": "nobody"}),
    ],
)
def test_a_fact_that_is_stated_whole_answers(small, item, design):
    assert answers(with_design(small, **design))[item].startswith(State.ANSWERED)


def test_the_title_answers_for_the_design_only_where_it_names_it(small):
    def answer(title: str) -> str:
        spec = small.spec.model_copy(update={"title": title, "design": {"type": "cohort study"}})
        return answers(replace(small, spec=spec))["1a"]

    assert answer("Drops or tablets? A retrospective comparison").startswith(State.ANSWERED)
    assert answer("Drops or tablets?").startswith(State.PART)


def test_confounding_is_answered_only_where_the_study_says_why_by_these_covariates(shipped, small):
    assert answers(small)["12a"].startswith(State.PART)
    assert answers(shipped)["12a"].startswith(State.PART)
    assert answers(with_design(shipped, confounding="age, by Doe 2020"))["12a"].startswith(State.ANSWERED)


def test_the_shipped_study_answers_only_what_its_abstract_does(shipped):
    said = answers(shipped)
    assert said["4"] == "In part. Stated: the type of study; not stated: whether it was prospective."
    assert said["5"] == "In part. Stated: follow-up; stated in part: setting and period."
    assert all(said[item].startswith(State.PART) for item in ("1a", "1b", "3", "6a", "8", "9", "12a", "12d"))


def test_some_facts_of_several_answer_in_part(small):
    study = with_design(small, setting="one hospital", follow_up="a year")
    assert answers(study)["5"] == "In part. Stated: setting and follow-up; not stated: period."


def test_the_dictionary_answers_for_its_outcomes(small, shipped):
    assert answers(small)["7"].endswith("no definition in words of any outcome.")
    described = replace(small, dictionary=tuple(replace(v, note="As measured.") for v in small.dictionary))
    assert answers(described)["7"].startswith(State.ANSWERED)
    assert "Operation time" in answers(shipped)["7"] and "VAS" not in answers(shipped)["7"]


def test_a_link_leads_only_to_what_the_report_of_the_study_has(shipped, small):
    of_shipped, of_small = links(strobe_table(shipped)), links(strobe_table(small))
    assert {"notebooks/08_context", "notebooks/05_published_claims", "tab-baseline"} <= of_shipped
    assert {to for to in of_small if "/" in to} == {
        "notebooks/00_findings",
        "notebooks/01_methods",
        "notebooks/02_perioperative",
        "notebooks/06_sensitivity",
        "notebooks/07_dictionary",
    }
    assert "tab-baseline" not in of_small


def test_every_label_is_that_of_a_table_or_figure(shipped):
    baseline, sections, plan = compare_baseline(shipped), compare_all(shipped), AnalysisPlan(shipped)
    shown = (
        *(
            design_table(shipped),
            plan_table(plan),
            dictionary_table(shipped),
        ),
        *(baseline_table(baseline), love_plot(baseline), flow_diagram(patient_flow(shipped, sections))),
    )
    assert {label for _, label, _ in PLACES.values() if label} <= {output.label for output in shown}


def test_every_place_of_every_answer_is_known(shipped, small):
    used = {
        place for study in (shipped, small) for item in STROBE.items for place in item.answer(study).places
    }
    assert used - {"chapters"} <= set(PLACES)


def test_the_table_has_a_short_word_for_each_state_and_the_published_one_the_whole_answer(shipped, small):
    for study in (shipped, small, as_trial(small)):
        shown = [row for row in checklist_table(study).rows if len(row) > 1]
        rows = FilledChecklist(study).rows()["checklist"]
        assert [row[0] for row in shown] == [row["item"] for row in rows]
        brief = dict(zip((row["state"] for row in rows), (row[2] for row in shown), strict=True))
        assert set(brief) <= {str(state) for state in State} and len(set(brief.values())) == len(brief)
        assert {tuple(row) for row in rows} == {CHECKLIST.header}
    assert any("no primary outcome" in row["answer"] for row in FilledChecklist(shipped).rows()["checklist"])


def test_results_of_simulated_rows_are_called_so(shipped, small):
    assert "simulated patients" in strobe_table(shipped).notes[0]
    assert strobe_table(small).notes == []


# The checklist of a randomised trial

OF_TRIALS = (
    "1a 1b 2 3 4 5a 5b 6 7 8 9 10 11 12a 12b 13 14 15 16a 16b 17a 17b 18 19 20a 20b 21a 21b 21c 21d 22a 22b 23a 23b 24a 24b "
    "25 26 27 28 29 30"
)


def as_trial(study: Study, **stated: object) -> Study:
    return replace(study, spec=study.spec.model_copy(update={"randomised": Randomised.YES, **stated}))


def trial_answers(study: Study) -> dict[str, str]:
    return {item.number: told(item.answer(study)) for item in checklist_of(study).items}


def test_the_design_chooses_the_list_and_says_so(small):
    trial, said = as_trial(small), checklist_sentence(small)
    assert checklist_table(small).label == "tab-strobe" and checklist_table(trial).label == "tab-consort"
    assert (
        "How patients came to their treatment is not stated. A randomised trial has a list of its own."
        in said
    )
    assert "CONSORT 2025 statement {cite:p}`Hopewell2025`" in checklist_sentence(trial)
    stated = replace(small, spec=small.spec.model_copy(update={"randomised": Randomised.NO}))
    assert "STROBE" in checklist_sentence(stated) and "not stated" not in checklist_sentence(stated)


def test_every_item_of_the_list_of_trials_is_there_in_its_order(small):
    assert list(trial_answers(as_trial(small))) == OF_TRIALS.split()
    whole = {item.rstrip("abcd") for item in OF_TRIALS.split()}
    assert len(whole) == 30


def test_the_sentence_about_a_trial_counts_every_item_once(small):
    trial = as_trial(small)
    counts = [int(n) for n in re.findall(r"\d+", checklist_sentence(trial).rpartition("Of ")[2])]
    assert counts[0] == len(CONSORT.items) == sum(counts[1:])


@pytest.mark.parametrize(
    ("item", "stated", "begins"),
    [
        ("1a", {}, "In part"),
        ("1a", {"title": "A randomised trial of drops"}, "Answered"),
        ("1a", {"subtitle": "A nonrandomised comparison"}, "In part"),
        ("4", {"repository": "https://example.org"}, "Answered"),
        (
            "14",
            {"primary_outcome": PrimaryOutcome(variable="time")},
            "In part. Label, unit and range of each outcome; no definition",
        ),
        ("21b", {}, "In part"),
        ("21b", {"analysis_sets": [AnalysisSet(name="all", definition="every patient")]}, "Answered"),
        ("7", {"question": "Which?"}, "In part"),
        ("7", {"question": "Which?", "design": {"harms": "asked for at each visit"}}, "Answered"),
        ("27", {"design": {"harms": "asked for at each visit"}}, "For the authors to state"),
    ],
)
def test_an_item_is_answered_by_what_the_study_holds(small, item, stated, begins):
    assert trial_answers(as_trial(small, **stated))[item].startswith(begins)


def test_the_page_names_every_fact_that_the_list_of_trials_reads(small):
    page = (ROOT / "docs" / "study.md").read_text("utf-8")
    (page,) = re.findall(r"^## The facts of a randomised trial$(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    named = re.findall(r"^\| `(\w+)` \|.*\| ([\w ]+) \|$", page, re.MULTILINE)
    nothing = trial_answers(as_trial(small))
    for key, items in named:
        said = trial_answers(as_trial(small, question="Which?", design={key: "this is so"}))
        asked = trial_answers(as_trial(small, question="Which?"))
        assert {item for item in said if said[item] != asked[item]} == set(items.split(" and ")), key
    everything = trial_answers(
        as_trial(small, design=dict.fromkeys([*EARLIER, *(k for k, _ in named)], "this is so"))
    )
    left = {item for item, said in everything.items() if said.startswith(State.AUTHORS)}
    assert left == {"7", "25", "27", "29"} and nothing != everything


def test_an_analysis_set_is_printed_with_the_design(small):
    one = AnalysisSet(name="per protocol", definition="who took every dose")
    rows = design_table(as_trial(small, analysis_sets=[one])).rows
    assert ["Analysis set: per protocol", "who took every dose"] in rows and ["Randomised", "yes"] in rows
    assert not any(row[0] == "Randomised" for row in design_table(small).rows)


# Statements


def stated(study: Study) -> dict[str, str]:
    lines = say("{statements}", study).markdown.splitlines()
    return dict(re.fullmatch(r"- \*\*(.+?)\.\*\* (.+)", line).groups() for line in lines)


def test_what_is_not_stated_is_said_to_be_so(small):
    assert stated(small) == {
        "Data availability": "Not stated.",
        "Code availability": ("Notebooks and package stand with the report; no public address is stated."),
        **dict.fromkeys(("Ethics", "Consent", "Funding", "Conflicts of interest"), "Not stated."),
        "Authorship": "The authors of this report are not stated.",
    }


def test_what_is_stated_is_printed_and_nothing_else(small):
    spec = small.spec.model_copy(
        update={
            "repository": "https://example.org/report",
            "authors": ["A. Doe", "B. Roe"],
            "source": "a registry",
            "licence": "CC BY 4.0",
            "design": {"ethics": "approved by a committee", "conflicts": "none"},
        }
    )
    said = stated(replace(small, spec=spec))
    assert (
        said["Data availability"]
        == "Source: a registry. They are at https://example.org/report. Licence: CC BY 4.0."
    )
    assert said["Ethics"] == "Approved by a committee."
    assert said["Conflicts of interest"] == "None."
    assert said["Authorship"] == "This report was written by A. Doe and B. Roe."


def test_the_shipped_statements_tell_who_did_not_write_it_and_what_the_rows_are_not_for(shipped):
    said = stated(shipped)
    assert "authors of the quoted abstract did not write it" in said["Authorship"]
    assert "enter a synthesis of evidence" in said["Use of the simulated cohort"]
    assert said["Data availability"].startswith("The patients are simulated.")
    assert said["Ethics"].startswith("No patient’s data are used here;")
    assert said["Ethics"].endswith("for the published comparison: Not stated in the abstract.")


def test_the_page_about_the_study_file_names_every_key_that_is_read(small, shipped):
    page = (ROOT / "docs" / "study.md").read_text("utf-8")
    (page,) = re.findall(r"^## The facts of the design$(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    everything = with_design(small, **dict.fromkeys(named, "this is so"))
    for key in named:
        rest = {name: "this is so" for name in named if name != key}
        changed = answers(with_design(small, **rest)) != answers(everything)
        changed |= stated(with_design(small, **rest)) != stated(everything)
        with_baseline = with_design(shipped, **dict.fromkeys(named, "this is so"))
        assert changed or answers(with_design(shipped, **rest)) != answers(with_baseline), key
    left = {item for item, said in answers(everything).items() if said.startswith(State.AUTHORS)}
    assert left == {"3", "14a", "20"}  # what other keys and files answer
