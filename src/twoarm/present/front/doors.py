"""Where the readers of a front page go on: who operates, who edits or reviews, who has a cohort."""

from __future__ import annotations

from dataclasses import replace

from twoarm.present.about.contents import page_title
from twoarm.present.front.faces import Door, Doors
from twoarm.present.handover import VISUAL_ABSTRACT
from twoarm.present.outputs import Figure, Link
from twoarm.study.chapters import Book, Page
from twoarm.study.opened import Study

_SECTIONS = "sections"  # in the place of the chapters of a cohort's outcomes
_SHEET = f"../figures/{VISUAL_ABSTRACT}.pdf"  # from the front page
# By the door the topics of chapters, or pages of the book, that stand behind it, as far as a study has them.
_BEHIND = {
    "I treat patients": ("published_claims", "book/background", _SECTIONS, "book/glossary"),
    "I edit or review": ("every_claim", "context", "sensitivity", "dictionary", "book/references"),
    "I have a cohort": ("methods", "crosswalk", "book/how_to_cite"),
}


def doors(study: Study, sheet: Figure | None = None) -> Doors:
    """A door for each kind of reader, with the chapters that the study has for it.

    Parameters
    ----------
    study : as `open_study` gives it. Where its patients are an example beside an abstract, no door leads to their outcomes.
    sheet : its visual abstract, to which the first door leads, too; None where it has none.
    """
    pages = Book(study).pages[1:]
    if study.notice and study.audited:
        pages = [page for page in pages if not page.section and page.topic != "sensitivity"]
    found = [Door(title, tuple(_links(pages, names))) for title, names in _BEHIND.items()]
    if sheet is not None:
        found[0] = replace(found[0], links=(Link("Visual abstract (PDF)", _SHEET), *found[0].links))
    return Doors(tuple(door for door in found if door.links))


def _links(pages: list[Page], names: tuple[str, ...]) -> list[Link]:
    behind = [page for name in names for page in pages if _stands(page, name)]
    return [Link(page_title(page), page.name) for page in behind]


def _stands(page: Page, name: str) -> bool:
    return page.section is not None if name == _SECTIONS else name in (page.topic, page.name)
