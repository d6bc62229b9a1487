"""The disclosure check, first form: nothing is published that is of an unknown kind or holds a patient's identifier."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from twoarm.errors import DisclosureError, Place, Problem
from twoarm.tables.every import RUN_TABLES

_ALLOWED = {
    ".html",
    ".css",
    ".js",
    ".svg",
    ".png",
    ".woff2",
    ".ttf",
    ".pdf",
    ".docx",
    ".xml",
    ".csv",
    ".json",
}
_TABLES = {table.file for table in RUN_TABLES.values()}


def searchable(identifiers: list[str]) -> set[str]:
    """The identifiers that can be told from any other text: four characters with a letter, or eight digits, at least.

    Shorter ones ("17", "00123") are numbers that a report has for other reasons.
    """
    return {i for i in identifiers if len(i) >= (4 if re.search(r"[^\W\d]", i) else 8)}


def check_disclosure(folder: Path, identifiers: list[str]) -> None:
    """Read every file that would be published.

    Raises
    ------
    DisclosureError
        Naming each file of a kind that is not on the list, and each that holds an identifier, with how many; never which.
    """
    wanted = searchable(identifiers)
    problems = []
    for path in sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()):
        name = path.relative_to(folder).as_posix()
        if wanted & _tokens(name, wanted):
            problems.append(Problem(Place(), "a file is named after a patient"))
            name = "that file"
        if not _publishable(path):
            problems.append(Problem(Place(at=name), "not a kind of file that a report publishes"))
            continue
        found = _held(path, wanted)
        if found:
            count = "a patient's identifier" if len(found) == 1 else f"{len(found)} patients' identifiers"
            problems.append(Problem(Place(at=name), f"holds {count}"))
    if problems:
        raise DisclosureError(
            "The report was not published",
            problems,
            "Remove what shows single patients; the earlier report stays.",
        )


def _publishable(path: Path) -> bool:
    known = path.suffix in _ALLOWED and (path.suffix != ".csv" or path.name in _TABLES)
    return known and path.is_file() and not path.is_symlink()


def _held(path: Path, wanted: set[str]) -> set[str]:
    """The identifiers that a file holds."""
    if path.suffix == ".png":  # its parts have no boundaries between words
        content = path.read_bytes()
        return {identifier for identifier in wanted if identifier.encode() in content}
    return set().union(*(wanted & _tokens(text, wanted) for text in _texts(path)))


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
