"""Word: pandoc writes the text, python-docx adds what pandoc cannot say (title page, rules of tables, landscape)."""

from __future__ import annotations

import io
from pathlib import Path
from textwrap import shorten

from docx import Document
from docx.document import Document as DocumentType

from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.documents.pandoc import run_pandoc
from twoarm.publish.word.fields import number_captions
from twoarm.publish.word.front import add_front
from twoarm.publish.word.styles import make_reference
from twoarm.publish.word.tables import set_tables
from twoarm.publish.word.zip_bytes import settle_zip

LONGEST = 255  # characters of a property, which the format allows; the title page has the whole text


def write_word(document: str, work: Path, templates: Path, meta: Metadata) -> bytes:
    """Return the supplement as a Word file of fixed bytes.

    Raises
    ------
    AnalysisError
        pandoc failed or warned.
    """
    default = run_pandoc(["--print-default-data-file", "reference.docx"], work, meta)
    (work / "reference.docx").write_bytes(make_reference(default, meta.notice))
    arguments = [
        *("--from", "json", "--to", "docx", "--output", "raw.docx", "--reference-doc", "reference.docx"),
        *("--lua-filter", str(templates / "word.lua")),
    ]
    run_pandoc(arguments, work, meta, document)
    word = Document(str(work / "raw.docx"))
    set_tables(word, document)
    number_captions(word)
    _describe_pictures(word)
    add_front(word, meta)
    _set_properties(word, meta)
    out = io.BytesIO()
    word.save(out)
    return settle_zip(out.getvalue(), meta.moment)


def _describe_pictures(word: DocumentType) -> None:
    """Let both places that a program may read a description from hold the same one, and none hold a file's name."""
    for drawing in word.element.xpath("//w:drawing"):
        description = drawing.xpath(".//wp:docPr")[0].get("descr", "")
        for picture in drawing.xpath(".//pic:cNvPr"):
            picture.set("descr", description)
            picture.set("name", "")


def _set_properties(word: DocumentType, meta: Metadata) -> None:
    about = word.core_properties
    texts = (meta.title, "; ".join(meta.authors), meta.description)
    about.title, about.author, about.comments = (shorten(text, LONGEST, placeholder=" …") for text in texts)
    about.language, about.version, about.last_modified_by = meta.language, meta.version, ""
    about.created = about.modified = meta.moment.replace(tzinfo=None)
