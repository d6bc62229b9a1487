"""What sections share loses no outcome, wherever it is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sections_study import write_sections
from shipped import shipped_section

from twoarm.analysis.comparison.compare import compare_section
from twoarm.present.outputs import Figure, Table, Text
from twoarm.present.sections.compared import equivalence, outcomes_compared
from twoarm.present.sections.followed import (
    course_models,
    course_over_visits,
    patients_improved,
    times_to_event,
)
from twoarm.present.sections.otherwise import other_methods
from twoarm.study.opened import read_study


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    study = read_study(write_sections(tmp_path_factory.mktemp("life") / "sections"))
    return compare_section(study, "quality_of_life")


def labels(outputs) -> list[str]:
    return [output.label for output in outputs if isinstance(output, Table | Figure)]


def test_every_outcome_has_a_row_among_the_other_methods_and_every_section_a_table():
    names = ("perioperative", "follow_up", "imaging")
    sections = [shipped_section(name) for name in names]
    said, *tables = other_methods(sections)
    assert labels(tables) == [f"tab-{name.replace('_', '-')}-other" for name in names] and all(
        t.folded for t in tables
    )
    for section, table in zip(sections, tables, strict=True):
        assert [row[0] for row in table.rows] == [
            v.label for v in section.variables if v.role == "outcome" and section.of(v.name, "other")
        ]
    assert "In all 13 outcomes every other interval" in said.markdown
    assert "that is built in and confirms nothing. In all" in said.markdown
    assert other_methods([]) == []


def test_a_forest_is_drawn_where_there_are_outcomes_enough():
    drawn = {name: labels(outcomes_compared(shipped_section(name))) for name in ("follow_up", "imaging")}
    assert drawn == {"follow_up": ["tab-follow-up", "fig-follow-up-forest"], "imaging": ["tab-imaging"]}


def test_a_section_without_such_outcomes_shows_nothing():
    assert times_to_event(shipped_section("imaging")) == []


def test_models_of_the_course_are_shown_where_a_visit_was_missed():
    whole = shipped_section("follow_up")
    assert course_models(whole) == []
    rows = tuple(replace(s, missing=1) if s.variable == "vas" else s for s in whole.summaries)
    assert labels(course_models(replace(whole, summaries=rows))) == ["tab-follow-up-course"]


def test_a_margin_that_is_assumed_has_no_picture():
    section = shipped_section("perioperative")
    assert equivalence(section) == []
    named = [replace(v, margin_source="the protocol") if v.margin else v for v in section.study.dictionary]
    kept = tuple(v for v in named if v.name in {v.name for v in section.variables})
    stated = replace(section, study=replace(section.study, dictionary=named), variables=kept)
    assert labels(equivalence(stated)) == ["fig-perioperative-equivalence"]


def test_what_is_announced_is_there(life):
    for shown in (outcomes_compared, course_over_visits, patients_improved, equivalence):
        assert all(isinstance(output, Text | Table | Figure) for output in shown(life))
    assert equivalence(life) == []  # without a margin


def test_a_time_has_its_curve_in_any_section(life):
    assert [figure.label for figure in times_to_event(life)] == ["fig-back"]
