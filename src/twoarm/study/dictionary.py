"""The dictionary: one row per variable, which checks its values and describes itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import ConfigDict, Field, TypeAdapter

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_csv import by_line, read_plain_csv
from twoarm.study.labels import NAME
from twoarm.study.schema.cells import (
    CodedLevels,
    ColumnName,
    Decimals,
    Number,
    Parts,
    Plain,
    RowLabel,
    Size,
    Times,
    Unit,
    one_of,
    prose,
)
from twoarm.study.schema.checked import checked_row
from twoarm.study.schema.kinds import Kind, Role
from twoarm.study.specification import DESCRIBING, USUAL_SECTIONS
from twoarm.suggestions import did_you_mean

_FILE = "dictionary.csv"
SECTIONS = (DESCRIBING, *(section.code for section in USUAL_SECTIONS))  # of a study that names none
LEVELLED = tuple(kind for kind in Kind if kind.levelled)
AVERAGED = tuple(kind for kind in Kind if kind.averaged)  # numbers of which a mean is told
_KINDS, _ROLES = {kind: kind for kind in Kind}, {role: role for role in Role}
TABLES = ("patients", "visits", "units")
KEY = "visit"  # the column of visits.csv that says which visit a row is
UNIT_KEY = "unit"  # the column of units.csv that says which unit of a patient a row is
_KEYS = (("visits", KEY), ("units", UNIT_KEY))  # what tells the rows of one patient apart, of each such table
MEETING = "arms that meet within a patient need a paired analysis, which this report does not make"
WHOLE = re.compile(r"[1-9][0-9]{0,8}")
_TWO_READINGS = 1.96 * 2**0.5  # half of the width of 95% of differences of two readings, in errors of one
Rule = Callable[[pd.Series], pd.Series]  # of a typed column; True where a value keeps it


@dataclass(frozen=True)
class Variable:
    """One row of ``dictionary.csv``, typed; the single source of a variable's rules and words."""

    name: Annotated[
        ColumnName,
        Field(
            title="small letters, digits and `_`, beginning with a letter; used once",
            description=(
                "the column's name in the data, in `results.csv` and in live values such as "
                "`{pain.difference}`"
            ),
        ),
    ]
    label: Annotated[
        RowLabel,
        Field(
            title="1 to 80 letters, digits, spaces and plain signs",
            description="the name that a reader sees, in every sentence, table and figure",
        ),
    ]
    table: Annotated[
        Literal["patients", "visits", "units"],
        one_of(TABLES),
        Field(
            title="`patients`, `visits` or `units`",
            description=(
                "the file that has the column: one row per patient, one per patient and visit, or (since 0.2) one "
                "per patient and unit within the patient, such as a hip or a vertebra. The kinds `id`, `arm` and "
                "`time` stand in `patients`; `units` has a `continuous`, `count` or `binary` outcome, or one that is "
                "described, and the [row `unit`](#units-within-patients)"
            ),
        ),
    ]
    role: Annotated[
        Role,
        one_of(tuple(Role)),
        Field(
            title="`id`, `arm`, `covariate`, `outcome` or `none`",
            description=(
                "`outcome`: the arms are compared. `covariate` in the section `baseline`: the arms are "
                "described with a standardised difference, and weighted by it. `none`: checked, and "
                "described where it has a section. One column is the `id`, which is never shown, and one "
                "the `arm`"
            ),
        ),
    ]
    section: Annotated[
        Plain,
        Field(
            title="`baseline`, `perioperative`, `follow_up`, `imaging` or empty",
            description=(
                "the chapter, or the code of a section that the study [names itself](study.md#sections). "
                "An outcome needs one, and not `baseline`; a section without an outcome has no chapter"
            ),
        ),
    ]
    kind: Annotated[
        Kind,
        one_of(tuple(Kind)),
        Field(
            title="`id`, `arm`, `binary`, `categorical`, `ordinal`, `continuous`, `count`, `time` or `date`",
            description=(
                "how a value is read and which methods answer; the data themselves never choose a method. "
                "`date` is YYYY-MM-DD and is never an outcome"
            ),
        ),
    ]
    unit: Annotated[
        Unit,
        Field(
            title="words, such as `min`, `mL` or `points`",
            description="stands after the numbers; for a count with `of`, what is counted",
        ),
    ] = ""
    levels: Annotated[
        CodedLevels,
        Field(
            title=(
                "`code=label` with a bar between: `0=no` and `1=yes` are written `0=no\\|1=yes`; a code "
                "alone is its own label"
            ),
            description=(
                "the codes of an `arm`, `binary`, `categorical` or `ordinal` column. Binary: the event "
                "comes last. Ordinal: in their order. Arm: the codes of `study.yml`"
            ),
        ),
    ] = ()
    missing: Annotated[
        Parts,
        Field(
            title="codes with a bar between, such as `999\\|NA`",
            description="what else means missing; an empty cell always does",
        ),
    ] = ()
    min: Annotated[
        Number,
        Field(
            title="a number",
            description="values below it are refused; a count or a time is never below zero anyway",
        ),
    ] = None
    max: Annotated[
        Number,
        Field(
            title="a number",
            description="values above it are refused",
        ),
    ] = None
    step: Annotated[
        Size,
        Field(
            title="a number above zero",
            description=(
                "the grid of the measurement: other values are refused. Without `digits`, means have one "
                "decimal more than it"
            ),
        ),
    ] = None
    of: Annotated[
        Plain,
        Field(
            title="only for a `count`: a whole number, or the name of another count of the same table",
            description=(
                "what the events are counted among: `2` balloons in every patient, or a column of screws. "
                "Patients with at least one event are compared, and the units are described beside them"
            ),
        ),
    ] = ""
    event: Annotated[
        Plain,
        Field(
            title="only for a `time`, which needs it: the name of a `binary` column of `patients`",
            description="whether the time ended with the event, or the patient was last seen without it",
        ),
    ] = ""
    tau: Annotated[
        Size,
        Field(
            title="only for a `time`: a number above zero, in its unit",
            description=(
                "the horizon of the restricted mean, best stated before the data are seen. Without it the "
                "data choose it, which is said: as far as both curves are known"
            ),
        ),
    ] = None
    visits: Annotated[
        Parts,
        Field(
            title=(
                "only in `visits`: codes of visits of `study.yml` with a bar between; empty for all of them"
            ),
            description=(
                "when it is measured. A value at another visit is refused; the last one gives the main "
                "result; with the `baseline_visit` among them, changes are analysed too"
            ),
        ),
    ] = ()
    better: Annotated[
        Plain,
        one_of(("", "higher", "lower"), "neither higher nor lower nor empty"),
        Field(
            title="`higher`, `lower` or empty",
            description=(
                "names the sides of the forest plot, and says which change is an improvement; empty where "
                "neither side is better"
            ),
        ),
    ] = ""
    mcid: Annotated[
        Size,
        Field(
            title="a number above zero, in the variable's unit; in percentage points for yes and no",
            description=(
                "the minimal important difference. It is drawn beside the course over the visits. With "
                "`better` and a baseline visit, patients who improved by that much are counted and "
                "compared"
            ),
        ),
    ] = None
    mcid_source: Annotated[
        Plain,
        prose(_FILE, "mcid_source"),
        Field(
            title="words",
            description="where it comes from, printed with it; empty is printed as assumed",
        ),
    ] = ""
    margin: Annotated[
        Size,
        Field(
            title=(
                "a number above zero, in the variable's unit; in percentage points for yes and no, and "
                "for a count with `of`"
            ),
            description=(
                "the largest difference that would not matter, the same on both sides, for a `binary`, "
                "`continuous` or `count` outcome. Equivalence is judged against it, by two one-sided "
                "tests. Without a margin nothing is called equivalent"
            ),
        ),
    ] = None
    margin_source: Annotated[
        Plain,
        prose(_FILE, "margin_source"),
        Field(
            title="words",
            description="who set it and when, printed with it; empty is printed as assumed",
        ),
    ] = ""
    estimand: Annotated[
        Plain,
        prose(_FILE, "estimand"),
        Field(
            title="words",
            description=(
                "for readers of the file: the difference that the authors had in mind. The method comes "
                "from `kind` and the visits, and the report prints which one it was"
            ),
        ),
    ] = ""
    digits: Annotated[
        Decimals,
        Field(
            title="a whole number from 0 to 9",
            description=(
                "decimals of means, standard deviations and differences. Percentages, ratios and P values "
                "have their own rule"
            ),
        ),
    ] = None
    note: Annotated[
        Plain,
        prose(_FILE, "note"),
        Field(
            title="one or more sentences, plain text",
            description=(
                "how the variable was defined or measured; printed with its results and in the run's "
                "`dictionary.csv`"
            ),
        ),
    ] = ""
    source: Annotated[
        Plain,
        prose(_FILE, "source"),
        Field(
            title="words",
            description=(
                "where the values come from, such as a form or a file; printed in the run's `dictionary.csv`"
            ),
        ),
    ] = ""
    tau_source: Annotated[
        Plain,
        prose(_FILE, "tau_source"),
        Field(
            title="words",
            description=(
                "who set the horizon and when, printed with it; empty is printed as assumed (since 0.2)"
            ),
        ),
    ] = ""
    sem: Annotated[
        Size,
        Field(
            title="only for a `continuous` or `count`: a number above zero, in its unit",
            description="the standard error of one measurement of one patient (since 0.2)",
        ),
    ] = None
    mdc: Annotated[
        Size,
        Field(
            title="only for a `continuous` or `count`: a number above zero, in its unit",
            description=(
                "the minimal detectable change: 95% of two measurements of one patient who has not changed lie no "
                "further apart. It is drawn beside the course over the visits and said with the outcome. "
                "Without it, 1.96 times the root of 2 times `sem` (since 0.2)"
            ),
        ),
    ] = None
    mdc_source: Annotated[
        Plain,
        prose(_FILE, "mdc_source"),
        Field(
            title="words",
            description=(
                "where `sem` or `mdc` comes from, printed with it; empty is printed as assumed (since 0.2)"
            ),
        ),
    ] = ""

    at: Annotated[
        Times,
        Field(
            title="only for a `time`: up to 12 numbers above zero with a bar between, in its unit: `30\\|90\\|365`",
            description=(
                "at which times the shares still free of the event are told and compared; best stated before the data "
                "are seen (since 0.2)"
            ),
        ),
    ] = ()

    __pydantic_config__ = ConfigDict(extra="forbid", hide_input_in_errors=True)

    def __post_init__(self) -> None:
        """A kind or a role may be given by its name."""
        for field, known in (("kind", _KINDS), ("role", _ROLES)):
            object.__setattr__(self, field, known.get(getattr(self, field), getattr(self, field)))
        if self.in_units and self.kind == Kind.BINARY:  # of each patient the share of the units is known
            object.__setattr__(self, "unit", "%")

    def __repr__(self) -> str:
        return f"<Variable {self.name}: {self.kind}, {len(self.levels)} levels>"

    @property
    def measure(self) -> str:
        """What the methods dispatch on: the kind, or ``events`` for a count within a denominator.

        Of units it is the mean of each patient: a number, whatever the kind of the units.
        """
        if self.in_units:
            return Kind.CONTINUOUS
        return "events" if self.kind == "count" and self.of else self.kind

    @property
    def is_key(self) -> bool:
        """Whether it says which visit or which unit a row is, and is nothing that was measured."""
        return (self.table, self.name) in _KEYS

    @property
    def in_units(self) -> bool:
        """Whether it is a measurement of units within the patients, of which each patient has the mean."""
        return self.table == "units" and not self.is_key

    @property
    def averaged(self) -> bool:
        """Whether a mean of it is told."""
        return self.kind.averaged or self.in_units

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

    @property
    def margin_assumed(self) -> bool:
        """Whether a margin is stated by nobody who is named, so that nothing is concluded from it."""
        return self.margin is not None and _assumed(self.margin_source)

    @property
    def mcid_assumed(self) -> bool:
        """Whether a minimal important difference is stated by nobody who is named."""
        return self.mcid is not None and _assumed(self.mcid_source)

    @property
    def detectable_change(self) -> float | None:
        """How far apart two measurements of one unchanged patient lie at most, in 95%; None where nothing is stated."""
        return self.mdc if self.sem is None or self.mdc is not None else _TWO_READINGS * self.sem

    def rules(self) -> list[tuple[str, Rule]]:
        """Each rule as the words that describe it and a test of a typed column (True where it holds)."""
        unit = f" {self.unit}" if self.unit else ""
        rules: list[tuple[str, Rule]] = []
        if self.kind.never_negative and (self.min is None or self.min < 0):
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


