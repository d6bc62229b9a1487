"""A study with a hostile text in every field: plain text in the documents, no formula in a table, and none on a way out."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hostile_study import FILE, FOLDER, shown_texts
from lxml import etree
from report_texts import texts

from twoarm.publish.records.finished_run import read_run
from twoarm.tables.every import RUN_TABLES

DOCUMENTS = ("supplement.pdf", "supplement.docx", "supplement.jats.xml")
FOOT, HEAD = (
    60,
    780,
)  # points on a page of the PDF, beneath and above which the same lines stand on every page
ON_TITLE_PAGE = {
    "study.yml: title",
    "study.yml: subtitle",
}  # a website's pages are called by what the study asks
IN_TABLES = {  # what a reader is told in a published table alone
    "study.yml: arms.treated.level": "dictionary",
    "patients.csv: 0.ward": "subgroups",
    "dictionary.csv: 3.source": "dictionary",
    "claims.yml: claims.0.part": "claims",
    "claims.yml: claims.2.margin_source": "claims",
    "claims.yml: claims.2.unit": "claims",
    "claims.yml: not_reported.0.why": "reporting",
}
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.fixture(scope="module")
def run(report) -> Path:
    return report("hostile").folder


def bare(text: str) -> str:
    """A text without blanks and without the mark at which a PDF breaks a word; a sentence may begin with it."""
    return re.sub(r"[\s\x02\u00ad]", "", text).lower()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_text_is_text_in_the_document(run, document):
    said = bare(pages_read_on(run / document) if document.endswith(".pdf") else texts(run)[document])
    assert {where for where, text in shown_texts().items() if bare(text) not in said} == set(IN_TABLES)


def pages_read_on(path: Path) -> str:
    """The text of a PDF from page to page, without the lines that stand on each."""
    pages = (page.get_textpage() for page in pypdfium2.PdfDocument(path))
    return "".join(page.get_text_bounded(bottom=FOOT, top=HEAD) for page in pages)


def test_every_text_is_text_on_a_page(run):
    said = "".join(bare(text) for name, text in texts(run).items() if name.endswith(".html"))
    missing = {where for where, text in shown_texts().items() if bare(text) not in said}
    assert missing == ON_TITLE_PAGE | set(IN_TABLES)


@pytest.mark.parametrize("where", IN_TABLES)
def test_what_no_page_says_stands_in_a_published_table(run, where):
    table = read_run(run).tables[IN_TABLES[where]]
    assert any(shown_texts()[where] in cell for column in table for cell in table[column])


def test_the_pdf_runs_nothing_and_leads_nowhere_hostile(run):
    path = run / "supplement.pdf"
    content = path.read_bytes()
    # As whole names: a subset of a font is called by six letters, which may begin so.
    assert re.findall(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b", content) == []
    pdf = pypdfium2.PdfDocument(path)
    addresses = {link for page in pdf for link in links_of(page)}
    assert not [a for a in addresses if "evil" in a or not a.startswith(("http:", "https:", "mailto:"))]


def links_of(page) -> set[str]:
    import ctypes

    import pypdfium2.raw as pdfium

    place, link, found = ctypes.c_int(0), pdfium.FPDF_LINK(), set()
    while pdfium.FPDFLink_Enumerate(page.raw, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        buffer = ctypes.create_string_buffer(2000)
        if pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, 2000):
            found.add(buffer.value.decode())
    return found


def test_the_word_file_has_no_field_link_or_part_of_a_hostile_text(run):
    with zipfile.ZipFile(run / "supplement.docx") as archive:
        assert not [
            name for name in archive.namelist() if re.search(r"vba|embed|activeX|oleObject", name, re.I)
        ]
        targets = [
            relation.get("Target")
            for name in archive.namelist()
            if name.endswith(".rels")
            for relation in etree.fromstring(archive.read(name))
            if relation.get("TargetMode") == "External"
        ]
        codes = etree.fromstring(archive.read("word/document.xml")).xpath(
            "//*[local-name()='instrText']/text()"
        )
    assert not [t for t in targets if not t.startswith("https://") or "evil" in t]
    assert not [code for code in codes if "alert" in code or "DDE" in code]


def test_no_cell_of_a_table_begins_a_formula_whatever_separates_its_cells(run):
    for path in sorted(run.glob("*.csv")):
        text = path.read_text("utf-8")
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        cells += [cell for line in text.splitlines() for cell in re.split(r"[;\t]", line)]
        assert [cell for cell in cells if cell.strip()[:1] in tuple(SIGNS) and not number(cell)] == [], (
            path.name
        )
    assert "'=" in (run / "claims.csv").read_text("utf-8")


def number(cell: str) -> bool:
    """Whether a cell is a number, which a table has many of below zero; in a line that is cut elsewhere, its first cell."""
    return re.match(r"-?(\d|inf)", cell.strip()) is not None


def test_what_is_read_from_a_table_is_what_the_study_says(run):
    published = read_run(run)
    said = {text for table in published.tables.values() for column in table for text in table[column]}
    texts_there = shown_texts()
    assert texts_there["claims.yml: claims.0.id"] in said and texts_there["claims.yml: claims.0.part"] in said
    assert texts_there["study.yml: arms.treated.level"] in said
    for name in (name for name in RUN_TABLES if name in published.tables):
        for column in RUN_TABLES[name].numbers:
            if column in published.tables[name]:
                [float(cell) for cell in published.tables[name][column] if cell]


def test_no_name_of_a_folder_or_file_is_published(run):
    for path in run.rglob("*"):
        if path.suffix in (".html", ".js", ".xml", ".svg", ".csv", ".json"):
            text = path.read_text("utf-8")
            assert FOLDER not in text and FILE not in text and "alert(92)" not in text, path.name


def test_the_title_is_the_title_everywhere(run):
    title = shown_texts()["study.yml: title"]
    assert json.loads((run / "manifest.json").read_text("utf-8"))["title"] == title
    assert pypdfium2.PdfDocument(run / "supplement.pdf").get_metadata_value("Title") == title
