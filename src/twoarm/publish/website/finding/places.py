"""The places of a page that a search can lead to: sections, paragraphs, figures, tables and each row of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform

from twoarm.faces import counts_only
from twoarm.publish.website.finding.index import BETWEEN
from twoarm.publish.website.front.marked import Evidence
from twoarm.publish.website.movable import Moved

_SILENT = (HideCodeCellNode, Moved, nodes.literal_block, nodes.Invisible, nodes.image)
_UNITS = (
    nodes.paragraph,
    nodes.list_item,
    nodes.figure,
    nodes.table,
    nodes.definition_list_item,
    nodes.citation,
)
_SIZE = re.compile(r"\s*n = \S+")  # of an arm, in the head of its column
_LINE = "fold-line"  # a sentence that becomes the line of a fold, which has no place of its own


@counts_only
@dataclass(frozen=True)
class Findable:
    """A place: the id to go to, what it stands in, and what it says."""

    anchor: str
    where: str
    text: str


class GiveAnchors(SphinxPostTransform):
    """Give an id to each paragraph, item of a list and row that has none, on pages of the website."""

    default_priority = 950  # when every part of the page is there
    builders = ("html",)

    def run(self, **kwargs: object) -> None:
        """Change the document in place."""
        for number, node in enumerate(filter(_lacks_anchor, self.document.findall(nodes.Element)), 1):
            node["ids"].append(f"place-{number}")


def places_of(document: nodes.Element, numbers: Mapping[str, str]) -> Iterator[Findable]:
    """The places of a page, in its order.

    Parameters
    ----------
    document : whose references are resolved, with anchors.
    numbers : by the id of a table or a figure how it is called, such as ``Table S10``.
    """
    where = anchor = ""
    for unit in _units(document):
        around = unit.parent
        if isinstance(around, nodes.section) and isinstance(unit, nodes.title):
            where, anchor = _words(unit), around["ids"][0]
            yield Findable(anchor, "", where)
        elif isinstance(unit, nodes.table):
            yield from _of_table(unit, numbers, where)
        else:
            anchor = _anchor_of(unit) or anchor
            text = f"{numbers.get(anchor, '')} {_words(unit)}".strip()
            if text:
                yield Findable(anchor, where, text)


def _lacks_anchor(node: nodes.Element) -> bool:
    if node["ids"]:
        return False
    if isinstance(node, nodes.row):
        return isinstance(node.parent, nodes.tbody) and not _anchor_of(node)
    if isinstance(node, nodes.paragraph):
        return isinstance(node.parent, nodes.section | nodes.container) and _LINE not in node["classes"]
    return isinstance(node, nodes.list_item)


def _anchor_of(node: nodes.Element) -> str:
    """Its own id, or the first one within it; of what a mark opens, that of its sentence, in view."""
    for behind in (node, node.parent):
        if isinstance(behind, Evidence):
            return f"sentence-{behind['number']}"
    return next((one["ids"][0] for one in node.findall(nodes.Element) if one["ids"]), "")


def _units(node: nodes.Element) -> Iterator[nodes.Element]:
    for child in node.children:
        if isinstance(child, _UNITS) or (isinstance(child, nodes.title) and isinstance(node, nodes.section)):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, _SILENT):
            yield from _units(child)


def _words(node: nodes.Element) -> str:
    """What it says, in single spaces, each block of it apart; a line break is a space."""
    texts = [text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.target)]
    said, block = [], None
    for text in texts:
        around = _block_of(text)
        said += [" "] * (around is not block) + [" " if isinstance(text.parent, nodes.raw) else text.astext()]
        block = around
    return " ".join("".join(said).split())


def _block_of(text: nodes.Text) -> nodes.Node | None:
    around = text.parent
    while isinstance(around, nodes.Inline):
        around = around.parent
    return around


def _of_table(table: nodes.table, numbers: Mapping[str, str], where: str) -> Iterator[Findable]:
    title = table.next_node(nodes.title)
    name = numbers.get(_anchor_of(table), "")
    caption = f"{name} {_words(title) if title else ''}".strip()
    yield Findable(_anchor_of(table), where, caption)
    heads: list[str] = []
    group = ""
    for row in table.findall(nodes.row):
        cells = [_words(cell) for cell in row]
        if isinstance(row.parent, nodes.thead):
            heads = [_SIZE.sub("", cell) for cell in cells]
        elif len(cells) == 1:
            group = cells[0]
            yield Findable(_anchor_of(row), caption, group)
        else:
            inside = " › ".join(filter(None, (caption, group)))
            yield Findable(_anchor_of(row), inside, _row(heads, cells))


def _row(heads: list[str], cells: list[str]) -> str:
    """The name of a row, then each value behind the head of its column."""
    named = heads if len(heads) == len(cells) else [""] * len(cells)
    values = [f"{head} {cell}".strip() for head, cell in list(zip(named, cells, strict=True))[1:] if cell]
    return BETWEEN.join([cells[0], *values])
