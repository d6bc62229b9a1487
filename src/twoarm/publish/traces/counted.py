"""What pages count: rows of the published tables, by what they say; every count is made anew of the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from twoarm.present.about.methods_said import METHODS_SAID
from twoarm.publish.traces.records import Record
from twoarm.tables.columns import Holds
from twoarm.tables.every import RUN_TABLES

A_COUNT = "count"
HEADLINES = "main results"  # of each outcome the primary contrast at its latest visit
_MOST = 12  # different values of a column by which rows are counted
_OF = ("id", "claim", "question", "variable", "characteristic", "outcome", "seed")
_NO_CLASS = ("unit", "reason", "disagreeing", "published", "statement")
_NULL = {name: method.null for name, method in METHODS_SAID.items()}
_EXCLUDES, _INCLUDES = "excludes no difference", "includes no difference"
# How a page says what the rows that are counted have in common, beside the word that they have.
_SAID = {
    _EXCLUDES: ("differed", "exclude no difference"),
    _INCLUDES: ("are open", "include no difference", "leave open"),
    "consistent": ("agrees", "agree with"),
    "depends on method": ("depends on the method", "depend on the method"),
    "not checkable": ("cannot be checked",),
    "inconsistent": ("does not agree",),
    "adjusted": ("are also adjusted",),
}
_Property = Callable[[Record], str]


def counted_records(records: Iterable[Record], alpha: float) -> Iterator[Record]:
    """A record for each count of rows, and of what they are about: in all, by section, by each value of a column.

    Parameters
    ----------
    records : of the published tables. alpha : below which a P is counted.
    """
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record.file].append(record)
    headlines = _headlines(by_file.pop("results.csv", []))
    if headlines:
        yield from _of_rows("results.csv", headlines, alpha, {"rows": HEADLINES})
    for file, rows in by_file.items():
        yield from _of_rows(file, rows, alpha, {})


def _headlines(results: Iterable[Record]) -> list[Record]:
    contrasts = (
        row for row in results if row.primary and not row.arm and row.content["section"] != "baseline"
    )
    return list({row.content["variable"]: row for row in contrasts}.values())


def _of_rows(file: str, rows: list[Record], alpha: float, where: dict[str, str]) -> Iterator[Record]:
    """All rows, and those that one or two properties single out."""
    properties = _properties(file, alpha)
    yield from _counts(file, rows, where)
    for name, of in properties.items():
        parts = _parted(rows, of)
        if len(parts) > _MOST and name != "variable":
            continue
        for value, part in parts.items():
            yield from _counts(file, part, {**where, name: value})
            for other in _SECOND if name in _FIRST else ():
                if other in properties and other != name:
                    for second, inner in _parted(part, properties[other]).items():
                        yield from _counts(file, inner, {**where, name: value, other: second})


_FIRST = ("section", "verdict", "variable")
_SECOND = ("its interval", "its P", "p_adjusted", "estimate")


def _parted(rows: list[Record], of: _Property) -> dict[str, list[Record]]:
    parts: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        if value := of(row):
            parts[value].append(row)
    return parts


def _properties(file: str, alpha: float) -> dict[str, _Property]:
    table = RUN_TABLES[file.removesuffix(".csv")]
    names = [c.name for c in table.columns if c.holds in (Holds.KEY, Holds.TEXT) and c.name not in _NO_CLASS]
    found: dict[str, _Property] = {name: _of_column(name) for name in names}
    if "low" in table.header:
        found["its interval"] = _interval
    if "p_value" in table.header:
        found["its P"] = lambda row: _p(row, alpha)
    if "p_adjusted" in table.header:
        found["p_adjusted"] = lambda row: "adjusted" if row.content["p_adjusted"] else ""
    if "estimate" in table.header:
        found["estimate"] = lambda row: "estimated" if row.content["estimate"] else "not estimated"
    return found


def _of_column(name: str) -> _Property:
    return lambda row: row.content.get(name) or ""


def _interval(row: Record) -> str:
    try:
        low, high = float(row.content["low"]), float(row.content["high"])
    except ValueError:
        return ""
    null = _NULL.get(row.method, 1.0 if row.content.get("measure_unit") == "ratio" else 0.0)
    return _EXCLUDES if low > null or high < null else _INCLUDES


def _p(row: Record, alpha: float) -> str:
    try:
        return "below alpha" if float(row.content["p_value"]) < alpha else "not below alpha"
    except ValueError:
        return ""


def _counts(file: str, rows: list[Record], where: dict[str, str]) -> Iterator[Record]:
    """How many rows there are and, where that is another number, how many different subjects they have."""
    kinds = [name for name in _OF if name in rows[0].content and name not in where]
    found = {len(rows): "rows"}
    for name in kinds:
        found.setdefault(len({r.content[name] for r in rows if r.content[name]}), f"different {name}")
    values = [value for name, value in where.items() if name not in ("section", "variable", "rows")]
    phrases = tuple(
        said for value in values for said in _SAID.get(value.replace("_", " "), (value.replace("_", " "),))
    )
    subjects = frozenset(where[name] for name in ("variable", "id", "claim") if name in where)
    for count, what in found.items():
        yield Record(file, {**where, "count of": what}, subjects, {"counted": str(count)}, phrases, A_COUNT)
