"""The golden record: the shipped study's notebooks, executed, written back to be reviewed as a diff and committed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.progress import Progress
from twoarm.study.chapters import find_book, page_file, pages, read_toc


def accept() -> list[Path]:
    """Execute every notebook of ``_toc.yml`` on the shipped study and keep the outputs.

    Returns
    -------
    The notebooks whose content changed.
    """
    book = find_book()
    notebooks = [f for page in pages(read_toc(book)) if (f := page_file(book, page)).suffix == ".ipynb"]
    before = {path: path.read_bytes() for path in notebooks}
    with Progress.open() as progress, tempfile.TemporaryDirectory() as records:
        execute_notebooks(
            notebooks, book / "notebooks", parameters={}, records=Path(records), progress=progress
        )
    return [path for path in notebooks if path.read_bytes() != before[path]]