def _assumed(source: str) -> bool:
    """Whether a source is none: empty, or one that says so itself."""
    return not source or re.search(r"\bassum", source, re.IGNORECASE) is not None


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
    problems = _columns(list(table.columns), path.name)
    variables: list[Variable] = []
    for line, row in by_line(table) if not problems else ():
        cells = {column: row.get(column, "") for column in COLUMNS}
        variable, wrong = checked_row(_ROW, _broken, cells, _STAND_INS, Place(path.name, line))
        problems += wrong + _unknown_section(
            cells["section"].strip(), Place(path.name, line, "section"), sections
        )
        variables += [variable] if variable else []
    if variables and len(variables) == len(table):
        problems += _between(variables, path.name)
    if problems:
        raise InputError(f"{path.name} does not describe a study", problems, f"Correct {path.name}.")
    return variables


def _columns(found: Sequence[str], file: str) -> list[Problem]:
    """Columns that no row has a use for, and those that every row needs; any other absent one is empty."""
    strange = [(place, name) for place, name in enumerate(found, 1) if name not in COLUMNS]
    problems = [_strange(Place(file, at=name), name, place) for place, name in strange]
    return problems + [Problem(Place(file, at=c), "missing column") for c in REQUIRED if c not in found]


def _strange(where: Place, name: str, place: int) -> Problem:
    """An unknown column, which is called by its place where it is no name: it may be a patient's cell."""
    if not NAME.fullmatch(name):
        return Problem(replace(where, at=f"column {place}"), "unknown column")
    return Problem(where, "unknown column", did_you_mean(name, COLUMNS))


