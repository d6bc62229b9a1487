"""The call by which a section was compared until version 0.2; it works once more and names the new one."""

from __future__ import annotations

import warnings

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.study.opened import Study


def compare(study: Study, section: str) -> Comparison:
    """The comparison of `compare_section`, with a DeprecationWarning."""
    words = f'compare(study, "{section}") is now compare_section(study, "{section}")'
    warnings.warn(words, DeprecationWarning, stacklevel=2)
    return compare_section(study, section)
