"""What no page may do, whoever wrote it: read a file, fetch a picture from elsewhere, or write into the page as it is.

`study.prose` refuses such a text before a run. This is the second lock, for a page that got past it: it holds in every
builder, our own run and the stock command alike, because Sphinx reads each page through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)
SETTINGS = {"file_insertion_enabled": False, "raw_enabled": False}
# Outputs that a page would take as they are; IPython gives every one of them a plain sibling, which is shown instead.
MARKUP = ("text/html", "text/latex", "application/javascript", "application/vnd.jupyter.widget-view+json")
BREAKS = {"<br />", r"\newline", r"\\"}  # a line break, which docutils has no node for
SCHEMES = {"", "http", "https", "mailto"}
OUTPUTS = "jupyter_execute"  # beside the builder's folder, for the pictures that cells have shown
# What makes TeX read a file, write one or read letters as other ones.
TEX = re.compile(
    r"\\(?:input|include|openin|openout|read|write|csname|catcode|[egx]?def|let)(?![a-z])|\^\^", re.I
)

_SUSPECT = (
    *(nodes.raw, nodes.image, nodes.reference, nodes.meta, nodes.math, nodes.math_block),
    addnodes.download_reference,
)


def setup_inert(app: Sphinx) -> None:
    """Connect the lock to Sphinx."""
    app.add_transform(Inert)
    app.add_post_transform(InertAtLast)
    app.connect("config-inited", _prefer_plain)
    app.connect("builder-inited", lambda app: app.env.settings.update(SETTINGS))


def _prefer_plain(app: Sphinx, config: Config) -> None:
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        *(("*", mime, None) for mime in MARKUP),
    ]


class Inert(SphinxTransform):
    """Take out of a page, with a warning, what would read or run something; the words around it stay."""

    # After every part of the page is read, before Sphinx collects its pictures and downloads (880) and empty sections go.
    default_priority = 290

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for node, what in list(_live(self.document, self.app)):
            _LOGGER.warning("%s is not shown: no page of the book may have it", what, location=node)
            node.parent.replace(node, _words(node))


class InertAtLast(SphinxPostTransform):
    """The same for markup in what a cell has shown, of whose faces one is chosen by now, and in what a reference brought."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for node in list(self.document.findall(_is_raw)):
            _LOGGER.warning("raw markup is not shown: no page of the book may have it", location=node)
            node.parent.remove(node)


def _live(document: nodes.document, app: Sphinx) -> Iterator[tuple[nodes.Element, str]]:
    tests: dict[str, Callable[[nodes.Node], bool]] = {
        "raw markup": lambda node: _is_raw(node) and not _is_face(node),
        "a file to download": lambda node: isinstance(node, addnodes.download_reference),
        "a picture from elsewhere": lambda node: isinstance(node, nodes.image) and not _is_own(node, app),
        "a link that is not to the web": _leads_astray,
        "a command to the browser": lambda node: isinstance(node, nodes.meta) and "http-equiv" in node,
        "a formula with commands to TeX": lambda node: (
            isinstance(node, (nodes.math, nodes.math_block)) and bool(TEX.search(node.astext()))
        ),
    }
    found = list(document.findall(lambda node: isinstance(node, _SUSPECT)))
    for what, test in tests.items():
        yield from ((node, what) for node in found if test(node))


def _words(node: nodes.Element) -> list[nodes.Node]:
    """What a reader may still see of a node: the words of a link."""
    return node.children if isinstance(node, (nodes.reference, addnodes.download_reference)) else []


def _is_raw(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.astext().strip() not in BREAKS


def _is_face(node: nodes.Node) -> bool:
    """Whether a node is part of one of several faces of an output, of which a page shows one."""
    parent = node.parent
    return parent is not None and ("mime_type" in parent or _is_face(parent))


def _leads_astray(node: nodes.Node) -> bool:
    target = node.get("refuri", "") if isinstance(node, nodes.reference) else ""
    return urlsplit("".join(target.split())).scheme not in SCHEMES


def _is_own(image: nodes.image, app: Sphinx) -> bool:
    """Whether a picture was drawn by a cell or stands in the book's own folder."""
    _, path = app.env.relfn2path(image["uri"], app.env.docname)
    homes = Path(app.outdir).parent / OUTPUTS, Path(app.srcdir) / "book"
    return any(Path(path).resolve().is_relative_to(home.resolve()) for home in homes)
