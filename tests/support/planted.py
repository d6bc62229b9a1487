"""A leak planted in a file of a finished report, by the kind of file and the place in it."""

from __future__ import annotations

import csv
import ctypes
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from twoarm.publish.website.finding.index import INDEX

Plant = Callable[[Path, str], Path]  # writes a text into a run and returns the file


def _replaced(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def _in_page(number: int, markup: Callable[[str], str]) -> Plant:
    """In a page of its own, so that many places are tried at once."""
    return lambda run, said: _replaced(
        sorted((run / "html").rglob("*.html"))[number], "</body>", markup(said) + "</body>"
    )


def _split(said: str) -> str:
    """The same text as a reader sees it, each letter in an element of its own."""
    return "<p>" + "".join(f"<b>{letter}</b>" for letter in said) + "</p>"


def _in_index(run: Path, said: str) -> Path:
    return _replaced(run / "html" / INDEX, '"places": [', f'"places": [["x", "", {json.dumps(said)}], ')


def _drawing(run: Path, number: int) -> Path:
    return sorted((run / "figures").glob("*.svg"))[number]


def _in_drawing(number: int, markup: Callable[[str], str]) -> Plant:
    return lambda run, said: _replaced(_drawing(run, number), "</svg>", markup(said) + "</svg>")


def _on_a_page_of_pdf(run: Path, said: str) -> Path:
    path = run / "supplement.pdf"
    document = pypdfium2.PdfDocument(path.read_bytes())
    page = document.new_page(595, 842)
    words = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 12)
    letters = (said + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(words, ctypes.cast(letters, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, 50, 500)
    pdfium.FPDFPage_InsertObject(page, words)
    page.gen_content()
    document.save(path)
    return path


def _in_properties_of_pdf(run: Path, said: str) -> Path:
    path = run / "supplement.pdf"
    stated = b"\xfe\xff" + said.encode("utf-16-be")
    path.write_bytes(
        path.read_bytes() + b"\n9999 0 obj\n<</Subject <" + stated.hex().encode() + b">>>\nendobj\n"
    )
    return path


def _in_word(part: str, before: str, markup: Callable[[str], str]) -> Plant:
    def plant(run: Path, said: str) -> Path:
        path = run / "supplement.docx"
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert before.encode() in parts[part]
        parts[part] = parts[part].replace(before.encode(), (markup(said) + before).encode(), 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return path

    return plant


def _as_a_row(run: Path, said: str) -> Path:
    path = run / "results.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(",".join(said.split()) + "\n")
    return path


def _in_a_cell(file: str, column: str) -> Plant:
    """In the first row of a table, or in a row that is added where the study has none."""

    def plant(run: Path, said: str) -> Path:
        path = run / file
        with path.open(encoding="utf-8", newline="") as opened:
            head, *rows = csv.reader(opened)
        rows = rows or [[""] * len(head)]
        rows[0][head.index(column)] = said
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([head, *rows])
        return path

    return plant


def _in_json(file: str, shown: Callable[[str], object] = str.split) -> Plant:
    def plant(run: Path, said: str) -> Path:
        path = run / file
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"shown": shown(said)}), "utf-8")
        return path

    return plant


def _in_traces_of_a_page(run: Path, said: str) -> Path:
    path = run / "html" / "_static" / "traces" / "index.js"
    return _replaced(path, '"records": {', f'"records": {{"shown": {json.dumps(said)},')


def _in_bibliography(run: Path, said: str) -> Path:
    path = run / "references.bib"
    path.write_text(path.read_text("utf-8") + f"\n@misc{{Shown,\n  note={{{said}}}\n}}\n", "utf-8")
    return path


def _in_picture(run: Path, said: str) -> Path:
    path = min((run / "figures").glob("*.png"))
    content = path.read_bytes()
    chunk = b"tEXtComment\0" + said.encode("latin-1")
    whole = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(content[:33] + whole + content[33:])  # behind the header
    return path


def _as_a_name(run: Path, said: str) -> Path:
    return _drawing(run, 3).rename(run / "figures" / f"{'_'.join(said.split())}.svg")


def _cells(said: str) -> str:
    return "<table><tr><td>" + "</td><td>".join(said.split()) + "</td></tr></table>"


def _column(said: str) -> str:
    return "<table>" + "".join(f"<tr><td>a</td><td>{value}</td></tr>" for value in said.split()) + "</table>"


# Each place is in another file than the others of its round.
ROUNDS: tuple[dict[str, Plant], ...] = (
    {
        "text of a page": _in_page(0, lambda said: f"<p>{escape(said)}</p>"),
        "text split by markup": _in_page(1, _split),
        "row of a page": _in_page(2, _cells),
        "column of a page": _in_page(3, _column),
        "entities": _in_page(
            4, lambda said: "<p>" + "".join(f"&#{ord(letter)};" for letter in said) + "</p>"
        ),
        "attribute": _in_page(5, lambda said: f'<i data-shown="{escape(said)}"></i>'),
        "address": _in_page(
            6, lambda said: '<a href="?q=' + "".join(f"%{ord(x):02X}" for x in said) + '">x</a>'
        ),
        "comment": _in_page(7, lambda said: f"<!-- {said} -->"),
        "search index": _in_index,
        "text of a drawing": _in_drawing(0, lambda said: f"<text>{escape(said)}</text>"),
        "description of a drawing": _in_drawing(1, lambda said: f"<desc>{escape(said)}</desc>"),
        "attribute of a drawing": _in_drawing(2, lambda said: f'<g aria-label="{escape(said)}"/>'),
        "name of a file": _as_a_name,
        "page of the PDF": _on_a_page_of_pdf,
        "text of the Word file": _in_word(
            "word/document.xml", "<w:sectPr", lambda said: f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
        ),
        "JATS": lambda run, said: _replaced(
            run / "supplement.jats.xml", "</body>", f"<sec><p>{said}</p></sec></body>"
        ),
        "row of a table": _as_a_row,
        "manifest": _in_json("manifest.json"),
        "words of a picture": _in_picture,
    },
    {
        "script of a page": _in_page(
            0, lambda said: f"<script>var shown = {json.dumps(said.split())}</script>"
        ),
        "properties of the PDF": _in_properties_of_pdf,
        "properties of the Word file": _in_word(
            "docProps/core.xml",
            "</cp:coreProperties>",
            lambda said: f"<dc:description>{said}</dc:description>",
        ),
        "cell of a table": _in_a_cell("results.csv", "reason"),
        "record of a run": _in_json("run.json"),
        "traces beside the site": _in_json("html/trace.json", lambda said: {"row": said.split()}),
        "traces of a page": _in_traces_of_a_page,
        "dictionary": _in_a_cell("dictionary.csv", "note"),
        "methods": _in_a_cell("methods.csv", "computation"),
        "reporting checklist": _in_a_cell("checklist.csv", "answer"),
        "answers about the design": _in_a_cell("reporting.csv", "said"),
        "bibliography": _in_bibliography,
    },
)
