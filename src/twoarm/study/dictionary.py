"""The dictionary: one row per variable, which checks its values and describes itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_csv import by_line, read_plain_csv
from twoarm.study.labels import CODE, NAME, UNIT, label_problem
from twoarm.study.prose.limits import fields_of, length_rules, limit_of
from twoarm.study.specification import DESCRIBING, USUAL_SECTIONS
from twoarm.suggestions import did_you_mean

_FILE = "dictionary.csv"
TABLES = ("patients", "visits")
ROLES = ("id", "arm", "covariate", "outcome", "none")
SECTIONS = (DESCRIBING, *(section.code for section in USUAL_SECTIONS))  # of a study that names none
KINDS = ("id", "arm", "binary", "categorical", "ordinal", "continuous", "count", "time", "date")
LEVELLED = ("arm", "binary", "categorical", "ordinal")
AVERAGED = ("continuous", "count")  # numbers of which a mean is told
NUMERIC = (*AVERAGED, "time")
KEY = "visit"  # the column of visits.csv that says which visit a row is
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"[1-9][0-9]{0,8}")
Rule = Callable[[pd.Series], pd.Series]  # of a typed column; True where a value keeps it


@dataclass(frozen=True)
class Variable:
    """One row of ``dictionary.csv``, typed; the single source of a variable's rules and words."""

    name: str
    label: str
    table: str
    role: str
    section: str
    kind: str
    unit: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    step: float | None = None
    of: str = ""
    event: str = ""
    tau: float | None = None
    visits: tuple[str, ...] = ()
    better: str = ""
    mcid: float | None = None
    mcid_source: str = ""
    margin: float | None = None
    margin_source: str = ""
    estimand: str = ""
    digits: int | None = None
    note: str = ""
    source: str = ""

    def __repr__(self) -> str:
        return f"<Variable {self.name}: {self.kind}, {len(self.levels)} levels>"

    @property
    def measure(self) -> str:
        """What the methods dispatch on: the kind, or ``events`` for a count within a denominator."""
        return "events" if self.kind == "count" and self.of else self.kind

    @property
    def each(self) -> int | None:
        """The denominator of a count where it is one number for all; None where it is a column, or none is stated."""
        return int(self.of) if WHOLE.fullmatch(self.of) else None

    @property
    def labels(self) -> list[str]:
        """The levels' labels in their order."""
        return [label for _, label in self.levels]

    @property
    def decimals(self) -> int:
        """Decimals of a shown mean: as stated, else one more than the measurement step has."""
        if self.digits is not None:
            return self.digits
        return 1 if self.step is None else min(4, len(f"{self.step:g}".partition(".")[2]) + 1)

    def rules(self) -> list[tuple[str, Rule]]:
        """Each rule as the words that describe it and a test of a typed column (True where it holds)."""
        unit = f" {self.unit}" if self.unit else ""
        rules: list[tuple[str, Rule]] = []
        if self.kind in ("count", "time") and (self.min is None or self.min < 0):
            rules.append(("below zero", lambda s: s >= 0))
        if self.kind == "count":
            rules.append(("not a whole number", lambda s: s % 1 == 0))
        if self.min is not None:
            rules.append((f"below the minimum ({self.min:g}{unit})", lambda s: s >= self.min))
        if self.max is not None:
            rules.append((f"above the maximum ({self.max:g}{unit})", lambda s: s <= self.max))
        if self.each is not None:
            rules.append((f"above its denominator ({self.of})", lambda s: s <= self.each))
        if self.step is not None:
            rules.append((f"not a multiple of its step ({self.step:g}{unit})", self._on_grid))
        return rules

    def describe(self) -> str:
        """The rules as words for the printed dictionary."""
        if self.levels:
            return ", ".join(f"{c} = {label}" if c != label else c for c, label in self.levels)
        words = [] if self.min is None else [f"from {self.min:g}"]
        words += [] if self.max is None else [f"to {self.max:g}"]
        words += [self.unit] if words and self.unit else []
        steps = [] if self.step is None else [f"in steps of {self.step:g}"]
        return ", ".join([*([" ".join(words)] if words else []), *steps]).replace("-", "\u2212")

    def _on_grid(self, values: pd.Series) -> pd.Series:
        steps = values / self.step
        return (steps - steps.round()).abs() < 1e-6


def read_dictionary(path: Path, sections: Sequence[str] | None = SECTIONS) -> list[Variable]:
    """Read ``dictionary.csv``.

    Parameters
    ----------
    sections : the codes that may stand under ``section``; None where that is not known, and not judged.

    Raises
    ------
    InputError
        With every broken row and column at once.
    """
    table = read_plain_csv(path)
    known = [f.name for f in fields(Variable)]
    strange = [c for c in table.columns if c not in known]
    absent = [c for c in known if c not in table.columns]
    shown = {c: c if NAME.fullmatch(c) else f"column {list(table.columns).index(c) + 1}" for c in strange}
    problems = [Problem(Place(path.name, at=shown[c]), "unknown column") for c in strange]
    problems += [Problem(Place(path.name, at=c), "missing column") for c in absent]
    variables: list[Variable] = []
    if not problems:
        for line, row in by_line(table):
            variable, wrong = _parse(row)
            variables.append(variable)
            problems += [Problem(Place(path.name, line, column), rule) for column, rule in wrong]
            problems += _unknown_section(variable, Place(path.name, line, "section"), sections)
        problems += _across(variables, path.name)
    if problems:
        raise InputError(f"{path.name} does not describe a study", problems, f"Correct {path.name}.")
    return variables


