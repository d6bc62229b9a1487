"""What only a front page shows: cards, doors, and an abstract with marks. Strings are plain text, as in `outputs`."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from twoarm.faces import counts_only
from twoarm.present.handover import MIME
from twoarm.present.outputs import Link, as_linked


@counts_only
@dataclass(frozen=True)
class Card:
    """One question with its answer.

    Attributes
    ----------
    kind : of the verdict, for the looks. shape, word : the verdict. asks : the question.
    large : one number or phrase in parts, each with the arm that it is of (``treated``, ``control``) or an empty string.
    text : two lines. link : where all of it stands.
    """

    kind: str
    shape: str
    word: str
    asks: str
    large: tuple[tuple[str, str], ...]
    text: str
    link: Link

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        plain = {name: getattr(self, name) for name in ("kind", "shape", "word", "asks", "text")}
        large = [{"text": text, "arm": arm} for text, arm in self.large]
        return {**plain, "large": large, "link": as_linked(self.link)}


@counts_only
@dataclass(frozen=True)
class Door:
    """Where one kind of reader goes on."""

    title: str
    links: tuple[Link, ...]


@counts_only
@dataclass(frozen=True)
class MarkedSentence:
    """A sentence of an abstract.

    Attributes
    ----------
    head : of the part that begins with it. text : word for word.
    kind, shape, word : its verdict; empty where nothing was taken from it. judged : the shape of what was judged of it.
    ids : its claims. to : the label of the row of the first. said : what was computed, by which rule, and what is missing.
    """

    head: str
    text: str
    kind: str = ""
    shape: str = ""
    word: str = ""
    judged: str = ""
    ids: str = ""
    to: str = ""
    said: tuple[str, ...] = ()


@counts_only
@dataclass(frozen=True)
class Key:
    """A verdict with the number of sentences that have it."""

    kind: str
    shape: str
    word: str
    sentences: int


class _Shown:
    """An output of one face for the book and a plain one for JupyterLab."""

    def face(self) -> dict[str, Any]:
        raise NotImplementedError

    def lines(self) -> list[str]:
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        lines = self.lines()
        items = "".join(f"<p>{escape(line)}</p>" for line in lines)
        return {MIME: self.face(), "text/html": items, "text/plain": "\n".join(lines)}


@counts_only
@dataclass(frozen=True)
class Cards(_Shown):
    """Questions with their answers, side by side."""

    cards: tuple[Card, ...]
    about: Any = None

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        return {"kind": "cards", "cards": [card.face() for card in self.cards]}

    def lines(self) -> list[str]:
        """The same as lines of text."""
        large = ["".join(text for text, _ in card.large) for card in self.cards]
        return [f"{c.asks} {c.shape} {c.word}: {n}. {c.text}" for c, n in zip(self.cards, large, strict=True)]


@counts_only
@dataclass(frozen=True)
class Doors(_Shown):
    """Where readers go on, by what they want."""

    doors: tuple[Door, ...]

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        doors = [{"title": d.title, "links": [as_linked(link) for link in d.links]} for d in self.doors]
        return {"kind": "doors", "doors": doors}

    def lines(self) -> list[str]:
        """The same as lines of text."""
        return [f"{door.title}: {'; '.join(door.links)}" for door in self.doors]


@counts_only
@dataclass(frozen=True)
class MarkedAbstract(_Shown):
    """An abstract in paragraphs of marked sentences, with the key to its marks."""

    paragraphs: tuple[tuple[MarkedSentence, ...], ...]
    key: tuple[Key, ...]
    about: Any = field(default=None, repr=False)

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        paragraphs = [[vars(s) | {"said": list(s.said)} for s in found] for found in self.paragraphs]
        return {"kind": "abstract", "paragraphs": paragraphs, "key": [vars(one) for one in self.key]}

    def lines(self) -> list[str]:
        """The same as lines of text."""
        return [
            " ".join(f"{s.head} {s.text} {s.shape}{s.judged}".strip() for s in found)
            for found in self.paragraphs
        ]
