"""Categories, shares and medians: the smallest contradiction, its nearest neighbour, and no false one in any drawn study."""

from __future__ import annotations

import numpy as np
import pytest
from claimed import counted, last_found, mean, values

from twoarm.analysis.claims.finding import Reason
from twoarm.study.published.base import Verdict

CONSISTENT, INCONSISTENT, OPEN = Verdict.CONSISTENT, Verdict.INCONSISTENT, Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(("total", "verdict", "reason"), [
    (31, CONSISTENT, Reason.PARTS_AGREE), (30, INCONSISTENT, Reason.PARTS_DIFFER), (32, INCONSISTENT, Reason.PARTS_DIFFER),
])  # fmt: skip
def test_categories_add_up_to_their_total(total, verdict, reason):
    finding = last_found({"id": "t", "kind": "total", "parts": [10, 21, 0], "total": total})
    assert (finding.verdict, finding.reason) == (verdict, reason)
    assert values(finding, "sum") == {"sum": 31.0}


@pytest.mark.parametrize(
    ("percent", "of", "of_printed", "verdict", "reason"),
    [
        ("13.3", 30, True, CONSISTENT, Reason.SHARE_POSSIBLE),
        ("13.4", 30, True, INCONSISTENT, Reason.SHARE_NOT_ATTAINABLE),
        ("13.4", 30, False, OPEN, Reason.DENOMINATOR_NOT_PRINTED),
        ("12.5", 8, True, CONSISTENT, Reason.SHARE_POSSIBLE),
        ("12", 8, True, CONSISTENT, Reason.SHARE_POSSIBLE),  # a tie goes either way
        ("13", 8, True, CONSISTENT, Reason.SHARE_POSSIBLE),
        ("14", 8, True, INCONSISTENT, Reason.SHARE_NOT_ATTAINABLE),
        ("100", 8, True, CONSISTENT, Reason.SHARE_POSSIBLE),
        ("100.6", 8, False, INCONSISTENT, Reason.SHARE_ABOVE_WHOLE),  # of whomever
    ],
)
def test_a_share_is_that_of_a_whole_number(percent, of, of_printed, verdict, reason):
    finding = last_found({"id": "s", "kind": "share", "percent": percent, "of": of, "of_printed": of_printed})
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_the_counts_of_a_share_are_named():
    finding = last_found({"id": "s", "kind": "share", "percent": "31", "of": 620})
    assert (values(finding, "smallest_count"), values(finding, "largest_count")) == (
        {"whole_counts": 190.0}, {"whole_counts": 195.0},
    )  # fmt: skip
    finding = last_found({"id": "s", "kind": "share", "percent": "13.4", "of": 30})
    assert values(finding, "nearest_percent") == {"whole_counts": pytest.approx(100 * 4 / 30)}


@pytest.mark.parametrize(
    ("median", "low", "high", "verdict"),
    [
        ("3", "2", "5", CONSISTENT), ("3", "3", "3", CONSISTENT), ("3.0", "3.1", "5.0", CONSISTENT),  # both may be 3.05
        ("3.0", "3.2", "5.0", INCONSISTENT), ("5.0", "2.0", "4.9", CONSISTENT), ("5.0", "2.0", "4.8", INCONSISTENT),
        ("3", "5", "2", INCONSISTENT), ("-4", "-6", "-2", CONSISTENT),
    ],
)  # fmt: skip
def test_a_median_lies_between_its_ends(median, low, high, verdict):
    finding = last_found({"id": "m", "kind": "median", "median": median, "low": low, "high": high})
    assert finding.verdict is verdict


def rounded(value: float, digits: int) -> str:
    return f"{value:.{digits}f}"


def test_no_drawn_share_count_or_median_is_inconsistent():
    generator = np.random.default_rng(20)
    for _ in range(2500):
        n, digits = int(generator.integers(1, 400)), int(generator.integers(0, 4))
        count = int(generator.binomial(n, generator.uniform()))
        percent = rounded(100 * count / n, digits)
        share = last_found({"id": "s", "kind": "share", "percent": percent, "of": n})
        assert share.verdict is CONSISTENT
        assert (
            values(share, "smallest_count")["whole_counts"]
            <= count
            <= values(share, "largest_count")["whole_counts"]
        )
        assert last_found(counted("c", count, n, percent)).verdict is CONSISTENT
        drawn = generator.lognormal(2, 1, n)
        spread = (25, 75) if generator.integers(2) else (0, 100)
        low, middle, high = (rounded(np.percentile(drawn, q), digits) for q in (spread[0], 50, spread[1]))
        assert (
            last_found({"id": "m", "kind": "median", "median": middle, "low": low, "high": high}).verdict
            is CONSISTENT
        )


# Means with their deviations


@pytest.mark.parametrize(
    ("sd", "more", "verdict", "reason"),
    [
        ("-1.2", {}, INCONSISTENT, Reason.SD_BELOW_ZERO),
        ("-0.0", {}, OPEN, Reason.NO_RANGE_OR_STEP),
        ("0.0", {"low": "12", "high": "16"}, INCONSISTENT, Reason.SD_IMPOSSIBLE),
        ("0.0", {"low": "14", "high": "14"}, CONSISTENT, Reason.MEAN_SD_POSSIBLE),
        (
            "0.0",
            {"low": "14.0", "high": "14.1"},
            CONSISTENT,
            Reason.MEAN_SD_POSSIBLE,
        ),  # one point may be behind both
    ],
)
def test_a_deviation_is_none_where_all_values_are_one(sd, more, verdict, reason):
    finding = last_found(mean("m", "14.0", sd, 40, **more))
    assert (finding.verdict, finding.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("quote", "sd", "verdict", "reason"),
    [
        ("14.0±0.2, 12 to 16", "0.2", Verdict.DEPENDS_ON_METHOD, Reason.SD_OR_ERROR),  # 0.2 times the root of 40 is 1.26
        ("14.0 +/- 0.2, 12 to 16", "0.2", Verdict.DEPENDS_ON_METHOD, Reason.SD_OR_ERROR),
        ("14.0±0.2 (SD), 12 to 16", "0.2", INCONSISTENT, Reason.SD_IMPOSSIBLE),
        ("mean (standard deviation) 14.0±0.2, 12 to 16", "0.2", INCONSISTENT, Reason.SD_IMPOSSIBLE),
        ("14.0 (0.2), 12 to 16", "0.2", INCONSISTENT, Reason.SD_IMPOSSIBLE),
        ("14.0±2.7, 12 to 16", "2.7", INCONSISTENT, Reason.SD_IMPOSSIBLE),  # nor an error: 17
    ],
)  # fmt: skip
def test_what_follows_a_sign_may_be_a_standard_error_where_no_word_says_it(quote, sd, verdict, reason):
    finding = last_found({**mean("m", "14.0", sd, 40, low="12", high="16"), "quote": [quote]})
    assert (finding.verdict, finding.reason) == (verdict, reason)
