"""Excel files that are damaged, locked or made to do harm: refused with what to do, and never read to their end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from plain_tables import init

from twoarm.drafting.sheet import read_table
from twoarm.errors import InputError

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
SAID = ("--arm", "arm", "--treated", "B", "--outcomes", "age", "--min-count", "0")
Parts = dict[str, bytes]

DAMAGED = "not an Excel file, or damaged (open it in Excel and save it anew as .xlsx, or as CSV UTF-8)"
LOCKED = (
    "locked by a password, or of an Excel before 2007 (save it as .xlsx without a password, or as CSV UTF-8)"
)
DECLARES = "declares a document type or entities, which no spreadsheet needs"


def sound() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (["arm", "age"], ["A", 61], ["A", 62], ["B", 63], ["B", 64]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def changed(change: Callable[[Parts], object]) -> bytes:
    """The sound workbook with other parts."""
    with ZipFile(io.BytesIO(sound())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def put(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: changed(lambda parts: parts.update({name: content}))


def put_sheet(rows: str, before: str = "") -> Callable[[], bytes]:
    return put(SHEET, f"{before}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>".encode())


def replaced(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def change(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return lambda: changed(change)


def share_the_texts(parts: Parts) -> None:
    """Keep the texts in a part of their own, as Excel does: arm, A, B, age."""
    for index, text in enumerate((b"arm", b"A", b"B", b"age")):
        old, new = b't="inlineStr"><is><t>%s</t></is>' % text, b't="s"><v>%d</v>' % index
        parts[SHEET] = parts[SHEET].replace(old, new)
    parts[STRINGS] = (
        f"<sst {NS}>{''.join(f'<si><t>{t}</t></si>' for t in ('arm', 'A', 'B', 'age'))}</sst>".encode()
    )
    parts[TYPES] = parts[TYPES].replace(b"</Types>", SHARED)


def overwritten() -> bytes:
    content = bytearray(sound())
    third = len(content) // 3
    content[third : third + 40] = b"\xff" * 40
    return bytes(content)


def with_a_password() -> bytes:
    """The mark of an encrypted part, set in the directory at the end of the archive."""
    content = bytearray(sound())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def a_document() -> bytes:
    return changed(lambda parts: [parts.clear(), parts.update({"word/document.xml": b"<x/>"})])


def far(column: str, row: int) -> Callable[[], bytes]:
    return put_sheet(f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>')


def one_text_again_and_again() -> bytes:
    """A text of 100 KB that 3000 cells show: 300 MB out of nearly nothing."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3001))
    strings = f"<sst {NS}><si><t>{'a' * 100_000}</t></si></sst>".encode()

    def change(parts: Parts) -> None:
        parts[TYPES] = parts[TYPES].replace(b"</Types>", SHARED)
        parts[SHEET] = f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>".encode()
        parts[STRINGS] = strings

    return changed(change)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
CELL = '<row r="1"><c r="A1" t="str"><v>{}</v></c></row>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PADDED = "<!--" + "x" * 200_000 + "-->"

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", DAMAGED),
    "no zip": (lambda: b"arm,age\nA,61\n", DAMAGED),
    "a zip of nothing": (lambda: b"PK\x05\x06" + bytes(18), DAMAGED),
    "cut in the middle": (lambda: sound()[:2000], DAMAGED),
    "overwritten": (overwritten, DAMAGED),
    "a document of Word": (a_document, DAMAGED),
    "of an Excel before 2007, or encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), LOCKED),
    "a part with a password": (with_a_password, LOCKED),
    "a sheet that is no XML": (put(SHEET, b"no XML"), DAMAGED),
    "a sheet that is nested without end": (put(SHEET, b"<a>" * 50_000), DAMAGED),
    "styles that are no XML": (put("xl/styles.xml", b"<a><b></a>"), DAMAGED),
    "no types of content": (lambda: changed(lambda parts: parts.pop(TYPES)), DAMAGED),
    "types of another content": (replaced(TYPES, b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"), DAMAGED),
    "no workbook": (lambda: changed(lambda parts: parts.pop("xl/workbook.xml")), DAMAGED),
    "no relations": (put("xl/_rels/workbook.xml.rels", b"<Relationships/>"), DAMAGED),
    "no sheet": (lambda: changed(lambda parts: parts.pop(SHEET)), "no sheet of cells in it (open it in Excel"),
    "a sheet without cells": (put_sheet(""), "the file is empty"),
    "a number that is none": (replaced(SHEET, b"<v>61</v>", b"<v>sixty</v>"), "damaged: row 2 of a sheet"),
    "a string that is not there": (put_sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), DAMAGED),
    "a cell of no place": (replaced(SHEET, b'r="A2"', b'r="@@"'), "damaged: row 2 of a sheet"),
    "a billion laughs": (put_sheet(CELL.format("&i;"), LAUGHS + "]>"), DECLARES),
    "an entity from outside": (put_sheet(CELL.format("&a;"), OUTSIDE), DECLARES),
    "an entity in another encoding": (put(SHEET, f'<?xml version="1.0"?>{OUTSIDE}<x>&a;</x>'.encode("utf-16")), DECLARES),
    "an entity far down": (put_sheet(CELL.format("&a;"), PADDED + OUTSIDE), DECLARES),
    "a part with an absolute path": (put("/etc/part", b"x"), "holds a part whose path leads out of it (open it in Excel"),
    "a part above": (put("xl/../../part", b"x"), "holds a part whose path leads out of it"),
    "a part on a drive": (put("C:\\part", b"x"), "holds a part whose path leads out of it"),
    "a bomb": (put("xl/media/a.bin", bytes(200_000_001)), "unpacks to more than 200 MB (save it as CSV UTF-8)"),
    "one text again and again": (one_text_again_and_again, "more than 200000000 characters"),
    "a cell in the last column": (far("XFD", 1), "16384 columns; at most 2000 (is there a stray"),
    "a row of no sheet": (far("A", 999999999999), "a row beyond the last one of Excel"),
    "a stray cell": (far("CV", 1000000), "more than 20000000 cells (is there a stray cell"),
}  # fmt: skip

