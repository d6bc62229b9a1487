"""A report of sections that the study names has their chapters in every format, under their titles and complete."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import docx
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from sections_study import OTHERWISE, SECTIONS

PAGES = {"02_perioperative": OTHERWISE, **{f"section_{code}": title for code, title in SECTIONS.items()}}
LABELS = (
    "fig-section-qualityoflife-course",
    "fig-section-laboratory-distribution",
    "tab-section-qualityoflife",
)


@pytest.fixture(scope="module")
def run(report) -> Path:
    return report("sections").folder


def soup(run: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((run / "html" / "notebooks" / f"{page}.html").read_text("utf-8"), "lxml")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def documents(run) -> dict[str, str]:
    """The text of each document without its line breaks."""
    with pypdfium2.PdfDocument(run / "supplement.pdf") as document:
        pdf = " ".join(page.get_textpage().get_text_bounded() for page in document)
    word = docx.Document(run / "supplement.docx")
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    jats = BeautifulSoup((run / "supplement.jats.xml").read_text("utf-8"), "xml").get_text(" ")
    docx_text = " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    return {"pdf": plain(pdf), "docx": plain(docx_text), "jats": plain(jats)}


@pytest.fixture(scope="module")
def results(run) -> list[dict[str, str]]:
    with (run / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_title_of_its_section(page, run):
    found = soup(run, page)
    assert found.h1.get_text().startswith(PAGES[page])
    assert found.title.get_text().startswith(PAGES[page])


def test_the_navigation_the_front_page_and_the_checklist_lead_to_every_section(run):
    front = soup(run, "00_findings")
    for links in (
        front.select("nav.bd-links a"),
        front.select("article .cell_output a"),
        soup(run, "07_dictionary").select("#tab-strobe a"),
    ):
        titles = [a.get_text(strip=True) for a in links if "section_" in a["href"] or "02_" in a["href"]]
        assert list(dict.fromkeys(titles)) == list(PAGES.values())


def test_the_opening_is_the_study_s_with_its_live_value(run, results):
    said = plain(soup(run, "section_quality_of_life").article.get_text(" "))
    assert re.search(
        r"Patients with new scored \d+\.\d \(\d+\.\d\) a month after treatment \[ ?\d+ ?\]", said
    )
    assert "It fell to" in plain(soup(run, "section_laboratory").article.get_text(" "))


def test_the_code_of_the_section_is_folded(run):
    shown = [
        pre
        for pre in soup(run, "section_laboratory").select("div.cell_input pre")
        if not pre.find_parent("details")
    ]
    assert shown == []


def test_no_label_stands_twice_and_every_figure_has_its_file(run):
    pages = [soup(run, path.stem) for path in (run / "html" / "notebooks").glob("*.html")]
    labels = [tag["id"] for page in pages for tag in page.select("figure[id], table[id]")]
    assert [label for label, n in Counter(labels).items() if n > 1] == []
    assert set(LABELS) <= set(labels)
    figures = {label for label in labels if label.startswith("fig-")}
    drawn = {path.stem for path in (run / "figures").glob("fig-*")}
    assert drawn == figures | {f"{name}-narrow" for name in figures}
    told = set(json.loads((run / "manifest.json").read_text("utf-8"))["figures"])
    assert told - figures <= {"visual-abstract"} and figures <= told  # the sheet stands on no page


@pytest.mark.parametrize("kind", ["pdf", "docx", "jats"])
def test_a_document_has_the_chapters_with_their_numbers(kind, documents, run):
    text = documents[kind]
    places = [text.rfind(f"{title} ") for title in ("Design and methods", *PAGES.values())]
    assert -1 not in places
    cells = soup(run, "section_quality_of_life").select("#tab-section-qualityoflife tbody td")
    intervals = [found for cell in cells if (found := re.search(r"\(.* to .*\)", plain(cell.get_text(""))))]
    assert len(intervals) == 5  # of three differences and two medians
    assert [found.group() for found in intervals if found.group() not in text] == []


def test_the_results_name_the_sections(results):
    assert {row["section"] for row in results} >= {"perioperative", *SECTIONS}
