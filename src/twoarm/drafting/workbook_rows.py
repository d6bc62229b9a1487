"""The rows and cells of a sheet, judged first: a library keeps the last of two cells, and skips a row that falls back."""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
SHEET, ROW, CELL, VALUE = (MAIN + name for name in ("worksheet", "row", "c", "v"))
REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]*)")
ROW_NUMBER = re.compile(r"\s*([0-9]+)(?:\.0*)?\s*")
# What a value of each kind of cell looks like: the index of a shared text, a truth, a number, or anything.
LOOKS = {
    "s": re.compile(r"\s*[0-9]+\s*"),
    "b": re.compile(r"\s*[01]\s*"),
    "n": re.compile(r"\s*[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?\s*"),
    **dict.fromkeys(("d", "e", "str", "inlineStr"), re.compile(r"(?s:.*)")),
}


class NoSheetError(Exception):
    """The part is something else."""


class MisplacedError(ValueError):
    """A row or a cell stands where it cannot, or holds what its kind cannot."""


def misplaced_row(part: IO[bytes]) -> int | None:
    """The first row of a sheet that cannot be as it is, or that holds such a cell; None for none, and for another part.

    What is no XML is left to the library, which refuses it.
    """
    rows = _Rows()
    try:
        while chunk := part.read(1 << 16):
            rows.parser.Parse(chunk)
    except MisplacedError:
        return rows.row
    except (NoSheetError, expat.ExpatError):
        pass
    return None


class _Rows:
    """What a parser meets: rows and columns go up, and one without a number follows the one before it."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.looks = LOOKS["n"]
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._other  # no sheet has one, and no entity is followed here
        self.parser.StartElementHandler = self._root
        self.text: list[str] = []

    def _other(self, *_: object) -> None:
        raise NoSheetError

    def _root(self, name: str, _: dict[str, str]) -> None:
        if name != SHEET:
            self._other()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == CELL:
            self._cell(attributes)
        elif name == VALUE:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        elif name == ROW:
            self._row(attributes)

    def _end(self, name: str) -> None:
        if name == VALUE:
            self.parser.CharacterDataHandler = None
            if text := "".join(self.text):
                _matched(self.looks, text)

    def _row(self, attributes: dict[str, str]) -> None:
        before, self.column = self.row, 0
        self.row = _number(attributes["r"]) if "r" in attributes else before + 1
        _require(self.row > before)

    def _cell(self, attributes: dict[str, str]) -> None:
        before, self.column = self.column, self.column + 1
        if place := attributes.get("r"):
            found = _matched(REFERENCE, place)
            self.column = _column(found[1])
            _require(self.column > before and int(found[2]) == self.row)
        kind = attributes.get("t", "n")
        _require(kind in LOOKS)
        self.looks = LOOKS[kind]


def _require(holds: bool) -> None:
    if not holds:
        raise MisplacedError


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if found := pattern.fullmatch(text):
        return found
    raise MisplacedError


def _number(text: str) -> int:
    """A whole number, which some programs write as 3.0."""
    return int(_matched(ROW_NUMBER, text)[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
