"""Front matter of the Word file: title page and contents."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from twoarm.publish.documents.metadata import Metadata

_LEVELS = {"Heading 1": 1, "Heading 2": 2}


def add_front(word: DocumentType, meta: Metadata) -> None:
    """Put the title page and the contents before the text."""
    headings = [p for p in word.paragraphs if p.style.name in _LEVELS]
    first = word.element.body[0]

    def add(text: str, style: str) -> Paragraph:
        paragraph = word.add_paragraph(text, style)
        first.addprevious(paragraph._p)
        return paragraph

    add(meta.title, "Title")
    for text, style in ((meta.subtitle, "Subtitle"), (", ".join(meta.authors), "Author")):
        if text:
            add(text, style)
    for name, value in meta.facts:
        add(f"{name}: {value}", "Body Text")
    for statement in meta.statements:
        add(statement, "Body Text")
    add("", "Body Text").add_run().add_break(WD_BREAK.PAGE)
    add("Contents", "TOC Heading")
    for heading in headings:
        _add_entry(add("", f"TOC {_LEVELS[heading.style.name]}"), heading)


def _add_entry(entry: Paragraph, heading: Paragraph) -> None:
    """Write a line that leads to its heading; pages are numbered by Word alone, so none is claimed here."""
    name = next(iter(heading._p.xpath("./preceding-sibling::w:bookmarkStart[1]/@w:name")), None)
    link = OxmlElement("w:hyperlink")
    if name:
        link.set(qn("w:anchor"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = heading.text
    run.append(text)
    link.append(run)
    entry._p.append(link)
