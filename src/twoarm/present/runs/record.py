"""A comparison of two runs as values at full precision, for machines."""

from __future__ import annotations

import math
from typing import Any

from twoarm.analysis.runs.both import RunDiff
from twoarm.analysis.runs.conclusions import Flip
from twoarm.analysis.runs.difference import TableDifference
from twoarm.present.runs.labels import notices
from twoarm.tables.columns import PublishedTable
from twoarm.tables.every import RUN_TABLES


def diff_record(diff: RunDiff) -> dict[str, Any]:
    """The comparison as values at full precision; an infinite number is ``inf`` or ``-inf``, as in the tables."""
    return _plain(
        {
            "a": {k: diff.a[k] for k in ("run", "title", "patients")},
            "b": {k: diff.b[k] for k in ("run", "title", "patients")},
            "notices": notices(diff.a, diff.b),
            "tolerance": vars(diff.tolerance),
            "alike": diff.alike,
            "causes": {kind: [vars(c) for c in found] for kind, found in diff.causes.items()},
            "flips": [_flip(flip) for flip in diff.flips],
            "tables": {one.table.name: _table(one) for one in diff.tables},
            "figures": {
                **{
                    k: [pair.label for pair in getattr(diff.figures, k)]
                    for k in ("differing", "only_a", "only_b")
                },
                "same": diff.figures.same,
            },
        }
    )


def _flip(flip: Flip) -> dict[str, Any]:
    key = _key(RUN_TABLES[flip.table], flip.pair.key)
    return {"table": flip.table, **key, "conclusion": flip.kind, "a": flip.a, "b": flip.b}


def _table(difference: TableDifference) -> dict[str, Any]:
    table = difference.table
    return {
        "rows_in_both": len(difference.pairs),
        "moved": [
            {**_key(table, p.key), "changed": {c: {"a": p.a[c], "b": p.b[c]} for c in p.changed}}
            for p in difference.moved
        ],
        "of_another_level": [
            {**_key(table, p.key), "a": p.a["conf_level"], "b": p.b["conf_level"]}
            for p in difference.relevelled
        ],
        "only_a": [_key(table, key) for key in difference.only_a],
        "only_b": [_key(table, key) for key in difference.only_b],
    }


def _key(table: PublishedTable, key: tuple[str, ...]) -> dict[str, Any]:
    return {"row": dict(zip((*table.keys, "number"), key, strict=False))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value
