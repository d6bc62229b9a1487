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
from twoarm.present.about.reference_tables import design_table, dictionary_table, plan_table, registry_table
from twoarm.present.about.strobe.items import ITEMS
from twoarm.present.about.strobe.rules import State
from twoarm.present.about.strobe.table import PLACES, strobe_sentence, strobe_table
from twoarm.present.narrative import say
from twoarm.present.outcomes.tables import baseline_table
from twoarm.present.outputs import Link, Table
from twoarm.present.patients.balance_plot import love_plot
from twoarm.present.patients.flow import flow_diagram
from twoarm.study.opened import Study, open_study

NUMBERS = "1a 1b 2 3 4 5 6a 6b 7 8 9 10 11 12a 12b 12c 12d 12e 13a 13b 13c 14a 14b 14c 15 16a 16b 16c 17 18 19 20 21 22"
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
    return {row[0]: row[2] for row in strobe_table(study).rows if len(row) > 1}


def links(table: Table) -> set[str]:
    cells = [cell for row in table.rows for cell in row if isinstance(cell, Link)]
    return {to for cell in cells for _, to in cell.parts if to}


def test_every_item_of_the_cohort_checklist_is_there_in_its_order(shipped):
    assert [item.number for item in ITEMS] == NUMBERS.split()
    assert list(answers(shipped)) == NUMBERS.split()


def test_the_sentence_counts_every_item_once(shipped, small):
    for study in (shipped, small):
        counts = [int(n) for n in re.findall(r"\d+", strobe_sentence(study))]
        assert counts[0] == len(ITEMS) == sum(counts[1:])
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
    }
    assert "tab-baseline" not in of_small


def test_every_label_is_that_of_a_table_or_figure(shipped):
    baseline, sections, plan = compare_baseline(shipped), compare_all(shipped), AnalysisPlan(shipped)
    shown = (
        *(
            design_table(shipped),
            plan_table(plan),
            dictionary_table(shipped),
            registry_table(plan),
        ),
        *(baseline_table(baseline), love_plot(baseline), flow_diagram(patient_flow(shipped, sections))),
    )
    assert {label for _, label, _ in PLACES.values() if label} <= {output.label for output in shown}


def test_every_place_of_every_answer_is_known(shipped, small):
    used = {place for study in (shipped, small) for item in ITEMS for place in item.answer(study).places}
    assert used - {"chapters"} <= set(PLACES)


def test_results_of_simulated_rows_are_called_so(shipped, small):
    assert "Simulated cohort" in strobe_table(shipped).notes[0]
    assert strobe_table(small).notes == []


# Statements


def stated(study: Study) -> dict[str, str]:
    lines = say("{statements}", study).markdown.splitlines()
    return dict(re.fullmatch(r"- \*\*(.+?)\.\*\* (.+)", line).groups() for line in lines)


def test_what_is_not_stated_is_said_to_be_so(small):
    assert stated(small) == {
        "Data availability": "Not stated.",
        "Code availability": (
            "The notebooks and the package behind them stand together with the report; a public address is not stated."
        ),
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
    assert "not written by the authors of the abstract" in said["Authorship"]
    assert "must not enter a meta-analysis" in said["Use of the simulated cohort"]
    assert said["Data availability"].startswith("The rows of patients are simulated.")
    assert said["Ethics"].startswith("No patient’s data were used here.")
    assert said["Ethics"].endswith("Of the published comparison: Not stated in the abstract.")


def test_the_page_about_the_study_file_names_every_key_that_is_read(small):
    page = (ROOT / "docs" / "study.md").read_text("utf-8")
    (page,) = re.findall(r"^## The facts of the design$(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    everything = with_design(small, **dict.fromkeys(named, "this is so"))
    for key in named:
        rest = {name: "this is so" for name in named if name != key}
        changed = answers(with_design(small, **rest)) != answers(everything)
        assert changed or stated(with_design(small, **rest)) != stated(everything), key
    left = {item for item, said in answers(everything).items() if said.startswith(State.AUTHORS)}
    assert left == {"3", "14a", "20"}  # what other keys and files answer
