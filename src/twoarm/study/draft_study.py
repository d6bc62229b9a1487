"""The draft: the rows of the dictionary, the two tables and study.yml, each guess in it marked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from twoarm.study.dictionary import KEY, Variable
from twoarm.study.draft_answers import Answers
from twoarm.study.draft_arms import find_arm, find_levels
from twoarm.study.draft_columns import as_levels
from twoarm.study.draft_layout import Layout, Measure
from twoarm.study.draft_levels import EVENT_LABELS
from twoarm.study.draft_marks import marked
from twoarm.study.draft_names import a_label, titled, valid_name
from twoarm.study.draft_roles import (
    ARM,
    WEAK_EVENT,
    during,
    leaning,
    reversed_event,
    said,
    section_of,
    time_events,
)
from twoarm.study.study_spec import ArmSpec

ID = "patient_id"
CHANCE = 20  # patients; of so many no characteristic is the same as the arm by accident
NOUNS = {"died": "death", "dead": "death"}
YES = {"1", "yes", "y", "true"}


@dataclass(frozen=True)
class Row:
    """A row of the dictionary to be, with the measurement that it describes and what of it was guessed."""

    variable: Variable
    measure: Measure
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A study that has not been written yet."""

    layout: Layout
    answers: Answers
    title: str
    arms: tuple[ArmSpec, ArmSpec]
    rows: tuple[Row, ...]
    patients: pd.DataFrame
    visits: pd.DataFrame | None
    primary: str = ""
    to_confirm: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def arm(self) -> Variable:
        """The arm's row."""
        return next(r.variable for r in self.rows if r.variable.role == "arm")

    def variables(self, confirmed: bool) -> list[Variable]:
        """The dictionary, with or without the marks."""
        key = Variable(
            ID, "Patient", "patients", "id", "", "id", note="Never shown.", source=self.layout.ids_words
        )
        described = [r.variable if confirmed else marked(r.variable, r.guessed) for r in self.rows]
        once = [v for v in described if v.table == "patients"]
        later = [v for v in described if v.table == "visits"]
        if not later:
            return [key, *once]
        levels = tuple((v.code, a_label(v.label, v.code)) for v in self.layout.visits)
        return [
            key,
            *once,
            Variable(KEY, "Visit", "visits", "none", "", "categorical", levels=levels),
            *later,
        ]

    def spec(self, confirmed: bool) -> str:
        """The text of study.yml."""
        treated, control = self.arms
        lines = [
            f"title: {_quoted(self.title)}",
            "data_kind: real",
            f"disclosure: {{min_count: {int(self.answers.min_count)}}}",
            "arms:",
            f"  column: {self.arm.name}",
            f"  treated: {{level: {_quoted(treated.level)}, label: {_quoted(treated.label)}}}",
            f"  control: {{level: {_quoted(control.level)}, label: {_quoted(control.label)}}}",
        ]
        if self.visits is not None:
            lines += [f"time_unit: {_quoted(self.layout.time_unit)}", "visits:"]
            lines += [
                f"  - {{code: {_quoted(v.code)}, label: {_quoted(v.label)}, time: {v.time:.10g}}}"
                for v in self.layout.visits
            ]
            lines += [f"baseline_visit: {_quoted(self.layout.baseline)}"] if self.layout.baseline else []
        lines += [f"primary_outcome: {_quoted(self.primary)}", "pages: [book/glossary, book/references]"]
        kept = [r.variable.name for r in self.rows if any(r.measure.answers_to(c) for c in self.answers.keep)]
        lines += [f"harmless: [{', '.join(kept)}]"] if kept else []
        if self.to_confirm and not confirmed:
            lines += ["to_confirm:", *(f"  - {_quoted(text)}" for text in self.to_confirm)]
        return "\n".join(lines) + "\n"


def draft(layout: Layout, answers: Answers, stem: str) -> Draft:
    """The draft of a table that was taken apart, with all questions answered; ``stem`` is the name of its file."""
    arm = find_arm(layout, answers)
    again = [m for m in layout.of_patients if _says(m, arm) and not _compared(m, answers)]
    layout = layout.without(dict.fromkeys((m.column for m in again), "says only which arm a row is"))
    treated, control = find_levels(arm, answers)
    cells = arm.guess.cells
    kept = cells.isin([treated, control])
    rows = _rows(layout, answers, arm, (treated, control))
    specs = _arm_specs(arm, (treated, control), answers)
    rows = [_arm_row(row, specs, answers) if row.measure is arm else row for row in rows]
    patients, visits = _patients(layout, rows, kept), _visits(layout, rows, kept)
    primary = next(
        (r.variable.name for r in rows if answers.primary and r.measure.answers_to(answers.primary)), ""
    )
    title = answers.title or titled(stem)
    lost = int((~kept).sum())
    notes = [f"{lost} of {len(kept)} patients are left out: their arm is missing or another"] if lost else []
    confirm = _to_confirm(layout, answers, title, specs, arm, lost, visits is not None)
    return Draft(
        layout, answers, title, specs, tuple(rows), patients, visits, primary, tuple(confirm), tuple(notes)
    )


