"""The rows of sums, multiples and counts by hand: what each is called, what was printed, and what it comes to."""

from __future__ import annotations

import pytest
from scipy import stats

from twoarm.analysis.claims.audit import findings
from twoarm.analysis.claims.finding import Finding, Reason
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import Count, Multiple, SampleSize
from twoarm.study.published.kinds import Claim

AGREES, DIFFERS = Verdict.CONSISTENT, Verdict.INCONSISTENT
SIXTY_LOW = 100 * 0.025 ** (1 / 60)  # the exact limits of 60 of 60, two-sided and one-sided
SIXTY_LEAST = 100 * 0.05 ** (1 / 60)


def found(kind: type[Claim], name: str, quote: str, **printed) -> Finding:
    return findings([kind(id="A", kind=name, quote=(quote,), **printed)])["A"]


def rows(finding: Finding) -> list[tuple]:
    return [(s.statistic, s.published, s.recomputed, s.method) for s in finding.statistics]


@pytest.mark.parametrize(
    ("quote", "total", "groups", "row", "verdict", "reason"),
    [
        ("62 patients", 62, (30, 32), ("sum", "62", 62.0, "sum"), AGREES, Reason.SUM_AGREES),
        ("30 and 32", 62, (30, 32), ("sum", "30 + 32", 62.0, "sum"), AGREES, Reason.SUM_AGREES),
        ("63 patients", 63, (30, 32), ("sum", "63", 62.0, "sum"), DIFFERS, Reason.SUM_DIFFERS),
    ],
)
def test_a_total_is_the_sum_of_its_groups(quote, total, groups, row, verdict, reason):
    finding = found(SampleSize, "sample_size", quote, total=total, groups=groups)
    assert (rows(finding), finding.verdict, finding.reason) == ([row], verdict, reason)


@pytest.mark.parametrize(
    ("units", "verdict", "reason"),
    [((60, 64), AGREES, Reason.MULTIPLE_AGREES), ((60, 63), DIFFERS, Reason.MULTIPLE_DIFFERS)],
)
def test_units_are_a_multiple_of_patients(units, verdict, reason):
    finding = found(Multiple, "multiple", "x", each=2, patients=(30, 32), units=units)
    assert rows(finding) == [
        ("denominator", str(units[0]), 60.0, "product"),
        ("denominator", str(units[1]), 64.0, "product"),
    ]
    assert (finding.verdict, finding.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("printed", "first", "verdict", "reason"),
    [
        ({"events": 5, "of": 60, "percent": "8.33"}, "8.33%", AGREES, Reason.PERCENT_AGREES),
        ({"events": 5, "of": 60, "percent": "8.34"}, "8.34%", DIFFERS, Reason.PERCENT_DIFFERS),
        ({"events": 5, "of": 60, "complete": "all"}, "all", DIFFERS, Reason.COUNT_INCOMPLETE),
        ({"events": 5, "of": 60}, "5/60", AGREES, Reason.COUNT_POSSIBLE),
    ],
)
def test_a_count_is_a_percentage_with_exact_limits(printed, first, verdict, reason):
    finding = found(Count, "count", "x", **printed)
    head, *limits = rows(finding)
    exact = stats.binomtest(5, 60).proportion_ci(0.95, method="exact")
    assert head == ("percent", first, pytest.approx(100 / 12, rel=1e-15), "ratio")
    assert limits == [
        ("percent_low", "", pytest.approx(100 * exact.low, rel=1e-9), "clopper_pearson"),
        ("percent_high", "", pytest.approx(100 * exact.high, rel=1e-9), "clopper_pearson"),
    ]
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_all_of_a_denominator_has_a_limit_of_its_own_and_the_sum_of_its_groups():
    finding = found(Count, "count", "x", events=60, of=60, complete="all 60", groups=(30, 30))
    assert rows(finding) == [
        ("percent", "all 60", 100.0, "ratio"),
        ("sum", "60", 60.0, "sum"),
        ("percent_low", "", pytest.approx(SIXTY_LOW, rel=1e-9), "clopper_pearson"),
        ("percent_high", "", 100.0, "clopper_pearson"),
        ("percent_at_least", "", pytest.approx(SIXTY_LEAST, rel=1e-9), "one_sided"),
    ]
    assert finding.reason == Reason.COUNT_COMPLETE


def test_none_of_a_denominator_has_the_mirrored_limits():
    finding = found(Count, "count", "x", events=0, of=60)
    assert rows(finding)[1:] == [
        ("percent_low", "", 0.0, "clopper_pearson"),
        ("percent_high", "", pytest.approx(100 - SIXTY_LOW, rel=1e-9), "clopper_pearson"),
        ("percent_at_most", "", pytest.approx(100 - SIXTY_LEAST, rel=1e-9), "one_sided"),
    ]


def test_more_events_than_patients_have_no_limits():
    finding = found(Count, "count", "x", events=61, of=60)
    assert rows(finding) == [("percent", "61/60", pytest.approx(6100 / 60, rel=1e-15), "ratio")]
    assert (finding.verdict, finding.reason) == (DIFFERS, Reason.COUNT_ABOVE_DENOMINATOR)


def test_groups_that_miss_their_denominator_differ_whatever_the_percentage():
    finding = found(Count, "count", "x", events=5, of=60, percent="8.33", groups=(30, 29))
    assert rows(finding)[1] == ("sum", "60", 59.0, "sum")
    assert (finding.verdict, finding.reason) == (DIFFERS, Reason.SUM_DIFFERS)
