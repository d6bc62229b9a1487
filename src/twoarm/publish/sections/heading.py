"""The notebook of a section under the title that the study gives it."""

from __future__ import annotations

import nbformat

from twoarm.present.outputs import as_markdown
from twoarm.publish.notebooks.text import read_notebook
from twoarm.study.specification import SectionSpec


def under_own_title(notebook: str, section: SectionSpec) -> str:
    """The text of a notebook whose first heading is the section's title.

    What the notebook says beneath the heading about the usual section gives way where the study opens it itself.
    """
    content = read_notebook(notebook)
    for cell in content.cells:
        heading, _, opening = cell.source.partition("\n")
        if cell.cell_type == "markdown" and heading.startswith("# "):
            kept = "" if section.opening else f"\n{opening}".rstrip()
            cell.source = f"# {as_markdown(section.title)}{kept}"
            break
    return nbformat.writes(content) + "\n"
