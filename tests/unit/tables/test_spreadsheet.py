"""What a cell of a published CSV file may begin with, and that nothing is lost by it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoarm.tables.spreadsheet import cell_of_text, text_of_cell

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1",
    "＋1+1",
    "－1+1",
    "＠A1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text):
    assert cell_of_text(text).lstrip().startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", [";", "\t", "\n", "\r"])
def test_no_cell_does_where_another_separator_is_used(separator, text):
    line = io.StringIO()
    csv.writer(line).writerow(["a", cell_of_text(f"b{separator}{text}")])
    cells = [cell.lstrip() for cell in line.getvalue().split(separator)]
    assert [cell for cell in cells if cell[:1] in "=+-@＝＋－＠" and cell] == []


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-0.25", "-1e-05", "-inf", "0", "−5", "a=b", "a - b", "it's", "p<0.05", ""]
)
def test_numbers_and_ordinary_texts_stay_what_they_are(text):
    assert cell_of_text(text) == text


@given(st.text(alphabet="=+-@'; \t\r\na1.") | st.text())
def test_what_was_meant_comes_back(text):
    assert text_of_cell(cell_of_text(text)) == text
