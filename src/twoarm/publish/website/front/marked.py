"""A marked sentence in HTML: its words are the label of a small button that opens what stands behind the mark.

All of it is the browser's own (a label, a button, a popover), so that it needs no script and answers to keyboard and screen
reader. On the single page that documents are made of, a sentence has its class, and its mark names the claim's row.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..accessible import on_website


class Sentence(nodes.inline):
    """The words of a sentence."""


class Mark(nodes.superscript):
    """The shape of its verdict, with its claims."""


class Evidence(nodes.container):
    """What stands behind it."""


def setup_marked(app: Sphinx) -> None:
    """Tell Sphinx how a website and a document show them."""
    app.add_node(Sentence, html=(_open_sentence, _close_sentence))
    app.add_node(Mark, html=(_open_mark, _close_mark))
    app.add_node(Evidence, html=(_open_evidence, _close_evidence))


def _open_sentence(translator: Any, node: Sentence) -> None:
    classes, n = html.escape(f"claim claim-{node['kind']}"), node["number"]
    named = f' id="sentence-{n}" for="mark-{n}"' if on_website(translator) else ""
    tag = "label" if on_website(translator) else "span"
    translator.body.append(f'<{tag} class="{classes}"{named}>')


def _close_sentence(translator: Any, node: Sentence) -> None:
    translator.body.append("</label>" if on_website(translator) else "</span>")


def _open_mark(translator: Any, node: Mark) -> None:
    translator.body.append("<sup>")
    if on_website(translator):
        n, kind, shape = node["number"], html.escape(node["kind"]), html.escape(node["shape"])
        translator.body.append(
            f'<button class="claim-mark" type="button" id="mark-{n}" popovertarget="evidence-{n}" '
            f'aria-describedby="verdict-{kind}">{shape}</button></sup>'
        )
        raise nodes.SkipNode


def _close_mark(translator: Any, node: Mark) -> None:
    translator.body.append("</sup>")


def _open_evidence(translator: Any, node: Evidence) -> None:
    if not on_website(translator):
        raise nodes.SkipNode
    n = node["number"]
    named = f'role="dialog" aria-labelledby="sentence-{n}"'
    translator.body.append(f'<div class="claim-evidence" id="evidence-{n}" popover {named}>\n')


def _close_evidence(translator: Any, node: Evidence) -> None:
    translator.body.append("</div>\n")
