"""Rule 1 of the house: folders that fit in a glance, names that say what is inside, and one home for each name.

Inside a floor folders import one way too: each folder, and each file at the top, is one place, and places form no ring.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from places import ROOT

PACKAGE = ROOT / "src" / "twoarm"
MOST_MODULES = 12
FLOORS = sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def modules_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]


def crowded(package: Path) -> dict[str, int]:
    """Folders with more modules than one takes in at a glance."""
    sizes = {path.name: len(modules_in(path)) for path in package.rglob("*") if path.is_dir()}
    return {name: size for name, size in sizes.items() if size > MOST_MODULES}


def repeated(package: Path) -> list[str]:
    """Modules whose name begins with the name of their folder, in the singular or the plural."""
    stems = [(path.parent.name.removesuffix("s"), path) for path in package.rglob("*.py")]
    return [f"{path.parent.name}/{path.stem}" for stem, path in stems if path.stem.startswith(stem)]


def public(path: Path) -> Iterator[tuple[str, ast.expr | None]]:
    """The public names that a module defines at its top, each with its value where it is assigned."""
    for node in ast.parse(path.read_text("utf-8")).body:
        for name, value in _defined(node):
            if not name.startswith("_"):
                yield name, value


def _defined(node: ast.stmt) -> list[tuple[str, ast.expr | None]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [(node.name, None)]
    targets = getattr(node, "targets", [node.target] if isinstance(node, ast.AnnAssign) else [])
    return [(t.id, getattr(node, "value", None)) for t in targets if isinstance(t, ast.Name)]


def twice(floor: Path) -> dict[str, list[str]]:
    """Public names that two modules of a floor define."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in sorted(floor.rglob("*.py")):
        for name in dict.fromkeys(name for name, _ in public(path)):
            homes[name].append(path.relative_to(floor).as_posix())
    return {name: places for name, places in homes.items() if len(places) > 1}


def differing(package: Path) -> dict[str, list[str]]:
    """Constants that have two values in the package."""
    values: dict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        for name, value in public(path):
            if name.isupper() and value is not None:
                values[name].add(ast.unparse(value))
    return {name: sorted(found) for name, found in values.items() if len(found) > 1}


def places_known(floor: Path) -> dict[str, set[str]]:
    """Each place of a floor, a folder or a file at its top, with the places of the same floor that it imports."""
    known: dict[str, set[str]] = defaultdict(set)
    for path in floor.rglob("*.py"):
        own = path.relative_to(floor).with_suffix("").parts[0]
        known[own] |= set(_places_imported(path, floor)) - {own}
    return known


def _places_imported(path: Path, floor: Path) -> Iterator[str]:
    prefix = f"twoarm.{floor.name}"
    for node in ast.parse(
        path.read_text("utf-8")
    ).body:  # what runs at import: an annotation's own import is no way back
        if isinstance(node, ast.ImportFrom) and node.module == prefix:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{prefix}."):
            yield node.module.split(".")[2]


def ways_back(floor: Path) -> list[str]:
    """A ring of places that import each other; nothing where there is none."""
    try:
        TopologicalSorter(places_known(floor)).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_folder_is_crowded():
    assert crowded(PACKAGE) == {}


def test_no_module_repeats_its_folder():
    assert repeated(PACKAGE) == []


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_a_public_name_has_one_home_on_its_floor(floor):
    assert twice(floor) == {}


def test_no_constant_has_two_values():
    assert differing(PACKAGE) == {}


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_folders_of_a_floor_import_one_way(floor):
    assert ways_back(floor) == []


# The readers above find what they look for.


@pytest.fixture
def house(tmp_path) -> Path:
    """A small house in which every rule is broken."""
    files = {
        "floor/arms/arm_values.py": "LIMIT = 1\ndef shown(): ...",
        "floor/plain.py": "from twoarm.floor.arms import arm_values\nLIMIT = 2\nclass shown: ...",
        "floor/arms/other.py": "from twoarm.floor.plain import shown",
        **{f"floor/many/m{i}.py": "" for i in range(MOST_MODULES + 1)},
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_breaks_a_rule_is_found(house):
    assert crowded(house) == {"many": MOST_MODULES + 1}
    assert repeated(house) == ["arms/arm_values"]
    assert twice(house / "floor") == {name: ["arms/arm_values.py", "plain.py"] for name in ("LIMIT", "shown")}
    assert differing(house) == {"LIMIT": ["1", "2"]}
    assert set(ways_back(house / "floor")) == {"arms", "plain"}
