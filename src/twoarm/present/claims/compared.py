"""Two printed means, and estimates with their intervals, in tables: as printed and as computed again."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.finding import Statistic
from twoarm.present import wording as w
from twoarm.present.claims.recomputed import decimals, estimates_shown, implied, p_ends, p_shown
from twoarm.present.claims.words import METHODS, STATISTICS
from twoarm.present.outputs import Table
from twoarm.study.published.measured import MeanSdRange, PrintedInterval, TwoMeans

OVER_ROUNDING = (
    "In brackets beside a P: between which ends it lies for all numbers that round to the printed ones. Beside a "
    "difference, treated arm minus control arm: its interval, at one minus the threshold of the claim."
)


def intervals_table(audit: Audit) -> Table | None:
    """Estimates and intervals as printed, the P that an interval implies, what counts or means give; None without one."""
    claims = audit.of_kind(PrintedInterval)
    if not claims:
        return None
    head = [["Claim", "Printed", "P, printed", "P that the\ninterval implies", "Computed again"]]
    rows = [[c.id, _interval(c), c.p or "–", _implied(audit, c), _again(audit, c)] for c in claims]
    notes = [
        "The P that an interval implies is that of the normal approximation, on the scale of logarithms for a ratio (Altman "
        "and Bland); in brackets between which ends it lies for all numbers that round to the printed ones. A test that "
        "is not by the normal approximation has another P.",
        "Computed again from the printed counts or means of the two arms, treated over, or minus, control.",
    ]
    align = ["left", "left", "left", "right", "left"]
    caption = "Estimates with their intervals, as printed and computed again."
    return Table("tab-claim-intervals", caption, head, rows, 1, align, notes, audit)


def compared_rows(audit: Audit, claim: TwoMeans) -> Iterator[list[str]]:
    """A row for the P of each t test, for the difference by each and for it in standard deviations."""
    for statistic in ("p_value", "difference_of_means", "standardised_difference"):
        for method, s in audit.statistics(claim, statistic).items():
            shown = f"{p_shown(audit, claim, s)} ({p_ends(audit, claim, method)})"
            if statistic != "p_value":
                shown = _difference(audit, claim, s)
            printed = s.published or "–"
            yield [claim.id, STATISTICS[statistic], printed, w.solid(shown), METHODS[method]]


def _difference(audit: Audit, claim: TwoMeans, s: Statistic) -> str:
    """With the decimals of the means and one more; its interval, where it has one, at the level of the claim."""
    means = (audit.claim(name) for name in (claim.treated, claim.control))
    digits = max(2, 1 + max(decimals(mean.mean) for mean in means if isinstance(mean, MeanSdRange)))
    low, high = (audit.values(claim, f"{s.statistic}{end}").get(s.method) for end in ("_low", "_high"))
    value = "–" if s.recomputed is None else w.number(s.recomputed, digits)
    return (
        value
        if low is None or high is None
        else f"{value} ({w.limit(low, digits)} to {w.limit(high, digits)})"
    )


def _interval(claim: PrintedInterval) -> str:
    """``OR 0.34 (95%: 0.07 to 1.41)``, with the digits that are printed."""
    limits = f" ({w.level_text(claim.level / 100)}: {claim.low} to {claim.high})" if claim.low else ""
    return f"{claim.measure} {claim.estimate}{limits}"


def _implied(audit: Audit, claim: PrintedInterval) -> str:
    found = implied(audit, claim)
    return "–" if found is None else w.solid(f"{found[0]} ({found[2]})")


def _again(audit: Audit, claim: PrintedInterval) -> str:
    return "; ".join(f"{value}, {method}" for value, method in estimates_shown(audit, claim)) or "–"
