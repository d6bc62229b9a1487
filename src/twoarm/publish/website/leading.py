"""A link to another place of the book, which Sphinx resolves from any page."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from twoarm.present.handover import WITH_NUMBER


def leading(text: str, to: str) -> addnodes.pending_xref:
    """A reference that Sphinx resolves from any page: to a page by its path, to anything else by its label.

    What is called a table or a figure and nothing more gets its number.
    """
    kind, target = ("doc", f"/{to}") if "/" in to else ("ref", to)
    numbered = text in WITH_NUMBER
    options = {"refdomain": "std", "reftype": "numref" if numbered else kind, "reftarget": target}
    return addnodes.pending_xref(
        "", nodes.inline("", text), **options, refexplicit=not numbered, refwarn=True
    )
