"""What can be moved: named strings with others inside, which a script of the website looks up and never computes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twoarm.faces import counts_only
from twoarm.present.handover import MIME


@counts_only
@dataclass(frozen=True)
class Named:
    """Named strings, and the items inside; one value to a string, so that whoever checks a page reads each."""

    named: dict[str, str]
    inside: tuple[Named, ...] = ()

    def face(self) -> dict[str, Any]:
        """As the page has it."""
        return {"named": self.named, "inside": [item.face() for item in self.inside]}


@counts_only
@dataclass(frozen=True)
class Movable:
    """What the website lets a reader move; documents, and pages without scripts, show its static twin alone.

    Attributes
    ----------
    what : ``counts`` or ``curves``, which the script knows. words : of its controls. items : what can be chosen.
    about : the value behind it, whose rows are published.
    """

    what: str
    words: dict[str, str]
    items: tuple[Named, ...]
    about: Any

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        return {"kind": "movable", "what": self.what, **Named(self.words, self.items).face()}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {MIME: self.face(), "text/plain": f"{self.words['title']} (to be moved on the website)"}


def options(named: Iterable[tuple[str, str]], kind: str) -> tuple[Named, ...]:
    """Codes with their words, as items of one kind."""
    return tuple(Named({"kind": kind, "code": code, "text": text}) for code, text in named)
