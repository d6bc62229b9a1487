"""The documents of whole reports: how many pages, how full, and no sentence that a document cannot keep."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import numpy as np
import pypdfium2
import pytest
from docx.oxml.ns import qn
from shared_cohorts import needs_licorice

STUDIES = ["shipped", "gbsg2", pytest.param("licorice", marks=needs_licorice)]
MM = 72 / 25.4  # points
HEAD_MM, FOOT_MM = (
    28,
    26,
)  # the margins of a page that stands upright; of a landscape one less, so that it seems fuller by little
GAP_MM = 20  # white from here on is a gap and no space between two blocks
DOTS = 2  # of a drawn page to the millimetre
INK = 200  # grey from black to this
OF_THE_WEB = r"›|\bhover|\btap\b|\bclick|\bscroll|\bslide|\bdrag\b|\bfold(ed)?\b|See its numbers"


@pytest.fixture(params=STUDIES)
def folder(request, report) -> Path:
    return report(request.param).folder


@cache
def filled(pdf: Path) -> list[float]:
    """Of each page the share of its text block, from the head to the last ink, that is no gap."""
    return [_filled(page) for page in pypdfium2.PdfDocument(pdf)]


def _filled(page) -> float:
    drawn = np.asarray(page.render(scale=DOTS / MM, grayscale=True).to_pil())
    block = drawn[HEAD_MM * DOTS : -FOOT_MM * DOTS]
    inked = np.flatnonzero((block < INK).any(axis=1))
    spaces = np.diff(inked, prepend=0)
    return (inked[-1] - spaces[spaces > GAP_MM * DOTS].sum()) / len(block)


def texts(folder: Path) -> list[str]:
    document = pypdfium2.PdfDocument(folder / "supplement.pdf")
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def sentences(folder: Path) -> Counter[str]:
    """What the Word file says outside of its tables, sentence by sentence."""
    said = [p.text for p in docx.Document(folder / "supplement.docx").paragraphs]
    return Counter(
        s
        for text in said
        for s in re.split(r"(?<=[.?!])\s+", text)
        if len(s.split()) > 2 and s.endswith((".", "?", "!"))
    )


def test_pages_are_full(folder):
    assert np.mean(filled(folder / "supplement.pdf")) >= 0.8


def test_a_page_that_ends_early_is_seen(tmp_path):
    sheet = pypdfium2.PdfDocument.new()
    sheet.new_page(210 * MM, 297 * MM)
    sheet.save(tmp_path / "blank.pdf")
    (page,) = pypdfium2.PdfDocument(tmp_path / "blank.pdf")
    with pytest.raises(IndexError):  # not a mark on it
        _filled(page)


def test_the_shipped_report_has_as_many_pages_as_a_reader_can_be_asked_for(report):
    pages = texts(report("shipped").folder)
    (begins,) = [i for i, text in enumerate(pages) if "Contents" in text]
    appendices = next(i for i, text in enumerate(pages) if re.search(r"\bAppendices\b", text))
    assert len(pages) <= 45 and 20 <= appendices - begins - 1 <= 25


def test_the_title_page_has_what_is_asked_found_and_real(folder, report):
    title = texts(folder)[0]
    assert "Real: " in title
    question = next(
        p.text for p in docx.Document(folder / "supplement.docx").paragraphs if p.style.name == "Heading 1"
    )
    assert question in title
    answer = {
        "shipped": "This cannot be checked",
        "gbsg2": "Recurrence-free survival was longer",
        "licorice": "Cough",
    }
    (said,) = [words for name, words in answer.items() if report(name).folder == folder]
    assert said in title


def test_no_sentence_is_said_five_times(folder):
    assert [(s, n) for s, n in sentences(folder).items() if n >= 5] == []


def test_no_sentence_points_at_what_a_document_has_not(folder):
    pages = texts(folder)
    found = [found[0] for text in pages for found in re.finditer(rf".{{0,40}}({OF_THE_WEB}).{{0,20}}", text)]
    assert found == []


def test_word_counts_as_the_captions_do(folder):
    """The numbers that Word will work out are those that stand there: it counts from one, in the order of the text."""
    word = docx.Document(folder / "supplement.docx")
    for kind, style in (("Table", "Table Caption"), ("Figure", "Image Caption")):
        shown = [p.text.partition(".")[0] for p in word.paragraphs if p.style.name == style]
        counted = word.element.xpath(f"//w:instrText[contains(., 'SEQ {kind} ')]")
        assert shown == [f"{kind} S{n}" for n in range(1, len(counted) + 1)] and shown, kind


def test_a_wide_table_of_the_word_file_stands_in_a_landscape_section(folder):
    """No table is wider than the page of its section."""
    word = docx.Document(folder / "supplement.docx")
    ends = word.element.xpath("//w:sectPr")
    rooms = [
        int(end.find(qn("w:pgSz")).get(qn("w:w"))) - 2 * int(end.find(qn("w:pgMar")).get(qn("w:left")))
        for end in ends
    ]
    place = 0
    for block in word.element.body.iterchildren():
        if block.tag == qn("w:tbl"):
            assert int(block.tblPr.find(qn("w:tblW")).get(qn("w:w"))) <= rooms[place] + 20
        place += block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
