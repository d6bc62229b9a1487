"""On which scale the estimate of a row lies, by the registry of this version."""

from __future__ import annotations

from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.registry.scale import Scale
from twoarm.tables.columns import Row


def scale_of_row(row: Row) -> Scale | None:
    """The scale of a row's estimate; None for a method that this version does not know."""
    if "analysis" in row:
        entry = REGISTERED.get(row["analysis"])
        return entry.scale if entry else None
    if (
        "time_unit" in row
    ):  # shares free of an event at stated times: that of an arm, or the difference of both
        return Scale.SHARE if row["arm"] else Scale.PROPORTION
    unit = row["measure_unit"]
    return Scale(unit) if unit and unit in set(Scale) else Scale.UNIT
