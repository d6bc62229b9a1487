"""What a page says of results that a policy masks: by name, and in sentences that say no more than is told."""

from __future__ import annotations

import pytest
from gappy_study import study_of

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present import wording as w
from twoarm.present.figures.forest import forest_plot
from twoarm.present.findings import findings
from twoarm.present.outcomes.other_methods import events_table
from twoarm.present.outcomes.sentences import outcome_notes
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import MASKED_NOTE


def section(tmp_path_factory, policy: str) -> Comparison:
    return compare_section(study_of(tmp_path_factory.mktemp("gappy"), policy, missing=2), "perioperative")


@pytest.fixture(scope="module")
def hospital(tmp_path_factory) -> Comparison:
    return section(tmp_path_factory, "{profile: hospital}")


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Comparison:
    return section(tmp_path_factory, "{profile: open}")


def cells(comparison: Comparison) -> dict[str, list[str]]:
    rows = outcome_table(comparison).rows
    return {row[0].strip(): [cell.replace(w.NBSP, " ") for cell in row[1:]] for row in rows}


def said(comparison: Comparison, variable: str) -> str:
    return str(outcome_notes(comparison, comparison.study.variable(variable))).replace(w.NBSP, " ")


def test_cells_read_as_the_policy_has_it(hospital):
    found = cells(hospital)
    assert found["Leak"] == ["<5 of 20", "8/20 (40%)", "masked ᵃ", "–"]
    assert found["Stay, days"][0].endswith("; n = 16 to 19") and found["Stay, days"][3] == "–"


def test_a_table_with_a_masked_cell_says_what_that_means_and_another_does_not(hospital, everything):
    assert outcome_table(hospital).face()["notes"][-1] == MASKED_NOTE
    assert MASKED_NOTE not in outcome_table(everything).face()["notes"]


def test_notes_of_a_masked_outcome_say_nothing_of_its_result(hospital, everything):
    assert said(hospital, "leak") == said(everything, "leak") == ""


def test_the_findings_name_what_is_masked_and_count_the_others_alone(hospital, everything):
    assert "What compares the arms in Leak and Grade is masked" in str(findings(hospital))
    assert "masked" not in str(findings(everything))


def test_where_every_method_is_masked_one_row_says_so(hospital):
    rows = [[cell.strip() for cell in row] for row in events_table(hospital).rows]
    assert rows[1] == ["By every method", "masked", "–"]


def test_no_figure_draws_what_is_masked(hospital, everything):
    drawn, all_drawn = (
        {label for label in ("Leak", "Good") if f">{label}<" in forest_plot(c).svg}
        for c in (hospital, everything)
    )
    assert (drawn, all_drawn) == ({"Good"}, {"Leak", "Good"})
