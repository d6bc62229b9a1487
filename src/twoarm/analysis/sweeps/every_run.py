"""All runs of a sweep as one value: what holds over them, and what their sites say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from twoarm.analysis.sweeps.held import Conclusion, conclusions_of
from twoarm.analysis.sweeps.pooled import Pool, pools_of
from twoarm.analysis.sweeps.swept import SweptRun
from twoarm.faces import counts_only


@counts_only
@dataclass(frozen=True)
class SweptRuns:
    """The runs of a sweep that were made, in the order of its grid."""

    runs: Sequence[SweptRun]

    @cached_property
    def conclusions(self) -> list[Conclusion]:
        """Every conclusion that a run draws, and in which of them."""
        return conclusions_of(self.runs)

    @cached_property
    def pools(self) -> list[Pool]:
        """The primary results of several sites together; none of a single site."""
        return pools_of(self.runs)
