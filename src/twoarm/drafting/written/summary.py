"""What was made of each column, as a table on the terminal: codes of levels and rounded bounds, no value of a patient."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from twoarm.drafting.answers import NUMBERED
from twoarm.drafting.written.draft import Draft
from twoarm.drafting.written.rows import Row

HEAD = ("column", "name", "table", "role", "section", "kind", "unit", "levels or range", "missing", "visits")
WIDEST = 34


def summary(draft: Draft) -> str:
    """The table, what was left out and why, and how the study is laid out."""
    layout = draft.layout
    treated, control = draft.arms
    sizes = draft.patients[draft.arm.name].value_counts()
    lines = [
        f"{draft.title}: {len(draft.patients)} patients "
        f"({sizes.get(treated.level, 0)} {treated.label}, {sizes.get(control.level, 0)} {control.label})",
        f"  identifiers: {layout.ids_words}",
    ]
    if draft.visits is not None and layout.within:
        lines.append(
            f"  {len(draft.visits)} units within the patients, {_units(draft)}; each patient counts once"
        )
    elif draft.visits is not None:
        when = ", ".join(f"{v.code} ({v.time:g})" for v in layout.visits)
        lines.append(f"  visits, from {_where(draft)}: {when}; times in {layout.time_unit}")
    lines += [f"  {note}" for note in draft.notes]
    lines += ["", *_aligned([HEAD, *(_cells(row) for row in draft.rows)]), ""]
    beyond = [r for r in draft.rows if r.measure.guess.beyond]
    lines += [
        f"  {r.variable.name}: {r.measure.guess.beyond} values beyond what is usual; see whether they are slips or codes"
        for r in beyond
    ]
    lines += [f"  {line}" for line in _adjusted(draft)]
    lines += [f"  left out: {column} ({why})" for column, why in layout.left_out.items()]
    return "\n".join(lines).rstrip() + "\n"


def _units(draft: Draft) -> str:
    if draft.answers.within == NUMBERED:
        return "numbered in the order of the rows"
    return f"told apart by the column {draft.layout.visit_column}"


def _adjusted(draft: Draft) -> list[str]:
    """What results will be adjusted for, and what of no stated time will only be described."""
    named = [v.label for v in draft.covariates]
    before = draft.layout.baseline
    named += [f"the outcomes as they were at the visit {before}"] if before else []
    lines = [f"adjusted for, as known before treatment: {'; '.join(named) or 'nothing'}"]
    if draft.untimed:
        names = ", ".join(v.name for v in draft.untimed)
        lines.append(f"only described, since {_why_not(draft)}: {names}")
    return lines


def _why_not(draft: Draft) -> str:
    if draft.answers.before:
        return "not named as known before treatment"
    return "nothing says when they were measured (--before A,B names what was known before treatment)"


def _where(draft: Draft) -> str:
    return f"the column {draft.layout.visit_column}" if draft.layout.visit_column else "the names of columns"


def _cells(row: Row) -> tuple[str, ...]:
    v = row.variable
    columns = list(dict.fromkeys(row.measure.columns.values()))
    shown = columns[0] if len(columns) == 1 else f"{columns[0]} and {len(columns) - 1} more"
    bounds = f"{v.min:g} to {v.max:g}" if v.min is not None and v.max is not None else ""
    visits = "all" if v.table == "visits" and not v.visits else "|".join(v.visits)
    kind = f"{v.kind} ({v.event})" if v.event else v.kind
    return (
        shown,
        v.name,
        v.table,
        v.role,
        v.section,
        kind,
        v.unit,
        _levels(row) or bounds,
        "|".join(v.missing),
        visits,
    )


def _levels(row: Row) -> str:
    """The levels; a word that stands in one row alone is the value of a patient, and is counted with its like."""
    counts = row.measure.guess.filled.value_counts()
    shown = [
        (code, label)
        for code, label in row.variable.levels
        if counts.get(code, 0) > 1 or not any(map(str.isalpha, code))
    ]
    hidden = len(row.variable.levels) - len(shown)
    texts = [code if code == label else f"{code}={label}" for code, label in shown]
    return "|".join(texts + [f"{hidden} of one row each"] * bool(hidden))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    short = [
        [shorten(cell, WIDEST, placeholder="…") if " " in cell else cell[:WIDEST] for cell in row]
        for row in rows
    ]
    used = [at for at in range(len(HEAD)) if any(row[at] for row in short[1:])]
    widths = {at: max(len(row[at]) for row in short) for at in used}
    return ["  " + "  ".join(row[at].ljust(widths[at]) for at in used).rstrip() for row in short]
