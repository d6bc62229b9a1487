"""The rows of the dictionary: each measurement with its role, and a time with its event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from twoarm.drafting.answers import Answers
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.before import known_before
from twoarm.drafting.questions.roles import (
    WEAK_EVENT,
    during,
    leaning,
    reversed_event,
    said,
    section_of,
    time_events,
)
from twoarm.faces import counts_only
from twoarm.study.dictionary import KEY, UNIT_KEY, Variable
from twoarm.study.guessing.levels import EVENT_LABELS
from twoarm.study.guessing.names import a_label, valid_name
from twoarm.study.schema.kinds import Kind, Role

ID = "patient_id"
UNTIMED = "When it was measured is not stated; no result is adjusted for it."
NOUNS = {"died": "death", "dead": "death"}


@counts_only
@dataclass(frozen=True)
class Row:
    """A row of the dictionary to be, with the measurement that it describes and what of it was guessed.

    It is `untimed` where it is described, and neither compared nor known to be from before treatment.
    """

    variable: Variable
    measure: Measure
    guessed: tuple[str, ...] = ()
    untimed: bool = False


def rows_of(layout: Layout, answers: Answers, arm: Measure) -> list[Row]:
    """A row for each measurement, in the order of the columns; that of the arm is made anew by `arm_row`."""
    others = [m for m in layout.of_patients if m is not arm]
    pairs, _ = time_events(others, answers)
    taken = {ID, UNIT_KEY if layout.within else KEY}
    names = {}
    for number, m in enumerate(layout.measures, 1):
        names[id(m)] = valid_name(m.spoken, taken, f"column_{number}")
        taken.add(names[id(m)])
    event_of = {id(t): e for t, e in pairs}
    events = {id(e) for _, e in pairs}
    rows = []
    for m in layout.measures:
        row = _row(m, names[id(m)], layout, answers)
        if id(m) in event_of:
            row = _time_row(row, event_of[id(m)], names, answers)
        elif id(m) in events:
            row = _event_row(row, answers)
        rows.append(row)
    return _described(rows)


def _described(rows: list[Row]) -> list[Row]:
    """The rows, those that have no time of their own among the outcomes: they describe nobody before treatment."""
    compared = [row.variable.section for row in rows if row.variable.role == "outcome"]
    if not compared:
        return rows
    return [
        replace(row, variable=replace(row.variable, section=_beside(row.measure, compared)))
        if row.untimed
        else row
        for row in rows
    ]


def _beside(m: Measure, compared: list[str]) -> str:
    """The section that a name speaks of where outcomes stand in it, else that of the first of them."""
    return section_of(m) if section_of(m) in compared else compared[0]


def _row(m: Measure, name: str, layout: Layout, answers: Answers) -> Row:
    g = m.guess
    unit = next((u for c, u in answers.units.items() if m.answers_to(c)), "")
    role, section = _role(m, answers)
    untimed = (role, section) == ("none", "") and g.kind != "date" and not _is_later(m)
    planned = m.visits if len(m.visits) < len(layout.visits) and not layout.within else ()
    variable = Variable(
        name, g.label, _table(m, layout), Role(role), section, Kind(g.kind), unit or g.unit,
        g.levels, g.missing, g.min, g.max, g.step, visits=planned, better=g.better if role == "outcome" else "",
        digits=g.digits, note=UNTIMED if untimed and not answers.before else "", source=_source(m),
    )  # fmt: skip
    guessed = [
        mark
        for mark in g.guessed
        if not (mark == "unit" and unit) and not (mark == "better" and role != "outcome")
    ]
    guessed += [] if _role_is_told(m, role, answers) else ["role"]
    guessed += ["section"] if section not in ("", "baseline") else []
    return Row(variable, m, tuple(guessed), untimed)


def _is_later(m: Measure) -> bool:
    """Whether it is what visits or later days measured, whoever named the outcomes."""
    return bool(m.visits) or leaning(m) == "outcome"


def _role_is_told(m: Measure, role: str, answers: Answers) -> bool:
    """Whether a person said what a column is for: of one that is not compared, whether it was known before treatment."""
    if m.guess.kind == "date":
        return True
    if answers.before and role == "covariate":
        return True
    compared = role == "outcome" or bool(m.visits)
    return bool(answers.outcomes and (compared or answers.before))


def _table(m: Measure, layout: Layout) -> Literal["patients", "visits", "units"]:
    """The table that a measurement stands in."""
    return ("units" if layout.within else "visits") if m.visits else "patients"


def _role(m: Measure, answers: Answers) -> tuple[str, str]:
    if m.guess.kind == "date":
        return "none", ""
    named = [*answers.outcomes, *filter(None, [answers.primary])]
    if any(m.answers_to(name) for name in named) or (leaning(m) == "outcome" and not answers.outcomes):
        return "outcome", section_of(m)
    if known_before(m, answers):
        return "covariate", "baseline"
    if during(m) and not _is_later(m):
        return "none", "perioperative"
    return "none", ""


def _time_row(row: Row, event: Measure, names: dict[int, str], answers: Answers) -> Row:
    m, variable = row.measure, row.variable
    wanted = not answers.outcomes or any(m.answers_to(n) for n in (*answers.outcomes, answers.primary) if n)
    bad = said(event) & WEAK_EVENT
    label = event.guess.label.lower()
    bare = variable.label.casefold() in ("time", "t", "days", "weeks", "months", "years")
    label = f"Time to {NOUNS.get(label, label)}" if bad else "Time to event" if bare else variable.label
    unit = variable.unit
    variable = replace(
        variable, label=a_label(label, variable.label), kind="time", note="", role="outcome" if wanted else "none",
        section="follow_up" if wanted else "", event=names[id(event)], min=0.0, unit=unit,
        better="higher" if wanted and bad else "",
    )  # fmt: skip
    told = {"unit"} if any(m.answers_to(c) for c in answers.units) else set()
    guessed = [mark for mark in row.guessed if mark not in ("better", "role")]
    guessed += (
        ["unit", "event"] + (["better"] if variable.better else []) + ([] if answers.outcomes else ["role"])
    )
    return replace(
        row,
        variable=variable,
        untimed=False,
        guessed=tuple(dict.fromkeys(x for x in guessed if x not in told)),
    )


def _event_row(row: Row, answers: Answers) -> Row:
    """An event: the last level is the event; a name such as "censored" asks for its absence."""
    codes = [code for code, _ in row.variable.levels]
    order = codes[::-1] if reversed_event(row.measure) else codes
    outcome = any(row.measure.answers_to(name) for name in (*answers.outcomes, answers.primary) if name)
    variable = replace(
        row.variable, levels=tuple(zip(order, EVENT_LABELS, strict=True)), role="outcome" if outcome else "none",
        section="follow_up" if outcome else "", better="", note="",
    )  # fmt: skip
    return Row(variable, row.measure, ("label", "levels", "which level is the event"))


def _source(m: Measure) -> str:
    columns = list(dict.fromkeys(m.columns.values()))
    return f"column{'s' * (len(columns) > 1)} {', '.join(columns)}"