# One attribute or value of the sound sheet mended away; read as it says, each loses a patient or changes a cell.
MISPLACED = {
    "a row twice": (b'<row r="4"', b'<row r="3"', 3),
    "a row that falls back": (b'<row r="5"', b'<row r="2"', 2),
    "a row before the first": (b'<row r="1"', b'<row r="0"', 0),
    "a cell twice": (b'r="B3"', b'r="A3"', 3),
    "a cell that falls back": (b'r="A3"', b'r="C3"', 3),
    "a cell of another row": (b'r="B3"', b'r="B4"', 3),
    "a text from the end": (b'<c r="A5" t="s"><v>2</v>', b'<c r="A5" t="s"><v>-2</v>', 5),
    "a truth of seven": (b'<c r="B5" t="n"><v>64</v>', b'<c r="B5" t="b"><v>7</v>', 5),
    "a number with a line in it": (b"<v>64</v>", b"<v>6_4</v>", 5),
    "a kind that is none": (b'r="B5" t="n"', b'r="B5" t="z"', 5),
}


@pytest.mark.parametrize("what", MISPLACED)
def test_a_sheet_that_would_lose_or_change_a_cell_in_silence_is_refused(what, tmp_path, capsys):
    old, new, row = MISPLACED[what]

    def change(parts: Parts) -> None:
        share_the_texts(parts)
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new)

    (tmp_path / "t.xlsx").write_bytes(changed(change))
    code, folder = init(tmp_path / "t.xlsx", *SAID)
    said = capsys.readouterr().err
    assert (code, f"t.xlsx: damaged: row {row} of a sheet" in said) == (3, True), said
    assert not folder.exists()


@pytest.mark.parametrize("attribute", [rb' r="[A-Z]?[0-9]"', rb' r="[0-9]"', rb' r="[A-Z][0-9]"', b"no such"])
def test_rows_and_cells_without_a_number_follow_one_another(attribute, tmp_path):
    def change(parts: Parts) -> None:
        share_the_texts(parts)
        parts[SHEET] = re.sub(attribute, b"", parts[SHEET])

    (tmp_path / "t.xlsx").write_bytes(changed(change))
    (tmp_path / "same.xlsx").write_bytes(sound())
    assert read_table(tmp_path / "t.xlsx").equals(read_table(tmp_path / "same.xlsx"))


def test_rows_and_cells_may_be_left_out(tmp_path):
    rows = '<row r="2"><c r="B2" t="str"><v>arm</v></c></row><row r="7"><c r="b7" t="b"><v>1</v></c><c><v>1E2</v></c></row>'
    (tmp_path / "t.xlsx").write_bytes(put_sheet(rows)())
    with pytest.raises(InputError, match="column"):  # it comes to the table, whose header has no names
        read_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize("what", FILES)
def test_a_workbook_that_cannot_be_read_safely_is_refused(what, tmp_path, capsys):
    make, words = FILES[what]
    (tmp_path / "t.xlsx").write_bytes(make())
    code, folder = init(tmp_path / "t.xlsx", *SAID)
    said = capsys.readouterr().err
    assert (code, f"t.xlsx: {words}" in said) == (3, True), said
    assert not folder.exists()


@pytest.mark.parametrize(
    "size", [b"A1:XFD1048576", b"A1", b"A1:A1"], ids=["of all cells", "of one cell", "of a column"]
)
def test_what_a_sheet_says_of_its_size_is_not_believed(size, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(replaced(SHEET, b'ref="A1:B5"', b'ref="%s"' % size)())
    assert init(tmp_path / "t.xlsx", *SAID)[0] == 0
