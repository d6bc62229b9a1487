"""What leads to another place of the book, as Sphinx resolves it from any page; and what it says."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from twoarm.present.handover import WITH_NUMBER


def leading(text: str, to: str) -> nodes.Element:
    """A reference that Sphinx resolves from any page: to a page by its path, to anything else by its label.

    What is called a table or a figure and nothing more gets its number. A file of the run beside the website stays as it is.
    """
    if to.startswith("../"):
        return nodes.reference("", text, refuri=to)
    kind, target = ("doc", f"/{to}") if "/" in to else ("ref", to)
    numbered = text in WITH_NUMBER
    options = {"refdomain": "std", "reftype": "numref" if numbered else kind, "reftarget": target}
    return addnodes.pending_xref(
        "", nodes.inline("", text), **options, refexplicit=not numbered, refwarn=True
    )


def linked(parts: list[dict[str, Any]]) -> list[nodes.Node]:
    """The parts of a text, those that lead somewhere as references."""
    return [leading(part["text"], part["to"]) if part["to"] else nodes.Text(part["text"]) for part in parts]


def whole_text(content: str | list[dict[str, Any]]) -> str:
    """What a text says, whether or not a part of it leads anywhere."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)
