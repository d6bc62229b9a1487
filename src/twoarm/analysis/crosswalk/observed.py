"""What a cohort has of a share or a mean, made from summaries as they are told: it tells nothing beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.comparison.told.results import masked_estimate, rounded_estimate
from twoarm.analysis.crosswalk.statements import Quantity, Statement
from twoarm.analysis.masking.verdicts import is_masked
from twoarm.masked import Count, exact
from twoarm.methods.counts.proportions import wilson
from twoarm.methods.estimate import Estimate, wald_estimate
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.schema.kinds import Kind

NOT_SUMMARISED = "the outcome has no such summary"


def observed_share(
    study: Study, variable: Variable, statement: Statement, of_arms: Sequence[Sequence[Summary]]
) -> tuple[Estimate, Count | None]:
    """The share of some arms together with Wilson's interval, and how many have the event.

    Parameters
    ----------
    of_arms : the rows of each arm. Of units within patients the last row counts them; of levels the second one is meant.
    """
    rows = [_counted(variable, statement, rows) for rows in of_arms]
    found = [row for row in rows if row is not None]
    if not found or len(found) < len(rows):
        return Estimate.none(NOT_SUMMARISED), None
    counts, sizes = [row.count or 0 for row in found], [row.n for row in found]
    if is_masked(*counts, *sizes):
        return masked_estimate(study.spec.policy, _all(sizes), 0), None
    events, n = (sum(map(exact, numbers)) for numbers in (counts, sizes))
    if not n:
        return Estimate.none("no patient with a value"), None
    level = study.parameters.level
    share = Estimate(events / n, *wilson(events, n, level), level, n_treated=n)
    return rounded_estimate(share, study.spec.policy, 0.0), events


def _counted(variable: Variable, statement: Statement, rows: Sequence[Summary]) -> Summary | None:
    """The row of the patients, or of the units, that a share is of; None of a number, a time and of many levels."""
    if variable.kind is not Kind.BINARY and variable.measure != "events":
        return None
    row = (rows[-1] if statement.units else rows[0]) if rows else None
    return None if row is None or row.count is None else row


def observed_mean(study: Study, quantity: Quantity, rows: Sequence[Summary]) -> Estimate:
    """The mean of some arms together with its t interval; of one arm its median, which has none."""
    sizes = [row.n for row in rows]
    if quantity is Quantity.MEDIAN:
        return _median(study, rows)
    if is_masked(*sizes) or any(row.n and row.mean is None for row in rows):
        told = not is_masked(*sizes) and not study.spec.policy.coarse
        return Estimate.none(NOT_SUMMARISED) if told else masked_estimate(study.spec.policy, _all(sizes), 0)
    mean, sd, n = _together(rows)
    if sd is None:
        return Estimate.none("fewer than two patients", n)
    if not sd:
        return Estimate(mean, n_treated=n)
    found = wald_estimate(mean, sd / math.sqrt(n), study.parameters.level, n, df=n - 1).untested()
    return rounded_estimate(found, study.spec.policy, 0.0)


def _median(study: Study, rows: Sequence[Summary]) -> Estimate:
    if len(rows) != 1 or rows[0].median is None:
        masked = study.spec.policy.coarse and len(rows) == 1
        return masked_estimate(study.spec.policy, rows[0].n, 0) if masked else Estimate.none(NOT_SUMMARISED)
    return Estimate(rows[0].median, n_treated=rows[0].n)


def _together(rows: Sequence[Summary]) -> tuple[float, float | None, int]:
    """Mean, deviation and number of the patients of all rows; no deviation of fewer than two, or where one is not told."""
    known = [row for row in rows if row.n]
    sizes, means = [exact(row.n) for row in known], [row.mean or 0.0 for row in known]
    n = sum(sizes)
    if n < 2 or any(row.sd is None and row.n != 1 for row in known):
        return math.nan, None, n
    mean = math.fsum(size * one for size, one in zip(sizes, means, strict=True)) / n
    within = math.fsum((size - 1) * (row.sd or 0.0) ** 2 for size, row in zip(sizes, known, strict=True))
    between = math.fsum(size * (one - mean) ** 2 for size, one in zip(sizes, means, strict=True))
    return mean, math.sqrt((within + between) / (n - 1)), n


def _all(sizes: Sequence[Count]) -> Count:
    total: Count = 0
    for size in sizes:
        total = total + size
    return total


def tested_change(change: Estimate, test: Estimate) -> Estimate:
    """A change within an arm with the P of its test, where both are told."""
    tested = change.low is not None and test.p_value is not None
    return replace(change, p_value=test.p_value) if tested else change
