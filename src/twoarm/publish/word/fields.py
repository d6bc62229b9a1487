"""Fields of the Word file, which Word works out again: numbers of captions, what refers to them, the contents' pages."""

from __future__ import annotations

import copy
import re
from typing import Any

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_Element = Any  # an lxml element of python-docx's own classes

_CAPTIONS = ("TableCaption", "ImageCaption")
_LABEL = re.compile(r"(?P<kind>\w+) (?P<letter>[A-Z]?)(?P<number>\d+)\.?")  # ``Table S12.``


def field(instruction: str, shown: list[_Element], *, dirty: bool = False) -> list[_Element]:
    """Return the runs of a field with what is shown until Word works it out; of a dirty one it does so on opening."""
    return [*field_start(instruction, dirty=dirty), *shown, field_end()]


def field_start(instruction: str, *, dirty: bool = False) -> list[_Element]:
    """Return the runs before what a field shows, which may be several paragraphs."""
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    begin = _mark("begin")
    if dirty:
        begin[0].set(qn("w:dirty"), "true")
    return [begin, _run(code), _mark("separate")]


def field_end() -> _Element:
    """Return the run behind what a field shows."""
    return _mark("end")


def text_run(text: str, like: _Element | None = None) -> _Element:
    """Return a run with `text`, which looks like another one."""
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run = _run(words)
    if like is not None and like.rPr is not None:
        run.insert(0, copy.deepcopy(like.rPr))
    return run


def number_captions(word: DocumentType) -> None:
    """Let Word count tables and figures, and let each text that names one by its number follow it."""
    names: dict[str, tuple[str, str]] = {}
    styles = " or ".join(f"w:pPr/w:pStyle/@w:val='{style}'" for style in _CAPTIONS)
    for number, caption in enumerate(word.element.body.xpath(f".//w:p[{styles}]"), start=1):
        if label := _count(caption, number):
            for target in caption.xpath("./w:bookmarkStart/@w:name"):
                names.setdefault(target, (_bookmark(number), label))
    for link in word.element.body.xpath(".//w:hyperlink[@w:anchor]"):
        name, label = names.get(link.get(qn("w:anchor")), ("", ""))
        if label and "".join(link.xpath(".//w:t/text()")).replace("\u00a0", " ") == label:
            _refer(link, name)


def _count(caption: _Element, number: int) -> str:
    """Make the number at the head of a caption a field within a bookmark of its own; returns what it is called by."""
    runs = caption.xpath("./w:r[w:t]")
    found = _LABEL.fullmatch(runs[0].text.replace("\u00a0", " ")) if runs else None
    if not found:
        return ""
    run = runs[0]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(900_000 + number))  # beyond those that pandoc gives
    start.set(qn("w:name"), _bookmark(number))
    counted = field(f"SEQ {found['kind']} \\* ARABIC", [text_run(found["number"], run)])
    head = text_run(f"{found['kind']} {found['letter']}", run)
    for element in (start, head, *counted, end, text_run(".", run)):
        run.addprevious(element)
    caption.remove(run)
    return f"{found['kind']} {found['letter']}{found['number']}"


def _bookmark(number: int) -> str:
    """A name of the form that Word itself gives to what a cross-reference leads to, and hides."""
    return f"_Ref{number:09d}"


def _refer(link: _Element, name: str) -> None:
    for run in field(f"REF {name} \\h", link.xpath("./w:r")):
        link.addprevious(run)
    link.getparent().remove(link)


def _mark(kind: str) -> _Element:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return _run(mark)


def _run(content: _Element) -> _Element:
    run = OxmlElement("w:r")
    run.append(content)
    return run
