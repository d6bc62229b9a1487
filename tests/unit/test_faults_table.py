"""`docs/faults.md` has every fault, and each test that it names is there."""

from __future__ import annotations

import re

import pytest
from bad_cases import CASES
from places import TESTS

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (TESTS.parent / "docs" / "faults.md").read_text("utf-8").splitlines()
    if re.match(r"\| [A-F][0-9]", line)
]
FAULTS = [
    f"{group}{n}"
    for group, last in (("A", 26), ("B", 54), ("C", 25), ("D", 16), ("E", 22), ("F", 12))
    for n in range(1, last + 1)
]

# Cells that are missing or above another one, and several faults at once: of no row.
MORE = {
    *("arm_missing", "column_without_name", "identifier_missing", "visit_missing"),
    *("count_above_its_denominator", "count_above_another_column", "count_below_zero_though_its_minimum_is"),
    *("several_in_both_files", "all_four_files", "form_of_one_and_rule_of_the_other"),
}


def named(cell: str) -> list[str]:
    return re.findall(r"`([a-z0-9_]+)`", cell)


@pytest.fixture(scope="module")
def tests() -> set[str]:
    texts = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}


def test_every_fault_has_its_row():
    assert [row[0] for row in ROWS] == FAULTS
    assert {len(row) for row in ROWS} == {4}


@pytest.mark.parametrize("row", ROWS, ids=FAULTS)
def test_what_a_row_names_is_there(row, tests):
    names = named(row[3])
    assert names or row[2].startswith("does not apply")
    files = {path.stem for path in (TESTS / "bad_parameters").glob("*.yml")}
    assert [name for name in names if name not in {*CASES, *files, *tests}] == []


def test_every_folder_that_spoils_a_table_is_in_the_table():
    """Folders that spoil the dictionary, the claims or the prose have rules of their own, beside the faults of input."""
    spoiled = {
        c
        for c in CASES
        if any((TESTS / "bad" / c / name).exists() for name in ("patients.csv", "visits.csv"))
    }
    assert spoiled - MORE - {name for row in ROWS for name in named(row[3])} == set()
