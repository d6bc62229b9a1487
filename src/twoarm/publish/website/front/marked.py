"""A marked sentence in HTML: its words are the label of a small button that opens what stands behind the mark.

All of it is the browser's own (a label, a button, a popover), so that it needs no script and answers to keyboard and screen
reader. On the single page that documents are made of, a sentence has its class, and its mark names the claim's row.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


class Sentence(nodes.inline):
    """The words of a sentence."""


class Mark(nodes.superscript):
    """The shape of its verdict, with its claims."""


class Evidence(nodes.container):
    """What stands behind it."""


def setup_marked(app: Sphinx) -> None:
    """Tell Sphinx how a website and a document show them."""
    app.add_node(Sentence, html=(_open_sentence, _close_sentence), singlehtml=(_open_plain, _close_plain))
    app.add_node(Mark, html=(_button, None), singlehtml=(_open_mark, _close_mark))
    app.add_node(Evidence, html=(_open_evidence, _close_evidence), singlehtml=(_skip, None))


def _classes(node: nodes.Element) -> str:
    return html.escape(f"claim claim-{node['kind']}")


def _open_sentence(translator: Any, node: Sentence) -> None:
    n = node["number"]
    translator.body.append(f'<label class="{_classes(node)}" id="sentence-{n}" for="mark-{n}">')


def _close_sentence(translator: Any, node: Sentence) -> None:
    translator.body.append("</label>")


def _open_plain(translator: Any, node: Sentence) -> None:
    translator.body.append(f'<span class="{_classes(node)}">')


def _close_plain(translator: Any, node: Sentence) -> None:
    translator.body.append("</span>")


def _button(translator: Any, node: Mark) -> None:
    n, shape = node["number"], html.escape(node["shape"])
    kind = html.escape(node["kind"])
    translator.body.append(
        f'<sup><button class="claim-mark" type="button" id="mark-{n}" popovertarget="evidence-{n}" '
        f'aria-describedby="verdict-{kind}">{shape}</button></sup>'
    )
    raise nodes.SkipNode


def _open_mark(translator: Any, node: Mark) -> None:
    translator.body.append("<sup>")


def _close_mark(translator: Any, node: Mark) -> None:
    translator.body.append("</sup>")


def _open_evidence(translator: Any, node: Evidence) -> None:
    n = node["number"]
    translator.body.append(
        f'<div class="claim-evidence" id="evidence-{n}" popover aria-labelledby="sentence-{n}" role="dialog">\n'
    )


def _close_evidence(translator: Any, node: Evidence) -> None:
    translator.body.append("</div>\n")


def _skip(translator: Any, node: Evidence) -> None:
    raise nodes.SkipNode