def _compared(m: Measure, answers: Answers) -> bool:
    """Whether a person, or its name, says that a column is what the arms are compared by."""
    named = [*answers.outcomes, answers.primary, *answers.time, *answers.event]
    return leaning(m) == "outcome" or any(m.answers_to(name) for name in named if name)


def _says(m: Measure, arm: Measure) -> bool:
    """Whether a column is the arm under other codes; few patients may agree by chance."""
    if m is arm or len(m.guess.levels) != len(arm.guess.levels) or len(m.guess.cells) < CHANCE:
        return False
    pairs = set(zip(m.guess.cells, arm.guess.cells, strict=True))
    return len(pairs) == len(arm.guess.levels) == len({cell for cell, _ in pairs})


def _rows(layout: Layout, answers: Answers, arm: Measure, levels: tuple[str, str]) -> list[Row]:
    others = [m for m in layout.of_patients if m is not arm]
    pairs, _ = time_events(others, answers)
    taken = {ID, KEY}
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
    return rows


def _row(m: Measure, name: str, layout: Layout, answers: Answers) -> Row:
    g = m.guess
    unit = next((u for c, u in answers.units.items() if m.answers_to(c)), "")
    role, section = _role(m, answers)
    planned = m.visits if len(m.visits) < len(layout.visits) else ()
    variable = Variable(
        name, g.label, "visits" if m.visits else "patients", role, section, g.kind, unit or g.unit, g.levels, g.missing,
        g.min, g.max, g.step, visits=planned, better=g.better if role == "outcome" else "", digits=g.digits,
        source=_source(m),
    )  # fmt: skip
    guessed = [
        mark
        for mark in g.guessed
        if not (mark == "unit" and unit) and not (mark == "better" and role != "outcome")
    ]
    guessed += [] if answers.outcomes or g.kind == "date" else ["role"]
    guessed += ["section"] if section not in ("", "baseline") else []
    return Row(variable, m, tuple(guessed))


def _role(m: Measure, answers: Answers) -> tuple[str, str]:
    if m.guess.kind == "date":
        return "none", ""
    named = [*answers.outcomes, *filter(None, [answers.primary])]
    if any(m.answers_to(name) for name in named) or (leaning(m) == "outcome" and not answers.outcomes):
        return "outcome", section_of(m)
    if m.visits or leaning(m) == "outcome":
        return "none", ""
    if during(m):
        return "none", "perioperative"
    return "covariate", "baseline"


def _time_row(row: Row, event: Measure, names: dict[int, str], answers: Answers) -> Row:
    m, variable = row.measure, row.variable
    wanted = not answers.outcomes or any(m.answers_to(n) for n in (*answers.outcomes, answers.primary) if n)
    bad = said(event) & WEAK_EVENT
    label = event.guess.label.lower()
    bare = variable.label.casefold() in ("time", "t", "days", "weeks", "months", "years")
    label = f"Time to {NOUNS.get(label, label)}" if bad else "Time to event" if bare else variable.label
    unit = variable.unit
    variable = replace(
        variable, label=a_label(label, variable.label), kind="time", role="outcome" if wanted else "none",
        section="follow_up" if wanted else "", event=names[id(event)], min=0.0, unit=unit,
        better="higher" if wanted and bad else "",
    )  # fmt: skip
    told = {"unit"} if any(m.answers_to(c) for c in answers.units) else set()
    guessed = [mark for mark in row.guessed if mark not in ("better", "role")]
    guessed += (
        ["unit", "event"] + (["better"] if variable.better else []) + ([] if answers.outcomes else ["role"])
    )
    return replace(row, variable=variable, guessed=tuple(dict.fromkeys(x for x in guessed if x not in told)))


def _event_row(row: Row, answers: Answers) -> Row:
    """An event: the last level is the event; a name such as "censored" asks for its absence."""
    codes = [code for code, _ in row.variable.levels]
    order = codes[::-1] if reversed_event(row.measure) else codes
    outcome = any(row.measure.answers_to(name) for name in (*answers.outcomes, answers.primary) if name)
    variable = replace(
        row.variable, levels=tuple(zip(order, EVENT_LABELS, strict=True)), role="outcome" if outcome else "none",
        section="follow_up" if outcome else "", better="",
    )  # fmt: skip
    return Row(variable, row.measure, ("label", "levels", "which level is the event"))


def _arm_row(row: Row, specs: tuple[ArmSpec, ArmSpec], answers: Answers) -> Row:
    levels = tuple((arm.level, a_label(arm.label, f"arm {n}")) for n, arm in enumerate(specs, 1))
    guess = as_levels(row.measure.guess, "arm", [arm.level for arm in specs])
    variable = Variable(
        row.variable.name,
        guess.label,
        "patients",
        "arm",
        "",
        "arm",
        levels=levels,
        source=row.variable.source,
    )
    guessed = ["label"] + ([] if "=" in answers.treated and "=" in answers.control else ["levels"])
    return Row(variable, row.measure, tuple(guessed + ([] if answers.arm else ["role"])))


