"""Which pages of the table of contents a study has: a chapter without a variable or a file is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from twoarm.errors import Place, Problem
from twoarm.study.files.book import find_book
from twoarm.study.files.contents import Part, in_parts, pages, parts, read_toc
from twoarm.study.files.page_files import OF_TEMPLATE, page_file
from twoarm.study.opened import Study
from twoarm.study.specification import SectionSpec
from twoarm.suggestions import did_you_mean

CITED = "book/references"  # every report cites its methods, whether its study claims the page or not


@dataclass(frozen=True)
class Page:
    """A page of a study's report.

    Attributes
    ----------
    book : the folder of the table of contents. name : as that has it (``notebooks/02_perioperative``, ``book/glossary``).
    section : that it reports, if it reports one.
    """

    book: Path
    name: str
    section: SectionSpec | None

    @property
    def source(self) -> Path:
        """The notebook or the Markdown file."""
        return page_file(self.book, self.name)

    @property
    def topic(self) -> str:
        """What a notebook is about; empty for another page."""
        return topic_of(self.name) if PurePosixPath(self.name).parts[0] == "notebooks" else ""


@dataclass(frozen=True)
class Book:
    """The book of a report, as far as it belongs to a study."""

    study: Study

    @cached_property
    def pages(self) -> list[Page]:
        """Every page in its order, the front page first."""
        book = find_book()
        names = pages(kept(read_toc(book), self.study))
        return [Page(book, name, section_of(name, self.study)) for name in names]


def belongs(page: str, study: Study) -> bool:
    """Whether a page of ``_toc.yml`` (``notebooks/02_perioperative``, ``book/glossary``) belongs to the study."""
    if PurePosixPath(page).parts[0] == "book":
        return page in study.spec.pages or page == CITED
    if section := section_of(page, study):
        return bool(study.section(section.code, "outcome"))
    published = {
        "published_claims": study.audited,
        "every_claim": study.audited,
        "context": bool(study.evidence),
        "crosswalk": study.crossed,
    }
    return published.get(topic_of(page), not study.spec.published)  # every other chapter is about patients


def section_of(page: str, study: Study) -> SectionSpec | None:
    """The section that a page reports; None for any other page."""
    found = (section for section in study.spec.every_section if section.code == topic_of(page))
    return next(found, None) if PurePosixPath(page).parts[0] == "notebooks" else None


def topic_of(page: str) -> str:
    """What the notebook of a page is about: its name without its number; of a section that has no other one, the section.

    Examples
    --------
    >>> topic_of("notebooks/02_perioperative"), topic_of("notebooks/section_costs")
    ('perioperative', 'costs')
    """
    return re.sub(rf"^(\d+_|{OF_TEMPLATE})", "", PurePosixPath(page).stem)


def kept(toc: dict, study: Study) -> dict:
    """The table of contents of a study: without the pages that do not belong to it, with those of its own sections.

    A section that the study names and that has no notebook has a page that `SECTION_TEMPLATE` is run for, after the others.
    """
    listed = _with_own_sections(parts(toc), study)
    found = [Part(part.caption, tuple(f for f in part.files if belongs(f, study))) for part in listed]
    return in_parts(toc, found, simulated=bool(study.notice))


def _with_own_sections(listed: list[Part], study: Study) -> list[Part]:
    """The pages of sections without a notebook, after the last page that has one; in the last part where there is none."""
    topics = [topic_of(file) for part in listed for file in part.files]
    others = [s.code for s in study.spec.sections if s.code not in topics]
    added = [f"notebooks/{OF_TEMPLATE}{code}" for code in others if study.section(code, "outcome")]
    codes = study.spec.section_codes
    places = [
        (n, m) for n, part in enumerate(listed) for m, f in enumerate(part.files) if topic_of(f) in codes
    ]
    at, after = max(places, default=(len(listed) - 1, len(listed[-1].files)))
    files = listed[at].files
    longer = Part(listed[at].caption, (*files[: after + 1], *added, *files[after + 1 :]))
    return [*listed[:at], longer, *listed[at + 1 :]]


def unknown_pages(toc: dict, study: Study) -> list[Problem]:
    """Pages that the study claims and the table of contents does not have: they would be missing in silence."""
    known = [page for page in pages(toc) if PurePosixPath(page).parts[0] == "book"]
    problems = []
    for page in (p for p in study.spec.pages if p not in known):
        hint = did_you_mean(page, known)
        problems.append(
            Problem(Place("study.yml", at="pages"), "a page of this name is not in _toc.yml", hint)
        )
    return problems
