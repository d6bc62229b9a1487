"""The runs of a sweep from what they published; the door by which whoever made them hands them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from twoarm.analysis.sweeps.every_run import SweptRuns
from twoarm.analysis.sweeps.swept import COMPARED, SweptRun
from twoarm.faces import counts_only

TABLES_COMPARED = COMPARED


@counts_only
@dataclass(frozen=True)
class MadeRun:
    """A run that was made: its name, its study's label, the parameters that the grid gave it, its manifest and tables."""

    name: str
    site: str
    parameters: Mapping[str, Any]
    manifest: Mapping[str, Any]
    frames: Mapping[str, pd.DataFrame]


def swept_runs(made: list[MadeRun]) -> SweptRuns:
    """The runs with their numbers as numbers; InputError for a cell that is none."""
    return SweptRuns([SweptRun.read(r.name, r.site, r.parameters, r.manifest, r.frames) for r in made])
