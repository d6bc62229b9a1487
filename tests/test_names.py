"""One subject, one name: no two modules of one floor have the same public name."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "twoarm"
FLOORS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
# Names of parts of a floor that are to be floors of their own: the methods, the drafting of a study, its simulation.
BETWEEN_PARTS = {
    "analysis": {"DEFINITIONS", "TESTS", "WEIGHTS", "course"},
    "study": {
        *(
            "ALONE",
            "CODES",
            "Code",
            "DATE",
            "FEW",
            "KEY",
            "LONGEST",
            "Row",
            "SCALES",
            "TABLES",
            "TODO",
            "UNIT",
        ),
        "rows_of",
    },
}


def public_names(module: ast.Module) -> set[str]:
    """What a module defines at its top: functions, classes and constants without an underscore before their names."""
    names = set()
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {part.id for t in targets if t for part in ast.walk(t) if isinstance(part, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def names_of_two(files: list[Path]) -> set[str]:
    homes = defaultdict(set)
    for path in files:
        for name in public_names(ast.parse(path.read_text("utf-8"))):
            homes[name].add(path)
    return {name for name, found in homes.items() if len(found) > 1}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_two_modules_of_a_floor_have_the_same_public_name(floor):
    assert names_of_two(sorted((PACKAGE / floor).rglob("*.py"))) == BETWEEN_PARTS.get(floor, set())


def test_a_name_of_two_modules_is_found(tmp_path):
    (tmp_path / "a.py").write_text("WIDTH, _HEAD = 1, 2\nclass Row: ...\n", "utf-8")
    (tmp_path / "b.py").write_text("HEIGHT = WIDTH = 3\n_HEAD = 4\ndef row(): Row = 1\n", "utf-8")
    assert names_of_two(sorted(tmp_path.glob("*.py"))) == {"WIDTH"}
