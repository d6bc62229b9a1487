"""What a cell shows: one object with several faces. Strings are plain text; whoever renders them escapes by construction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from twoarm.faces import counts_only
from twoarm.masked import MASKED
from twoarm.present.handover import MIME
from twoarm.present.wording import NBSP, escape_markdown

# A whole cell, or its beginning: the sign of a P has a space behind it.
_MASKED_CELL = re.compile(rf"<\d|n = \d+ to \d|{MASKED}(?: .)?$")
MASKED_NOTE = (
    f"{MASKED.capitalize()}, because few patients are behind it: a count that reads < and a number is below that number; "
    f"“{MASKED}” and ranges of patients stand where a number would tell such a count."
)


class Markdown(str):
    """Markdown that was made here from escaped parts: it is not escaped a second time."""


class Link(str):
    """A table cell that leads somewhere: plain text, whose parts know where they go.

    Parameters
    ----------
    text : what is shown.
    to : a page (``notebooks/01_methods``), or the label of a table, a figure or a row of this book.
    """

    parts: tuple[tuple[str, str], ...]

    def __new__(cls, text: str, to: str) -> Link:
        return cls.joined([(text, to)])

    @classmethod
    def joined(cls, parts: Iterable[tuple[str, str] | str]) -> Link:
        """Several parts in one cell: pairs of text and where it leads, or plain text."""
        pairs = tuple((part, "") if isinstance(part, str) else part for part in parts)
        cell = super().__new__(cls, "".join(text for text, _ in pairs))
        cell.parts = pairs
        return cell


@counts_only
@dataclass(frozen=True)
class Text:
    """Live prose."""

    markdown: Markdown

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {"text/markdown": str(self.markdown), "text/plain": str(self.markdown)}


def spoken(said: Markdown) -> Text | None:
    """Sentences as a cell shows them; None where there is nothing to say."""
    return Text(said) if said.strip() else None


@dataclass(frozen=True)
class Table:
    """A table of shown strings.

    Attributes
    ----------
    head : one list per header row. rows : as many cells as the head; a row of one cell is a group heading.
    stub : leading columns that head their row. align : ``left``, ``right`` or ``center`` per column.
    notes : sentences beneath. about : the comparison or audit behind it, of which `say` tells.
    anchors : a label per row that a `Link` finds, empty for a row that nobody leads to; no list where there is none.
    result : the column that a reader came for, in view on the narrowest page; none for a table that has no such column.
    folded : whether a page of the website shows its caption alone until a reader opens it.
    data : the published tables that hold its numbers, the one that holds most of them first.
    """

    label: str
    caption: str
    head: list[list[str]]
    rows: list[list[str]]
    stub: int = 1
    align: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    about: Any = None
    anchors: list[str] = field(default_factory=list)
    folded: bool = False
    result: int | None = None
    data: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Table {self.label}: {len(self.rows)} rows>"

    @property
    def all_notes(self) -> list[str]:
        """The notes, and what a masked cell means where there is one."""
        cells = [str(cell).replace(NBSP, " ") for row in self.rows for cell in row]
        return [*self.notes, MASKED_NOTE] if any(map(_MASKED_CELL.match, cells)) else self.notes

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        align = self.align or ["left"] * self.stub + ["right"] * (len(self.head[-1]) - self.stub)
        keys = ("label", "caption", "head", "stub")
        face = {
            "kind": "table",
            **{k: getattr(self, k) for k in keys},
            "notes": self.all_notes,
            "align": align,
        }
        face["rows"] = [[as_linked(cell) for cell in row] for row in self.rows]
        optional = {"anchors": self.anchors, "folded": self.folded, "result": self.result}
        optional["data"] = list(self.data)
        return face | {name: value for name, value in optional.items() if value}

    def html(self) -> str:
        """For JupyterLab."""
        width = len(self.head[-1])
        head = "".join("<tr>" + "".join(f"<th>{_cell(c)}</th>" for c in row) + "</tr>" for row in self.head)
        body = "".join(_html_row(row, self.stub, width) for row in self.rows)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.all_notes)
        caption = "" if self.folded else f"<caption>{escape(self.caption)}</caption>"
        table = f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>{notes}"
        said = escape(self.caption)
        return f"<details><summary>{said}</summary>{table}</details>" if self.folded else table

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {MIME: self.face(), "text/html": self.html(), "text/plain": self.caption}


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption and an alternative text computed from the same data.

    Attributes
    ----------
    caption : how it is read. title : what it says, in one sentence. svg : the wide drawing, for documents and screens.
    narrow : the same for a telephone; empty where there is none, and the wide one is shown. drawing : the wide canvas.
    data : the published tables that hold its numbers.
    """

    label: str
    caption: str
    alt: str
    svg: str
    width_mm: int
    drawing: Any = None
    about: Any = None
    narrow: str = ""
    title: str = ""
    data: tuple[str, ...] = ()

    @property
    def legend(self) -> str:
        """Title and caption in one text."""
        return f"{self.title} {self.caption}".strip()

    def __repr__(self) -> str:
        return f"<Figure {self.label}>"

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        keys = ("label", "title", "caption", "alt", "svg", "narrow", "width_mm")
        face = {"kind": "figure", **{k: getattr(self, k) for k in keys if getattr(self, k)}}
        return face | ({"data": list(self.data)} if self.data else {})

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {MIME: self.face(), "image/svg+xml": self.svg, "text/plain": f"{self.legend} {self.alt}"}


def alike_once(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a table that say the same of several things once, with their names joined; in the order of the first.

    Examples
    --------
    >>> alike_once([["Age", "1"], ["Sex", "2"], ["Stay", "1"]])
    [['Age; Stay', '1'], ['Sex', '2']]
    """
    named: dict[tuple[str, ...], list[str]] = {}
    for name, *said in rows:
        named.setdefault(tuple(said), []).append(name)
    return [["; ".join(names), *said] for said, names in named.items()]


def paragraph(*sentences: str) -> Markdown:
    """Sentences joined to one paragraph; what is not `Markdown` yet is escaped."""
    return Markdown(" ".join(as_markdown(s) for s in sentences if s))


def as_markdown(text: str) -> Markdown:
    """The text as Markdown that shows it."""
    return text if isinstance(text, Markdown) else Markdown(escape_markdown(text))


def as_linked(cell: str) -> str | list[dict[str, str]]:
    """A cell as its face has it: plain text, or parts with where each leads."""
    return [{"text": text, "to": to} for text, to in cell.parts] if isinstance(cell, Link) else cell


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _html_row(row: list[str], stub: int, width: int) -> str:
    if len(row) == 1 and width > 1:
        return f'<tr><th colspan="{width}">{_cell(row[0])}</th></tr>'
    tags = ["th" if i < stub else "td" for i in range(len(row))]
    return "<tr>" + "".join(f"<{t}>{_cell(c)}</{t}>" for t, c in zip(tags, row, strict=True)) + "</tr>"
