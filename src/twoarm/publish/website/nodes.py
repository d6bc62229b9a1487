"""What a cell showed, as docutils nodes: numbered, captioned, referable, and every string escaped by construction."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes

from twoarm.present.handover import INDENT, MIME

from .accessible import on_website
from .finding.beside import beside
from .front.nodes import MAKERS
from .leading import linked, whole_text
from .movable import movable
from .pictures import picture_of
from .tables.layout import lay_out

_FIGURES = re.compile(r"[−<>≤≥=+]?\s?[\d∞]")
_STUB_STEP, _STUB_MOST = 4, 28  # letters of a row's name, for which the style sheet has a width
_LONG = 30  # characters of a line that may be broken, even one of figures
_WORD = re.compile(r"[^\W\d_]{3}")  # a number with its interval has none; a sentence may begin with a number


class Cell(nodes.entry):
    """A table cell that says in HTML how it is aligned and what it heads; elsewhere an ordinary entry."""


class Fold(nodes.container):
    """What a page of the website shows closed; elsewhere an ordinary container."""


class OutputRenderer:
    """The MIME renderer that MyST-NB finds by its entry point."""

    mime_priority_overrides: ClassVar = [(builder, MIME, 0) for builder in ("html", "singlehtml", "latex")]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of one output object.

        Parameters
        ----------
        renderer : myst_nb.core.render.NbElementRenderer
            Writes the picture and knows the document.
        data : myst_nb.core.render.MimeData
            One face of one output.
        inline : bool
            Whether the output stands within a line; such a place takes neither figure nor table.

        Returns
        -------
        list of docutils.nodes.Element or None
            None where the face is not ours; empty, with a warning, where the face cannot be read.
        """
        if inline or data.mime_type != MIME:
            return None
        content = json.loads(data.content) if isinstance(data.content, str) else data.content
        try:
            if maker := MAKERS.get(content["kind"]):
                return [maker(content)]
            return [_MAKERS[content["kind"]](renderer, data, content)]
        except (KeyError, TypeError, ValueError) as error:
            renderer.logger.warning(f"unreadable {MIME}: {error!r}", subtype="twoarm", line=data.line)
            return []


def _figure(renderer: Any, data: Any, content: dict) -> nodes.Element:
    picture = picture_of(renderer, data, content)
    said = [nodes.strong("", title), nodes.Text(" ")] if (title := content.get("title")) else []
    caption = nodes.caption("", "", *said, nodes.Text(content["caption"]), beside(content))
    figure = nodes.figure("", picture, caption, classes=["twoarm-figure"])
    return _labelled(renderer, figure, content.get("label", ""))


def _table(renderer: Any, data: Any, content: dict) -> nodes.container:
    title = nodes.title("", content["caption"])
    table = nodes.table("", title, _body_of(content), classes=["colwidths-auto"])
    lay_out(table, content)
    _anchor(renderer, table, content.get("anchors", []))
    box_of = Fold if content.get("folded") else nodes.container
    box = box_of("", _labelled(renderer, table, content.get("label", "")), classes=["twoarm-table"])
    if notes := content.get("notes"):
        box += nodes.container("", *(nodes.paragraph("", note) for note in notes), classes=["table-notes"])
    place = box if content.get("folded") else title  # a folded table's caption is the line that opens it
    place += beside(content)
    return box


def _text(renderer: Any, data: Any, content: dict) -> nodes.container:
    said = replace(data, mime_type="text/markdown", content=content["markdown"])
    return nodes.container("", *renderer.render_markdown(said), classes=["folded-text"])


def _folded(renderer: Any, data: Any, content: dict) -> Fold:
    line = nodes.paragraph("", content["summary"], classes=["fold-line"])
    parts = [_MAKERS[part["kind"]](renderer, data, part) for part in content["parts"]]
    return Fold("", line, *parts)


_MAKERS = {"figure": _figure, "table": _table, "text": _text, "folded": _folded, "movable": movable}


def _anchor(renderer: Any, table: nodes.table, labels: Sequence[str]) -> None:
    """Make the first cell of each row that has a label a target."""
    rows = table.next_node(nodes.tbody)
    for row, label in zip(rows or [], labels, strict=False):
        if label:
            _labelled(renderer, row[0][0], label)


