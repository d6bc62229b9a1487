"""Which of the package's errors a function of `methods` can raise: its own, and those of whatever it names of `methods`."""

from __future__ import annotations

import ast
from functools import cache

from places import ROOT

PACKAGE = ROOT / "src" / "twoarm"
MODULES = {
    ".".join(("twoarm", *path.relative_to(PACKAGE).with_suffix("").parts)): path
    for path in sorted((PACKAGE / "methods").rglob("*.py"))
    if path.name != "__init__.py"
}
ERRORS = {
    node.name
    for node in ast.parse((PACKAGE / "errors.py").read_text("utf-8")).body
    if isinstance(node, ast.ClassDef) and node.name != "Problem"
}
# What cannot fail although something that it calls can: the values that it passes on are its own.
NEVER = {"permutation_range"}  # deals whole numbers of events to patients, to none more than his units


@cache
def definitions(module: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    """What a module defines, by qualified name, and where the names that it imports of `methods` stand."""
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


@cache
def raised(module: str, name: str) -> frozenset[str]:
    """Names of the errors that a function or, for a class, its making can raise."""
    return frozenset() if name in NEVER else frozenset(_raised(module, name, frozenset()))


def _raised(module: str, name: str, seen: frozenset[tuple[str, str]]) -> set[str]:
    if (module, name) in seen or module not in MODULES:
        return set()
    defined, imported = definitions(module)
    seen |= {(module, name)}
    if name in imported:
        return _raised(*imported[name], seen)
    if isinstance(defined.get(name), ast.ClassDef):
        return _raised(module, f"{name}.__post_init__", seen)
    if name not in defined:
        return set()
    own, named = _read(defined[name], name.split(".")[0])
    return own.union(*(_raised(module, other, seen) for other in named))


def _read(function: ast.FunctionDef, owner: str) -> tuple[set[str], set[str]]:
    """The errors raised in a function's own body, and the names that it, its decorators or its defaults use."""
    own, named = set(), set()
    arguments = {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
    for part in (*function.body, *function.decorator_list, *function.args.defaults):
        for node in ast.walk(part):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                own.add(node.exc.func.id)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                named.add(f"{owner if node.value.id in ('self', 'cls') else node.value.id}.{node.attr}")
            if isinstance(node, ast.Name) and node.id not in arguments:
                named.add(node.id)
    return own & ERRORS, named
