"""The two tables of the study: what a patient has once, and what was measured at the visits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.written.rows import ID, Row
from twoarm.study.dictionary import KEY, UNIT_KEY


def patients_table(layout: Layout, rows: list[Row], kept: pd.Series) -> pd.DataFrame:
    """One row per patient of the two arms, `kept` saying by line who is."""
    columns = {r.variable.name: r.measure.guess.cells[kept] for r in rows if r.variable.table == "patients"}
    table = pd.DataFrame(columns)
    table.insert(0, ID, layout.ids.loc[kept.index[kept]])
    return table


def visits_table(layout: Layout, rows: list[Row], kept: pd.Series) -> pd.DataFrame | None:
    """One row per patient and visit at which anything was measured, or per patient and unit."""
    later = [r for r in rows if r.variable.table != "patients"]
    if not later:
        return None
    ids = layout.ids.loc[kept.index[kept]]
    if layout.visit_column:
        columns = {r.variable.name: r.measure.guess.cells for r in later}
        key = UNIT_KEY if layout.within else KEY
        table = pd.DataFrame({ID: layout.ids, key: layout.table[layout.visit_column]} | columns)
        return table[table[ID].isin(ids)]
    parts = {r.variable.name: _by_visit(r.measure) for r in later}
    tables = []
    for visit in layout.visits:
        empty = pd.Series("", index=layout.table.index, dtype=object)
        columns = {name: cells.get(visit.code, empty)[kept] for name, cells in parts.items()}
        tables.append(pd.DataFrame({ID: ids, KEY: visit.code} | columns))
    table = pd.concat(tables).sort_index(kind="stable")
    return table[(table[list(parts)] != "").any(axis=1)]


def _by_visit(m: Measure) -> dict[str, pd.Series]:
    """The cells of each visit of a measurement that stands in columns."""
    cells = np.split(np.arange(len(m.guess.cells)), len(m.columns))
    return {code: m.guess.cells.iloc[at] for code, at in zip(m.columns, cells, strict=True)}
