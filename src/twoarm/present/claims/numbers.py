"""The recomputed numbers of the audit but for tests of two counts: sums, percentages, means, bounds of bare statements."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.finding import Statistic
from twoarm.present import wording as w
from twoarm.present.claims.bounds import Alike, alike, deviations
from twoarm.present.claims.compared import OVER_ROUNDING, compared_rows
from twoarm.present.claims.recomputed import decimals, share_shown
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.words import METHODS, STATISTICS
from twoarm.present.outputs import Table
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total
from twoarm.study.published.measured import BareP, MeanSdRange, TwoMeans

TWO_DEVIATIONS = (
    "A sample standard deviation divides the sum of squared deviations by one less than the number of values, a population "
    "standard deviation by their number; a text may mean either."
)


def counts_table(audit: Audit) -> Table | None:
    """Sums, denominators and percentages beside what is printed; None without such a claim."""
    claims = [c for c in audit.claims if isinstance(c, Count | SampleSize | Multiple | Total | Share)]
    if not claims:
        return None
    level = w.level_text(1 - USUAL)
    head = [["Claim", "Printed", "Computed again", f"{level} interval", "One-sided limit"]]
    rows = [[c.id, *_counted(audit, c)] for c in claims]
    notes = [
        "Intervals of percentages are exact (Clopper and Pearson) and two-sided. Where nobody or everybody has the event, "
        "one limit is given by itself, at the same level. They take every unit as independent of every other."
    ]
    align = ["left", "left", "right", "right", "right"]
    caption = "Sums and percentages, as printed and computed again."
    return Table("tab-claim-counts", caption, head, rows, 1, align, notes, audit)


def means_table(audit: Audit) -> Table | None:
    """What the printed means and deviations allow; None where nothing of the kind could be computed."""
    rows = [
        [claim.id, STATISTICS[s.statistic], s.published or "–", _value(claim, s), METHODS[s.method]]
        for claim in audit.of_kind(MeanSdRange)
        for s in audit.findings[claim.id].statistics
        if s.recomputed is not None
    ]
    rows += [row for claim in audit.of_kind(TwoMeans) for row in compared_rows(audit, claim)]
    if not rows:
        return None
    head = [["Claim", "Statistic", "Printed", "Recomputed", "By"]]
    notes = [TWO_DEVIATIONS] if any(row[-1] == METHODS["grimmer"] for row in rows) else []
    notes += [OVER_ROUNDING] if any(row[1] == STATISTICS["p_value"] for row in rows) else []
    align = ["left", "left", "right", "right", "left"]
    caption = "Means and deviations, as printed and as they are possible."
    return Table("tab-claim-means", caption, head, rows, 1, align, notes, audit)


def bounds_table(audit: Audit) -> Table | None:
    """What each bare statement about P says of the observed effect, and shows of equivalence; None without one."""
    groups = alike(audit)
    if not groups:
        return None
    effects = ("Observed\neffect, SD", "Superiority", "Equivalence\nshown above a\nmargin of, SD")
    head = [["Claims", "Printed", "Patients", *effects]]
    rows = [[runs_of(audit, [claim.id for claim in g.claims]), *_bounds(g)] for g in groups]
    notes = [
        "SD: standard deviations, within an arm those of the patients’ changes. The bound is where Student’s t test (two "
        "arms) or the paired t test (one arm) gives exactly the printed P; in brackets free of bias in small samples (g).",
        "Superiority: how likely, of two patients drawn at random, the treated one has the higher value, one half being no "
        "difference; outside these limits an exact Mann-Whitney test without ties has a P below the threshold.",
        "Equivalence: every margin wider than this holds the whole interval of two one-sided tests, whatever the data, "
        "if the printed statement is true.",
    ]
    align = ["left", "left", "left", "right", "right", "right"]
    caption = "What bare statements about P say of the observed effects."
    return Table("tab-claim-bounds", caption, head, rows, 1, align, notes, audit)


def margins_table(audit: Audit) -> Table | None:
    """For which spread of the values a statement of no difference reaches a margin that would matter; None without one."""
    claims = [c for c in audit.of_kind(BareP) if audit.statistics(c, "sd_proved")]
    if not claims:
        return None
    limits = ("Equivalence shown\nif the SD is below", "Cannot be shown\nif the SD is above")
    head = [["Claim", "Would matter", *limits]]
    rows = [[_named(c), f"{c.margin} {c.unit}", *_deviations(audit, c)] for c in claims]
    notes = [f"{c.id}: {w.ended(c.margin_source)}" for c in claims]
    notes.append("SD: the standard deviation within the arms, which the abstract does not print.")
    align = ["left", "left", "right", "right"]
    caption = "For which spread of the values a statement of no difference shows equivalence."
    return Table("tab-claim-margins", caption, head, rows, 1, align, notes, audit)


def _counted(audit: Audit, claim: SampleSize | Total | Multiple | Count | Share) -> list[str]:
    if isinstance(claim, SampleSize):
        (total,) = audit.statistics(claim, "sum").values()
        return [total.published, w.number(total.recomputed, 0), "–", "–"]
    if isinstance(claim, Total):
        (total,) = audit.statistics(claim, "sum").values()
        return [str(claim.total), w.number(total.recomputed, 0), "–", "–"]
    if isinstance(claim, Share):
        return [f"{claim.percent}% of {claim.of}", _share(audit, claim), "–", "–"]
    if isinstance(claim, Multiple):
        products = [f"{claim.each} × {n} = {claim.each * n}" for n in claim.patients]
        return [", ".join(map(str, claim.units)), ", ".join(products), "–", "–"]
    (percent,) = audit.statistics(claim, "percent").values()
    printed = f"{claim.events}/{claim.of}" + (f" ({claim.percent}%)" if claim.percent else "")
    return [printed, f"{w.number(percent.recomputed, _decimals(claim.percent))}%", *_limits(audit, claim)]


def _share(audit: Audit, claim: Share) -> str:
    """The whole numbers that are printed so, else the nearest percentage of one."""
    found = {s.statistic: s.recomputed for s in audit.findings[claim.id].statistics}
    if "nearest_percent" in found:
        return f"nearest: {share_shown(claim, found['nearest_percent'])}"
    ends = [w.number(found[name], 0) for name in ("smallest_count", "largest_count")]
    return f"{' to '.join(dict.fromkeys(ends))} of {claim.of}"


def _limits(audit: Audit, claim: Count) -> list[str]:
    ends = (audit.value(claim, f"percent_{end}") for end in ("low", "high", "at_least", "at_most"))
    low, high, least, most = ends
    if low is None or high is None:
        return ["–", "–"]
    one = f"at least {w.number(least, 1)}%" if least is not None else ""
    one = f"at most {w.number(most, 1)}%" if most is not None else one
    return [f"{w.number(low, 1)}% to {w.number(high, 1)}%", one or "–"]


def _decimals(printed: str | None) -> int:
    """As many as are printed and one more, so that the rounding can be followed."""
    return decimals(printed) + 1 if printed else 0


def _value(claim: MeanSdRange, s: Statistic) -> str:
    """Two decimals, or as many as are printed where a mean or a deviation is compared with what is possible."""
    digits = max(2, decimals(s.published))
    return w.number(s.recomputed, 0 if s.recomputed.is_integer() else digits)


def _bounds(group: Alike) -> list[str]:
    dz = group.bound("boundary_dz")
    low, high = group.bound("boundary_superiority_low"), group.bound("boundary_superiority")
    shown = [
        group.bound("boundary_d") if dz is None else dz,
        group.bound("boundary_g"),
        group.bound("margin_proved"),
    ]
    size, g, margin = (None if value is None else deviations(value) for value in shown)
    inside = "within" if group.above else "outside"
    between = "–" if high is None else f"{inside} {w.number(low, 2)} to {w.number(high, 2)}"
    where = group.patients + (" (one arm)" if len(group.first.n) == 1 else "")
    sized = "–" if size is None else f"{group.side} {size}" + (f" ({g})" if g else "")
    return [group.first.p, where, sized, between, margin or "–"]


def _deviations(audit: Audit, claim: BareP) -> list[str]:
    found = (audit.value(claim, name) for name in ("sd_proved", "sd_most"))
    return [w.number(value, 2) for value in found if value is not None]


def _named(claim: BareP) -> str:
    return f"{claim.id}, {claim.part}" if claim.part else claim.id
