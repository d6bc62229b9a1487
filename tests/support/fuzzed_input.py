"""Text that nobody thought of, as tables and as parameters, and what is to become of it.

What was accepted is read a second time by a reader that shares nothing with the first but Python's own `csv`.
"""

from __future__ import annotations

import csv
import io
import math
import re
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck
from hypothesis import strategies as st
from places import TESTS

from twoarm.errors import ParameterError, TwoArmError
from twoarm.study.cohort import checked_cohort
from twoarm.study.dictionary import read_dictionary
from twoarm.study.files.table_text import read_texts
from twoarm.study.files.yaml_file import parse_yaml
from twoarm.study.identifiers.rules import identifier_problems
from twoarm.study.parameters import Parameters, check_parameters, parse_assignments

SOUND = TESTS / "bad" / "sound"
DICTIONARY = read_dictionary(SOUND / "dictionary.csv")
TABLES = {name: (SOUND / name).read_bytes() for name in ("patients.csv", "visits.csv")}
SETTINGS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}

# Edits of a table

WORDS = (
    *(
        "",
        " ",
        "A",
        "a",
        "B",
        "А",
        "A ",
        "0",
        "1",
        "01",
        "+1",
        "1.",
        ".5",
        "1e0",
        "1e400",
        "-0",
        "0x1",
        "1_0",
        "٣",
    ),
    *("nan", "NA", "None", "inf", "-inf", "-999", "999", "70", " 70 ", "70,5", "70.5", "1 070", "1e2", "1E1"),
    *("2024-03-01", "2024-3-1", "24-03-01", "2024-02-30", "01/02/2024", "45355", "1900-01-01", "9999-12-31"),
    *(
        "before",
        "after",
        "Before",
        "P-0001",
        "P-0006",
        "p-0001",
        " P-0002",
        "x" * 200,
        "=1+1",
        "<b>",
        "Ã¼",
        "é",
    ),
)
CELL = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=6),
    st.integers(-5, 120).map(str),
    st.floats(allow_nan=False, width=32).map(str),
)
SIGNS = st.sampled_from(
    ['"', ",", ";", "\t", "\n", "\r", "\r\n", "\x00", "\ufeff", "\u200b", "\u202e", " ", "'", "\\"]
)
PLACE = st.integers(0, 10_000)


def _grid(content: bytes) -> list[list[str]]:
    return [line.split(",") for line in content.decode("utf-8", "replace").split("\n")]


def _joined(grid: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in grid).encode("utf-8", "surrogatepass")


def _set_cell(content: bytes, place: int, column: int, text: str) -> bytes:
    grid = _grid(content)
    row = grid[place % len(grid)]
    row[column % len(row)] = text
    return _joined(grid)


def _quoted(content: bytes, place: int, column: int, text: str) -> bytes:
    return _set_cell(content, place, column, '"' + text.replace('"', '""') + '"')


def _copy_cell(content: bytes, place: int, column: int, other: int) -> bytes:
    grid = _grid(content)
    source = grid[other % len(grid)]
    return _set_cell(content, place, column, source[column % len(source)])


def _drop_row(content: bytes, place: int, column: int, _) -> bytes:
    grid = _grid(content)
    return _joined(grid[: place % len(grid)] + grid[place % len(grid) + 1 :])


def _again(content: bytes, place: int, column: int, _) -> bytes:
    grid = _grid(content)
    return _joined([*grid, grid[place % len(grid)]])


def _swap_columns(content: bytes, place: int, column: int, _) -> bytes:
    grid = _grid(content)
    return _joined([row[::-1] if len(row) > 1 else row for row in grid])


def _insert(content: bytes, place: int, column: int, text: str) -> bytes:
    at = place % (len(content) + 1)
    return content[:at] + text.encode("utf-8", "surrogatepass") + content[at:]


def _flip(content: bytes, place: int, column: int, _) -> bytes:
    if not content:
        return content
    at = place % len(content)
    return content[:at] + bytes([content[at] ^ 1 << column % 8]) + content[at + 1 :]


def _replace(content: bytes, place: int, column: int, text: str) -> bytes:
    old = (b",", b"\n", b"-", b"2024", b"P-", b"A")[column % 6]
    return content.replace(old, text.encode("utf-8", "surrogatepass"))


def _recode(content: bytes, place: int, column: int, _) -> bytes:
    code = ("utf-16", "utf-8-sig", "cp1254", "utf-32")[column % 4]
    return content.decode("utf-8", "replace").encode(code, "replace")


EDIT = st.one_of(
    st.tuples(st.just(_set_cell), PLACE, PLACE, CELL),
    st.tuples(st.just(_quoted), PLACE, PLACE, CELL),
    st.tuples(st.just(_copy_cell), PLACE, PLACE, PLACE),
    st.tuples(st.sampled_from([_drop_row, _again, _swap_columns, _flip, _recode]), PLACE, PLACE, st.none()),
    st.tuples(st.just(_insert), PLACE, PLACE, st.one_of(SIGNS, st.text(max_size=3))),
    st.tuples(st.just(_replace), PLACE, PLACE, SIGNS),
)
EDITS = st.lists(st.tuples(st.sampled_from(sorted(TABLES)), EDIT), min_size=1, max_size=3)


def edited(edits) -> dict[str, bytes]:
    tables = dict(TABLES)
    for name, (edit, place, column, text) in edits:
        tables[name] = edit(tables[name], place, column, text)
    return tables


# The second reader

PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)


