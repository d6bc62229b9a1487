"""Where the readers of a front page go on: who operates, who edits or reviews, who has a cohort."""

from __future__ import annotations

from twoarm.present.about.contents import page_title
from twoarm.present.front.faces import Door, Doors
from twoarm.present.outputs import Link
from twoarm.study.chapters import Book, Page
from twoarm.study.opened import Study

# By the door the topics of chapters, or pages of the book, that stand behind it, as far as a study has them.
_BEHIND = {
    "I treat patients": ("published_claims", "perioperative", "follow_up", "imaging", "book/glossary"),
    "I edit or review": (
        "every_claim",
        "context",
        "crosswalk",
        "sensitivity",
        "dictionary",
        "book/references",
    ),
    "I have a cohort": ("methods", "dictionary", "book/how_to_cite"),
}
MOST = 3  # links behind a door


def doors(study: Study) -> Doors:
    """A door for each kind of reader, with the chapters that the study has for it."""
    pages = Book(study).pages[1:]
    found = [Door(title, tuple(_links(pages, names, study))) for title, names in _BEHIND.items()]
    return Doors(tuple(door for door in found if door.links))


def _links(pages: list[Page], names: tuple[str, ...], study: Study) -> list[Link]:
    own = [page for page in pages if page.section and page.topic not in names]
    by_name = [page for name in names for page in pages if name in (page.topic, page.name)]
    shown = [*by_name, *own] if "book/glossary" in names else by_name
    return [Link(page_title(page), page.name) for page in shown[:MOST]]
