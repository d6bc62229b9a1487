"""The disclosure check, first form: nothing is published that is of an unknown kind or holds a patient's identifier."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from twoarm.study.errors import DisclosureError, Problem

ALLOWED = {".html", ".css", ".js", ".svg", ".png", ".woff2", ".ttf", ".pdf", ".docx", ".xml", ".csv", ".json"}
TABLES = {"results.csv", "summaries.csv", "claims.csv"}


def searchable(identifiers: list[str]) -> set[str]:
    """The identifiers that can be told from any other text: four characters and a letter at least."""
    return {i for i in identifiers if len(i) >= 4 and re.search(r"[^\W\d]", i)}


def check_disclosure(folder: Path, identifiers: list[str]) -> None:
    """Read every file that would be published.

    Raises
    ------
    DisclosureError
        Naming each file of a kind that is not on the list, and each that holds an identifier, with how many; never which.
    """
    wanted = searchable(identifiers)
    problems = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() or p.is_symlink()):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_symlink()
            or path.suffix not in ALLOWED
            or (path.suffix == ".csv" and path.name not in TABLES)
        ):
            problems.append(Problem(name, "not a kind of file that a report publishes"))
            continue
        found = set().union(*(wanted & _tokens(text, wanted) for text in _texts(path)))
        if found:
            problems.append(Problem(name, f"holds {len(found)} patient identifiers"))
    if problems:
        raise DisclosureError(
            "The report was not published",
            problems,
            "Remove what shows single patients; the earlier report stays.",
        )


def _texts(path: Path) -> Iterator[str]:
    """What a reader or a program could read in a file: its bytes, and what is packed inside them."""
    content = path.read_bytes()
    yield content.decode("utf-8", "ignore")
    yield content.decode("utf-16-le", "ignore")
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "ignore")
    elif path.suffix == ".pdf":
        yield from _pdf_texts(path)


def _pdf_texts(path: Path) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()


def _tokens(text: str, wanted: set[str]) -> set[str]:
    """The words of a text, and of the identifiers with other characters those that it holds."""
    words = set(re.findall(r"[\w-]+", text)) | set(re.findall(r"\w+", text))
    return words | {i for i in wanted if not re.fullmatch(r"[\w-]+", i) and i in text}
