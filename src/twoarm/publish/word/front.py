"""Front matter of the Word file: title page and contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.word.fields import field_end, field_start, text_run

_LEVELS = {"Heading 1": 1, "Heading 2": 2}
_SUMMARY = ("Abstract Title", "Abstract")  # the styles of what pandoc sets before the text
_Element = Any  # an lxml element of python-docx's own classes
_Add = Callable[[str, str], Paragraph]


def add_front(word: DocumentType, meta: Metadata) -> None:
    """Put title, facts and contents around the summary, which stands before the text already."""
    styled = list(_styled(word))
    headings = [p for p, style in styled if style in _LEVELS]
    text = next(p for p, style in styled if style not in _SUMMARY)
    text.paragraph_format.page_break_before = True
    for heading in [p for p, style in styled if style == _SUMMARY[0]]:
        heading._p.getparent().remove(heading._p)
    _add_title(_before(word, word.element.body[0]), meta)
    add = _before(word, _with_bookmark(text._p))
    for statement in meta.statements:
        add(statement, "Body Text")
    for name, value in meta.facts:
        add(f"{name}: {value}", "Body Text")
    add("", "Body Text").add_run().add_break(WD_BREAK.PAGE)
    if headings:
        add("Contents", "TOC Heading")
        _add_contents(add, headings)


def _styled(word: DocumentType) -> Iterator[tuple[Paragraph, str]]:
    """Each paragraph with the name of its style, which is looked up once."""
    names: dict[str | None, str] = {}
    for paragraph in word.paragraphs:
        code = paragraph._p.style
        if code not in names:
            names[code] = _style(paragraph)
        yield paragraph, names[code]


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name if paragraph.style else None) or ""


def _with_bookmark(paragraph: _Element) -> _Element:
    """The element with which a paragraph begins: what leads to a heading stands before it."""
    while (before := paragraph.getprevious()) is not None and before.tag == qn("w:bookmarkStart"):
        paragraph = before
    return paragraph


def _before(word: DocumentType, following: _Element) -> _Add:
    def add(text: str, style: str) -> Paragraph:
        paragraph = word.add_paragraph(text, style)
        following.addprevious(paragraph._p)
        return paragraph

    return add


def _add_title(add: _Add, meta: Metadata) -> None:
    add(meta.title, "Title")
    for text, style in ((meta.subtitle, "Subtitle"), (", ".join(meta.authors), "Author")):
        if text:
            add(text, style)


def _add_contents(add: _Add, headings: list[Paragraph]) -> None:
    """Write one field of all lines. Word makes it anew when it opens the file, with the pages that it alone can number."""
    entries = [add("", f"TOC {_LEVELS[_style(heading)]}") for heading in headings]
    for entry, heading in zip(entries, headings, strict=True):
        _add_entry(entry, heading)
    for run in reversed(field_start('TOC \\o "1-2" \\h \\z \\u', dirty=True)):
        entries[0]._p.insert(1, run)  # behind the paragraph's properties
    entries[-1]._p.append(field_end())


def _add_entry(entry: Paragraph, heading: Paragraph) -> None:
    """Write a line that leads to its heading."""
    name = next(iter(heading._p.xpath("./preceding-sibling::w:bookmarkStart[1]/@w:name")), None)
    link = OxmlElement("w:hyperlink")
    if name:
        link.set(qn("w:anchor"), name)
    link.append(text_run(heading.text))
    entry._p.append(link)
