"""A printed mean and SD, with a range or not: whether any values have both, checked from coarse to fine."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic
from twoarm.methods.printed.distributions import Reported, most_even_solution, solutions
from twoarm.methods.printed.grim import nearest_mean, nearest_sd, possible_squares, possible_sums
from twoarm.methods.printed.rounding import Spread, exact, rounding_limits, spread
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import MeanSdRange

# What the sum of squared deviations is divided by: n less so much. A text rarely says which; n - 1 is usual.
CONVENTIONS = {"sample": 1, "population": 0}
MOST_EVEN = "most_even"
# A check has rows of its own and the conventions that pass it.
Check = Callable[[MeanSdRange, list[str]], tuple[list[Statistic], list[str]]]


def mean_sd_range(claim: MeanSdRange, known: Known) -> Finding:
    """Inconsistent at the first check that neither convention of the SD passes; consistent if one passes them all."""
    rows: list[Statistic] = []
    if claim.sd is not None and rounding_limits(claim.sd)[1] < 0:
        return Finding(Verdict.INCONSISTENT, Reason.SD_BELOW_ZERO, (Statistic("mean", claim.mean),))
    if claim.step is None and claim.low is None:
        return Finding(Verdict.NOT_CHECKABLE, Reason.NO_RANGE_OR_STEP, (Statistic("mean", claim.mean),))
    left = list(CONVENTIONS)
    for check, fault in CHECKS if claim.sd else OF_THE_MEAN:
        more, left = check(claim, left)
        rows += more
        if not left:
            return _fault(claim, fault, rows)
    reason = Reason.MEAN_SD_POSSIBLE if "sample" in left else Reason.POPULATION_SD_ONLY
    reason = reason if claim.sd else Reason.MEAN_POSSIBLE
    return Finding(Verdict.CONSISTENT, reason, tuple(rows), tuple(_most_even(claim, rows)))


def _fault(claim: MeanSdRange, fault: Reason, rows: list[Statistic]) -> Finding:
    """Inconsistent, unless the number may be a standard error and is possible as one."""
    if fault in OF_THE_SD and unnamed_spread(claim) and _possible_as_error(claim):
        return Finding(Verdict.DEPENDS_ON_METHOD, Reason.SD_OR_ERROR, tuple(rows))
    return Finding(Verdict.INCONSISTENT, fault, tuple(rows))


def unnamed_spread(claim: MeanSdRange) -> bool:
    """Whether ± stands in the quote without a word that says what follows it: a standard deviation or a standard error."""
    quote = " ".join(claim.quote)
    return bool(re.search(r"±|\+/-", quote)) and not re.search(SPREAD_NAMED, quote, re.IGNORECASE)


def _possible_as_error(claim: MeanSdRange) -> bool:
    """Whether the number times the root of n is an SD that the range allows; without a range none is ruled out."""
    limits = _limits(claim) if claim.low is not None else None
    if limits is None:
        return True
    low, high = (float(end) * math.sqrt(claim.n) for end in rounding_limits(claim.deviation))
    smallest, largest = limits.sd_limits
    return low <= largest and high >= smallest


def _most_even(claim: MeanSdRange, rows: list[Statistic]) -> Iterator[Statistic]:
    """How often each value occurs in the most even of the distributions that were counted."""
    if any(row.method == "enumeration" and row.recomputed for row in rows):
        for value, count in (reconstruction(claim) or {}).items():
            if count:
                yield Statistic(MOST_EVEN, "", float(count), "enumeration", value=value)


def reconstruction(claim: MeanSdRange) -> dict[float, int] | None:
    """How often each value occurs in the most even distribution that prints as the claim does.

    By the sample SD where it has one, else by the population SD; values in the unit of the claim, smallest first. None
    where there is none, or where they are too many to be counted. Takes about a second at worst.
    """
    for name in CONVENTIONS if _listable(claim) else ():
        if counts := most_even_solution(_reported(claim, name)):
            low, step = exact(claim.low), exact(claim.step)
            return {float(low + i * step): count for i, count in enumerate(counts)}
    return None


def _attainable_mean(claim: MeanSdRange, left: list[str]) -> tuple[list[Statistic], list[str]]:
    if claim.step is None:
        return [], left
    mean = float(nearest_mean(claim.mean, claim.n, claim.step))
    fits = len(possible_sums(claim.mean, claim.n, claim.step)) > 0
    return [Statistic("mean", claim.mean, mean, "grim")], left if fits else []


def _mean_inside(claim: MeanSdRange, left: list[str]) -> tuple[list[Statistic], list[str]]:
    if claim.low is None or _limits(claim):
        return [], left
    return [Statistic("mean", claim.mean, method="range")], []


def _sd_inside(claim: MeanSdRange, left: list[str]) -> tuple[list[Statistic], list[str]]:
    if claim.low is None:
        return [], left
    limits = _limits(claim)
    smallest, largest = limits.sd_limits
    rows = [
        Statistic("smallest_sd", claim.deviation, smallest, "range"),
        Statistic("largest_sd", claim.deviation, largest, "range"),
    ]
    return rows, [name for name in left if limits.allows(claim.deviation, CONVENTIONS[name])]


def _attainable_sd(claim: MeanSdRange, left: list[str]) -> tuple[list[Statistic], list[str]]:
    if claim.step is None:
        return [], left
    printed = claim.mean, claim.deviation, claim.n, claim.step
    rows = [
        Statistic(f"{name}_sd", claim.deviation, nearest_sd(*printed, ddof), "grimmer")
        for name, ddof in CONVENTIONS.items()
    ]
    return rows, [name for name in left if _has_squares(claim, CONVENTIONS[name])]


def _has_squares(claim: MeanSdRange, ddof: int) -> bool:
    sums = possible_sums(claim.mean, claim.n, claim.step)
    return any(possible_squares(total, claim.deviation, claim.n, claim.step, ddof) for total in sums)


def _solvable(claim: MeanSdRange, left: list[str]) -> tuple[list[Statistic], list[str]]:
    if not _listable(claim):
        return [], left
    counts = {name: solutions(_reported(claim, name)) for name in left}
    rows = [
        Statistic(f"{name}_solutions", "", float(count), "enumeration")
        for name, count in counts.items()
        if count is not None
    ]
    return rows, [name for name, count in counts.items() if count != 0]


def _listable(claim: MeanSdRange) -> bool:
    """Whether the printed ends are values in steps, and not rounded ones, so that every value between them is known."""
    if claim.step is None or claim.low is None:
        return False
    return all((exact(end) / exact(claim.step)).denominator == 1 for end in (claim.low, claim.high))


def _reported(claim: MeanSdRange, name: str) -> Reported:
    return Reported(
        claim.n, claim.mean, claim.deviation, claim.low, claim.high, claim.step, CONVENTIONS[name]
    )


def _limits(claim: MeanSdRange) -> Spread | None:
    return spread(claim.mean, claim.low, claim.high, claim.n, whole=_listable(claim))


CHECKS: tuple[tuple[Check, Reason], ...] = (
    (_attainable_mean, Reason.MEAN_NOT_ATTAINABLE),
    (_mean_inside, Reason.MEAN_OUTSIDE_RANGE),
    (_sd_inside, Reason.SD_IMPOSSIBLE),
    (_attainable_sd, Reason.SD_NOT_ATTAINABLE),
    (_solvable, Reason.NO_SOLUTION),
)
OF_THE_MEAN = CHECKS[:2]  # what can be asked of a mean whose deviation is not printed
OF_THE_SD = (Reason.SD_IMPOSSIBLE, Reason.SD_NOT_ATTAINABLE, Reason.NO_SOLUTION)
SPREAD_NAMED = r"standard deviation|standard error|\bs\.?d\b|\bs\.?e\.?m?\b"
