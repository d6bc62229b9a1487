"""What a bare P statement sets bounds to, at the smallest numbers of patients that allow any."""

from __future__ import annotations

import math

import pytest

from twoarm.analysis.claims.finding import Reason
from twoarm.analysis.claims.kinds.bare_p import bare_p
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import BareP

T1, T2 = (
    math.tan(0.475 * math.pi),
    0.95 / math.sqrt(2 * 0.975 * 0.025),
)  # 0.975 quantiles of 1 and 2 degrees of freedom


def rows(p: str, n: tuple[int, ...], **more) -> dict[tuple[str, str], float | None]:
    comparison = "within" if len(n) == 1 else "between"
    given = {"id": "A", "kind": "bare_p", "quote": ("x",), "comparison": comparison, "direction": "none"}
    found = bare_p(BareP(**given, p=p, n=n, **more), {})
    assert (found.verdict, found.reason) == (Verdict.NOT_CHECKABLE, Reason.ONLY_P_PUBLISHED)
    return {(row.statistic, row.method): row.recomputed for row in found.statistics}


def test_two_patients_are_the_fewest_of_a_paired_test():
    assert rows("P<0.05", (2,)) == {("boundary_dz", "paired_t"): pytest.approx(T1 / math.sqrt(2), rel=1e-9)}
    assert list(rows("P<0.05", (1,)).values()) == [None]


def test_four_patients_are_the_fewest_of_two_arms():
    """Two an arm: t of 2 degrees of freedom, times the root of 1/2 + 1/2."""
    found = rows("P<0.05", (2, 2))
    assert found["boundary_d", "student"] == pytest.approx(T2, rel=1e-9)
    assert ("margin_proved", "student") not in found  # a P below its threshold proves nothing of equality
    assert list(rows("P<0.05", (1, 2)).values()) == [None]


@pytest.mark.parametrize(
    ("p", "proves"), [("P>0.49", True), ("P≥0.05", True), ("P>0.5", False), ("P=0.3", False)]
)
def test_only_a_p_above_a_threshold_below_one_half_says_anything_of_equality(p, proves):
    found = rows(p, (30, 32), margin="5", unit="mm", margin_source="x")
    assert (("margin_proved", "student") in found) == proves
    if proves:
        assert found["sd_proved", "student"] == pytest.approx(5 / found["margin_proved", "student"])
        assert found["sd_most", "student"] == pytest.approx(5 / found["margin_least", "student"])
