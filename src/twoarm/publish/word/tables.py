"""Tables of the Word file: rules at top, under the head and at the bottom; wide ones on landscape pages."""

from __future__ import annotations

import copy
import json
from typing import Any

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table
from lxml import etree

from twoarm.present.handover import INDENT
from twoarm.publish.documents.tables import GAP_MM

_Element = Any  # an lxml element of python-docx's own classes

_AFTER_TABLE_BORDERS = (
    "w:shd",
    "w:tblLayout",
    "w:tblCellMar",
    "w:tblLook",
    "w:tblCaption",
    "w:tblDescription",
)
_AFTER_CELL_BORDERS = (
    "w:shd",
    "w:noWrap",
    "w:tcMar",
    "w:textDirection",
    "w:tcFitText",
    "w:vAlign",
    "w:hideMark",
)


def set_tables(word: DocumentType, document: str) -> None:
    """Give each table its look.

    Parameters
    ----------
    word : docx.document.Document
        The file that pandoc wrote; changed in place.
    document : str
        pandoc's JSON of the same document: its boxes say how each table is to be set.
    """
    boxes = _boxes(json.loads(document)["blocks"])
    for table, box in zip(word.tables, boxes, strict=True):
        _set_look(table, float(box["points"]))
        _set_widths(table, [Mm(float(width)) for width in box["mm"].split()])
        if "wide" in box:
            _turn(word, table)


def _boxes(node: Any) -> list[dict[str, str]]:
    """Return the settings of the table boxes in reading order."""
    if isinstance(node, list):
        return [box for item in node for box in _boxes(item)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Div" and "twoarm-table" in node["c"][0][1]:
        return [dict(node["c"][0][2])]
    return _boxes(node.get("c"))


def _set_look(table: Table, size: float) -> None:
    heads = [row._tr for row in table.rows if row._tr.xpath("./w:trPr/w:tblHeader")]
    for row in table.rows:
        _keep_row_whole(row._tr)
        for paragraph in (p for cell in row._tr.tc_lst for p in cell.p_lst):
            paragraph.style = "TableText"
            _set_in(paragraph, size)
            # A head that stays with its first row keeps the caption from standing alone.
            paragraph.get_or_add_pPr().keepNext_val = True if row._tr in heads else None
            for run in paragraph.xpath(".//w:r"):
                _set_size(run, size)
    _rule(table._tbl.tblPr, "w:tblBorders", {"top": 8, "bottom": 8}, _AFTER_TABLE_BORDERS)
    _set_gaps(table._tbl.tblPr)
    for cell in heads[-1].tc_lst if heads else []:
        _rule(cell.get_or_add_tcPr(), "w:tcBorders", {"bottom": 4}, _AFTER_CELL_BORDERS)


def _set_in(paragraph: _Element, size: float) -> None:
    """Make leading em-spaces an indent, which lines that wrap keep."""
    first = next(iter(paragraph.xpath(".//w:t")), None)
    text = "" if first is None else first.text or ""
    depth = len(text) - len(text.lstrip(INDENT))
    if first is not None and depth:
        first.text = text.lstrip(INDENT)
        paragraph.get_or_add_pPr().get_or_add_ind().left = Pt(depth * size)


def _set_gaps(properties: _Element) -> None:
    gaps = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        gap = etree.SubElement(gaps, qn(f"w:{side}"))
        gap.set(qn("w:w"), str(round(Mm(GAP_MM / 2).pt * 20)))
        gap.set(qn("w:type"), "dxa")
    properties.find(qn("w:tblLook")).addprevious(gaps)


def _set_widths(table: Table, widths: list[Length]) -> None:
    """Give columns the widths that were measured; programs differ too much in guessing them."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        place = 0
        for cell in row.tc_lst:
            cell.width = Length(sum(widths[place : place + cell.grid_span]))
            place += cell.grid_span
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(round(Length(sum(widths)).pt * 20)))


def _keep_row_whole(row: _Element) -> None:
    properties = row.get_or_add_trPr()
    if not properties.xpath("./w:cantSplit"):
        properties.insert(0, OxmlElement("w:cantSplit"))


def _set_size(run: _Element, size: float) -> None:
    run.get_or_add_rPr().sz_val = Pt(size + 0.5)  # the face of Word is narrower than that of the PDF


def _rule(properties: _Element, tag: str, sides: dict[str, int], before: tuple[str, ...]) -> None:
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    borders = OxmlElement(tag)
    # Word refuses a file whose properties stand in another order than its schema's.
    following = next((item for item in properties if item.tag in {qn(name) for name in before}), None)
    properties.append(borders) if following is None else following.addprevious(borders)
    for side, width in sides.items():
        line = etree.SubElement(borders, qn(f"w:{side}"))
        for name, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)


def _turn(word: DocumentType, table: Table) -> None:
    """Put a table, its caption and its notes on landscape pages of their own section."""
    upright = word.element.body.sectPr
    first, last = table._tbl, table._tbl
    while first.getprevious() is not None and _style_of(first.getprevious()) == "TableCaption":
        first = first.getprevious()
    while last.getnext() is not None and _style_of(last.getnext()) == "TableNotes":
        last = last.getnext()
    first.addprevious(_section_end(upright, landscape=False))
    last.addnext(_section_end(upright, landscape=True))


def _style_of(element: _Element) -> str:
    """Return the style of a paragraph; a bookmark, which may stand beside a table, has none."""
    styles = element.xpath("./w:pPr/w:pStyle/@w:val") if element.tag == qn("w:p") else []
    return next(iter(styles), "")


def _section_end(upright: _Element, landscape: bool) -> _Element:
    section = copy.deepcopy(upright)
    if landscape:
        page = section.find(qn("w:pgSz"))
        width, height = page.get(qn("w:w")), page.get(qn("w:h"))
        page.set(qn("w:w"), height)
        page.set(qn("w:h"), width)
        page.set(qn("w:orient"), "landscape")
    paragraph = OxmlElement("w:p")
    properties = etree.SubElement(paragraph, qn("w:pPr"))
    properties.append(section)
    return paragraph
