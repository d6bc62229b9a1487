"""What sections share loses no outcome, wherever it is shown."""

from __future__ import annotations

import pytest
from sections_study import write_sections
from shipped import shipped_section

from twoarm.analysis.comparison.compare import compare_section
from twoarm.present.outputs import Figure, Table, Text
from twoarm.present.sections.compared import complications, equivalence, other_methods, outcomes_compared
from twoarm.present.sections.followed import course_over_visits, patients_improved, times_to_event
from twoarm.study.opened import read_study


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    study = read_study(write_sections(tmp_path_factory.mktemp("life") / "sections"))
    return compare_section(study, "quality_of_life")


def tables(outputs) -> dict[str, Table]:
    return {output.label: output for output in outputs if isinstance(output, Table)}


def rows(outputs, label: str) -> set[tuple[str, ...]]:
    """The rows of a table without those that head a group, nor the first one, which is the primary result."""
    table = tables(outputs).get(label)
    return {tuple(row) for row in table.rows if len(row) > 1} if table else set()


def test_counted_outcomes_stand_apart_and_none_is_lost():
    section = shipped_section("perioperative")
    whole = rows(other_methods(section), "tab-perioperative-other")
    events = rows(complications(section), "tab-perioperative-events")
    rest = rows(other_methods(section, counted=False), "tab-perioperative-other")
    assert whole <= events | rest
    assert rest < whole
    tests = "tab-perioperative-definitions"
    assert tables(complications(section))[tests] == tables(other_methods(section))[tests]
    assert tests not in tables(other_methods(section, counted=False))


def test_every_counted_outcome_is_headed_by_its_risks():
    (table,) = (
        t for label, t in tables(complications(shipped_section("perioperative"))).items() if "events" in label
    )
    headings = [row[0] for row in table.rows if len(row) == 1]
    assert "Cement leakage: 4/30 (13%) with VBS, 10/32 (31%) with PKP" in headings
    assert len(headings) == 3


def test_a_section_without_such_outcomes_shows_nothing():
    section = shipped_section("imaging")
    assert complications(section) == times_to_event(section) == []


def test_what_is_announced_is_there(life):
    for shown in (outcomes_compared, course_over_visits, patients_improved, other_methods, equivalence):
        outputs = shown(life)
        assert all(isinstance(output, Text | Table | Figure) for output in outputs)
        assert not outputs or isinstance(outputs[0], Text)
    assert equivalence(life) == []  # without a margin


def test_a_time_has_its_curve_in_any_section(life):
    assert [figure.label for figure in times_to_event(life)] == ["fig-back"]
