"""Where the commentary leads. A page or a source that a report does not have would end its run when all is computed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from twoarm.errors import Problem
from twoarm.study.chapters import kept, pages, read_toc
from twoarm.study.commentary import COMMENTARY
from twoarm.study.opened import Study
from twoarm.study.prose.markup import cited_keys, linked_pages

BIBLIOGRAPHY = Path("book", "references.bib")
SHOWN_IN = "notebooks"  # the folder of the pages that show the commentary
_KEY = re.compile(r"^\s*@\w+\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)


def unknown_targets(study: Study, book: Path) -> list[Problem]:
    """Links to pages that this study's report has not, and citations of what the book's bibliography has not."""
    texts = [(f"study.yml, sections.{s.code}.opening", 0, s.opening) for s in study.spec.sections]
    texts += [(COMMENTARY, passage.first, passage.text) for passage in study.passages]
    known, keys = pages(kept(read_toc(book), study)), _keys(book)
    return [problem for text in texts for problem in _unknown(*text, known, keys)]


def _unknown(
    file: str, first: int, text: str, known: Sequence[str], keys: Sequence[str]
) -> Iterator[Problem]:
    """What a text leads to in vain; its first line is 0 where lines are not known."""

    def where(line: int) -> str:
        return f"{file} line {first + line}" if first else file

    for line, target in linked_pages(text):
        page = posixpath.splitext(posixpath.normpath(posixpath.join(SHOWN_IN, target)))[0].lstrip("/")
        if page not in known:
            mend = "its pages are those of _toc.yml for which the study has a variable, a file or a line in study.yml"
            yield Problem(where(line), "a link to a page that this report does not have", mend)
    for line, key in cited_keys(text):
        if key not in keys:
            near = get_close_matches(key, keys, n=1)
            mend = f"did you mean {near[0]}?" if near else f"add it to {BIBLIOGRAPHY}"
            yield Problem(where(line), "a citation of no source of the bibliography", mend)


def _keys(book: Path) -> list[str]:
    path = book / BIBLIOGRAPHY
    return _KEY.findall(path.read_text("utf-8")) if path.exists() else []
