"""What MyST-NB, the theme and docutils write otherwise than a screen reader or the content policy wants it."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx


def setup_accessible(app: Sphinx) -> None:
    """Write code as a template of its own name, tables in a box to scroll, references as items of a list."""
    app.add_node(HideCodeCellNode, override=True, html=(_open_code, _close_code))
    app.add_node(nodes.table, override=True, html=(_open_table, _close_table))
    app.add_node(nodes.citation, override=True, html=(_open_reference, _close_reference))


def _open_code(translator: Any, node: HideCodeCellNode) -> None:
    """Let code wait in a template, which is no part of the page until a reader asks for it; fold what is an output."""
    label = html.escape(f"{node['prompt_show']}{_of_cell(node)}")
    prompt = html.escape(node["prompt_show"])
    if _prints(node):
        translator.body.append(f'<details>\n<summary aria-label="{label}">{prompt}</summary>\n')
        return
    translator.body.append(f'<template class="twoarm-code" data-label="{label}">\n')
    if node.parent is not None and _prints(node.parent):
        translator.body.append(f'<p class="twoarm-code-label">{prompt}</p>\n')


def _close_code(translator: Any, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n" if _prints(node) else "</template>\n")


def _prints(cell: nodes.Element) -> bool:
    """Whether an output is among the children."""
    return any(
        part.get("nb_element") == "cell_code_output" for part in cell if isinstance(part, nodes.Element)
    )


def _of_cell(node: HideCodeCellNode) -> str:
    """Tell one piece of code of a page from another for who only hears their names."""
    cell = node.parent
    number = cell.get("exec_count") or (cell["cell_index"] + 1 if "cell_index" in cell else None)
    return f" of cell {number}" if number else ""


_SCROLL_BOX = '<div class="pst-scrollable-table-container"'


def _open_table(translator: Any, node: nodes.table) -> None:
    start = len(translator.body)
    # Sphinx puts this function in the place of the translator's own, hence the way round by its class.
    type(translator).visit_table(translator, node)
    label = html.escape(table_name(translator, node))
    # A folded table has its caption in the line of its fold, and is called by it.
    name = f' aria-labelledby="{html.escape(node["named_by"])}"' if "named_by" in node else ""
    for place in range(start, len(translator.body)):
        translator.body[place] = (
            translator.body[place]
            .replace(_SCROLL_BOX, f'{_SCROLL_BOX} tabindex="0" role="region" aria-label="{label}"')
            .replace("<table ", f"<table{name} ")
        )


def _close_table(translator: Any, node: nodes.table) -> None:
    type(translator).depart_table(translator, node)


def on_website(translator: Any) -> bool:
    """Whether a page of the website is written, and not the single page that documents are made of."""
    return translator.builder.name == "html"


def table_name(translator: Any, node: nodes.table) -> str:
    """Return what the caption calls the table, such as Table S7; one without a number is just a table."""
    numbers = translator.builder.fignumbers.get("table", {})
    number = next((numbers[name] for name in node["ids"] if name in numbers), None)
    return translator.config.numfig_format["table"] % ".".join(map(str, number)) if number else "Table"


def _open_reference(translator: Any, node: nodes.citation) -> None:
    type(translator).visit_citation(translator, node)
    if on_website(translator):
        # The role that docutils gives is deprecated and may not stand in a list.
        translator.body[-1] = translator.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def _close_reference(translator: Any, node: nodes.citation) -> None:
    type(translator).depart_citation(translator, node)
