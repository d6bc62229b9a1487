"""Where to go from the front page: the chapters that this study has, under their own titles."""

from __future__ import annotations

import json
from pathlib import Path

from twoarm.present.outputs import Markdown, as_markdown
from twoarm.study.chapters import kept, page_file, pages, read_toc
from twoarm.study.files.book import find_book
from twoarm.study.opened import Study


def contents(study: Study) -> Markdown:
    """A list of links to every other page, as Markdown."""
    book = find_book()
    found = [page_file(book, page) for page in pages(kept(read_toc(book), study))[1:]]
    lines = [f"- [{as_markdown(title(path))}]({_link(book, path)})" for path in found]
    return Markdown("\n".join(lines))


def title(path: Path) -> str:
    """The first heading of a page."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(
            "".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"
        )
    heading = next((line for line in text.splitlines() if line.startswith("# ")), f"# {path.stem}")
    return heading.removeprefix("# ").strip()


def _link(book: Path, path: Path) -> str:
    """The path from a notebook's folder."""
    return path.name if path.parent == book / "notebooks" else f"../{path.relative_to(book)}"