def _unknown_section(section: str, where: Place, sections: Sequence[str] | None) -> list[Problem]:
    if sections is None or section in ("", *sections):
        return []
    mend = did_you_mean(section, sections, "a section of your own is named in study.yml, sections")
    return [Problem(where, f"not one of {', '.join(sections)}, nor empty", mend)]


def _broken(v: Variable) -> Iterator[tuple[str, str]]:
    """The rules between the cells of a row."""
    if v.kind.levelled and len(v.levels) < (1 if v.is_key else 2):
        yield "levels", f"a {v.kind} variable needs its levels as code=label|code=label"
    if v.kind == "binary" and len(v.levels) != 2:
        yield "levels", "a binary variable has two levels, the event last"
    if {code for code, _ in v.levels} & set(v.missing):
        yield "missing", "a code that means missing is a level too"
    if v.min is not None and v.max is not None and v.min > v.max:
        yield "min", "the minimum is above the maximum"
    if v.kind == "time" and not v.event:
        yield "event", "a time needs the 0/1 column of its event"
    if v.table == "visits" and not v.kind.of_visits:
        yield "table", f"a variable of kind {v.kind} belongs to patients"
    if v.table == "units":
        yield from _broken_in_units(v)
    for kind in ("id", "arm"):
        if (v.kind == kind) != (v.role == kind):
            yield "kind", f"kind {kind} and role {kind} go together"
    if v.role == "outcome" and not v.section:
        yield "section", "an outcome needs a section"
    if v.role == "outcome" and v.section == DESCRIBING:
        yield "section", "an outcome does not stand in the section baseline, which describes the patients"
    for column in ("sem", "mdc"):
        if getattr(v, column) is not None and (v.in_units or v.measure not in AVERAGED):
            yield column, "only a number of which a mean is told has an error of measurement"
    if v.sem is not None and v.mdc is not None and v.mdc <= v.sem:
        yield "mdc", "not above the error of one measurement (sem)"
    if v.at and v.kind != "time":
        yield "at", "only a time has times at which its shares are told"
    if v.of and v.kind != "count":
        yield "of", "only a count has a denominator"
    if v.name == KEY and v.table == "visits" and (v.role != "none" or v.section):
        yield "role", f"{KEY} says which visit a row is: it has the role none and no section"
    if v.role == "outcome" and not v.kind.compared:
        yield "role", f"a {v.kind} is never an outcome"