def _number(text: str, *missing: str) -> float:
    text = text.strip()
    if text in ("", *missing):
        return math.nan
    assert PLAIN.fullmatch(text), "a number that is none was accepted"
    return float(text)


def _rows(content: bytes) -> list[dict[str, str]]:
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _patient(row: dict[str, str]) -> dict:
    assert row["arm"] in ("A", "B") and row["leak"].strip() in ("", "0", "1")
    day = row["operated_on"].strip()
    return {
        "id": row["patient_id"].strip(),
        "arm": row["arm"],
        "age": _number(row["age"]),
        "leak": _number(row["leak"]),
        "screws": _number(row["screws"]),
        "operated_on": date(*map(int, day.split("-"))) if day else None,
    }


def _visit(row: dict[str, str]) -> dict:
    assert row["visit"] in ("before", "after")
    return {"id": row["patient_id"].strip(), "visit": row["visit"], "vas": _number(row["vas"], "-999")}


def _hold(patients: list[dict], visits: list[dict]) -> None:
    """The rules of the sound study's dictionary, once more."""
    ids = [p["id"] for p in patients]
    assert all(ids) and len(set(ids)) == len(ids)
    assert all(sum(p["arm"] == arm for p in patients) >= 2 for arm in "AB")
    assert all(math.isnan(p["age"]) or (18 <= p["age"] <= 110 and p["age"] % 1 < 1e-5) for p in patients)
    assert all(math.isnan(p["screws"]) or p["screws"] in range(5) for p in patients)
    days = [p["operated_on"] for p in patients if p["operated_on"]]
    assert all(date(1900, 1, 1) <= day <= date.today() for day in days)
    assert all(v["id"] in ids for v in visits)
    assert len({(v["id"], v["visit"]) for v in visits}) == len(visits)
    assert all(math.isnan(v["vas"]) or 0 <= v["vas"] <= 10 for v in visits)


def _same(typed: list[dict], read: list[dict]) -> None:
    assert len(typed) == len(read)
    for one, other in zip(typed, read, strict=True):
        for name, value in other.items():
            found = one[name]
            if value is None or value != value:
                assert found != found
            else:
                assert (found.date() if isinstance(value, date) else found) == value, name


def accepted(edits) -> bool:
    """Whether the tables were accepted; if so, they are what the second reader reads."""
    tables = edited(edits)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in tables.items():
            Path(folder, name).write_bytes(content)
        texts = read_texts(Path(folder))
    identifier_problems(texts, DICTIONARY)
    cohort, problems = checked_cohort(texts, DICTIONARY, ("A", "B"), ["before", "after"])
    assert (cohort is None) == bool(problems)
    if cohort is None:
        return False
    patients = [_patient(row) for row in _rows(tables["patients.csv"])]
    visits = [_visit(row) for row in _rows(tables["visits.csv"])]
    _hold(patients, visits)
    found = cohort.patients.reset_index().rename(columns={"_id": "id", "_arm": "arm"})
    _same(found.to_dict("records"), patients)
    _same(cohort.visits.rename(columns={"_id": "id"}).to_dict("records"), visits)
    return True


# Parameters

SCALARS = (
    *(
        "0.05",
        "0,05",
        "0",
        "1",
        "-0.1",
        "1.5",
        ".nan",
        "nan",
        "NaN",
        "inf",
        "-.inf",
        "true",
        "no",
        "yes",
        "null",
        "~",
    ),
    *(
        "12:30:00",
        "05",
        "0o7",
        "0x1F",
        "1_000",
        "1e-3",
        "1e999",
        "''",
        '"0.05"',
        "[0.05]",
        "{a: 1}",
        "2024-01-01",
    ),
    *(
        "!!python/object/apply:os.abort []",
        "!!float 0.05",
        "&a 0.05",
        "*a",
        "<<: 1",
        "|",
        "> x",
        "- 1",
        "? 1",
        "%",
    ),
    *("data", "a b", "é", "x" * 5000, "\x00", "20", "3.5", "-1", "18446744073709551616"),
)
NAMES = st.one_of(
    st.sampled_from(
        [*Parameters.model_fields, "alhpa", "Alpha", "__class__", "import os", "", "1", "null", "<<"]
    ),
    st.text(max_size=8),
)
VALUES = st.one_of(
    st.sampled_from(SCALARS), st.text(max_size=12), st.floats().map(repr), st.integers().map(str)
)


def _bounded(parameters: Parameters) -> None:
    assert type(parameters.alpha) is float and 0 < parameters.alpha < 0.5
    assert parameters.conf_level is None or 0.5 < parameters.conf_level < 1
    assert type(parameters.study) is str and parameters.study
    assert 0.5 < parameters.level < 1 or parameters.alpha < 1e-12


def assigned(pairs: list[tuple[str, str]]) -> None:
    try:
        _bounded(check_parameters(parse_assignments(pairs)))
    except ParameterError as exc:
        assert exc.problems and str(exc)


def filed(text: str) -> None:
    try:
        content = parse_yaml(text, "params.yml", ParameterError)
        if isinstance(content, dict):
            _bounded(check_parameters(content))
    except TwoArmError as exc:
        assert exc.exit_code == 2 and str(exc)


ASSIGNMENTS = st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4)
LINES = st.lists(st.tuples(NAMES, st.sampled_from([": ", ":", " ", ": !!str ", "\t:"]), VALUES), max_size=4)
FILES = st.one_of(LINES.map(lambda rows: "\n".join("".join(row) for row in rows)), st.text(max_size=60))
