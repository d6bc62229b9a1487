"""Which reader a file has: by its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import PurePath

from twoarm.publish.gate.reading.drawings import read_drawing
from twoarm.publish.gate.reading.markup import read_html, read_xml
from twoarm.publish.gate.reading.packed import parts_of, read_pdf, read_picture
from twoarm.publish.gate.reading.passages import Reading, several
from twoarm.publish.gate.reading.scripts import read_script
from twoarm.tables.columns import Column, Holds, PublishedTable
from twoarm.tables.every import RUN_TABLES

_WORDS = (Holds.KEY, Holds.TEXT, Holds.WORDS)
_MASKED = re.compile(r"[<>≥≤] ?\d+|\d+ to \d+")  # a count that a policy masks


def read_file(name: str, content: bytes) -> Reading:
    """What a file says, and what is packed inside it."""
    suffix = PurePath(name).suffix
    if suffix == ".docx":
        reading = Reading()
        for part, inner in parts_of(content):
            reading.add(part)
            reading.take(read_file(part, inner))
        return reading
    reading = _READERS.get(suffix, _read_bytes)(content)
    if suffix in _SOURCES:
        reading.raw += _decoded(content)
    return reading


def _read_table(content: bytes) -> Reading:
    """Each row; of a row of the run's own the cells of words, since its numbers are all about one thing."""
    reading = Reading()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "ignore"))))
    table = next((t for t in RUN_TABLES.values() if rows and tuple(rows[0]) == t.header), None)
    keys = set()
    for row in rows[1:] if table else rows:
        own = table is not None and is_row_of(table, row)
        key = tuple(row[: len(row)]) if not own or table.in_order else _key(table, row)
        words = _words(table, row) if own and key not in keys else row
        keys.add(key)
        reading.add("\t".join(words))
        for cell in filter(several, words):
            reading.add(cell, " ".join(words))
    return reading


def is_row_of(table: PublishedTable, row: Sequence[str]) -> bool:
    """Whether cells are a row as the table has them: as many, and numbers where it has numbers."""
    if len(row) != len(table.columns):
        return False
    return all(_fits(column, cell) for column, cell in zip(table.columns, row, strict=True))


def _fits(column: Column, cell: str) -> bool:
    try:
        return column.holds in _WORDS or not cell or float(cell) is not None
    except ValueError:
        return bool(_MASKED.fullmatch(cell))


def _key(table: PublishedTable, row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell for column, cell in zip(table.columns, row, strict=True) if column.holds is Holds.KEY)


def _words(table: PublishedTable, row: Sequence[str]) -> list[str]:
    return [cell for column, cell in zip(table.columns, row, strict=True) if column.holds in _WORDS]


def _read_code(content: bytes) -> Reading:
    return read_script(content.decode("utf-8", "ignore"))


def _decoded(content: bytes) -> list[str]:
    """As text, also of two bytes a letter where it may be that."""
    wide = [content.decode("utf-16-le", "ignore")] if b"\0" in content else []
    return [content.decode("utf-8", "ignore"), *wide]


def _read_bytes(content: bytes) -> Reading:
    """What has no reader of its own: a font, a style sheet."""
    return Reading(raw=_decoded(content))


def _read_lines(content: bytes) -> Reading:
    """A bibliography: an entry a line."""
    reading = Reading()
    for line in content.decode("utf-8", "ignore").splitlines():
        reading.add(line)
    return reading


_READERS: dict[str, Callable[[bytes], Reading]] = {
    ".html": read_html,
    ".svg": read_drawing,
    ".xml": read_xml,
    ".rels": read_xml,
    ".pdf": read_pdf,
    ".png": read_picture,
    ".csv": _read_table,
    ".bib": _read_lines,
    ".json": _read_code,
    ".js": _read_code,
}
_SOURCES = (".html", ".svg", ".xml", ".rels", ".csv", ".bib", ".json", ".js")