def _arm_specs(arm: Measure, levels: tuple[str, str], answers: Answers) -> tuple[ArmSpec, ArmSpec]:
    told = [answer.partition("=")[2].strip() for answer in (answers.treated, answers.control)]
    if not answers.control or not answers.treated:  # a label may have been given without the other's
        told = [told[0] if answers.treated else "", told[1] if answers.control else ""]
    labels = [a_label(t, "") or g for t, g in zip(told, _arm_labels(arm, levels), strict=True)]
    if labels[0] == labels[1]:
        labels = [f"{labels[0]} {code}" for code in levels]
    return tuple(
        ArmSpec(level=code, label=a_label(label, f"arm {code}"))
        for code, label in zip(levels, labels, strict=True)
    )


def _arm_labels(arm: Measure, levels: tuple[str, str]) -> list[str]:
    """What the arms are called: words as they are; of codes and of yes and no, the name of the column helps."""
    treated, control = levels
    spoken = arm.guess.label[:1].lower() + arm.guess.label[1:]
    if {code.casefold() for code in levels} in ({"0", "1"}, {"no", "yes"}, {"n", "y"}, {"false", "true"}):
        if all(word in ARM for word in said(arm)):
            return ["treated", "control"]
        return [spoken, f"no {spoken}"] if treated.casefold() in YES else [f"no {spoken}", spoken]
    if treated.replace(".", "").isdigit():
        return [f"{spoken} {treated}", f"{spoken} {control}"]
    return [a_label(treated, "treated"), a_label(control, "control")]


def _patients(layout: Layout, rows: list[Row], kept: pd.Series) -> pd.DataFrame:
    columns = {r.variable.name: r.measure.guess.cells[kept] for r in rows if r.variable.table == "patients"}
    table = pd.DataFrame(columns)
    table.insert(0, ID, layout.ids.loc[kept.index[kept]])
    return table


def _visits(layout: Layout, rows: list[Row], kept: pd.Series) -> pd.DataFrame | None:
    """One row per patient and visit at which anything was measured."""
    later = [r for r in rows if r.variable.table == "visits"]
    if not later:
        return None
    ids = layout.ids.loc[kept.index[kept]]
    if layout.visit_column:
        columns = {r.variable.name: r.measure.guess.cells for r in later}
        table = pd.DataFrame({ID: layout.ids, KEY: layout.table[layout.visit_column]} | columns)
        return table[table[ID].isin(ids)]
    parts = {r.variable.name: _by_visit(r.measure) for r in later}
    tables = []
    for visit in layout.visits:
        empty = pd.Series("", index=layout.table.index, dtype=object)
        columns = {name: cells.get(visit.code, empty)[kept] for name, cells in parts.items()}
        tables.append(pd.DataFrame({ID: ids, KEY: visit.code} | columns))
    table = pd.concat(tables).sort_index(kind="stable")
    return table[(table[list(parts)] != "").any(axis=1)]


def _by_visit(m: Measure) -> dict[str, pd.Series]:
    """The cells of each visit of a measurement that stands in columns."""
    cells = np.split(np.arange(len(m.guess.cells)), len(m.columns))
    return {code: m.guess.cells.iloc[at] for code, at in zip(m.columns, cells, strict=True)}


def _to_confirm(
    layout, answers: Answers, title: str, arms, arm: Measure, lost: int, visits: bool
) -> list[str]:
    marks = [] if answers.title else [f"title: {title}, after the name of the file"]
    if not answers.arm:
        marks.append(f"arms.column: {arm.column}, after its name")
    if not answers.treated:
        marks.append(f"arms.treated: {arms[0].level}, since {arms[1].level} is the control")
    if not ("=" in answers.treated and "=" in answers.control):
        marks.append(f"arms: the labels {arms[0].label} and {arms[1].label}")
    if visits:
        codes = ", ".join(v.code for v in layout.visits)
        marks.append(f"visits: {codes}, in this order" + (" and at these times" if layout.told else ""))
        if not layout.told:
            marks.append(
                "visits: their times, which no name tells" + ("" if answers.time_unit else "; time_unit")
            )
        if layout.baseline:
            marks.append(f"baseline_visit: {layout.baseline}")
    if lost:
        marks.append(f"{lost} patients without one of the two arms are left out")
    return marks


def _source(m: Measure) -> str:
    columns = list(dict.fromkeys(m.columns.values()))
    return f"column{'s' * (len(columns) > 1)} {', '.join(columns)}"


def _quoted(text: str | None) -> str:
    """A string as YAML reads it, whatever it holds."""
    return json.dumps(text or "", ensure_ascii=False)
