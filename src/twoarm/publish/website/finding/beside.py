"""What a reader can take along from a figure or a table: its drawing, and the published tables that hold its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from posixpath import dirname, relpath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from twoarm.publish.website.accessible import on_website
from twoarm.tables.every import RUN_TABLES

_RUN = ".."  # the folder of a run, from that of its website


class Beside(nodes.General, nodes.Inline, nodes.Element):
    """Links to files of the run; nothing in documents, and nothing on pages that no run has made."""


def setup_beside(app: Sphinx) -> None:
    """Tell Sphinx how the links are written, and where they are not."""
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(Beside, html=(_open, None), **others)


def beside(content: dict[str, Any]) -> Beside:
    """The files of a figure or a table as its face names them."""
    drawing = [f"figures/{content['label']}.svg"] if "svg" in content and content.get("label") else []
    return Beside("", files=[*drawing, *(RUN_TABLES[name].file for name in content.get("data", ()))])


def _open(translator: Any, node: Beside) -> None:
    run = translator.config.html_context["twoarm_run"]
    if on_website(translator) and run.get("downloads"):
        there = [f for f in node["files"] if f.startswith("figures/") or f in run.get("tables", ())]
        links = "".join(_links(there, translator.builder))
        apart = isinstance(node.parent, nodes.container) and links
        translator.body.append(f'<div class="twoarm-files">{links}</div>\n' if apart else links)
    raise nodes.SkipNode


def _links(files: Sequence[str], builder: Any) -> list[str]:
    page = dirname(builder.get_target_uri(builder.current_docname))
    root = relpath(_RUN, page or ".")
    return [
        f'<a class="twoarm-file" href="{escape(f"{root}/{file}")}" download="download">{escape(_named(file))}</a>'
        for file in files
    ]


def _named(file: str) -> str:
    """A drawing by its format, since there is one of it; a table by its name."""
    return "SVG" if file.endswith(".svg") else file


def _skip(translator: Any, node: Beside) -> None:
    raise nodes.SkipNode