def _labelled(renderer: Any, node: nodes.Element, label: str) -> nodes.Element:
    """Make `node` a target of ``{numref}``; without a label it is still numbered, which takes an id."""
    document = renderer.renderer.document
    if label:
        node["names"].append(nodes.fully_normalize_name(label))
        document.note_explicit_target(node, node)
    else:
        document.set_id(node)
    return node


def _body_of(content: dict) -> nodes.tgroup:
    head, rows, stub = content["head"], content["rows"], int(content.get("stub", 1))
    columns = max(len(row) for row in [*head, *rows])
    group = nodes.tgroup(cols=columns)
    group.extend(nodes.colspec(colwidth=1, stub=int(column < stub)) for column in range(columns))
    align = list(content.get("align", []))
    sides = align + ["left" if column < stub else "right" for column in range(len(align), columns)]
    names = [line for row in rows if stub and len(row) > 1 for line in whole_text(row[0]).split("\n")]
    for part, lines in ((nodes.thead, head), (nodes.tbody, rows)):
        if lines:
            scope = "col" if part is nodes.thead else "row"
            group += part("", *(_row(line, sides[:columns], stub, scope) for line in lines))
    first = group.next_node(nodes.entry)
    first["stub_length"] = max(map(len, names), default=0)
    return group


def _row(cells: Sequence[Any], sides: Sequence[str], stub: int, scope: str) -> nodes.row:
    columns = len(sides)
    if len(cells) == 1 < columns:
        heading = _cell(cells[0], "left", scope)
        heading["morecols"] = columns - 1
        return nodes.row("", heading, classes=["group"])
    texts = [*cells, *[""] * (columns - len(cells))]
    heads = [scope if scope == "col" or column < stub else "" for column in range(columns)]
    return nodes.row("", *map(_cell, texts, sides, heads))


def _cell(content: str | list[dict[str, str]], side: str, scope: str) -> Cell:
    if side not in {"left", "right", "center"}:
        raise ValueError(f"a column is aligned left, right or center, not {side!r}")
    paragraph, text = nodes.paragraph(), whole_text(content)
    if text is not content:
        paragraph += linked(content)
        return Cell("", paragraph, classes=[f"text-{side}"], side=side, scope=scope)
    words = text.lstrip(INDENT)
    depth = len(text) - len(words)
    for number, line in enumerate(words.split("\n")):
        if number:
            paragraph += [nodes.raw("", "<br />", format="html"), nodes.raw("", r"\newline ", format="latex")]
        paragraph += nodes.Text(line)
    classes = [f"text-{side}", *([f"indent-{min(depth, 3)}"] if depth else [])]
    solid = "\xa0" in words and " " not in words  # written as one piece, whatever words are in its interval
    if _FIGURES.match(words) and (solid or not _WORD.search(words)):
        classes.append("figures")
    if max(map(len, words.split("\n"))) > _LONG:
        classes.append("long")
    return Cell("", paragraph, classes=classes, side=side, scope=scope)


def visit_cell(translator: Any, node: Cell) -> None:
    """Write the start tag as Sphinx does, with `scope` for readers that listen and, for converters, `style`.

    The first cell also tells the style sheet how long the names of the rows are, so that the column can be as wide.
    """
    website = on_website(translator)  # whose content policy lets no style into a page
    if website and node.get("stub_length"):
        node["classes"].append(_stub_class(node["stub_length"]))
    if website:
        _let_break(node)
    translator.visit_entry(node)
    scope = f' scope="{node["scope"]}"' if node["scope"] else ""
    style = "" if website else f' style="text-align: {node["side"]}"'
    tag, rest = translator.body[-1].split(" ", 1)
    if website and node.get("head"):
        rest = f'data-head="{html.escape(node["head"])}" {rest}'
    translator.body[-1] = f"{tag}{scope}{style} {rest}"


def _stub_class(length: int) -> str:
    """The class of a first column, in steps of which the style sheet knows each."""
    return f"stub-{min(-(-length // _STUB_STEP) * _STUB_STEP, _STUB_MOST)}"


def _let_break(cell: Cell) -> None:
    """Let a number part from its interval: the style sheet keeps them together where there is room."""
    for text in list(cell.findall(nodes.Text)) if "figures" in cell["classes"] else ():
        text.parent.replace(text, nodes.Text(text.replace("\xa0(", " (")))


def depart_cell(translator: Any, node: Cell) -> None:
    """Close the cell as Sphinx does."""
    translator.depart_entry(node)
