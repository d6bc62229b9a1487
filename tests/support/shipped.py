"""The shipped study and what is compared of it, once a process: values that no test can change."""

from __future__ import annotations

from functools import cache

from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.study.opened import Study, open_study


@cache
def shipped_study(alpha: float = 0.05) -> Study:
    return open_study(str(ROOT / "data"), alpha=alpha)


@cache
def shipped_section(section: str, alpha: float = 0.05) -> Comparison:
    return compare_section(shipped_study(alpha), section)
