"""What other studies published: each comparison of the arms beside what fits the abstract, and what the sources are."""

from __future__ import annotations

from itertools import groupby

from twoarm.analysis.claims.context import Beside, Context, PooledPower
from twoarm.present import wording as w
from twoarm.present.evidence.words import (
    MEASURE_WORDS,
    allowed_text,
    claim_text,
    estimate_text,
    printed_p,
)
from twoarm.present.outputs import Markdown, Table, as_markdown
from twoarm.study.published.evidence import Published

NEARLY = 0.995  # a power above it would be shown as certain


def evidence_table(context: Context | None) -> Table | None:
    """Each cited comparison as it was printed, what fits the abstract, and the power to find it; None without one.

    The power is that of the published sizes at the threshold that the claims print. Nothing of what the study observed
    enters: it is no power after the fact.
    """
    if context is None or not context.contrasts:
        return None
    rows: list[list[str]] = []
    for source, found in groupby(context.contrasts, lambda one: one.published.source):
        rows += [[source], *(_row(context, one) for one in found)]
    head = [["Outcome", "Cited estimate\n(interval)", "P", "Fits the abstract", "Power"]]
    kept = len(head[0]) if context.powers else len(head[0]) - 1
    rows = [row[:kept] for row in rows]
    align = ["left", "right", "right", "left", "right"][:kept]
    caption = "Cited comparisons beside what fits the abstract."
    return Table(
        "tab-evidence",
        caption,
        [head[0][:kept]],
        rows,
        1,
        align,
        _notes(context),
        context,
        result=3,
        data=("context", "pooled_power"),
    )


def evidence_sources(context: Context | None) -> Markdown:
    """Each source with its reference, and what it printed that compares no arms: of one group, or what change matters."""
    if context is None:
        return Markdown("")
    by_source: dict[str, list[Published]] = {}
    for row in context.published:
        by_source.setdefault(row.source, []).append(row)
    return Markdown("\n".join(f"- {_source(source, rows)}" for source, rows in by_source.items()))


def _source(source: str, rows: list[Published]) -> Markdown:
    cited = "; ".join(dict.fromkeys(row.citation for row in rows))
    alone = [row for row in rows if not row.is_contrast]
    printed = f" {w.capital(_alone(alone))}." if alone else ""
    return as_markdown(f"{source}: {w.ended(cited)}{printed}")


def _alone(rows: list[Published]) -> str:
    """``before treatment: 0.73 (Beck index); after treatment: 0.81 (Beck index)``; by measure."""
    by_measure: dict[str, list[str]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, []).append(f"{estimate_text(row)} ({row.outcome})")
    return "; ".join(f"{MEASURE_WORDS[name][1]}: {'; '.join(each)}" for name, each in by_measure.items())


def _row(context: Context, one: Beside) -> list[str]:
    fits = allowed_text(one.allowed) if one.allowed else claim_text(one)
    powers = [_percent(p.at_estimate) for p in context.powers if p.published is one.published]
    shown = [w.solid(estimate_text(one.published)), printed_p(one.published), fits]
    return [w.capital(one.published.outcome), *shown, " / ".join(dict.fromkeys(powers)) or "–"]


def _percent(power: float) -> str:
    return "> 99%" if power > NEARLY else f"{w.number(100 * power, 0)}%"


def _notes(context: Context) -> list[str]:
    treated, control = context.study.treated.label, context.study.control.label
    measures = dict.fromkeys(one.published.measure for one in context.contrasts)
    named = w.joined([MEASURE_WORDS[measure][0] for measure in measures])
    said = f"{w.capital(named)}, {treated} against {control}."
    sizes = w.joined(list(dict.fromkeys(map(_design, context.powers))))
    return [f"{said} Power: {sizes}, were the cited estimate true." if sizes else said]


def _design(p: PooledPower) -> str:
    return f"of {p.sizes[0]} and {p.sizes[1]} patients to reach P below {w.exact(p.threshold)}"
