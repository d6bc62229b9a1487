"""The notebook of a section under the title that the study gives it."""

from __future__ import annotations

import nbformat

from twoarm.present.outputs import as_markdown
from twoarm.publish.notebooks.text import read_notebook
from twoarm.study.specification import USUAL_SECTIONS, SectionSpec


def under_own_title(notebook: str, section: SectionSpec) -> str:
    """The text of a notebook whose first heading is the section's title.

    What the notebook says beneath the heading is about the usual section: it gives way where the study opens it itself, and
    where another title says that it is about something else.
    """
    content = read_notebook(notebook)
    keeps = section.title in [usual.title for usual in USUAL_SECTIONS if usual.code == section.code]
    for cell in content.cells:
        heading, _, opening = cell.source.partition("\n")
        if cell.cell_type == "markdown" and heading.startswith("# "):
            kept = f"\n{opening}".rstrip() if keeps and not section.opening else ""
            cell.source = f"# {as_markdown(section.title)}{kept}"
            break
    return nbformat.writes(content) + "\n"
