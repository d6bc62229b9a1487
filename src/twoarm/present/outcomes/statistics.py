"""The test statistics behind the P values of a table, in one note."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w

_MOST = 12  # outcomes whose statistics a note lists; more are read in a table


def statistics_note(comparison: Comparison) -> str:
    """The t or z of each outcome's main result; empty where none is told."""
    tested = [r for r in comparison.headline if r.estimate.statistic is not None and r.scale is not Scale.P]
    if not tested:
        return ""
    said = "; ".join(f"{comparison.study.variable(r.variable).label}, {_value(r)}" for r in tested[:_MOST])
    more = len(tested) - _MOST
    rest = f"; those of {more} further outcomes stand in results.csv" if more > 0 else ""
    return f"Test statistics of the main results (df: degrees of freedom): {said}{rest}."


def _value(result: Result) -> str:
    """``t = −1.23 (df 58.4)`` or ``z = 2.10``."""
    df, statistic = result.estimate.df, result.estimate.statistic or 0.0
    shown = w.number(statistic, w.readable(2, statistic))
    if df is None:
        return f"z = {shown}"
    return f"t = {shown} (df {w.number(df, 0 if float(df).is_integer() else 1)})"
