"""A study whose every cell is a canary, the real code that meets it, and the objects that are made on the way."""

from __future__ import annotations

import ast
import csv
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from places import ROOT

RANGES = ("min", "max", "step")
ENOUGH = 20  # objects of one class that are kept


def write_canary_study(folder: Path) -> Path:
    """The shipped study with an identifier and numbers that stand nowhere else; what they may be is not limited."""
    shutil.copytree(ROOT / "data", folder)
    variables = {row["name"]: row for row in rows_of(folder / "dictionary.csv")}
    of_sex = ("binary", "categorical", "ordinal", "arm", "id")
    numbers = {name: row for name, row in variables.items() if row["kind"] not in of_sex and not row["of"]}
    for row in numbers.values():
        row.update(dict.fromkeys(RANGES, ""))
    for row in variables.values():
        row["at"] = "30|45" if row["kind"] == "time" else ""
    write_rows(folder / "dictionary.csv", list(variables.values()))
    names: dict[str, str] = {}
    for file in ("patients.csv", "visits.csv"):
        rows = rows_of(folder / file)
        for number, row in enumerate(rows):
            row["patient_id"] = names.setdefault(row["patient_id"], f"CANARY{len(names):04d}")
            for place, name in enumerate(n for n in row if n in numbers and row[n]):
                row[name] = _canary(row[name], variables[name]["kind"], 100 * number + place)
        write_rows(folder / file, rows)
    return folder


def _canary(text: str, kind: str, number: int) -> str:
    return str(7_000_000 + number) if kind == "count" else f"{abs(float(text)):.0f}.{number:05d}3"


def cells_of(folder: Path) -> set[str]:
    """What the tables of a study hold that could only be a patient's: identifiers, and numbers with a part of one."""
    cells = {
        cell for path in folder.glob("*s.csv") for row in rows_of(path) for name, cell in row.items() if name
    }
    return {cell for cell in cells if len(cell) > 6}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def made_on_the_way() -> Iterator[dict[type, list[Any]]]:
    """The objects of this package that are made within the block, by their class."""
    made: dict[type, list[Any]] = defaultdict(list)

    def keep(frame: FrameType, event: str, _value: Any) -> None:
        if event == "return" and frame.f_code.co_name in ("__init__", "__new__"):
            thing = frame.f_locals.get("self", frame.f_locals.get("cell"))
            kind = type(thing)
            if kind.__module__.startswith("twoarm.") and len(made[kind]) < ENOUGH:
                made[kind].append(thing)

    sys.setprofile(keep)
    try:
        yield made
    finally:
        sys.setprofile(None)


def run_notebook(path: Path, **given: Any) -> dict[str, Any]:
    """Run a notebook's cells in this process, with the parameters given; what a cell ends with is displayed."""
    space: dict[str, Any] = {}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            _run("".join(cell["source"]), space)
        if "parameters" in cell["metadata"].get("tags", ()):
            space |= {name: value for name, value in given.items() if name in space}
    return space


def _run(source: str, space: dict[str, Any]) -> None:
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), space)
    shown = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space) if last else None
    for output in shown if isinstance(shown, list) else [shown]:
        getattr(output, "_repr_mimebundle_", dict)()
