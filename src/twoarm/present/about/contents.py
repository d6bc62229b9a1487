"""Where to go from the front page: the chapters that this study has, under their own titles."""

from __future__ import annotations

import json
from pathlib import Path

from twoarm.present.outputs import Markdown, as_markdown
from twoarm.study.chapters import kept, page_file, pages, read_toc, section_of
from twoarm.study.files.book import find_book
from twoarm.study.opened import Study


def contents(study: Study) -> Markdown:
    """A list of links to every other page, as Markdown."""
    book = find_book()
    found = pages(kept(read_toc(book), study))[1:]
    lines = [f"- [{as_markdown(page_title(study, book, page))}]({_link(book, page)})" for page in found]
    return Markdown("\n".join(lines))


def page_title(study: Study, book: Path, page: str) -> str:
    """The title of a chapter: of a section as the study calls it, else the first heading of its page."""
    section = section_of(page, study)
    return section.title if section else _heading(page_file(book, page))


def _heading(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(
            "".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"
        )
    heading = next((line for line in text.splitlines() if line.startswith("# ")), f"# {path.stem}")
    return heading.removeprefix("# ").strip()


def _link(book: Path, page: str) -> str:
    """The path from a notebook's folder."""
    file = page + page_file(book, page).suffix
    return file.removeprefix("notebooks/") if file.startswith("notebooks/") else f"../{file}"
