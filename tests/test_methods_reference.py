"""The reference of `methods` is made from its docstrings: each says what goes in, what comes out, what fails, and whence."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from numpydoc.docscrape import ClassDoc, FunctionDoc, NumpyDocString

PACKAGE = Path(__file__).parents[1] / "src" / "twoarm"
MODULES = {
    ".".join(("twoarm", *path.relative_to(PACKAGE).with_suffix("").parts)): path
    for path in sorted((PACKAGE / "methods").rglob("*.py"))
    if path.name != "__init__.py"
}
FOLDERS = sorted((PACKAGE / "methods").rglob("__init__.py"))
ERRORS = {"ParameterError", "AnalysisError", "InputError", "TwoArmError"}
# What cannot fail although something that it calls can: the values that it passes are its own.
NEVER_FAILS = {
    "permutation_range": "spreads whole numbers of events over patients, none with more than their units",
}
# A number says where it may lie or in what it is counted.
PLACED = re.compile(
    r"[\[(]-?[\w.]+, [^\])]+[\])]|\d <=? \w|[<>]=? ?-?\d|at least \d|above -?\d|"
    r"\b(units?|patients?|events?|proportions?|probabilit(y|ies)|chance|share|rank|logarithms?|log odds|ratio|"
    r"standard deviations?|standard errors?|degrees of freedom)\b",
    re.IGNORECASE,
)
ARRAYS = re.compile(r"\b(array|arrays|sequence|list)\b")
SHAPED = re.compile(r"\b(shapes?|length)\b")


def public(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Public functions, classes and methods of a module by their qualified names."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


NAMES = [(module, name) for module, path in MODULES.items() for name, _ in public(path)]
FUNCTIONS = [(module, name) for module, name in NAMES if not name[0].isupper()]
CLASSES = [(module, name) for module, name in NAMES if name[0].isupper() and "." not in name]


@cache
def found(module: str, name: str) -> tuple[object, object]:
    """The object of this name, and the class or module in which it stands: a property is only seen in its class."""
    owner, thing = None, import_module(module)
    for part in name.split("."):
        owner, thing = thing, inspect.getattr_static(thing, part)
    return thing.__func__ if isinstance(thing, classmethod) else thing, owner


def documented(module: str, name: str) -> NumpyDocString:
    thing, _ = found(module, name)
    if isinstance(thing, type):
        return ClassDoc(thing, config={"show_class_members": False})
    return FunctionDoc(thing)


def is_property(module: str, name: str) -> bool:
    return not callable(found(module, name)[0])


CALLED = [
    (module, name) for module, name in NAMES if not is_property(module, name) and name not in dict(CLASSES)
]
CALLED = [(module, name) for module, name in CALLED if not isinstance(found(module, name)[0], type)]


def names_of(entries: list) -> list[str]:
    return [name.strip() for entry in entries for name in entry.name.split(",")]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_summary(module, name):
    summary = documented(module, name)["Summary"]
    assert len(summary) == 1, "the summary is one line"
    assert summary[0].endswith(".")


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_every_argument_is_documented_and_no_other(module, name):
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    arguments = inspect.signature(found(module, name)[0]).parameters.values()
    wanted = [stars.get(a.kind, "") + a.name for a in arguments if a.name not in ("self", "cls")]
    assert sorted(names_of(documented(module, name)["Parameters"])) == sorted(wanted)


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_every_argument_has_type_and_domain(module, name):
    for entry in documented(module, name)["Parameters"]:
        complain(entry)


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_what_comes_out_has_type_and_domain(module, name):
    returned = documented(module, name)["Returns"]
    assert returned
    for entry in returned:
        complain(entry)


@pytest.mark.parametrize(("module", "name"), CLASSES)
def test_every_attribute_is_documented_and_no_other(module, name):
    kind = found(module, name)[0]
    if not dataclasses.is_dataclass(kind):
        pytest.skip("an alias or an enumeration")
    attributes = documented(module, name)["Attributes"]
    fields = [field.name for field in dataclasses.fields(kind) if not field.name.startswith("_")]
    assert sorted(names_of(attributes)) == sorted(fields)
    for entry in attributes:
        complain(entry)


def complain(entry) -> None:
    """A documented value has a type, an array its shape, and a number its unit or the range in which it lies."""
    assert entry.type, f"{entry.name} has no type"
    text = " ".join([entry.type, *entry.desc])
    if ARRAYS.search(entry.type):
        assert SHAPED.search(entry.type), f"{entry.name}: an array of no shape"
    assert any(entry.desc), f"{entry.name}: nothing is said of it"
    if re.search(r"\b(float|int)\b", entry.type) and not ARRAYS.search(entry.type):
        assert PLACED.search(text), f"{entry.name}: neither unit nor domain"


@pytest.mark.parametrize(("module", "name"), FUNCTIONS + CLASSES)
def test_source(module, name):
    doc = documented(module, name)
    assert doc["Notes"] or doc["References"], "neither a reference nor a note of how it is defined"


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_references_are_numbered_and_cited(module, name):
    doc = documented(module, name)
    listed = re.findall(r"^\.\. \[(\d+)\] \S", "\n".join(doc["References"]), re.MULTILINE)
    text = "\n".join(line for section in ("Extended Summary", "Notes") for line in doc[section])
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert set(listed) == set(re.findall(r"\[(\d+)\]_", text))


@pytest.mark.parametrize(("module", "name"), FUNCTIONS + CLASSES)
def test_example(module, name):
    examples = "\n".join(documented(module, name)["Examples"])
    assert re.search("^>>> ", examples, re.MULTILINE), "no example"
    assert (module, name) in CLASSES or re.search(rf"\b{name}\(", examples), "an example of something else"


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_errors(module, name):
    said = {entry.type for entry in documented(module, name)["Raises"]} & ERRORS
    assert said == (set() if name in NEVER_FAILS else errors_of(module, name))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.parent.name)
def test_every_folder_says_what_is_in_it(path):
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert text
    assert len(text.splitlines()) <= 2


# Which errors a function can raise: its own, and those of whatever it names of `methods`.


@cache
def definitions(module: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    """What a module defines by qualified name, and where the names that it imports of `methods` come from."""
    defined: dict[str, ast.AST] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(MODULES[module].read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined[node.name] = node
        if isinstance(node, ast.ClassDef):
            defined |= {f"{node.name}.{m.name}": m for m in node.body if isinstance(m, ast.FunctionDef)}
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("twoarm.methods"):
            imported |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return defined, imported


def errors_of(module: str, name: str, seen: frozenset = frozenset()) -> set[str]:
    defined, imported = definitions(module)
    if name in imported:
        return errors_of(*imported[name], seen) if imported[name][0] in MODULES else set()
    if name not in defined or (module, name) in seen:
        return set()
    node, seen = defined[name], seen | {(module, name)}
    if isinstance(node, ast.ClassDef):
        return errors_of(module, f"{name}.__post_init__", seen)
    raised, named = set(), set()
    own = {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
    for part in (*node.body, *node.decorator_list, *node.args.defaults):
        for inner in ast.walk(part):
            if isinstance(inner, ast.Raise) and isinstance(inner.exc, ast.Call):
                raised.add(inner.exc.func.id)
            if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                owner = name.split(".")[0] if inner.value.id in ("self", "cls") else inner.value.id
                named.add(f"{owner}.{inner.attr}")
            if isinstance(inner, ast.Name) and inner.id not in own:
                named.add(inner.id)
    return (raised & ERRORS).union(*(errors_of(module, other, seen) for other in named))
