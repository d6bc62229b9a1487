"""Two runs compared: their causes, conclusions, rows and figures as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from twoarm.analysis.runs.causes import Change, causes
from twoarm.analysis.runs.conclusions import Flip, flips
from twoarm.analysis.runs.difference import TableDifference, Tolerance, compare_rows
from twoarm.analysis.runs.figures import Figures, compare_figures
from twoarm.analysis.runs.tables import keyed_rows
from twoarm.faces import counts_only
from twoarm.tables.columns import PublishedTable
from twoarm.tables.every import RUN_TABLES

Manifest = Mapping[str, Any]
Frames = Mapping[str, pd.DataFrame]


@counts_only
@dataclass(frozen=True)
class RunDiff:
    """Two runs, A and B, and everything in which they differ.

    Attributes
    ----------
    a, b : manifests. tolerance : beyond which a number moved.
    tables : those that both runs have, in the order of `RUN_TABLES`.
    """

    a: Manifest
    b: Manifest
    tolerance: Tolerance
    tables: tuple[TableDifference, ...]

    @classmethod
    def between(
        cls, a: Manifest, frames_a: Frames, b: Manifest, frames_b: Frames, tolerance: Tolerance
    ) -> RunDiff:
        """Compare two runs.

        Parameters
        ----------
        a, b : their manifests, each with ``pictures`` (hashes of the figures) and ``altered`` (hashes of changed files).
        frames_a, frames_b : their tables by name, every cell as text, indexed by line.

        Raises
        ------
        InputError
            A cell that is no number, or two rows of one name.
        """

        def compared(table: PublishedTable) -> TableDifference:
            runs = ((frames_a, a), (frames_b, b))
            return compare_rows(
                table, *(keyed_rows(table, f[table.name], m["run"]) for f, m in runs), tolerance
            )

        names = [name for name in RUN_TABLES if name in frames_a and name in frames_b]
        both = [_in_both(RUN_TABLES[name], frames_a[name], frames_b[name]) for name in names]
        return cls(a, b, tolerance, tuple(map(compared, both)))

    @property
    def alike(self) -> bool:
        """Whether no row of any table differs; causes and pictures alone make no difference."""
        return not self.flips and all(table.alike for table in self.tables)

    @cached_property
    def causes(self) -> dict[str, list[Change]]:
        """What differs behind the results."""
        return causes(self.a, self.b)

    @cached_property
    def flips(self) -> list[Flip]:
        """The conclusions that flipped, by table."""
        return [flip for table in self.tables for flip in flips(table, *self.alphas)]

    @cached_property
    def figures(self) -> Figures:
        """The pictures that differ."""
        return compare_figures(self.a, self.b)

    @property
    def alphas(self) -> tuple[float, float]:
        """The significance level of either run."""
        return self.a["parameters"]["alpha"], self.b["parameters"]["alpha"]


def _in_both(table: PublishedTable, a: pd.DataFrame, b: pd.DataFrame) -> PublishedTable:
    """The table with the columns of both runs: an earlier version may not have had the last ones."""
    header = min((list(frame.columns) for frame in (a, b)), key=len)
    return table.written_with(header) or table
