"""Public names that are looked up when they are first asked for, in the stub beside their package.

The stub is what editors and checkers read; here it is the table of names, too, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazy_names(package: str, file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """What a package calls ``__getattr__`` and ``__dir__``, so that importing it imports nothing else.

    Parameters
    ----------
    package, file : its ``__name__`` and ``__file__``; ``__init__.pyi`` stands beside the file.
    """
    homes: dict[str, str] = {}

    def known() -> dict[str, str]:
        if not homes:
            with open(f"{file}i", encoding="utf-8") as stub:  # noqa: PTH123, since pathlib would be imported for it
                homes.update(names_in(stub.read()))
        return homes

    def look_up(name: str) -> Any:
        if name == "__all__":
            return sorted(known())
        if name.startswith("__") or name not in known():
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = known()[name]
        return import_module(f"{package}.{name}") if home == package else getattr(import_module(home), name)

    return look_up, lambda: sorted(known())


def names_in(stub: str) -> dict[str, str]:
    """The names that a stub imports, each with the module that it comes from.

    Examples
    --------
    >>> names_in("from twoarm.methods.estimate import Estimate as Estimate")
    {'Estimate': 'twoarm.methods.estimate'}
    """
    import ast

    imports = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module for node in imports if node.module for alias in node.names}