def _broken_in_units(v: Variable) -> Iterator[tuple[str, str]]:
    """What cannot be said of units within the patients."""
    if v.kind == "arm":
        yield "table", f"the arm belongs to patients: {MEETING}"
    elif v.kind in (Kind.ID, Kind.TIME):
        yield "table", f"a variable of kind {v.kind} belongs to patients"
    elif v.name == KEY:
        yield (
            "name",
            "units are measured once: units at several visits are not analysed; put each visit's mean into visits",
        )
    elif v.name == UNIT_KEY:
        if v.kind != "categorical":
            yield "kind", f"{UNIT_KEY} is categorical: its levels are the units that a patient can have"
        if v.role != "none" or v.section:
            yield "role", f"{UNIT_KEY} says which unit a row is: it has the role none and no section"
    elif not v.kind.of_units:
        yield (
            "kind",
            f"units of kind {v.kind} have no mean: use binary (one level against the others), count or continuous",
        )
    elif v.role == "covariate":
        yield "role", "a covariate is of the patient; put the patient's mean into patients"
    elif v.of:
        yield "of", "the units are the denominator: each row of units.csv is one of them"


COLUMNS = tuple(field.name for field in fields(Variable))
REQUIRED = ("name", "label", "table", "role", "kind")
_ROW = TypeAdapter(Variable)
_STAND_INS = dict.fromkeys(set(COLUMNS) - set(REQUIRED), "") | {"name": "a", "label": "A"}


def _between(variables: list[Variable], file: str) -> list[Problem]:
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
    categorical = {(v.table, v.name) for v in variables if v.kind == "categorical"}
    for table, key in _KEYS:
        if (table, key) not in categorical and any(v.table == table for v in variables):
            found.append(
                Problem(Place(file), f"variables of {table} need a categorical variable {key} in {table}")
            )
    return found
