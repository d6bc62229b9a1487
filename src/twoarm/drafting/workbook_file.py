"""An Excel file before a library opens it: what is damaged, locked or made to do harm is refused by its form alone."""

from __future__ import annotations

import io
from pathlib import PurePosixPath, PureWindowsPath
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from twoarm.drafting.workbook_rows import misplaced_row
from twoarm.errors import InputError, Place, Problem

MAX_UNPACKED = (
    200_000_000  # bytes of all parts, and characters of all cells: a few letters can be repeated without end
)
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ANEW = "open it in Excel and save it anew as .xlsx, or as CSV UTF-8"
DAMAGED = ("not an Excel file, or damaged", ANEW)
MISPLACED = (
    "damaged: row {} of a sheet repeats or falls back, or has a cell that does so or cannot be read",
    "export it again from where it came; Excel may mend it, but can lose a row with it",
)
LOCKED = (
    "locked by a password, or of an Excel before 2007",
    "save it as .xlsx without a password, or as CSV UTF-8",
)


def damaged(name: str) -> InputError:
    """The error of a file that cannot be understood."""
    return _refused(name, *DAMAGED)


def refuse_unsafe(content: bytes, name: str) -> None:
    """Refuse what should not be opened: only sheets are unpacked beyond their beginning, and none is kept.

    Raises
    ------
    InputError
        With what it is, and what to do.
    """
    if content.startswith(OLD_OR_LOCKED):
        raise _refused(name, *LOCKED)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if found := _unsafe(archive):
                raise _refused(name, *found)
    except InputError:
        raise
    except Exception:  # a damaged archive meets the unpacking anywhere
        raise damaged(name) from None


def _unsafe(archive: ZipFile) -> tuple[str, str] | None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        return LOCKED
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB", "save it as CSV UTF-8"
    if any(_leads_out(part) for part in parts):
        return "holds a part whose path leads out of it", ANEW
    if any(_declares(archive, part) for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))):
        return "declares a document type or entities, which no spreadsheet needs", ANEW
    for part in parts:
        if (row := _misplaced(archive, part)) is not None:
            return MISPLACED[0].format(row), MISPLACED[1]
    return None


def _leads_out(part: ZipInfo) -> bool:
    name = part.orig_filename
    return (
        ".." in PureWindowsPath(name).parts
        or bool(PureWindowsPath(name).anchor)
        or PurePosixPath(name).is_absolute()
    )


def _declares(archive: ZipFile, part: ZipInfo) -> bool:
    """Whether a document type stands before the first element, in whatever encoding; what is no XML declares none."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append("document type")
    parser.StartElementHandler = lambda *_: found.append("element")
    with archive.open(part) as stream:
        while not found and (chunk := stream.read(1 << 16)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError:
                break
    return found[:1] == ["document type"]


def _misplaced(archive: ZipFile, part: ZipInfo) -> int | None:
    with archive.open(part) as stream:
        return misplaced_row(stream)


def _refused(name: str, rule: str, mend: str) -> InputError:
    return InputError(f"{name} cannot be read", [Problem(Place(name), rule, mend)])
