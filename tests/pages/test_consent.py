"""What a report leaves for consent talks: arrays on its front page, and one sheet that can be handed over."""

from __future__ import annotations

import csv
from pathlib import Path

import pypdfium2
from bs4 import BeautifulSoup
from PIL import Image

SHEET = "visual-abstract"
GROUPS = "Chance did not decide which treatment a patient was given: the groups may have differed beforehand."


def front(run: Path, page: str = "index.html") -> BeautifulSoup:
    return BeautifulSoup((run / "html" / page).read_text("utf-8"), "lxml")


def text_of(pdf: Path) -> list[str]:
    """The words of each page, with single blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_the_front_page_shows_patients_of_a_hundred_in_words_too(shipped_run):
    section = front(shipped_run).select_one("section#for-consent-talks")
    picture = section.select_one('[role="img"]')
    assert (
        "13 with VBS against 31 with PKP; that is 18 fewer, from 38 fewer to 3 more" in picture["aria-label"]
    )
    assert GROUPS in section.select_one("figcaption").get_text()


def test_the_table_has_what_is_drawn(shipped_run):
    with (shipped_run / "frequencies.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["claim"], row["treated"], row["control"], row["difference"]) == ("C08", "13", "31", "-18")


def test_the_first_door_leads_to_the_sheet_from_both_addresses_of_the_page(shipped_run):
    for page in ("index.html", "notebooks/00_findings.html"):
        links = [a["href"] for a in front(shipped_run, page).select("a[href]") if SHEET in a["href"]]
        found = {(shipped_run / "html" / page).parent.joinpath(link).resolve() for link in links}
        assert found == {(shipped_run / "figures" / f"{SHEET}.pdf").resolve()}


def test_the_sheet_is_one_page_of_published_numbers(shipped_run):
    (page,) = text_of(shipped_run / "figures" / f"{SHEET}.pdf")
    for said in (
        "Is a stent better than a balloon",
        "n = 30",
        "○ cannot be checked",
        "VBS 5/60 v PKP 0/64 balloons",
        "and 19 more.",
    ):
        assert said in page
    assert GROUPS in page and "nothing of the simulated cohort is drawn here" in page


def test_the_sheet_has_its_fonts_and_its_words_for_who_does_not_see_it(shipped_run):
    raw = (shipped_run / "figures" / f"{SHEET}.pdf").read_bytes()
    assert b"/FontFile2" in raw and b"/Alt" in raw and b"pdfuaid" in raw
    with Image.open(shipped_run / "figures" / f"{SHEET}.png") as picture:
        assert picture.width >= 1200


def test_a_real_cohort_has_its_own_sheet(gbsg2_run):
    (page,) = text_of(gbsg2_run / "figures" / f"{SHEET}.pdf")
    assert "686 patients compared" in page and "94 of 246 v 205 of 440" in page
    assert "the groups may have differed beforehand" in page and "simulated" not in page.lower()
