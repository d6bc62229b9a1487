"""On which scale the estimate of a row lies, by the registry of this version."""

from __future__ import annotations

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.tables.columns import Row

REGISTERED = {entry.name: entry for entry in REGISTRY}
_SCALES = {entry.scale for entry in REGISTRY}


def scale_of_row(row: Row) -> str | None:
    """The scale of a row's estimate, as `Method.scale` names it; None for a method that this version does not know."""
    if "analysis" in row:
        entry = REGISTERED.get(row["analysis"])
        return entry.scale if entry else None
    return row["measure_unit"] if row["measure_unit"] in _SCALES else "unit"
