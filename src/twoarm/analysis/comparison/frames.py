"""A DataFrame compared: by the analysis that a section of a study gets, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.faces import counts_only
from twoarm.study.frames.asked import asked_of
from twoarm.study.frames.design import FRAME_SECTION
from twoarm.study.frames.opened import FrameStudy, study_of


@counts_only
@dataclass(frozen=True)
class FrameComparison:
    """What was computed of a frame, and what its columns were taken for."""

    frame: FrameStudy
    comparison: Comparison


def compare_frame(
    frame: Any, given: Mapping[str, Any], unknown: Mapping[str, Any], thorough: bool
) -> FrameComparison:
    """Compare the arms of a frame in its outcomes.

    Parameters
    ----------
    given : the arguments of `twoarm.compare` by their names. unknown : those that it has not.
    thorough : every method of the registry, and not only the primary ones with what is said beside them.

    Raises
    ------
    ParameterError, InputError
        Every problem of the arguments at once; without any, every problem of the data.
    """
    opened = study_of(frame, asked_of(frame, given, unknown))
    return FrameComparison(opened, compare_section(opened.study, FRAME_SECTION, thorough=thorough))
