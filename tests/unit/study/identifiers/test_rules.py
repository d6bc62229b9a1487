"""A study with a column that leads to a person is refused, and one with long measurements is not."""

from __future__ import annotations

import pandas as pd
import pytest

from twoarm.study.dictionary import Variable
from twoarm.study.files.table_text import TableText
from twoarm.study.identifiers.rules import identifier_problems
from twoarm.study.schema.kinds import Kind, Role

SERIAL = ["482913", "517264", "498155", "530376", "471287", "529398", "503419", "488121"]


def found(cells, variable, harmless=()):
    """The rules that one column breaks beside the study's own identifiers."""
    table = pd.DataFrame({"patient_id": [f"P-0{n}a" for n in range(len(cells))], variable.name: cells})
    key = Variable("patient_id", "Patient", "patients", Role("id"), "", Kind("id"))
    problems = identifier_problems({"patients.csv": TableText(table)}, [key, variable], harmless)
    assert all(problem.grave for problem in problems)
    assert not any(cell in str(problem) for cell in cells for problem in problems if len(cell) > 1)
    return [(problem.where.at, problem.rule) for problem in problems]


def variable(name="x", label="Column", role="covariate", kind="continuous", unit="", levels=()):
    return Variable(name, label, "patients", Role(role), "baseline", Kind(kind), unit, levels)


def test_long_numbers_without_a_unit_are_refused():
    assert found(SERIAL, variable()) == [("x", "looks like a record number")]


@pytest.mark.parametrize(
    "measured",
    [
        variable(unit="/µL"),
        variable(role="outcome"),
        variable(label="Platelet count"),
        variable(name="platelets"),
        variable(name="weight_kg"),
    ],
)
def test_a_unit_an_outcome_or_a_name_of_a_measurement_lets_them_pass(measured):
    assert found(SERIAL, measured) == []


def test_harmless_lets_one_through():
    assert found(SERIAL, variable(), harmless=["x"]) == []


def test_long_numbers_may_be_a_studys_own_identifiers_and_names_may_not():
    key = Variable("patient_id", "Patient", "patients", Role("id"), "", Kind("id"))
    for cells, rules in ((SERIAL, []), (["王芳", "李秀英", "张丽", "陈娜"], ["looks like a name"])):
        table = TableText(pd.DataFrame({"patient_id": cells}))
        assert [p.rule for p in identifier_problems({"patients.csv": table}, [key])] == rules


def test_a_name_that_is_a_label_of_a_code_is_printed_and_so_refused():
    named = variable("surgeon", kind="categorical", levels=(("1", "Dr. Lindqvist"), ("2", "Dr. Okafor")))
    assert found(["1", "2", "1"], named) == [("surgeon", "the labels of its levels look like names")]
    assert found(["1", "2", "1"], named, harmless=["surgeon"]) == []
    numbered = variable("surgeon", kind="categorical", levels=(("1", "surgeon 1"), ("2", "surgeon 2")))
    assert found(["1", "2", "1"], numbered) == []
