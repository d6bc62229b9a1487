"""The front page stands where an address without a file's name leads, and still where it stood in earlier versions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from .finding.index import write_index
from .finding.places import Findable, places_of

FRONT = "index.html"
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_TOLD = (
    r'(?<=name="citation_pdf_url" )content|(?<=property="og:image" )content'  # addresses that a head tells
)
_ADDRESS = re.compile(rf'((?<=\s)(?:href|srcset|src|data-content_root)|{_TOLD})="([^"]*)"')


class FrontPageFirst(StandaloneHTMLBuilder):
    """Sphinx's own website, whose root page is ``index.html`` and whose search knows places in place of stems of words."""

    def init(self) -> None:
        """Begin without any place."""
        super().init()
        self._places: dict[str, list[Findable]] = {}

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page."""
        return FRONT if docname == self.config.root_doc else super().get_target_uri(docname, typ)

    def get_outfilename(self, pagename: str) -> str:
        """The file of a page."""
        root = pagename == self.config.root_doc
        return str(Path(self.outdir) / FRONT) if root else super().get_outfilename(pagename)

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Nothing: pages that are not written anew are read again."""

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Take a page into the index."""
        figures = self.env.toc_fignumbers.get(pagename, {})
        numbers = {
            name: self.config.numfig_format[kind] % ".".join(map(str, number))
            for kind, of_kind in figures.items()
            if kind in self.config.numfig_format
            for name, number in of_kind.items()
        }
        self._places[pagename] = list(places_of(doctree, numbers))

    def dump_search_index(self) -> None:
        """Write the index, its pages in the order of the contents."""
        order = self.env.collect_relations()
        for name in order.keys() - self._places.keys():
            self.index_page(name, self.env.get_and_resolve_doctree(name, self), "")
        pages = [(self.get_target_uri(n), self.env.titles[n].astext(), self._places[n]) for n in order]
        write_index(Path(self.outdir), pages)


def keep_earlier_address(out: Path, page: str) -> None:
    """Write the front page of the website in `out` a second time, as `page`; it names the first as the one to refer to."""
    if page == FRONT:
        return
    text = at_address((out / FRONT).read_text(encoding="utf-8"), FRONT, page)
    first = relpath(FRONT, dirname(page) or ".")
    text = text.replace("</head>", f'<link rel="canonical" href="{html.escape(first)}" />\n</head>', 1)
    (out / page).parent.mkdir(parents=True, exist_ok=True)
    (out / page).write_text(text, encoding="utf-8")


def at_address(page: str, old: str, new: str) -> str:
    """The text of a page that leads from its new place to where it led from its old one.

    Parameters
    ----------
    page : HTML whose text and attributes are escaped.
    old, new : addresses of the page, relative to one folder.

    Examples
    --------
    >>> at_address('<a href="notebooks/a.html#b">a href="x"</a>', "index.html", "notebooks/front.html")
    '<a href="a.html#b">a href="x"</a>'
    >>> at_address('<source srcset="_images/b.svg">', "index.html", "notebooks/front.html")
    '<source srcset="../_images/b.svg">'
    >>> at_address('<img src="_images/a.svg"> <a href="#b">', "html/index.html", "index.html")
    '<img src="html/_images/a.svg"> <a href="#b">'
    """

    def moved(found: re.Match[str]) -> str:
        address = _moved(html.unescape(found[2]), dirname(old), dirname(new))
        return f'{found[1]}="{html.escape(address)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(moved, tag[0]), page)


def _moved(address: str, old: str, new: str) -> str:
    """A relative address that was written for a page of one folder, for one of another folder."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return address
    path = relpath(normpath(join(old, parts.path)), new or ".")
    return parts._replace(path=path + "/" * parts.path.endswith("/")).geturl()
