"""The page about the dictionary describes every column, as it is, and its example can be read."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from places import ROOT

from twoarm.study.dictionary import SECTIONS, TABLES, Variable, read_dictionary
from twoarm.study.schema.kinds import Kind, Role

PAGE = ROOT / "docs" / "dictionary.md"
COLUMNS = [field.name for field in fields(Variable)]
PATIENT = {"name": "patient_id", "label": "Patient", "table": "patients", "role": "id", "kind": "id"}
ARM = {"name": "arm", "label": "Arm", "table": "patients", "role": "arm", "kind": "arm", "levels": "A|B"}
VISIT = {
    **{"name": "visit", "label": "Visit", "table": "visits", "role": "none", "kind": "categorical"},
    "levels": "before|week6|year1",
}


def described(text: str) -> dict[str, tuple[str, str]]:
    """Column to what may stand in it and what it does, from the table of the page; a bar in a cell is escaped."""
    rows = [re.split(r"(?<!\\)\|", line) for line in text.splitlines() if line.startswith("| `")]
    assert all(len(row) == 5 for row in rows)
    return {row[1].strip().strip("`"): (row[2].strip(), row[3].strip()) for row in rows}


def example() -> tuple[list[str], str]:
    """The header and the row of the example."""
    header, row = re.search(r"```csv\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1].strip().split("\n")
    return header.split(","), row


@pytest.fixture(scope="module")
def table() -> dict[str, tuple[str, str]]:
    return described(PAGE.read_text("utf-8"))


def test_every_column_is_described_in_the_order_of_the_file(table):
    assert list(table) == COLUMNS


def test_every_description_says_what_is_allowed_and_what_it_does(table):
    assert [name for name, (allowed, does) in table.items() if len(allowed) < 5 or len(does) < 20] == []


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("table", TABLES),
        ("role", Role),
        ("section", SECTIONS),
        ("kind", Kind),
        ("better", ("higher", "lower")),
    ],
)
def test_the_allowed_values_are_those_that_are_checked(table, column, allowed):
    assert re.findall(r"`(\w+)`", table[column][0]) == list(allowed)


def test_the_example_is_a_row_that_can_be_read(tmp_path):
    header, row = example()
    assert header == COLUMNS
    others = [",".join(entry.get(column, "") for column in header) for entry in (PATIENT, ARM, VISIT)]
    path = tmp_path / "dictionary.csv"
    path.write_text("\n".join([",".join(header), *others, row]) + "\n", "utf-8")
    pain = read_dictionary(path)[-1]
    assert (pain.missing, pain.visits) == (("999",), ("before", "week6", "year1"))
    assert (pain.mcid, pain.margin, pain.better, pain.decimals) == (1.5, 1.0, "lower", 1)
    assert pain.detectable_change == pytest.approx(1.96 * 2**0.5 * 0.7)
    assert pain.describe() == "from 0 to 10 points, in steps of 0.5"


def test_a_column_that_is_not_described_is_missed():
    text = PAGE.read_text("utf-8")
    without = "\n".join(line for line in text.splitlines() if not line.startswith("| `margin`"))
    assert list(described(without)) == [name for name in COLUMNS if name != "margin"]
