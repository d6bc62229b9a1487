"""No text of an exception or of a warning holds what stands in a cell: tables, runs and models with canaries in them."""

from __future__ import annotations

import pkgutil
import warnings
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from error_texts import texts_of
from openpyxl import Workbook
from pydantic import BaseModel, TypeAdapter, ValidationError

import twoarm
from twoarm import open_study
from twoarm.analysis.runs.tables import keyed_rows
from twoarm.drafting.answers import Answers
from twoarm.drafting.init import init_study
from twoarm.errors import TwoArmError
from twoarm.publish.notebooks.failures import exception_failure, failures_error
from twoarm.publish.records.finished_run import read_run
from twoarm.study.opened import read_study
from twoarm.tables.every import RUN_TABLES

CANARIES = ("CANARY0001", "913.37", "91337")
ANSWERS = {"arm": "group", "treated": "new", "outcomes": ("score",), "min_count": "0"}
SOUND = [
    ["case", "group", "age", "score", "seen"],
    *(
        [f"K-{n}", ("new", "old")[n % 2], str(40 + n), str(3.5 * n), f"2024-01-{n % 28 + 1:02d}"]
        for n in range(40)
    ),
]
# Which cell of the sound table holds what, by row and column.
SPOILED = {
    "an identifier twice in one arm": {(1, 0): "CANARY0001", (3, 0): "CANARY0001"},
    "an identifier in both arms": {(1, 0): "CANARY0001", (2, 0): "CANARY0001"},
    "a word among numbers": {(1, 3): "CANARY0001"},
    "a decimal comma": {(1, 3): "913,37"} | {(n, 3): f"{n},5" for n in range(2, 41)},
    "a date that never was": {(1, 4): "2024-02-31"},
    "a third arm": {(1, 1): "CANARY0001"},
    "a third arm of two": {(1, 1): "drug", (2, 1): "drug", (3, 1): "CANARY0001"},
    "no header": {(0, 0): "CANARY0001", (0, 2): "913.37"},
    "a column without a name": {(0, 2): ""},
    "a row too long": {(4, 5): "CANARY0001"},
    "an invisible character": {(2, 2): "913.37\u200b"},
    "an address": {(n, 4): f"CANARY000{n % 10}@example.org" for n in range(1, 41)},
    "no arm": {(n, 1): "" for n in range(1, 41)},
}


def table_with(spoiled: dict[tuple[int, int], str]) -> list[list[str]]:
    rows = [list(row) for row in SOUND]
    for (row, column), text in spoiled.items():
        rows[row][column:] = [text, *rows[row][column + 1 :]]
    return rows


def in_texts(error: BaseException, *more: str) -> list[str]:
    return [canary for canary in (*CANARIES, *more) if canary in texts_of(error)]


@pytest.mark.parametrize("case", SPOILED)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_that_no_study_can_be_made_of(case, suffix, tmp_path):
    path = write(tmp_path / f"table{suffix}", table_with(SPOILED[case]))
    with warnings.catch_warnings(record=True) as warned, pytest.raises(TwoArmError) as caught:
        warnings.simplefilter("always")
        init_study(path, Answers(to=str(tmp_path / "study"), **ANSWERS), True)
    assert in_texts(caught.value, "913,37", "2024-02-31") == []
    assert [w for w in warned if any(canary in str(w.message) for canary in CANARIES)] == []


def test_an_answer_that_is_no_level_is_told_those_of_two_patients_or_more(tmp_path):
    table = table_with({(1, 1): "drug", (2, 1): "drug", (3, 1): "CANARY0001"})
    answers = Answers(to=str(tmp_path / "study"), **ANSWERS | {"treated": "none"})
    with pytest.raises(TwoArmError, match="its levels: drug, new, old") as caught:
        init_study(write(tmp_path / "table.csv", table), answers, True)
    assert in_texts(caught.value) == []


def write(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".csv":
        path.write_text(
            "\n".join(",".join(f'"{c}"' if "," in c else c for c in row) for row in rows), "utf-8"
        )
        return path
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_number_that_a_spreadsheet_calls_a_date(tmp_path):
    book = Workbook()
    for row in SOUND:
        book.active.append(row)
    cell = book.active.cell(3, 4)
    cell.value, cell.number_format = 9133791337, "yyyy-mm-dd"
    book.save(tmp_path / "table.xlsx")
    with warnings.catch_warnings(record=True) as warned, pytest.raises(TwoArmError) as caught:
        warnings.simplefilter("always")
        init_study(tmp_path / "table.xlsx", Answers(to=str(tmp_path / "study"), **ANSWERS), True)
    assert in_texts(caught.value) == []
    assert [str(w.message) for w in warned if "91337" in str(w.message)] == []


@pytest.mark.parametrize("column", ["estimate", "conf_level", "p_value", "n_treated", "n_control"])
def test_a_published_table_with_a_cell_that_is_no_number(column):
    table = pd.DataFrame(
        [dict.fromkeys(RUN_TABLES["results"].header, "1") | {column: "CANARY0001"}], index=[2]
    )
    with pytest.raises(TwoArmError) as caught:
        keyed_rows(RUN_TABLES["results"], table, "A")
    assert in_texts(caught.value) == []


def test_a_manifest_that_is_none(tmp_path):
    (tmp_path / "manifest.json").write_text('{"run": "CANARY0001", ', "utf-8")
    with pytest.raises(TwoArmError) as caught:
        read_run(tmp_path)
    assert in_texts(caught.value) == []


def test_what_a_cell_of_a_notebook_raised_is_not_repeated():
    failure = exception_failure(
        "02.ipynb", 3, "ValueError", f"could not convert string to float: {CANARIES[0]!r}"
    )
    assert in_texts(failures_error([failure])) == []


@pytest.mark.parametrize("text", ["title: [CANARY0001", "title: CANARY0001\ntitle: 913.37"])
def test_a_study_yml_that_cannot_be_read(text, tmp_path):
    (tmp_path / "study.yml").write_text(text, "utf-8")
    with pytest.raises(TwoArmError) as caught:
        read_study(tmp_path)
    assert in_texts(caught.value) == []


def test_a_parameter_of_a_notebook():
    with pytest.raises(TwoArmError) as caught:
        open_study("data", alpha=CANARIES[0])
    assert in_texts(caught.value) == []


def models() -> list[type[BaseModel]]:
    """Each model that the package defines."""
    names = [module.name for module in pkgutil.walk_packages(twoarm.__path__, "twoarm.")]
    kinds = {kind for name in names for kind in vars(import_module(name)).values() if isinstance(kind, type)}
    ours = (kind for kind in kinds if issubclass(kind, BaseModel) and kind.__module__.startswith("twoarm."))
    return sorted(ours, key=lambda kind: (kind.__module__, kind.__name__))


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_a_model_that_refuses_does_not_repeat_what_it_refuses(model):
    for given in (
        "CANARY0001",
        {name: {"CANARY": "913.37x"} for name in model.model_fields} | {"other": "913.37"},
    ):
        try:
            TypeAdapter(model).validate_python(given)
        except ValidationError as error:
            assert in_texts(error) == []
