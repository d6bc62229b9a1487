"""One single page becomes the manuscript supplement: PDF, Word and JATS, with the numbers that the website has.

The page is cleaned once (`single_page`, `links`, `tables`, `figures`), read once by pandoc, and then
written by `typeset`, `word` and `jats`; each of those knows its own format and no other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from lxml import html

from twoarm.errors import DiskError, ParameterError
from twoarm.publish.documents.figures import place_figures
from twoarm.publish.documents.jats import write_jats
from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.documents.pandoc import read_page
from twoarm.publish.documents.single_page import clean_page
from twoarm.publish.documents.tables import fit_tables
from twoarm.publish.documents.typeset import write_pdf
from twoarm.publish.private.folders import tool_folder
from twoarm.publish.word.file import write_word
from twoarm.study.files.book import find_book

Writer = Callable[[str, Path, Path, Metadata], bytes]

WRITERS: dict[str, tuple[str, Writer]] = {
    "pdf": ("supplement.pdf", write_pdf),
    "docx": ("supplement.docx", write_word),
    "jats": ("supplement.jats.xml", write_jats),
}
_TEMPLATES = Path("book", "supplement")


def make_documents(
    page: Path,
    out: Path,
    meta: Metadata,
    formats: set[str],
    figures: Path | None = None,
    templates: Path | None = None,
) -> list[Path]:
    """Write the supplement.

    Parameters
    ----------
    page : Path
        Sphinx's ``singlehtml`` page; its pictures stand where it says.
    out : Path
        Folder for the documents.
    meta : Metadata
        What the documents say about themselves.
    formats : set of str
        Of ``pdf``, ``docx`` and ``jats``.
    figures : Path, optional
        Folder with ``<label>.png`` for each figure; otherwise each PNG stands beside its SVG.
    templates : Path, optional
        Folder of the supplement's templates; otherwise those of the book (`twoarm.study.files.book.find_book`).

    Returns
    -------
    list of Path
        The files written, in the order pdf, docx, jats.

    Raises
    ------
    ParameterError
        A format that is not known.
    AnalysisError
        A converter failed or warned; a picture without alternative text; a link that leads nowhere.
    ToolMissing
        pandoc, Typst, the book or a figure's PNG is not there.
    DiskError
        `out` cannot be written.
    """
    if unknown := sorted(formats - WRITERS.keys()):
        raise ParameterError("Unknown formats", unknown, f"Choose from {', '.join(WRITERS)}.")
    wanted = [WRITERS[name] for name in WRITERS if name in formats]
    folder = templates or find_book() / _TEMPLATES
    with tempfile.TemporaryDirectory(prefix="pages-", dir=tool_folder(tempfile.gettempdir())) as name:
        work = Path(name)
        document = _prepare(page, work, folder, meta, figures, pixels=bool(formats & {"docx", "jats"}))
        made = [(file, write(document, work, folder, meta)) for file, write in wanted]
    return [_save(out / file, content) for file, content in made]


def _prepare(
    page: Path, work: Path, templates: Path, meta: Metadata, figures: Path | None, pixels: bool
) -> str:
    article = clean_page(page, meta.title)
    fit_tables(article)
    place_figures(article, page.parent, work, figures, pixels)
    return read_page(html.tostring(article, encoding="unicode"), work, templates, meta)


def _save(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise DiskError(f"{path.name} cannot be written: {error.strerror}") from error
    return path
