"""Where the commentary leads. A page or a source that a report does not have would end its run when all is computed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from twoarm.errors import Place, Problem
from twoarm.study.chapters import kept, pages, read_toc
from twoarm.study.commentary import COMMENTARY, Passage
from twoarm.study.opened import Study
from twoarm.study.prose.markup import cited_keys, linked_pages

BIBLIOGRAPHY = Path("book", "references.bib")
SHOWN_IN = "notebooks"  # the folder of the pages that show the commentary
_KEY = re.compile(r"^\s*@\w+\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)


def unknown_targets(study: Study, book: Path) -> list[Problem]:
    """Links to pages that this study's report has not, and citations of what the book's bibliography has not."""
    return [problem for passage in study.passages for problem in _unknown(passage, study, book)]


def _unknown(passage: Passage, study: Study, book: Path) -> Iterator[Problem]:
    known, keys = pages(kept(read_toc(book), study)), _keys(book)
    for line, target in linked_pages(passage.text):
        page = posixpath.splitext(posixpath.normpath(posixpath.join(SHOWN_IN, target)))[0].lstrip("/")
        if page not in known:
            mend = "its pages are those of _toc.yml for which the study has a variable, a file or a line in study.yml"
            yield Problem(
                Place(COMMENTARY, passage.first + line),
                "a link to a page that this report does not have",
                mend,
            )
    for line, key in cited_keys(passage.text):
        if key not in keys:
            near = get_close_matches(key, keys, n=1)
            mend = f"did you mean {near[0]}?" if near else f"add it to {BIBLIOGRAPHY}"
            yield Problem(
                Place(COMMENTARY, passage.first + line),
                "a citation of no source of the bibliography",
                mend,
            )


def _keys(book: Path) -> list[str]:
    path = book / BIBLIOGRAPHY
    return _KEY.findall(path.read_text("utf-8")) if path.exists() else []
