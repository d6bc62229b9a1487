"""The golden record: the shipped study's notebooks, executed, written back to be reviewed as a diff and committed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from twoarm.computed.values import FOLDER, values_in
from twoarm.errors import InputError, Place, Problem
from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.notebooks.kernels import use_forked_kernels, warm_up
from twoarm.publish.progress import Progress
from twoarm.study.files.book import CONTENTS, find_checkout
from twoarm.study.files.contents import pages, read_toc
from twoarm.study.files.page_files import TEMPLATES, page_file


def accept() -> list[Path]:
    """Execute every notebook of ``_toc.yml``, and every template, on the shipped study and keep the outputs.

    Returns
    -------
    The notebooks whose content changed.

    Raises
    ------
    InputError
        Outside a checkout: the notebooks of an installed package stay as they are.
    """
    book = find_checkout()
    if book is None:
        problem = Problem(Place(CONTENTS), "in no folder above")
        raise InputError("There is no checkout here", [problem], "Work in the report's checkout.")
    notebooks = [f for page in pages(read_toc(book)) if (f := page_file(book, page)).suffix == ".ipynb"]
    templates = sorted((book / TEMPLATES).glob("*.ipynb"))
    before = {path: path.read_bytes() for path in (*notebooks, *templates)}
    use_forked_kernels()
    warm_up(book / "data")
    with (
        Progress.open() as progress,
        tempfile.TemporaryDirectory() as records,
        values_in(Path(records, FOLDER)),
    ):
        for found, place in ((notebooks, book / "notebooks"), (templates, book / TEMPLATES)):
            execute_notebooks(found, place, parameters={}, records=Path(records), progress=progress)
    return [path for path in before if path.read_bytes() != before[path]]
