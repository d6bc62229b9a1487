"""Outputs that a page shows folded, under one line that says what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from twoarm.faces import counts_only
from twoarm.present.handover import MIME
from twoarm.present.outputs import Text


@counts_only
@dataclass(frozen=True)
class Folded:
    """Several outputs in one fold: closed on a page of the website, beneath its line everywhere else.

    Attributes
    ----------
    summary : the line, plain text; it says what is inside. outputs : texts, tables and figures, in the order of reading.
    """

    summary: str
    outputs: tuple[Any, ...]

    def face(self) -> dict[str, Any]:
        """The JSON face that the book is made from."""
        return {"kind": "folded", "summary": self.summary, "parts": [_face(part) for part in self.outputs]}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        inside = "".join(_html(part) for part in self.outputs)
        html = f"<details><summary>{escape(self.summary)}</summary>{inside}</details>"
        return {MIME: self.face(), "text/html": html, "text/plain": self.summary}


def folded(summary: str, outputs: Sequence[Any]) -> Folded | None:
    """Outputs under one line that a reader opens; None where there is nothing to fold.

    Parameters
    ----------
    summary : what is inside, plain text.
    outputs : texts, tables and figures; None among them is left out.
    """
    inside = tuple(output for output in outputs if output is not None)
    return Folded(summary, inside) if inside else None


def _face(part: Any) -> dict[str, Any]:
    return {"kind": "text", "markdown": str(part.markdown)} if isinstance(part, Text) else part.face()


def _html(part: Any) -> str:
    """For JupyterLab, which has no Markdown within HTML: the words as they stand."""
    faces = part._repr_mimebundle_()
    return faces.get("text/html") or faces.get("image/svg+xml") or f"<p>{escape(faces['text/plain'])}</p>"
