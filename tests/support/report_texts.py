"""A run as its reader meets it: the text of its pages and documents, the rows of its CSV files."""

from __future__ import annotations

import csv
import re
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2
from bs4 import BeautifulSoup, Tag

DOCUMENTS = ("supplement.pdf", "supplement.docx", "supplement.jats.xml")


def articles(run: Path) -> dict[str, Tag]:
    """The text of each page, its folded code apart; the search has none, the front page stands once, by its earlier name."""
    found = {}
    for path in sorted(path for path in (run / "html").rglob("*.html") if path.name != "index.html"):
        article = BeautifulSoup(path.read_text("utf-8"), "html.parser").find("article")
        if article is not None:
            for code in article.select("details:not(.twoarm-fold), script, a.headerlink"):
                code.decompose()
            found[path.relative_to(run / "html").as_posix()] = article
    return found


def text_of(node: Tag) -> str:
    return " ".join(node.get_text().split())


@cache
def texts(run: Path) -> dict[str, str]:
    """What a reader reads, by page and by document."""
    return {name: text_of(node) for name, node in articles(run).items()} | {
        "supplement.pdf": pdf_text(run / "supplement.pdf"),
        "supplement.docx": docx_text(run / "supplement.docx"),
        "supplement.jats.xml": text_of(
            BeautifulSoup((run / "supplement.jats.xml").read_text("utf-8"), "xml").article
        ),
    }


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    return re.sub(r"( \.){3,}|( \.)+(?= S\d)", "", text)  # the leaders of the contents


def docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [BeautifulSoup(archive.read(n), "xml") for n in archive.namelist() if n.endswith(".xml")]
    return " ".join("".join(t.text for t in p.find_all("t")) for part in parts for p in part.find_all("p"))


def rows(run: Path, name: str, **wanted: str) -> list[dict[str, str]]:
    with (run / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if wanted.items() <= row.items()]
