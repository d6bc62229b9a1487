"""The reference of `methods` is made from its docstrings: each says what goes in, what comes out, what fails, and whence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from docstring_rules import breaches
from raised_errors import MODULES, PACKAGE, raised

FOLDERS = sorted((PACKAGE / "methods").rglob("__init__.py"))


def public(path: Path) -> Iterator[str]:
    """Qualified names of a module's public functions and classes, and of their public methods and properties."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
            inner = node.body if isinstance(node, ast.ClassDef) else []
            methods = [m.name for m in inner if isinstance(m, ast.FunctionDef)]
            yield from (f"{node.name}.{name}" for name in methods if not name.startswith("_"))


NAMES = [(module, name) for module, path in MODULES.items() for name in public(path)]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_the_docstring_says_what_a_reference_needs(module, name):
    assert not list(breaches(module, name))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.parent.name)
def test_every_folder_says_what_is_in_it(path):
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert text
    assert len(text.splitlines()) <= 2


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("estimate.checked_level", {"ParameterError"}),  # in its own body
        (
            "values.means.paired_change",
            {"AnalysisError", "ParameterError"},
        ),  # by what it calls, and that calls
        ("counts.two_by_two.pearson", {"AnalysisError"}),  # by its decorator
        ("printed.nested_events.Nested.possible", {"AnalysisError"}),  # by a property of its own
        ("printed.distributions.Reported", {"AnalysisError"}),  # when it is made
        ("courses.visits.varying", set()),  # its argument has the name of a function that raises
    ],
)
def test_errors_are_found_wherever_they_are_raised(name, errors):
    module = next(m for m in MODULES if f"twoarm.methods.{name}".startswith(f"{m}."))
    assert raised(module, f"twoarm.methods.{name}".removeprefix(f"{module}.")) == errors
