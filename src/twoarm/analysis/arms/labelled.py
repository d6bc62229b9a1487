"""The labels of the arms beside their codes, in every row of a published table."""

from __future__ import annotations

from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable


def labelled(study: Study, tables: RowsByTable) -> RowsByTable:
    """The same rows; each that has an arm says its label, and one of no single arm none."""
    labels = {arm.level: arm.label for arm in study.arms}

    def with_label(row: dict) -> dict:
        return {**row, "arm_label": labels.get(row["arm"], "")} if "arm" in row else row

    return {name: [with_label(row) for row in rows] for name, rows in tables.items()}
