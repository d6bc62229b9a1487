"""The blocks of a page that show numbers, each with what tells what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from twoarm.faces import counts_only
from twoarm.publish.traces.elements import Element, read_elements
from twoarm.publish.traces.shown import ShownNumber, shown_numbers

_OUTPUT = "cell_output"


@counts_only
@dataclass(frozen=True, slots=True)
class Block:
    """A cell, a caption or a paragraph.

    Attributes
    ----------
    at : where its tag takes an attribute. kind : `cell`, `caption` or `sentence`.
    text, numbers : what it says. row : what its row is called. column : the heads over it. group : the heading of its rows.
    line : all that its row says.
    over : what stands above all of it: the caption of its table or figure, the run-in heading of its paragraphs.
    """

    at: int
    kind: str
    text: str
    numbers: tuple[ShownNumber, ...]
    row: str = ""
    column: str = ""
    group: str = ""
    over: str = ""
    line: str = ""


def blocks_of(page: str) -> list[Block]:
    """The blocks with numbers of what the notebooks of a page show, in the order of the page."""
    root = read_elements(page)
    found = [block for output in _outputs(root) for block in _of_output(output)]
    return [block for block in found if block.numbers]


def _outputs(element: Element) -> Iterator[Element]:
    for inner in element.inner:
        if isinstance(inner, Element):
            if _OUTPUT in inner.classes:
                yield inner
            else:
                yield from _outputs(inner)


def _of_output(output: Element) -> Iterator[Block]:
    heading = ""
    for element, in_figure in _walk(output, in_figure=False):
        if element.tag == "table":
            yield from _of_table(element)
        elif element.is_block:
            strong = next((e.words for e in element.all("strong", "b")), "")
            heading = strong or heading
            yield _block(element, "caption" if in_figure else "sentence", over=heading)


def _walk(element: Element, *, in_figure: bool) -> Iterator[tuple[Element, bool]]:
    """The elements within one, but for what is left out and what stands in a table; and whether a figure holds them."""
    for inner in element.inner:
        if isinstance(inner, Element) and not inner.left_out:
            inside = in_figure or inner.tag == "figure"
            yield inner, inside
            if inner.tag != "table":
                yield from _walk(inner, in_figure=inside)


def _block(element: Element, kind: str, **about: str) -> Block:
    parts, found, start = [], [], 0
    for text in element.texts():  # one by one, as `trace.js` meets them
        found += [replace(n, start=n.start + start, end=n.end + start) for n in shown_numbers(text)]
        parts.append(text.replace("\xa0", " "))  # as long as it was
        start += len(text)
    return Block(element.at, kind, "".join(parts), tuple(found), **about)


def _of_table(table: Element) -> Iterator[Block]:
    caption = " ".join(e.words for e in table.all("caption")) or _line_above(table)
    yield from (_block(e, "caption") for c in table.all("caption") for e in (c, *c.within()) if e.is_block)
    group = heading = ""
    heads: list[list[str]] = []
    for row in table.all("tr"):
        cells = [e for e in row.inner if isinstance(e, Element) and e.tag in ("th", "td")]
        said = [cell.words for cell in cells]
        if _in_head(row):
            heads.append(said)
            yield from _of_cells(cells, [""] * len(cells), over=caption)
            continue
        indented = any(c.startswith("indent-") for cell in cells for c in cell.classes)
        if len(cells) == 1:
            group = said[0]
        heading = heading if indented else said[0]
        row_name = f"{heading} {said[0]}" if indented and heading != group else said[0]
        columns = _columns(heads, len(cells))
        yield from _of_cells(cells, columns, row=row_name, group=group, over=caption, line=" | ".join(said))


def _line_above(table: Element) -> str:
    """The line of the fold that a table stands in, which is its caption there."""
    fold = next((e for e in table.outer() if e.tag == "details"), None)
    return next((e.words for e in fold.all("summary")), "") if fold else ""


def _in_head(row: Element) -> bool:
    return any(e.tag == "thead" for e in row.outer())


def _columns(heads: Iterable[list[str]], width: int) -> list[str]:
    fitting = [line for line in heads if len(line) == width]
    return [" ".join(line[i] for line in fitting) for i in range(width)]


def _of_cells(cells: list[Element], columns: list[str], **about: str) -> Iterator[Block]:
    for cell, column in zip(cells, columns, strict=True):
        for element in (cell, *cell.within()):
            if element.is_block:
                yield _block(element, "cell", column=re.sub(r"-\s", "-", column), **about)
