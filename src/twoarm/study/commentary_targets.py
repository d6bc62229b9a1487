"""Where the commentary leads. A page or a source that a report does not have would end its run when all is computed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from twoarm.errors import Place, Problem
from twoarm.study.chapters import kept
from twoarm.study.commentary import COMMENTARY
from twoarm.study.files.contents import pages, read_toc
from twoarm.study.opened import Study
from twoarm.study.prose.markup import cited_keys, linked_pages
from twoarm.suggestions import did_you_mean

BIBLIOGRAPHY = Path("book", "references.bib")
SHOWN_IN = "notebooks"  # the folder of the pages that show the commentary
_KEY = re.compile(r"^\s*@\w+\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)


def unknown_targets(study: Study, book: Path) -> list[Problem]:
    """Links to pages that this study's report has not, and citations of what the book's bibliography has not."""
    texts = [(Place("study.yml", at=f"sections.{s.code}.opening"), s.opening) for s in study.spec.sections]
    texts += [(Place(COMMENTARY, passage.first), passage.text) for passage in study.passages]
    known, keys = pages(kept(read_toc(book), study)), _keys(book)
    return [problem for text in texts for problem in _unknown(*text, known, keys)]


def _unknown(first: Place, text: str, known: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
    """What a text leads to in vain; it begins at that place."""

    def where(line: int) -> Place:
        return replace(first, line=first.line + line) if first.line else first

    for line, target in linked_pages(text):
        page = posixpath.splitext(posixpath.normpath(posixpath.join(SHOWN_IN, target)))[0].lstrip("/")
        if page not in known:
            mend = "its pages are those of _toc.yml for which the study has a variable, a file or a line in study.yml"
            yield Problem(where(line), "a link to a page that this report does not have", mend)
    for line, key in cited_keys(text):
        if key not in keys:
            mend = did_you_mean(key, keys, f"add it to {BIBLIOGRAPHY}")
            yield Problem(where(line), "a citation of no source of the bibliography", mend)


def _keys(book: Path) -> list[str]:
    path = book / BIBLIOGRAPHY
    return _KEY.findall(path.read_text("utf-8")) if path.exists() else []
