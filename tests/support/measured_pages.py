"""How long a website is: its words, and what a page weighs."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag

SAID = ("alt", "title", "aria-label")  # attributes whose text somebody reads or hears


def pages_of(site: Path) -> list[Path]:
    """Every page with content once: the front page has a second address, and the page of the search has none."""
    inner = sorted([*(site / "notebooks").glob("*.html"), *(site / "book").glob("*.html")])
    return [site / "index.html", *(page for page in inner if page.stem != "00_findings")]


def content(page: Path) -> Tag:
    """The `main` of a page without its code, which nobody sees who has not asked for it."""
    main = BeautifulSoup(page.read_text("utf-8"), "lxml").select_one("main")
    assert main is not None, page
    for code in main.select(".cell_input"):
        code.decompose()
    for mark in main.select("a, span, em, strong, code, sup, sub, cite"):
        mark.unwrap()  # "[44]" and "P" with an index are one word each
    main.smooth()
    return main


def words(page: Path) -> int:
    """The words of a page, all details open, with those of attributes; traces of numbers stand outside `main`."""
    main = content(page)
    said = (tag[name] for tag in main.find_all(True) for name in SAID if tag.get(name))
    return len(main.get_text(" ").split()) + sum(len(text.split()) for text in said)


def paragraphs(page: Path, least: int = 12) -> set[str]:
    """The paragraphs of a page, of as many words at least, with single spaces; a cell of a table is none."""
    found = [
        tag for tag in content(page).select("p, li, dd, figcaption, caption") if not tag.find_parent("td")
    ]
    texts = {" ".join(tag.get_text(" ").split()) for tag in found}
    return {text for text in texts if len(text.split()) >= least}
