"""Folds: on a page of the website a disclosure whose line is the caption, elsewhere all that it holds."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from twoarm.publish.website.accessible import on_website, table_name
from twoarm.publish.website.nodes import Fold


class FoldLine(nodes.Element):
    """The line of a fold, made where a page is written: a caption that has left its table, or a sentence."""


def setup_folds(app: Sphinx) -> None:
    """Tell Sphinx how folds are written."""
    app.add_node(Fold, html=(_open_fold, _close_fold))
    app.add_node(FoldLine, html=(_open_line, _close_line))


def _open_fold(translator: Any, node: Fold) -> None:
    if not on_website(translator):
        translator.visit_container(node)
        return
    node.insert(0, _line_of(translator, node))
    classes = " ".join(["twoarm-fold", *node["classes"]])
    translator.body.append(f'<details class="{html.escape(classes)}">\n')


def _close_fold(translator: Any, node: Fold) -> None:
    if on_website(translator):
        translator.body.append("</details>\n")
    else:
        translator.depart_container(node)


def _line_of(translator: Any, fold: Fold) -> FoldLine:
    """Take the caption out of the table, or the sentence out of the group: a page says it once."""
    inside = fold[0]
    if isinstance(inside, nodes.table):
        title, name = inside.pop(0), f"fold-{inside['ids'][0]}"
        inside["named_by"] = name
        return FoldLine("", *title.children, name=name, number=f"{table_name(translator, inside)} ")
    fold.remove(inside)
    return FoldLine("", *inside.children)


def _open_line(translator: Any, node: FoldLine) -> None:
    if "number" not in node:
        translator.body.append("<summary>")
        return
    number = f'<span class="caption-number">{html.escape(node["number"])}</span>'
    translator.body.append(f'<summary id="{html.escape(node["name"])}">{number}<span class="caption-text">')


def _close_line(translator: Any, node: FoldLine) -> None:
    translator.body.append("</span></summary>\n" if "number" in node else "</summary>\n")
