"""What pages count: rows of the published tables, by what they say; every count is made anew of the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.publish.traces.records import Record
from twoarm.tables.columns import Holds
from twoarm.tables.every import RUN_TABLES

COUNTED = "count"
_MOST = 12  # different values of a column by which rows are counted
_OF = ("id", "claim", "question", "variable", "characteristic", "outcome")
_NO_CLASS = ("unit", "reason", "disagreeing", "published", "statement")
_NULL = {method.name: method.scale.null for method in REGISTRY}
_RATIOS = ("ratio",)


def counted_records(records: Iterable[Record], alpha: float) -> Iterator[Record]:
    """A record for each count of rows, and of what they are about: in all, by section, by each value of a column.

    Parameters
    ----------
    records : of the published tables. alpha : below which a P is counted.
    """
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record.file].append(record)
    for file, rows in by_file.items():
        for where, group in _groups(file, rows, alpha):
            yield from _counts(file, group, where)


def _groups(file: str, rows: list[Record], alpha: float) -> Iterator[tuple[dict[str, str], list[Record]]]:
    """All rows, and those that one or two properties single out."""
    properties = _properties(file, rows, alpha)
    yield {}, rows
    for name, of in properties.items():
        parts = _parted(rows, of)
        if len(parts) > _MOST:
            continue
        for value, part in parts.items():
            yield {name: value}, part
            others = [n for n in _SECOND if n in properties and n != name] if name in _FIRST else []
            for other in others:
                yield from (({name: value, other: v}, p) for v, p in _parted(part, properties[other]).items())


_FIRST = ("section", "role", "verdict", "analysis", "variable")
_SECOND = ("its interval", "its P", "section", "p_adjusted")


def _parted(rows: list[Record], of: Callable[[Record], str]) -> dict[str, list[Record]]:
    parts: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        if value := of(row):
            parts[value].append(row)
    return parts


def _properties(file: str, rows: list[Record], alpha: float) -> dict[str, Callable[[Record], str]]:
    table = RUN_TABLES[file.removesuffix(".csv")]
    names = [c.name for c in table.columns if c.holds in (Holds.KEY, Holds.TEXT) and c.name not in _NO_CLASS]
    found: dict[str, Callable[[Record], str]] = {name: _of_column(name) for name in names}
    if "low" in table.header:
        found["its interval"] = _interval
    if "p_value" in table.header:
        found["its P"] = lambda row: _p(row, alpha)
    if "p_adjusted" in table.header:
        found["p_adjusted"] = lambda row: "adjusted" if row.content["p_adjusted"] else ""
    if "estimate" in table.header:
        found["estimate"] = lambda row: "estimated" if row.content["estimate"] else "not estimated"
    return found


def _of_column(name: str) -> Callable[[Record], str]:
    return lambda row: row.content.get(name) or ""


def _interval(row: Record) -> str:
    try:
        low, high = float(row.content["low"]), float(row.content["high"])
    except ValueError:
        return ""
    null = _NULL.get(row.method, 1.0 if row.content.get("measure_unit") in _RATIOS else 0.0)
    return "excludes no difference" if low > null or high < null else "includes no difference"


def _p(row: Record, alpha: float) -> str:
    try:
        return "below alpha" if float(row.content["p_value"]) < alpha else "not below alpha"
    except ValueError:
        return ""


def _counts(file: str, rows: list[Record], where: dict[str, str]) -> Iterator[Record]:
    kinds = [name for name in _OF if name in rows[0].content and name not in where]
    found = {"rows": len(rows)}
    found |= {f"different {name}": len({r.content[name] for r in rows if r.content[name]}) for name in kinds}
    phrases = tuple(value.replace("_", " ") for value in where.values())
    subjects = frozenset(where[name] for name in ("variable", "id", "claim") if name in where)
    for what, count in found.items():
        yield Record(file, where or {"rows": "all"}, subjects, {what: str(count)}, phrases, COUNTED)
