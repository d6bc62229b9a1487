"""Where the source of a page of the book stands."""

from __future__ import annotations

from pathlib import Path

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.book import CONTENTS

TEMPLATES = "notebooks/templates"  # notebooks that no table of contents names
SECTION_TEMPLATE = f"{TEMPLATES}/section"  # the notebook of each section that has no other
OF_TEMPLATE = "section_"  # before the section's code, the name of what comes of it


def page_file(book: Path, page: str) -> Path:
    """The source of a page: a notebook, which may be that of every section without one, or a Markdown file."""
    of_section = [SECTION_TEMPLATE] * page.startswith(f"notebooks/{OF_TEMPLATE}")
    for name in (page, *of_section):
        for suffix in (".ipynb", ".md"):
            if (book / f"{name}{suffix}").exists():
                return book / f"{name}{suffix}"
    where = Place("study.yml", at=f"sections, or {CONTENTS}") if of_section else Place(CONTENTS)
    also = f", and there is no {SECTION_TEMPLATE}.ipynb to make it of" if of_section else ""
    raise InputError(
        "A page of the report is missing",
        [Problem(where, f"{page} is neither a notebook nor a Markdown file{also}")],
        "Write the page, or take its line out of that file.",
    )
