"""The tables of other methods: every result of the run that belongs there, once, under its outcome."""

from __future__ import annotations

import pytest
from places import ROOT
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_section
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.outcomes.other_methods import course_table, definitions_table, other_methods_table
from twoarm.study.opened import open_study

SECTIONS = ("perioperative", "follow_up", "imaging")
NUMBERS = """\
name   label  table     role     section        kind         levels
ever   Ever   patients  outcome  perioperative  binary       0=no|1=yes
side   Side   patients  outcome  perioperative  categorical  l=left|r=right
"""
PATIENTS = """\
arm  ever  side
A    0     l
A    0     r
A    0     l
B    0     r
B    0     r
B    0     l
"""


@pytest.fixture(scope="module")
def sections() -> dict[str, Comparison]:
    study = open_study(str(ROOT / "data"))
    return {name: compare_section(study, name) for name in SECTIONS}


@pytest.mark.parametrize("name", SECTIONS)
def test_every_further_result_has_a_row_under_its_outcome(sections, name):
    comparison = sections[name]
    table = other_methods_table(comparison)
    groups: dict[str, int] = {}
    for row in table.rows:
        if len(row) == 1:
            group = row[0]
        else:
            assert row[0].startswith(INDENT)
            groups[group] = groups.get(group, 0) + 1
    expected = [len(comparison.of(v.name, "other")) for v in comparison.variables]
    assert list(groups.values()) == [n for n in expected if n]
    assert all(n > 1 for n in groups.values())


def test_a_row_is_the_estimate_and_the_p_of_its_result(sections):
    comparison = sections["perioperative"]
    variable = next(
        v for v in comparison.variables if v.measure == "binary" and v.name != "procedure_completed"
    )
    (result,) = (r for r in comparison.of(variable.name, "other") if r.analysis == "risk_ratio")
    rows = other_methods_table(comparison).rows
    start = next(i for i, row in enumerate(rows) if row == [variable.label])
    row = next(row for row in rows[start:] if row[0].lstrip(INDENT).startswith("Risk ratio"))
    assert row[1:] == [w.estimate_cell(result, variable), w.p_cell(result.estimate.p_value, 0.05)]


def test_the_definitions_stand_in_columns_of_the_outcomes_that_have_one(sections):
    comparison = sections["perioperative"]
    table = definitions_table(comparison)
    (head,) = table.head
    assert len(table.rows) == 1 + sum(m.shown == "definitions" for m in REGISTRY)
    for column, variable in enumerate((v for v in comparison.variables if v.label in head), 1):
        p = {r.analysis: r.estimate.p_value for r in comparison.results if r.variable == variable.name}
        shown = [row[column] for row in table.rows]
        names = ["fisher", *(m.name for m in REGISTRY if m.shown == "definitions")]
        assert shown == [w.p_cell(p[name], 0.05) for name in names]


def test_the_course_has_a_row_per_visit_and_a_column_per_model(sections):
    comparison = sections["imaging"]
    table = course_table(comparison)
    models = [m.name for m in REGISTRY if m.shown == "course"]
    assert len(table.head[0]) == 1 + len(models)
    rows = [row for row in table.rows if len(row) > 1]
    found = [r for v in comparison.variables for r in comparison.of(v.name, "course")]
    assert len(rows) * len(models) == len(found) == 12  # two outcomes, two visits, three models
    assert course_table(sections["perioperative"]) is None


def test_nothing_is_shown_where_there_is_nothing(tmp_path):
    study = open_study(str(write_study(tmp_path / "small", NUMBERS, PATIENTS, spec="")))
    comparison = compare_section(study, "perioperative")
    assert definitions_table(comparison) is None  # nobody had the event: no two-sided test of it
    labels = [row[0] for row in other_methods_table(comparison).rows if len(row) == 1]
    assert labels == ["Ever"]
    assert course_table(comparison) is None
    for brief in compare_all(study):
        assert other_methods_table(brief) is None


def test_a_visit_is_named_beside_its_outcome(tmp_path):
    described = "name label table role section kind\npain Pain visits outcome follow_up continuous\n"
    patients = "arm\n" + "A\n" * 4 + "B\n" * 4
    seen = [
        f"{i} {visit} {value}"
        for i in range(1, 9)
        for visit, value in (("before", 9 - i % 3), ("after", i % 5))
    ]
    folder = write_study(
        tmp_path / "small", described, patients, "\n".join(["patient visit pain", *seen]), BEFORE_AND_AFTER
    )
    table = other_methods_table(compare_section(open_study(str(folder)), "follow_up"))
    assert table.rows[0] == ["Pain, after a month"]
