"""Two published runs compared, with the tolerance of what is printed."""

from __future__ import annotations

from twoarm.analysis.runs.both import Frames, Manifest, RunDiff
from twoarm.analysis.runs.difference import Tolerance
from twoarm.present.wording import FLOOR


def diff_runs(a: Manifest, frames_a: Frames, b: Manifest, frames_b: Frames, share: float) -> RunDiff:
    """Compare two runs as `RunDiff.between` does.

    Parameters
    ----------
    share : the tolerance; see `Tolerance`. Below the floor no P is printed as a number.
    """
    return RunDiff.between(a, frames_a, b, frames_b, Tolerance(share, FLOOR))
