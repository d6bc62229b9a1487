"""A notebook under the title that the study gives it: that of a section, and the front page, which has its question."""

from __future__ import annotations

import nbformat

from twoarm.present.front.title import front_title
from twoarm.present.outputs import as_markdown
from twoarm.publish.notebooks.text import read_notebook
from twoarm.study.opened import Study
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


def under_question(notebook: str, study: Study) -> str:
    """The text of the front page's notebook whose first heading is what the study asks."""
    content = read_notebook(notebook)
    first = next(cell for cell in content.cells if cell.source.startswith("# "))
    _, _, rest = first.source.partition("\n")
    first.source = f"# {as_markdown(front_title(study))}\n{rest}".rstrip()
    return nbformat.writes(content) + "\n"
