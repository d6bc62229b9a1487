"""Tables of the single page: which are set smaller or on a landscape page, and how wide each column is.

The decision is made once, from the shown strings, so that PDF and Word agree.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import matplotlib
from lxml import html
from matplotlib.ft2font import FT2Font

from twoarm.errors import AnalysisError
from twoarm.publish.documents.figures import TEXT_WIDTH_MM

_Element = html.HtmlElement

SANS_FOLDER = Path(matplotlib.get_data_path(), "fonts", "ttf")
LANDSCAPE_WIDTH_MM = 257.0
CHOICES = ((7.5, False), (7.0, False), (7.5, True), (7.0, True), (6.5, True), (6.0, True), (5.5, True))
GAP_MM = 3.4  # what stands between two columns
READABLE_MM = 24.0  # a column of running text gets at least this much, if it needs it
_NUMERIC = re.compile(r"[−<>≤≥=+]?\s?[\d∞]")


def fit_tables(article: _Element) -> None:
    """Wrap each table in one kind of box that says how it is to be set.

    The box carries ``data-points`` (points) and, for a landscape page, ``data-wide``; where the strings do not all fit on
    one line it has ``data-widths``, the columns' shares of the page. ``data-mm`` is each column's width for a format that
    cannot measure.

    Raises
    ------
    AnalysisError
        A table that no page can hold.
    """
    for table in list(article.iter("table")):
        box = table.getparent()
        if "twoarm-table" not in box.classes:
            box = _box(table)
        rows = [_texts(row) for row in table.iter("tr")]
        whole, least = _extents(rows)
        size, wide = _choose(whole, least, table.get("id") or "a table")
        box.set("data-points", f"{size:g}")
        if wide:
            box.set("data-wide", "1")
        widths = [w * size + GAP_MM for w in whole]
        if sum(widths) > _room(wide):
            widths = _share([w * size for w in whole], [n * size for n in least], _room(wide))
            box.set("data-widths", " ".join(f"{width / _room(wide):.5f}" for width in widths))
        box.set("data-mm", " ".join(f"{width:.2f}" for width in widths))
        _simplify(table)


def _box(table: _Element) -> _Element:
    box = html.Element("div")
    box.set("class", "twoarm-table")
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
    return box


def _texts(row: _Element) -> list[str]:
    """Return the strings of a row by column; a cell that spans several counts for none of them."""
    texts: list[str] = []
    for cell in row.iterchildren("th", "td"):
        span = int(cell.get("colspan") or 1)
        texts += ["" if span > 1 else _lines(cell)] * span
    return texts


def _lines(cell: _Element) -> str:
    """Return what a cell says; a link in it breaks no line."""
    pieces = cell.xpath(".//text() | .//br")
    return "".join(piece if isinstance(piece, str) else "\n" for piece in pieces).strip()


def _extents(rows: list[list[str]]) -> tuple[list[float], list[float]]:
    """Return for each column, in mm per point of type, the width of its longest line and the least it may have."""
    columns = max(map(len, rows), default=0)
    cells = [[row[column] for row in rows if column < len(row)] for column in range(columns)]
    whole = [
        max((_width(line) for text in texts for line in text.split("\n")), default=0.0) for texts in cells
    ]
    least = [max((_width(part) for text in texts for part in _parts(text)), default=0.0) for texts in cells]
    return whole, least


def _parts(text: str) -> list[str]:
    """Return what must not be broken: a number with its interval is one piece, running text is its words."""
    lines = text.split("\n")
    return lines if _NUMERIC.match(text) and max(map(len, lines)) <= 30 else re.split(r"\s+|(?<=[\w]-)", text)


@cache
def _width(text: str) -> float:
    return _advance_of(text) / 64 / 100 * 25.4 / 72


def _advance_of(text: str) -> int:
    """Return how far a line moves the pen: by each pair of its letters, less what two pairs share."""
    if len(text) < 2:
        return _measured(text)
    return sum(map(_measured, map("".join, pairwise(text)))) - sum(map(_measured, text[1:-1]))


@cache
def _measured(letters: str) -> int:
    font = _sans()
    font.set_text(letters, 0)
    return font.get_width_height()[0]


@cache
def _sans() -> FT2Font:
    font = FT2Font(str(SANS_FOLDER / "DejaVuSans.ttf"))
    font.set_size(100, 72)
    return font


def _room(wide: bool) -> float:
    return LANDSCAPE_WIDTH_MM if wide else TEXT_WIDTH_MM


def _choose(whole: list[float], least: list[float], name: str) -> tuple[float, bool]:
    gaps = GAP_MM * len(whole)
    for size, wide in CHOICES:
        needed = [max(n * size, min(w * size, READABLE_MM)) for w, n in zip(whole, least, strict=True)]
        if sum(needed) + gaps <= _room(wide):
            return size, wide
    if sum(least) * size + gaps <= _room(wide):
        return size, wide
    raise AnalysisError(f"{name} is wider than a page", todo="Show fewer columns, or shorten its words.")


def _share(whole: list[float], least: list[float], room: float) -> list[float]:
    """Return widths in mm that fill the room: first what each column must have, the rest by its wish."""
    must = [max(n, min(w, READABLE_MM)) for w, n in zip(whole, least, strict=True)]
    free = room - GAP_MM * len(whole)
    if sum(must) > free:
        must = least
    wish = [w - m for w, m in zip(whole, must, strict=True)]
    return [m + (free - sum(must)) * w / sum(wish) + GAP_MM for m, w in zip(must, wish, strict=True)]


def _simplify(table: _Element) -> None:
    """Let a cell hold its text alone; what is left to say is in the box."""
    for paragraph in table.xpath(
        ".//*[self::td or self::th]/p[not(preceding-sibling::*|following-sibling::*)]"
    ):
        paragraph.drop_tag()
    for cell in table.xpath(".//tbody/tr[count(*)=1]/th"):
        cell.tag = "td"  # a row of headings alone would be taken for a second head
    for group in list(table.iterchildren("colgroup")):
        table.remove(group)
