"""The draft: the rows of the dictionary, the two tables and study.yml, each guess in it marked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pandas as pd

from twoarm.drafting.answers import Answers
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.arms import find_arm, find_levels
from twoarm.drafting.questions.policy import policy_lines
from twoarm.drafting.written.arm_rows import arm_row, arm_specs, is_compared, repeats
from twoarm.drafting.written.marks import marked
from twoarm.drafting.written.rows import ID, Row, rows_of
from twoarm.drafting.written.tables import patients_table, visits_table
from twoarm.faces import counts_only
from twoarm.study.design.allocation import Randomised
from twoarm.study.dictionary import KEY, UNIT_KEY, Variable
from twoarm.study.guessing.names import a_label, titled
from twoarm.study.schema.kinds import Kind, Role
from twoarm.study.specification import ArmSpec


@counts_only
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
    def covariates(self) -> list[Variable]:
        """What is known before treatment, for which results are adjusted."""
        return [r.variable for r in self.rows if r.variable.role == Role.COVARIATE]

    @property
    def untimed(self) -> list[Variable]:
        """What is only described, since nothing says that it was known before treatment."""
        return [r.variable for r in self.rows if r.untimed]

    @property
    def arm(self) -> Variable:
        """The arm's row."""
        return next(r.variable for r in self.rows if r.variable.role == "arm")

    def variables(self, confirmed: bool) -> list[Variable]:
        """The dictionary, with or without the marks."""
        key = Variable(
            ID, "Patient", "patients", Role.ID, "", Kind.ID, note="Never shown.", source=self.layout.ids_words
        )
        described = [r.variable if confirmed else marked(r.variable, r.guessed) for r in self.rows]
        once = [v for v in described if v.table == "patients"]
        later = [v for v in described if v.table != "patients"]
        if not later:
            return [key, *once]
        levels = tuple((v.code, a_label(v.label, v.code)) for v in self.layout.visits)
        return [
            key,
            *once,
            self._key(levels),
            *later,
        ]

    def _key(self, levels: tuple[tuple[str, str], ...]) -> Variable:
        """The row that says what tells the rows of a patient apart."""
        named = (UNIT_KEY, "Units", "units") if self.layout.within else (KEY, "Visit", "visits")
        return Variable(*named, Role.NONE, "", Kind.CATEGORICAL, levels=levels)

    def spec(self, confirmed: bool) -> str:
        """The text of study.yml."""
        treated, control = self.arms
        lines = [
            f"title: {_quoted(self.title)}",
            "data_kind: real",
            *policy_lines(self.answers),
            "arms:",
            f"  column: {self.arm.name}",
            f"  treated: {{level: {_quoted(treated.level)}, label: {_quoted(treated.label)}}}",
            f"  control: {{level: {_quoted(control.level)}, label: {_quoted(control.label)}}}",
            f"randomised: {self.answers.randomised or Randomised.UNKNOWN}",
        ]
        if self.visits is not None and not self.layout.within:
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
    if arm is None:
        raise ValueError("a draft is made once the arm is known; see questions.settling.settle")
    again = [m for m in layout.of_patients if repeats(m, arm) and not is_compared(m, answers)]
    layout = layout.without(dict.fromkeys((m.column for m in again), "says only which arm a row is"))
    treated, control = find_levels(arm, answers)
    cells = arm.guess.cells
    kept = cells.isin([treated, control])
    rows = rows_of(layout, answers, arm)
    specs = arm_specs(arm, (treated, control), answers)
    rows = [arm_row(row, specs, answers) if row.measure is arm else row for row in rows]
    patients, visits = patients_table(layout, rows, kept), visits_table(layout, rows, kept)
    primary = next(
        (r.variable.name for r in rows if answers.primary and r.measure.answers_to(answers.primary)), ""
    )
    title = answers.title or titled(stem)
    lost = int((~kept).sum())
    notes = [f"{lost} of {len(kept)} patients are left out: their arm is missing or another"] if lost else []
    confirm = [
        *_to_confirm(layout, answers, title, specs, arm, lost, visits is not None),
        *_before(rows, answers),
    ]
    return Draft(
        layout, answers, title, specs, tuple(rows), patients, visits, primary, tuple(confirm), tuple(notes)
    )


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
    if visits and layout.within:
        units = ", ".join(v.code for v in layout.visits)
        marks.append(
            f"units: {units}, each a part of a patient; the label of unit, by which sentences call them"
        )
    elif visits:
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


def _before(rows: list[Row], answers: Answers) -> list[str]:
    """What results are adjusted for, where nobody said it: names alone were read."""
    if answers.before:
        return []
    named = ", ".join(r.variable.name for r in rows if r.variable.role == Role.COVARIATE)
    return [
        f"known before treatment, and adjusted for: {named}, after their names"
        if named
        else "known before treatment: no column, since no name says so; nothing is adjusted for"
    ]


def _quoted(text: str | None) -> str:
    """A string as YAML reads it, whatever it holds."""
    return json.dumps(text or "", ensure_ascii=False)
