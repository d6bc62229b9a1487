"""A table's layout as classes of its nodes: digits in line, its shape on a telephone, the column of its result."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from ..leading import whole_text
from .digits import padded, pads
from .telephone import Shape, shape_of


def lay_out(table: nodes.table, content: dict[str, Any]) -> None:
    """Add to a table and its cells the classes that the style sheet goes by.

    Parameters
    ----------
    table : with as many rows as the content has.
    content : the face of a shown table.
    """
    heads = [whole_text(cell).replace("\n", " ") for cell in content["head"][-1]] if content["head"] else []
    body = table.next_node(nodes.tbody)
    lines = list(zip(body or [], content["rows"], strict=False))
    rows = [
        (row, [whole_text(cell) for cell in cells]) for row, cells in lines if len(cells) == len(heads) > 1
    ]
    stub = int(content.get("stub", 1))
    _line_up(table, rows, range(stub, len(heads)))
    wide = [
        [padded(text, cell["classes"]) for cell, text in zip(row, texts, strict=True)] for row, texts in rows
    ]
    shape = shape_of(heads, wide, stub)
    table["classes"] += [*shape.split(), f"columns-{len(heads)}"]
    for row, texts in rows:
        for cell, text in zip(row, texts, strict=True):
            if "(" not in text and "figures" in cell["classes"]:
                cell["classes"].append("whole")
    if shape == Shape.CARDS:
        _name_values(rows, heads, stub)
    _mark_result(table, content.get("result"), len(heads))


def _line_up(table: nodes.table, rows: list[tuple[nodes.row, list[str]]], columns: range) -> None:
    heads = table.next_node(nodes.thead)
    for column in columns if rows else ():
        lined = pads([texts[column] for _, texts in rows], rows[0][0][column]["side"])
        for (row, _), classes in zip(rows, lined, strict=True):
            row[column]["classes"] += classes
        if any("lined" in classes for classes in lined):  # it starts at the left, and so does its head
            for row in heads if heads is not None else ():
                row[column]["classes"].append("lined")


def _name_values(rows: list[tuple[nodes.row, list[str]]], heads: list[str], stub: int) -> None:
    for row, texts in rows:
        for column in range(stub, len(heads)):
            if texts[column].strip():
                row[column]["head"] = heads[column]
            else:
                row[column]["classes"].append("empty")


def _mark_result(table: nodes.table, column: int | None, columns: int) -> None:
    for row in table.findall(nodes.row) if column is not None else ():
        if len(row) == columns:
            row[column]["classes"].append("result")
