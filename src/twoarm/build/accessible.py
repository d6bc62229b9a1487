"""Two things that MyST-NB and docutils write otherwise than a screen reader wants them."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx


def setup_accessible(app: Sphinx) -> None:
    """Write folded code as a disclosure named by the text it shows, and references as items of a list."""
    app.add_node(HideCodeCellNode, override=True, html=(_open_code, _close_code))
    app.add_node(nodes.citation, override=True, html=(_open_reference, _close_reference))


def _open_code(translator: Any, node: HideCodeCellNode) -> None:
    classes = " ".join(["twoarm-code", *node["classes"]])
    translator.body.append(f'<details class="{html.escape(classes)}">\n')
    translator.body.append(f"<summary>{html.escape(node['prompt_show'])}</summary>\n")


def _close_code(translator: Any, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")


def _open_reference(translator: Any, node: nodes.citation) -> None:
    # Sphinx puts this function in the place of the translator's own, hence the way round by its class.
    type(translator).visit_citation(translator, node)
    if translator.builder.name == "html":
        # The role that docutils gives is deprecated and may not stand in a list.
        translator.body[-1] = translator.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def _close_reference(translator: Any, node: nodes.citation) -> None:
    type(translator).depart_citation(translator, node)
