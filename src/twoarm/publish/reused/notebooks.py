"""Executed notebooks of an earlier run, used again where everything is the same that they could depend on.

That can be known of a notebook alone that uses nothing but the package: one with code of its own may read any file, and is
executed in every run.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twoarm.computed.digest import digest
from twoarm.computed.fingerprint import EVERYTHING
from twoarm.computed.values import found, put
from twoarm.present.about.contents import heading
from twoarm.present.handover import OF_A_PHONE
from twoarm.publish.notebooks.text import declared_parameters, plain_notebook
from twoarm.publish.stage import Stage
from twoarm.study.files.content import content_of
from twoarm.study.files.contents import pages, read_toc
from twoarm.study.files.page_files import page_file

NOTEBOOK, RECORD = "notebook", "record"  # beside drawings, which have their own names
_OURS = "twoarm"
# By these a cell reaches what it did not import.
_DOORS = {
    "open",
    "exec",
    "eval",
    "compile",
    "globals",
    "input",
    "get_ipython",
    "__import__",
    "__builtins__",
    "__loader__",
}


class Executed:
    """The executed notebooks of a stage: those that are kept, and a place for the others.

    Parameters
    ----------
    records : the folder of what the notebooks hand over.
    """

    def __init__(self, stage: Stage, records: Path) -> None:
        titles = [[page, heading(page_file(stage.folder, page))] for page in pages(read_toc(stage.folder))]
        self._of_all = [content_of(stage.folder / "data"), titles]
        self._parameters = stage.study.parameters.model_dump(exclude={"study"})
        self._own = stage.own_parameters
        self._records = records
        self._keys = {notebook: self._key(notebook) for notebook in stage.notebooks}

    def take(self, notebook: Path) -> bool:
        """Put an executed notebook and what it handed over in place; whether it was kept."""
        files = found(key, EVERYTHING) if (key := self._keys[notebook]) else None
        for name, text in (files or {}).items():
            self._place(notebook, name).write_text(text, "utf-8", newline="\n")
        return bool(files)

    def keep(self, notebook: Path) -> None:
        """Keep a notebook that was executed in place, with what it handed over."""
        if key := self._keys[notebook]:
            record = self._place(notebook, RECORD).read_text("utf-8")
            labels = [figure["label"] for figure in json.loads(record)["figures"]]
            drawings = [f"{label}{end}.svg" for label in labels for end in ("", OF_A_PHONE)]
            names = [name for name in (NOTEBOOK, RECORD, *drawings) if self._place(notebook, name).exists()]
            put(key, {name: self._place(notebook, name).read_text("utf-8") for name in names}, EVERYTHING)

    def _key(self, notebook: Path) -> bytes | None:
        """A digest of all that a notebook can depend on; None where that is not known."""
        text = notebook.read_text("utf-8")
        plain = plain_notebook(text)
        if not uses_the_package_alone(plain):
            return None
        given = self._parameters | self._own.get(notebook.stem, {})
        declared = {name: given[name] for name in declared_parameters(plain) if name in given}
        return digest(notebook.stem, text, self._of_all, declared)

    def _place(self, notebook: Path, name: str) -> Path:
        own = {NOTEBOOK: notebook, RECORD: self._records / f"{notebook.stem}.json"}
        return own.get(name) or self._records / "figures" / name


def uses_the_package_alone(notebook: Mapping[str, Any]) -> bool:
    """Whether the cells of a notebook import from this package alone, and reach nothing else by another way."""
    sources = ("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return all(map(_plain, sources))


def _plain(source: str) -> bool:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a magic of IPython, too
        return False
    return not any(_leaves(node) for node in nodes)


def _leaves(node: ast.AST) -> bool:
    """Whether a part of the code can reach what lies outside of the package."""
    if isinstance(node, ast.Import):
        return any(name.name != _OURS for name in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module != _OURS or node.level > 0
    if isinstance(node, ast.Attribute):
        return node.attr.startswith("__")
    return isinstance(node, ast.Name) and node.id in _DOORS
