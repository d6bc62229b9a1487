"""Where to go from the front page: the chapters that this study has, under their own titles."""

from __future__ import annotations

import json
from pathlib import Path

from twoarm.present.outputs import Markdown, as_markdown
from twoarm.study.chapters import Book, Page
from twoarm.study.opened import Study


def contents(study: Study) -> Markdown:
    """A list of links to every other page, as Markdown."""
    lines = [f"- [{as_markdown(page_title(page))}]({_link(page)})" for page in Book(study).pages[1:]]
    return Markdown("\n".join(lines))


def page_title(page: Page) -> str:
    """The title of a chapter: of a section as the study calls it, else the first heading of its page."""
    return page.section.title if page.section else heading(page.source)


def heading(path: Path) -> str:
    """The first heading of a page or a notebook; its name where it has none."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(
            "".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"
        )
    heading = next((line for line in text.splitlines() if line.startswith("# ")), f"# {path.stem}")
    return heading.removeprefix("# ").strip()


def _link(page: Page) -> str:
    """The path from a notebook's folder."""
    file = page.name + page.source.suffix
    return file.removeprefix("notebooks/") if file.startswith("notebooks/") else f"../{file}"
