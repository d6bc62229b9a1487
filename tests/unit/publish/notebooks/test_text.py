"""What a notebook's file says to the run: which parameters it declares."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from twoarm.publish.notebooks.text import declared_parameters, settled_text


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("alpha: float = 0.05  # significance level", ["alpha"]),
        ("conf_level: float | None = None  # 1 - alpha unless given", ["conf_level"]),
        ('conf_level: "Optional[float]" = None', ["conf_level"]),
        ("conf_level: dict[str, list[float | None]] = {}", ["conf_level"]),
        ("seed = 3", ["seed"]),
        ("# alpha: float = 0.05", []),
        ("print('alpha: float = 0.05')", []),
        ("alpha: float =", []),
        ("", []),
    ],
)
def test_a_parameter_is_declared_whatever_its_type(source, names):
    notebook = new_notebook(cells=[new_code_cell(source, metadata={"tags": ["parameters"]})])
    assert declared_parameters(notebook) == names


def test_a_notebook_without_a_parameters_cell_declares_none():
    assert declared_parameters(new_notebook(cells=[new_code_cell("alpha = 1")])) == []


def test_what_was_printed_in_a_row_is_one_output_however_it_was_cut():
    pieces = [("stdout", "a"), ("stdout", "b\n"), ("stderr", "c"), ("stdout", "d")]
    outputs = [new_output("stream", name=name, text=text) for name, text in pieces]
    cell = new_code_cell("print()", outputs=outputs)
    said = nbformat.reads(settled_text(new_notebook(cells=[cell]), {}), 4).cells[0].outputs
    assert [(o.name, o.text) for o in said] == [("stdout", "ab\n"), ("stderr", "c"), ("stdout", "d")]
