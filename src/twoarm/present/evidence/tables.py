"""Tables of what other studies published: every row of ``evidence.csv``, and the power of the published design."""

from __future__ import annotations

from itertools import groupby

from twoarm.analysis.claims.context import Context, PooledPower
from twoarm.present import wording as w
from twoarm.present.evidence.words import MEASURE_WORDS, estimate_text, interval_text, printed, printed_p
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.published.evidence import Published

NEARLY = 0.995  # a power above it would be shown as certain


def evidence_table(context: Context | None) -> Table | None:
    """Every published estimate as it was printed, by source; None for a study without such a file."""
    if context is None:
        return None
    rows: list[list[str]] = []
    for source, published in groupby(context.published, lambda row: row.source):
        rows += [[source], *([w.capital(row.outcome), *_cells(row)] for row in published)]
    head = [["Outcome", "Measure", "Estimate", "Interval", "P"]]
    align = ["left", "left", "right", "right", "right"]
    caption = "Published estimates of other studies, with the digits that were printed."
    notes = [f"{source}: {w.ended(cited)}" for source, cited in _citations(context).items()]
    return Table("tab-evidence", caption, head, rows, 1, align, [*_read(context), *notes], context)


def _cells(row: Published) -> list[str]:
    span = w.solid(interval_text(row)) or "–"
    return [MEASURE_WORDS[row.measure][1], printed(row.estimate), span, printed_p(row)]


def _citations(context: Context) -> dict[str, str]:
    """Each source once with all its references: it may have been cited for more than one."""
    found: dict[str, dict[str, None]] = {}
    for row in context.published:
        found.setdefault(row.source, {})[row.citation] = None
    return {source: "; ".join(cited) for source, cited in found.items()}


def _read(context: Context) -> list[str]:
    if not context.contrasts:
        return []
    treated, control = context.study.treated.label, context.study.control.label
    return [f"Differences are {treated} minus {control}, ratios {treated} over {control}."]


def pooled_power_table(context: Context | None) -> Table | None:
    """How often a design of the published sizes would find each cited standardised difference; None where none is cited.

    The threshold is the one that the claims print. Nothing of what the study observed enters: it is no power after the fact.
    """
    if context is None or not context.powers:
        return None
    powers = context.powers
    designs = list(dict.fromkeys((p.sizes, p.threshold) for p in powers))
    rows: list[list[str]] = []
    for design in designs:
        rows += [[w.capital(_design(*design))]] if len(designs) > 1 else []
        rows += [_power_row(p) for p in powers if (p.sizes, p.threshold) == design]
    head = [
        [
            "Outcome",
            "Cited\ndifference,\nstandard deviations",
            "Power at\nthe limit\nnearer to none",
            "Power at\nthe estimate",
            "Power at\nthe farther\nlimit",
        ]
    ]
    of = _design(*designs[0]) if len(designs) == 1 else "designs of the published sizes"
    caption = f"Power of {of} to find cited differences, by Student’s t test."
    align = ["left", "right", "right", "right", "right"]
    return Table("tab-pooled-power", caption, head, rows, 1, align, _notes(context), context)


def _design(sizes: tuple[int, int], threshold: float) -> str:
    return f"a design of {sizes[0]} and {sizes[1]} patients at the two-sided threshold {w.exact(threshold)}"


def _power_row(p: PooledPower) -> list[str]:
    shown = [_percent(power) for power in (p.at_nearer, p.at_estimate, p.at_farther)]
    return [w.capital(p.published.outcome), w.solid(estimate_text(p.published)), *shown]


def _percent(power: float | None) -> str:
    if power is None:
        return "–"
    return "> 99%" if power > NEARLY else f"{w.number(100 * power, 0)}%"


def _notes(context: Context) -> list[str]:
    spanning = [p.published.outcome for p in context.powers if p.includes_none]
    sources = list(dict.fromkeys(p.published.source for p in context.powers))
    nearer = (
        f"The interval of {w.joined(list(dict.fromkeys(spanning)))} includes no difference: where there "
        "is none, such studies "
        "reach the threshold as often as it says."
    )
    return [
        f"Cited from {w.joined(sources)}; see the references of the evidence.",
        *([nearer] if spanning else []),
    ]


def pooled_power_words(context: Context) -> Markdown:
    """How the table is read: a property of sizes, whatever was observed."""
    least, most = context.power_ends
    found = f"{_percent(least.at_estimate)} ({least.published.outcome})"
    if least is not most:
        found += f" to {_percent(most.at_estimate)} ({most.published.outcome})"
    limits = w.joined([w.exact(t) for t in sorted({p.threshold for p in context.powers})])
    return paragraph(
        "Suppose that a cited difference were the true one: studies of these sizes would reach P below "
        f"{limits} in {found} of "
        "cases.",
        "This follows from the numbers of patients alone, not from any difference that was observed. "
        "Where the share is small, "
        "a P above the threshold is to be expected even if there is such a difference. Where it is large and P is above the "
        "threshold, the difference may have been smaller among these patients, or measured otherwise, or missed by chance; "
        "nothing here tells these apart.",
    )
