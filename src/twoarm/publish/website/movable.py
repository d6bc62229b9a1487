"""What can be moved, as a page has it: inert elements, hidden until the script makes controls of them.

Documents do not have it: its static twin stands beside it. One value to an attribute, all of them strings of the package.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .accessible import on_website

_Content = dict[str, Any]


class Moved(nodes.General, nodes.Element):
    """A place of the website where a reader moves something."""


def setup_movable(app: Sphinx) -> None:
    """Tell Sphinx how it is written, and where it is not."""
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(Moved, html=(_visit, _skip_nothing), **others)


def movable(renderer: Any, data: Any, content: _Content) -> Moved:
    """The node of one face."""
    return Moved("", what=content["what"], named=content["named"], inside=content["inside"])


def _visit(translator: Any, node: Moved) -> None:
    if not on_website(translator):
        raise nodes.SkipNode
    inside = "".join(map(_item, node["inside"]))
    said = _attributes({"moves": node["what"], **node["named"]})
    translator.body.append(f'<div class="twoarm-movable untraced" hidden{said}>{inside}</div>\n')


def _item(item: _Content) -> str:
    return f"<i{_attributes(item['named'])}>{''.join(map(_item, item['inside']))}</i>"


def _attributes(named: dict[str, str]) -> str:
    return "".join(f' data-{name}="{html.escape(value)}"' for name, value in named.items())


def _skip(translator: Any, node: Moved) -> None:
    raise nodes.SkipNode


def _skip_nothing(translator: Any, node: Moved) -> None:
    """The place is written at its beginning."""
