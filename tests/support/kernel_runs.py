"""Small notebooks, run by papermill on real kernels as a build runs its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from rich.console import Console

from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.progress import Progress

CANARY = "PATIENT-4711"

DONE = (
    "import os, pathlib\n"
    'record = os.environ["TWOARM_NOTEBOOK"] + ".json"\n'
    '_ = (pathlib.Path(os.environ["TWOARM_RECORDS"]) / record).write_text("{}")'
)

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_notebook(path: Path, *cells: str, parameters: str = "", done: bool = True) -> Path:
    """Write a notebook: a heading (cell 1), a parameters cell where given, the cells, the record."""
    parts = [new_markdown_cell("# A notebook")]
    if parameters:
        parts.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    parts += [new_code_cell(cell) for cell in (*cells, *[DONE] * done)]
    for number, part in enumerate(parts):
        part.id = f"part-{number}"
    nbformat.write(new_notebook(cells=parts, metadata={"kernelspec": KERNEL}), path)
    return path


def run(notebooks: Sequence[Path], folder: Path, **options: Any) -> str:
    """Execute into `folder`, with the records in `folder/records`; gives what the progress said."""
    (folder / "records").mkdir(parents=True, exist_ok=True)
    said = io.StringIO()
    with Progress.open(Console(file=said, width=200)) as progress:
        settings = {"parameters": {}, "records": folder / "records", **options}
        execute_notebooks(notebooks, folder, progress=progress, **settings)
    return said.getvalue()
