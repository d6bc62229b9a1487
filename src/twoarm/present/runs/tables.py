"""What differs between two runs as tables: causes, rows that moved, rows that one run alone has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from twoarm.analysis.runs.causes import ALTERED, CODE, DATA, PARAMETERS, UNTOLD, VERSIONS, Change
from twoarm.analysis.runs.difference import Pair, TableDifference
from twoarm.analysis.runs.tables import Key, Row
from twoarm.present import wording as w
from twoarm.present.outputs import Table
from twoarm.present.runs.numbers import Reader

_HEAD = ["Outcome", "How", "A", "B"]
CAUSE_NAMES = {
    DATA: "Data",
    UNTOLD: "Data that cannot be told",
    PARAMETERS: "Parameters",
    CODE: "Code",
    VERSIONS: "Versions",
    ALTERED: "Altered after the run",
}
CODE_NAMES = {"commit": "commit of the checkout", "code": "files of the package"}
PARAMETER_NAMES = {"conf_level_in_force": "conf_level in force"}
HASH = 12  # so many of its digits tell one hash from another


def run_table(a: Mapping[str, Any], b: Mapping[str, Any]) -> Table:
    """What the two runs are."""
    rows = [["Run", a["run"], b["run"]], ["Study", a["title"], b["title"]]]
    if a["patients"] or b["patients"]:  # an abstract alone has none
        rows.append(["Patients", *(w.number(m["patients"], 0) for m in (a, b))])
    rows.append(["Significance level", *(w.exact(m["parameters"]["alpha"]) for m in (a, b))])
    return Table(label="runs", caption="The two runs", head=[["", "A", "B"]], rows=rows)


def cause_table(kind: str, changes: list[Change]) -> Table:
    """What differs in one kind of cause."""
    shown = _short if kind in (DATA, UNTOLD, CODE, ALTERED) else _value
    names = {CODE: CODE_NAMES, PARAMETERS: PARAMETER_NAMES}.get(kind, {})
    rows = [
        [names.get(c.name, c.name), *(_absent(kind, c) if x is None else shown(x) for x in (c.a, c.b))]
        for c in changes
    ]
    return Table(label=f"cause-{kind}", caption=CAUSE_NAMES[kind], head=[["What", "A", "B"]], rows=rows)


def moved_tables(difference: TableDifference, reader: Reader) -> list[Table]:
    """The rows that moved: of results the primary ones first; then the rows whose intervals are of different levels."""
    name, moved = difference.table.name, difference.moved
    if name != "results":
        return [_moved(name, difference.table.title, moved, reader)] if moved else []
    parts = {
        "primary": [pair for pair in moved if pair.a["role"] == "primary"],
        "other": [pair for pair in moved if pair.a["role"] != "primary"],
    }
    titles = {"primary": "Estimates of the primary analyses", "other": "Estimates of the other analyses"}
    return [_moved(f"{name}-{k}", titles[k], pairs, reader) for k, pairs in parts.items() if pairs]


def count_table(tables: Sequence[TableDifference]) -> Table:
    """How many rows of each table were compared and what came of it."""
    rows = [
        [
            x.table.title,
            *map(str, (len(x.pairs), len(x.moved), len(x.relevelled), len(x.only_a), len(x.only_b))),
        ]
        for x in tables
    ]
    head = ["Rows of", "In both", "Moved", "Other level", "Only in A", "Only in B"]
    return Table(label="counts", caption="What was compared", head=[head], rows=rows)


def lone_table(difference: TableDifference, side: str, reader: Reader) -> Table:
    """The rows that one run alone has: its outcomes, methods, or visits."""
    rows = difference.only_a if side == "A" else difference.only_b
    name = difference.table.name
    table = Table(
        label=f"only-{side.lower()}-{name}",
        caption=f"Only in {side}: {difference.table.title.lower()} ({w.counted(len(rows), 'row')})",
        head=[["Outcome", "How"]],
        rows=_names(rows, reader),
    )
    return _without_empty(table)


def _moved(label: str, caption: str, pairs: list[Pair], reader: Reader) -> Table:
    rows = [[reader.labels.row(p.a), reader.labels.way(p.a), *reader.cells(p)] for p in pairs]
    told = f"{caption} ({w.counted(len(rows), 'row')})"
    return _without_empty(Table(label=f"moved-{label}", caption=told, head=[_HEAD], rows=rows))


def _without_empty(table: Table) -> Table:
    """The table without a column in which no row has anything: a summary has no method."""
    kept = [i for i in range(len(table.head[-1])) if i == 0 or any(row[i] for row in table.rows)]
    return replace(
        table, head=[[table.head[-1][i] for i in kept]], rows=[[row[i] for i in kept] for row in table.rows]
    )


def _names(rows: Mapping[Key, Row], reader: Reader) -> list[list[str]]:
    """The names of rows, each once."""
    names: Iterable[tuple[str, str]] = dict.fromkeys(
        (reader.labels.row(row), reader.labels.way(row)) for row in rows.values()
    )
    return [list(name) for name in names]


def _absent(kind: str, change: Change) -> str:
    """Of a parameter without a value; of what an earlier version did not record; of a file that a run does without."""
    if kind == PARAMETERS:
        return "not given"
    return "not recorded" if change.name in CODE_NAMES else "not there"


def _short(value: Any) -> str:
    """The first digits of a hash or of a commit, with what follows its last."""
    text = str(value)
    return f"{text[:HASH]}{'-dirty' if text.endswith('-dirty') else ''}"


def _value(value: Any) -> str:
    return w.exact(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
