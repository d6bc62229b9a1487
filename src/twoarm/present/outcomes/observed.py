"""What an arm shows of an outcome, as a table's cell or a figure's label has it."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.registry.method import COUNTED
from twoarm.masked import MASKED
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable


def levels_masked(rows: list[Summary]) -> bool:
    """Whether a policy lets none of the levels be told that these rows have."""
    return bool(rows) and all(str(row.count) == MASKED for row in rows)


def observed(comparison: Comparison, variable: Variable, arm: str, visit: str = "") -> str:
    """What an arm shows: ``4/30 (13%)``, ``46.8 (8.2)``, the median of a time, or the counts of its levels."""
    rows = comparison.summary(variable.name, arm, visit)
    if not rows:
        return "–"
    if variable.measure in ("binary", "events"):
        return w.share(rows[0].count, rows[0].n)
    if variable.measure == "time":
        return w.median_range(rows[0], variable)
    if variable.levels and not variable.in_units:
        return "; ".join(f"{row.level} {w.share(row.count, row.n)}" for row in rows)
    return w.mean_sd(rows[0], variable)


def alike_everywhere(comparison: Comparison, variable: Variable, visit: str = "") -> bool:
    """Whether every patient of both arms had an event, or none: then no test has anything to say."""
    if variable.measure not in COUNTED:
        return False
    rows = [comparison.summary(variable.name, arm.level, visit)[:1] for arm in comparison.study.arms]
    told = [(row.count, row.n) for found in rows for row in found if isinstance(row.count, int) and row.n]
    return len(told) == len(rows) and any(all(count == whole * n for count, n in told) for whole in (0, 1))
