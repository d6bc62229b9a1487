"""The published tables as the pages of the documentation describe them."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.tables.columns import Column, Holds, PublishedTable
from twoarm.tables.every import RUN_TABLES

_COMPARED = {
    Holds.KEY: "key",
    Holds.TEXT: "text",
    Holds.WORDS: "text, not compared",
    Holds.NUMBER: "number",
    Holds.COUNT: "whole number",
    Holds.P_VALUE: "P value",
    Holds.LEVEL: "level",
}


def tables_page() -> str:
    """Every table with its columns, as Markdown."""
    return "\n".join(line for table in RUN_TABLES.values() for line in _section(table)).rstrip()


def columns_of(table: PublishedTable) -> str:
    """One table with its columns."""
    return "\n".join(_section(table)).rstrip()


def _section(table: PublishedTable) -> Iterator[str]:
    yield f"### `{table.file}`\n"
    yield f"A row is {table.row}.{_singles(table)}\n"
    yield "| Column | Holds | Meaning |"
    yield "|---|---|---|"
    yield from (_row(column) for column in table.columns)
    yield ""


def _singles(table: PublishedTable) -> str:
    rule = " Where the patients are not public, it is written only under a policy that gathers several for each row."
    return rule if table.singles else ""


def _row(column: Column) -> str:
    since = f" (since {column.since})" if column.since else ""
    return f"| `{column.name}` | {_COMPARED[column.holds]} | {column.says}{since} |"
