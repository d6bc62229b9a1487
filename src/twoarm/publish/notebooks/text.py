"""What of an executed notebook is kept: nothing that tells of the run's time, place or process."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

DECLARING = "parameters"  # the tag of the cell that declares parameters
INJECTED = "injected-parameters"
FOLDED = "hide-input"  # a page shows the code of such a cell to who unfolds it
_RUN_ONLY = ("papermill", "execution", "widgets")
_CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*\.py(?=:\d+:)")


def read_notebook(text: str) -> NotebookNode:
    """Notebook in the current format; cells of an older one get the same names on every run."""
    import nbformat

    notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    if (notebook.nbformat, notebook.nbformat_minor) >= (4, 5):
        return notebook
    notebook = nbformat.convert(notebook, 4)
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
    return notebook


def plain_notebook(text: str) -> Mapping[str, Any]:
    """What a notebook's file says, without the weight of a reader of notebooks where it is in the current format."""
    content = json.loads(text)
    return content if "cells" in content else read_notebook(text)


def declared_parameters(notebook: Mapping[str, Any]) -> list[str]:
    """Names that the parameters cell assigns, whatever their annotation (papermill's own reader knows a few forms).

    A cell that is not Python declares none; it fails as a cell, with its number.
    """
    cells = (cell for cell in notebook["cells"] if DECLARING in cell["metadata"].get("tags", []))
    try:
        statements = ast.parse("".join(next(cells)["source"])).body
    except (StopIteration, SyntaxError):
        return []
    targets = [t for s in statements if isinstance(s, ast.Assign) for t in s.targets]
    targets += [s.target for s in statements if isinstance(s, ast.AnnAssign)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def settled_text(notebook: NotebookNode, parameters: Mapping[str, Any]) -> str:
    """Text of an executed notebook, equal byte for byte for equal outputs.

    Parameters
    ----------
    notebook : NotebookNode
        As papermill gives it back; it is changed.
    parameters : mapping
        What was injected; of an absolute path the injected cell shows the last name only.
    """
    import nbformat
    from papermill.translators import translate_parameters

    _drop(notebook.metadata)
    notebook.metadata.get("language_info", {}).pop("version", None)
    declaring = [cell.metadata.tags for cell in notebook.cells if DECLARING in cell.metadata.get("tags", [])]
    folded = [FOLDED] * any(FOLDED in tags for tags in declaring)  # as the values that it replaces are
    for cell in notebook.cells:
        _drop(cell.metadata)
        if not cell.metadata.get("tags", True):  # papermill adds an empty list
            del cell.metadata["tags"]
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
            cell.metadata.tags = [INJECTED, *folded]
            cell.source = translate_parameters("python3", "python", _without_places(parameters), "Parameters")
        if "outputs" in cell:
            cell.outputs = _joined_streams(cell.outputs)
    return nbformat.writes(notebook) + "\n"


def _joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What was printed in a row as one output: how the kernel cuts it into messages depends on the clock."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream":
            output.text = _CELL_FILE.sub("cell", output.text)
            if last.get("output_type") == "stream" and last.name == output.name:
                last.text += output.text
                continue
        joined.append(output)
    return joined


def _drop(metadata: NotebookNode) -> None:
    for name in _RUN_ONLY:
        metadata.pop(name, None)


def _without_places(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_places(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_places(entry) for entry in value]
    if isinstance(value, (str, PurePath)):
        return next((path.name for path in _as_paths(str(value)) if path.is_absolute()), str(value))
    return value


def _as_paths(text: str) -> tuple[PurePath, PurePath]:
    return PurePosixPath(text), PureWindowsPath(text)