def _unknown_section(v: Variable, where: Place, sections: Sequence[str] | None) -> list[Problem]:
    if sections is None or v.section in ("", *sections):
        return []
    mend = did_you_mean(v.section, sections, "a section of your own is named in study.yml, sections")
    return [Problem(where, f"not one of {', '.join(sections)}, nor empty", mend)]


def _parse(row: dict[str, str]) -> tuple[Variable, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    typed: dict[str, Any] = {name: text.strip() for name, text in row.items()}
    for name in ("min", "max", "step", "tau", "mcid", "margin", "digits"):
        typed[name] = _number(typed[name], int if name == "digits" else float, name, wrong)
    typed["levels"] = tuple(_level(part) for part in _parts(row["levels"]))
    for name in ("missing", "visits"):
        typed[name] = tuple(_parts(row[name]))
    variable = Variable(**typed)
    return variable, wrong + list(_broken(variable))


def _number(text: str, kind: type, name: str, wrong: list[tuple[str, str]]) -> float | int | None:
    if text == "":
        return None
    value = float(text) if NUMBER.fullmatch(text) else float("nan")
    rules = {
        "not a number that can be used here": abs(value) < 1e15,
        "not above zero": not (name in ("step", "tau", "mcid", "margin") and value <= 0),
        "not a whole number from 0 to 9": name != "digits" or value in range(10),
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    wrong += [(name, rule) for rule in broken[:1]]
    return None if broken else kind(value)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _level(text: str) -> tuple[str, str]:
    code, _, label = text.partition("=")
    return code.strip(), (label or code).strip()


def _broken(v: Variable):
    """The rules that a single row can break."""
    if not NAME.fullmatch(v.name):
        yield "name", "use lower-case letters, digits and _, beginning with a letter"
    for column, text in [("label", v.label), *(("levels", label) for label in v.labels)]:
        if rule := label_problem(text):
            yield column, rule
    if not UNIT.fullmatch(v.unit):
        yield "unit", "a unit has at most 40 characters, and none of < > & \\ $ ` { } = @"
    for column in fields_of(_FILE):
        yield from ((column, rule) for rule in length_rules(getattr(v, column), limit_of(_FILE, column)))
    if not all(CODE.fullmatch(code) for code, _ in v.levels):
        yield "levels", "a code is not empty and has none of < > & \\ $ ` { } = @"
    for column, allowed in (("table", TABLES), ("role", ROLES), ("kind", KINDS)):
        if getattr(v, column) not in allowed:
            yield column, f"not one of {', '.join(allowed)}"
    if v.better not in ("", "higher", "lower"):
        yield "better", "neither higher nor lower nor empty"
    if v.kind in LEVELLED and len(v.levels) < 2:
        yield "levels", f"a {v.kind} variable needs its levels as code=label|code=label"
    if v.kind == "binary" and len(v.levels) != 2:
        yield "levels", "a binary variable has two levels, the event last"
    if len({code for code, _ in v.levels}) < len(v.levels):
        yield "levels", "a code stands twice"
    if len(set(v.labels)) < len(v.levels):
        yield "levels", "a label stands twice"
    if {code for code, _ in v.levels} & set(v.missing):
        yield "missing", "a code that means missing is a level too"
    if v.min is not None and v.max is not None and v.min > v.max:
        yield "min", "the minimum is above the maximum"
    if v.kind == "time" and not v.event:
        yield "event", "a time needs the 0/1 column of its event"
    if v.table == "visits" and v.kind in ("id", "arm", "time"):
        yield "table", f"a variable of kind {v.kind} belongs to patients"
    for kind in ("id", "arm"):
        if (v.kind == kind) != (v.role == kind):
            yield "kind", f"kind {kind} and role {kind} go together"
    if v.role == "outcome" and not v.section:
        yield "section", "an outcome needs a section"
    if v.role == "outcome" and v.section == DESCRIBING:
        yield "section", "an outcome does not stand in the section baseline, which describes the patients"
    if v.of and v.kind != "count":
        yield "of", "only a count has a denominator"
    if v.name == KEY and v.table == "visits" and (v.role != "none" or v.section):
        yield "role", f"{KEY} says which visit a row is: it has the role none and no section"
    if v.role == "outcome" and v.kind in ("date", "id", "arm"):
        yield "role", f"a {v.kind} is never an outcome"


def _across(variables: list[Variable], file: str) -> list[Problem]:
    """The rules that hold between rows."""
    names = [v.name for v in variables]
    found = [
        Problem(Place(file, at=name), "described twice")
        for name in dict.fromkeys(n for n in names if names.count(n) > 1)
    ]
    for role in ("id", "arm"):
        count = sum(v.role == role for v in variables)
        if count != 1:
            found.append(Problem(Place(file), f"one variable has the role {role}; here {count} have it"))
    binary = {v.name for v in variables if v.kind == "binary" and v.table == "patients"}
    counts = {(v.name, v.table) for v in variables if v.kind == "count"}
    for v in variables:
        if v.event and v.event not in binary:
            found.append(Problem(Place(file, at=v.name), "its event is no binary variable of patients"))
        if v.of and not WHOLE.fullmatch(v.of) and (v.of == v.name or (v.of, v.table) not in counts):
            rule = f"its denominator (of) is neither a whole number nor another count of {v.table}"
            found.append(Problem(Place(file, at=v.name), rule))
    if any(v.table == "visits" for v in variables) and not any(
        v.name == KEY and v.table == "visits" and v.kind == "categorical" for v in variables
    ):
        found.append(Problem(Place(file), f"variables of visits need a categorical variable {KEY} in visits"))
    return found
