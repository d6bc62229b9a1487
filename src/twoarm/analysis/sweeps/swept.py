"""The runs of a sweep read back: what each was asked, and its rows as the run publishes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from twoarm.analysis.runs.tables import Key, keyed_rows
from twoarm.faces import counts_only
from twoarm.study.specification import DESCRIBING
from twoarm.tables.columns import Row
from twoarm.tables.every import RUN_TABLES

COMPARED = ("results", "claims")


@counts_only
@dataclass(frozen=True)
class SweptRun:
    """A run of a sweep.

    Attributes
    ----------
    name : of its folder. site : the label of its study. parameters : those that the grid gives it.
    manifest : what it records of itself. rows : of each table of `COMPARED`, by their keys, masked as published.
    """

    name: str
    site: str
    parameters: Mapping[str, Any]
    manifest: Mapping[str, Any]
    rows: Mapping[str, Mapping[Key, Row]]

    @classmethod
    def read(
        cls,
        name: str,
        site: str,
        parameters: Mapping[str, Any],
        manifest: Mapping[str, Any],
        frames: Mapping[str, pd.DataFrame],
    ) -> SweptRun:
        """A run from its published tables, every cell as text, indexed by line."""
        rows = {table: keyed_rows(RUN_TABLES[table], frame, name) for table, frame in frames.items()}
        return cls(name, site, parameters, manifest, rows)

    @property
    def alpha(self) -> float:
        """The significance level of the run."""
        return self.manifest["parameters"]["alpha"]

    @property
    def level(self) -> float:
        """The level of its intervals."""
        return self.manifest["parameters"]["conf_level_in_force"]

    @property
    def primary(self) -> dict[Key, Row]:
        """The primary result of each outcome, a contrast of the arms; what was known before treatment is none."""
        rows = self.rows.get("results", {}).items()
        found = {key: row for key, row in rows if row["role"] == "primary" and not row["arm"]}
        return {key: row for key, row in found.items() if row["section"] != DESCRIBING}


def of_all(runs: Iterable[SweptRun]) -> list[Key]:
    """The primary results that any of the runs has, in the order in which they first come."""
    return list(dict.fromkeys(key for run in runs for key in run.primary))
