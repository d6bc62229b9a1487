"""Which pages of the table of contents a study has: a chapter without a variable or a file is left out."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from twoarm.study.dictionary import SECTIONS
from twoarm.study.errors import InputError
from twoarm.study.study import Study
from twoarm.study.yaml_file import read_yaml

NEEDS_FILE = {"published_claims": "claims.yml", "context": "evidence.csv"}


def belongs(page: str, study: Study) -> bool:
    """Whether a page of ``_toc.yml`` (``notebooks/02_perioperative``, ``book/glossary``) belongs to the study."""
    path = PurePosixPath(page)
    topic = re.sub(r"^\d+_", "", path.stem)
    if path.parts[0] == "book":
        return page in study.spec.pages
    if topic in SECTIONS:
        return bool(study.section(topic, "outcome"))
    return topic not in NEEDS_FILE or study.has(NEEDS_FILE[topic])


def kept(toc: dict, study: Study) -> dict:
    """The table of contents without the pages that do not belong to the study."""
    chapters = [c for c in toc.get("chapters", []) if belongs(c["file"], study)]
    return {**toc, "chapters": chapters}


def find_book(start: Path | None = None) -> Path:
    """The folder with ``_toc.yml``, from the working directory upwards."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "_toc.yml").exists():
            return folder
    raise InputError(
        "There is no book here", ["_toc.yml is in no folder above"], "Work inside the report's folder."
    )


def read_toc(book: Path) -> dict:
    """The table of contents as it stands in the file."""
    return read_yaml(book / "_toc.yml", InputError)


def pages(toc: dict) -> list[str]:
    """Every page of a table of contents, the front page first."""
    return [toc["root"], *(chapter["file"] for chapter in toc.get("chapters", []))]


def page_file(book: Path, page: str) -> Path:
    """The source of a page: a notebook or a Markdown file."""
    for suffix in (".ipynb", ".md"):
        if (book / f"{page}{suffix}").exists():
            return book / f"{page}{suffix}"
    raise InputError(
        "A page of _toc.yml is missing", [f"_toc.yml: {page} is neither a notebook nor a Markdown file"]
    )
