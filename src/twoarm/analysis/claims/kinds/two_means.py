"""A P statement on two printed means: by Student's and by Welch's test, over all values that round to what is printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.analysis.claims.agreement import Closeness, Ends, closeness
from twoarm.analysis.claims.definitions import significant, threshold
from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic
from twoarm.analysis.claims.kinds.mean_sd import unnamed_spread
from twoarm.faces import counts_only
from twoarm.methods.printed.rounding import rounding_limits
from twoarm.methods.printed.summaries import (
    PrintedMean,
    p_limits_of_summaries,
    standardised_difference,
    t_test_of_summaries,
)
from twoarm.methods.values.effect_sizes import small_sample_correction
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import MeanSdRange, TwoMeans
from twoarm.study.published.printed import p_parts

T_TESTS = {"student": True, "welch": False}  # whether the variances are taken as equal
VERDICTS_OF_MEANS = {
    Closeness.EACH: (Verdict.CONSISTENT, Reason.T_TESTS_AGREE),
    Closeness.SOME: (Verdict.DEPENDS_ON_METHOD, Reason.T_TESTS_DIFFER),
    Closeness.SAME_SIDE: (Verdict.DEPENDS_ON_METHOD, Reason.T_TESTS_SAME_SIDE),
    Closeness.NEAR: (Verdict.DEPENDS_ON_METHOD, Reason.T_TESTS_NEAR),
    Closeness.FAR_OFF: (Verdict.INCONSISTENT, Reason.T_TESTS_FAR),
}
_T_TEST = r"\bt[\s-]*tests?\b|student|welch"
_OTHER = (
    r"mann|whitney|wilcoxon|rank|kruskal|\bpaired|covariance|ancova|regression|mixed|model|bootstrap|permut"
)


@counts_only
@dataclass(frozen=True)
class Means:
    """Two printed means, and whether what follows their ± may be standard errors."""

    treated: PrintedMean
    control: PrintedMean
    unnamed: bool

    def limits(self) -> list[Ends]:
        """The smallest and the largest P of each t test."""
        return [p_limits_of_summaries(self.treated, self.control, equal) for equal in T_TESTS.values()]

    def as_errors(self) -> Means:
        """With what is printed taken as standard errors; no digits are lost, so that its rounding grows as it does."""
        return Means(*(_from_error(one) for one in (self.treated, self.control)), unnamed=False)


@counts_only
@dataclass(frozen=True)
class FromError(PrintedMean):
    """A mean with its standard error as printed: the deviation is the root of n times as large."""

    @property
    def numbers(self) -> tuple[float, float, int]:
        mean, error, n = super().numbers
        return mean, error * math.sqrt(n), n

    @property
    def sds(self) -> Ends:
        low, high = super().sds
        return low * math.sqrt(self.n), high * math.sqrt(self.n)


def _from_error(one: PrintedMean) -> FromError:
    return FromError(one.mean, one.sd, one.n)


def two_means(claim: TwoMeans, known: Known) -> Finding:
    """Consistent if both t tests can be as stated; inconsistent only if both lie far on the other side of the threshold."""
    relation, limit = p_parts(claim.p)[0], threshold(claim.p)
    means = printed_means(claim.treated, claim.control, known)
    if means is None:
        nothing = (Statistic("p_value", claim.p),)
        return Finding(
            Verdict.NOT_CHECKABLE, Reason.MEANS_IMPOSSIBLE, nothing, relation=relation, threshold=limit
        )
    limits = means.limits()
    verdict, reason = _verdict(claim, means, limits)
    return Finding(verdict, reason, tuple(_rows(claim, means, limits)), (), relation, limit)


def printed_means(treated: str, control: str, known: Known) -> Means | None:
    """Two claims about means as they are printed; None where one is no mean, or its deviation is below 0."""
    named = [known[name][0] for name in (treated, control)]
    claims = [c for c in named if isinstance(c, MeanSdRange) and c.sd and rounding_limits(c.sd)[1] >= 0]
    if len(claims) < 2:
        return None
    first, second = (PrintedMean(claim.mean, claim.deviation, claim.n) for claim in claims)
    return Means(first, second, unnamed=all(unnamed_spread(claim) for claim in claims))


def _verdict(claim: TwoMeans, means: Means, limits: list[Ends]) -> tuple[Verdict, Reason]:
    """By the t tests; inconsistent only where no other reading is left: standard errors, ranks, a test that is named."""
    found, named = closeness(limits, claim.p), _names_a_t_test(claim)
    if found > Closeness.EACH and named is False:
        return Verdict.DEPENDS_ON_METHOD, Reason.TEST_NOT_OF_MEANS
    if found is Closeness.FAR_OFF and means.unnamed and _agree_as_errors(claim, means):
        return Verdict.DEPENDS_ON_METHOD, Reason.DEVIATIONS_OR_ERRORS
    if found is Closeness.FAR_OFF and named is None and may_be_skewed(means):
        return Verdict.DEPENDS_ON_METHOD, Reason.RANKS_MAY_DIFFER
    return VERDICTS_OF_MEANS[found]


def _agree_as_errors(claim: TwoMeans, means: Means) -> bool:
    return closeness(means.as_errors().limits(), claim.p) is not Closeness.FAR_OFF


def _names_a_t_test(claim: TwoMeans) -> bool | None:
    """Whether the text names a t test and nothing else, or another test; None where it names none."""
    if claim.test is None:
        return None
    named = re.search(_T_TEST, claim.test, re.IGNORECASE)
    return bool(named) and not re.search(_OTHER, claim.test, re.IGNORECASE)


def may_be_skewed(means: Means) -> bool:
    """Whether an SD is more than half of its mean, both means above 0 (Altman and Bland 1996), or twice the other one.

    The second is our own: a single value far out, or skew in one arm, does that, and moves a t test away from ranks.
    """
    (mean_1, sd_1, _), (mean_2, sd_2, _) = means.treated.numbers, means.control.numbers
    wide = min(mean_1, mean_2) > 0 and (sd_1 > mean_1 / 2 or sd_2 > mean_2 / 2)
    return wide or max(sd_1, sd_2) > 2 * min(sd_1, sd_2)


def _rows(claim: TwoMeans, means: Means, limits: list[Ends]) -> Iterator[Statistic]:
    """P, its limits over the rounding, and the difference with its interval, of each t test; then it in deviations."""
    level = 1 - threshold(claim.p)
    for (method, equal), (smallest, largest) in zip(T_TESTS.items(), limits, strict=True):
        found = t_test_of_summaries(means.treated, means.control, level, equal)
        if found.p_value is not None:
            yield Statistic("p_value", claim.p, found.p_value, method, significant(found.p_value, claim.p))
        yield Statistic("p_value_smallest", "", smallest, method)
        yield Statistic("p_value_largest", "", largest, method)
        for end, value in (("", found.value), ("_low", found.low), ("_high", found.high)):
            if value is not None:
                yield Statistic(f"difference_of_means{end}", "", value, method)
    d = standardised_difference(means.treated, means.control)
    if d is not None:
        df = means.treated.n + means.control.n - 2
        yield Statistic("standardised_difference", "", d, "cohen")
        yield Statistic("standardised_difference", "", small_sample_correction(df) * d, "hedges")
