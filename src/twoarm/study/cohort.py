"""The cohort: the patients, their visits and their units, converted and checked by the dictionary, and asked for by arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.cells.dates import date_order_problems, date_problems, visit_date_problems
from twoarm.study.cells.scale_hints import hint
from twoarm.study.cells.typed import typed_column
from twoarm.study.cells.units import arm_problems, patient_means, unit_problems
from twoarm.study.dictionary import KEY, MEETING, TABLES, UNIT_KEY, Variable
from twoarm.study.files.table_text import TableText, read_texts
from twoarm.suggestions import nearest

_SEVERAL = "rows of several units of a patient, such as two hips, stand in units.csv"


@dataclass(frozen=True)
class Cohort:
    """Typed tables. Binary values are 0 and 1 (the last level is the event), levels are ordered categories."""

    patients: pd.DataFrame
    visits: pd.DataFrame | None
    treated: str
    control: str
    sha256: Mapping[str, str] = field(default_factory=dict)
    units: pd.DataFrame | None = None

    def __repr__(self) -> str:
        rows = 0 if self.visits is None else len(self.visits)
        units = "" if self.units is None else f", {len(self.units)} of units"
        return f"<Cohort: {len(self.patients)} patients, {rows} rows of visits{units}>"

    @property
    def arms(self) -> tuple[str, str]:
        """Codes of the treated and the control level."""
        return self.treated, self.control

    def apart(self) -> Cohort:
        """The same patients, in tables that may be written to without changing these; nothing is copied before that."""
        tables = {name: getattr(self, name) for name in ("patients", "visits", "units")}
        return replace(self, **{name: t.copy(deep=False) for name, t in tables.items() if t is not None})

    @property
    def seen(self) -> pd.DataFrame:
        """The rows of visits.csv; none where the study has no visits."""
        return pd.DataFrame(columns=["_id", KEY]) if self.visits is None else self.visits

    @property
    def within(self) -> pd.DataFrame:
        """The rows of units.csv; none where the study has no units within its patients."""
        return pd.DataFrame(columns=["_id", UNIT_KEY]) if self.units is None else self.units

    def table_of(self, variable: Variable) -> pd.DataFrame:
        """The table that a variable stands in."""
        return {"patients": self.patients, "visits": self.seen, "units": self.within}[variable.table]

    def size(self, arm: str) -> int:
        """Patients in an arm."""
        return int((self.patients["_arm"] == arm).sum())

    def values(self, variable: Variable, arm: str, visit: str | None = None) -> pd.Series:
        """One value per patient of the arm, indexed by patient; missing where there is none. Of units it is the mean."""
        ids = self.patients.index[self.patients["_arm"] == arm]
        if variable.in_units:
            return patient_means(self.within, variable, ids)
        if variable.table == "patients":
            return self.patients.loc[ids, variable.name]
        rows = self.seen[self.seen[KEY] == visit].set_index("_id")[variable.name]
        return rows.reindex(ids)

    def column(self, variable: Variable) -> pd.Series:
        """A variable's column of its own table, both arms and every visit; of missing values where the table has none."""
        table = self.table_of(variable)
        name = {"id": "_id", "arm": "_arm"}.get(variable.role, variable.name)
        return table[name] if name in table else pd.Series(table.index)

    def unit_values(self, variable: Variable, arm: str) -> pd.Series:
        """The values of every unit of the arm's patients that has one, indexed by patient; of yes and no in percent."""
        rows = self.within.set_index("_id")[variable.name].dropna()
        of_arm = self.patients.index[self.patients["_arm"] == arm]
        return rows[rows.index.isin(of_arm)] * (100 if variable.kind == "binary" else 1)

    def events(self, variable: Variable, arm: str) -> pd.Series:
        """The event column that belongs to a time."""
        return self.patients.loc[self.patients["_arm"] == arm, variable.event]


def read_cohort(
    folder: Path, variables: list[Variable], arms: tuple[str, str]
) -> tuple[Cohort | None, list[Problem]]:
    """Read ``patients.csv`` and, where they are, ``visits.csv`` and ``units.csv``.

    Returns
    -------
    The cohort, or None with every problem of the files: place and rule, never a value.
    """
    return checked_cohort(read_texts(folder), variables, arms)


def cohort_of(tables: Mapping[str, pd.DataFrame], variables: list[Variable], arms: tuple[str, str]) -> Cohort:
    """A cohort from tables of text that were never written, by the names of the files that they would be.

    Raises
    ------
    InputError
        With every problem; see `read_cohort`.
    """
    texts = {name: TableText(table) for name, table in tables.items()}
    cohort, problems = checked_cohort(texts, variables, arms)
    if cohort is None:
        raise InputError("The tables cannot be used", problems, "Correct what made them.")
    return cohort


def checked_cohort(
    texts: Mapping[str, TableText],
    variables: list[Variable],
    arms: tuple[str, str],
    visit_order: Sequence[str] = (),
    date_order: Sequence[str] = (),
) -> tuple[Cohort | None, list[Problem]]:
    """The cohort of tables of text, or None with every problem; see `read_cohort`.

    Parameters
    ----------
    texts : each table by its file's name.
    variables : the dictionary.
    arms : codes of the treated and the control level.
    visit_order : codes of the visits in the order of their times; dates of visits follow it.
    date_order : dates of patients.csv in the order in which they come in every patient.
    """
    by_table = {t: [v for v in variables if v.table == t] for t in TABLES}
    key = next(v for v in variables if v.role == "id")
    arm = next(v for v in variables if v.role == "arm")
    patients, problems, digest = _table("patients.csv", texts, by_table["patients"])
    problems = sorted([*problems, *date_order_problems(patients, date_order)], key=_by_line)
    hashes = {"patients.csv": digest}
    if {key.name, arm.name} <= set(patients):
        problems = sorted([*problems, *_patient_problems(patients, key, arm, arms)], key=_by_line)
    seen = None
    if "visits.csv" in texts:
        seen, more, hashes["visits.csv"] = _table("visits.csv", texts, [key, *by_table["visits"]])
        if {key.name, KEY} <= set(seen):
            more += _visit_problems(seen, patients.get(key.name), key)
            more += _unplanned_problems(seen, by_table["visits"])
            more += visit_date_problems(seen, by_table["visits"], key.name, visit_order)
        problems += sorted(more, key=_by_line)
    elif by_table["visits"]:
        problems.append(Problem(Place("visits.csv"), "missing, though the dictionary describes visits"))
    units = None
    if "units.csv" in texts:
        units, more, hashes["units.csv"] = _units(texts, [key, *by_table["units"]], patients, arm)
        problems += more
    elif by_table["units"]:
        problems.append(Problem(Place("units.csv"), "missing, though the dictionary describes units"))
    if problems:
        return None, problems
    return _assemble((patients, seen, units), key.name, arm.name, arms, hashes), []


def _units(
    texts: Mapping[str, TableText], variables: list[Variable], patients: pd.DataFrame, arm: Variable
) -> tuple[pd.DataFrame, list[Problem], str]:
    """The rows of units, with what they break; of an arm among their columns the reason stands in its place."""
    text, key = texts["units.csv"], variables[0].name
    meeting = list(arm_problems(text.frame, key, arm.name))
    if meeting and text.frame is not None:
        text = TableText(text.frame.drop(columns=arm.name), text.problems)
    rows, problems, digest = _table("units.csv", {"units.csv": text}, variables)
    if {key, UNIT_KEY} <= set(rows):
        problems += unit_problems(rows, patients.get(key), key)
    return rows, sorted([*meeting, *problems], key=_by_line), digest


def _assemble(
    tables: tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None],
    key: str,
    arm: str,
    arms: tuple[str, str],
    hashes: dict[str, str],
) -> Cohort:
    patients, *others = tables
    seen, units = (None if rows is None else rows.rename(columns={key: "_id"}) for rows in others)
    patients = patients.rename(columns={key: "_id", arm: "_arm"}).set_index("_id")
    return Cohort(patients, seen, *arms, hashes, units)


def _table(
    name: str, texts: Mapping[str, TableText], variables: list[Variable]
) -> tuple[pd.DataFrame, list[Problem], str]:
    text = texts[name].frame
    if text is None:
        return pd.DataFrame(), texts[name].problems, ""
    problems = _column_problems(list(text.columns), variables, name)
    if not len(text):
        problems.append(Problem(Place(name), "no rows below the header"))
    columns = {}
    present = [v for v in variables if v.name in text.columns]
    for variable in present:
        columns[variable.name], broken = typed_column(text[variable.name], variable)
        problems += [Problem(Place(name, line, variable.name), rule, mend) for line, rule, mend in broken]
    typed = pd.DataFrame(columns, index=text.index)
    problems += _rule_problems(typed, present, name)
    problems += _denominator_problems(typed, present, name)
    problems += date_problems(typed, present, name)
    return typed, sorted(problems, key=_by_line), text.attrs.get("sha256", "")


def _column_problems(found: list[str], variables: list[Variable], file: str) -> list[Problem]:
    wanted = [v.name for v in variables]
    problems = []
    # A strange name is never repeated, only its place: in a file without a header it is a patient's value.
    strange = {n.strip().casefold(): place for place, n in enumerate(found, 1) if n not in wanted}
    for name in (n for n in wanted if n not in found):
        near = nearest(name, strange)
        hint = f"is column {strange[near]} meant?" if near else ""
        problems.append(Problem(Place(file, at=name), "missing column", hint))
    extra = sum(n not in wanted for n in found)
    if extra:
        words = "column that the dictionary does" if extra == 1 else "columns that the dictionary does"
        places = ", ".join(str(i + 1) for i, n in enumerate(found) if n not in wanted)
        problems.append(
            Problem(Place(file), f"{extra} {words} not describe (position {places})", "describe or remove")
        )
    return problems


def _rule_problems(typed: pd.DataFrame, variables: list[Variable], file: str) -> list[Problem]:
    """Ranges and steps, from the dictionary's own rules; what is missing breaks none."""
    numeric = [(v, typed[v.name].dropna()) for v in variables if v.kind.numeric]
    broken = [
        (v, line, words)
        for v, values in numeric
        for words, holds in v.rules()
        for line in values.index[~holds(values)]
    ]
    hints = {v.name: hint(typed[v.name], v) for v in dict.fromkeys(v for v, _, _ in broken)}
    return [Problem(Place(file, line, v.name), words, hints[v.name]) for v, line, words in broken]


def _denominator_problems(typed: pd.DataFrame, variables: list[Variable], file: str) -> list[Problem]:
    """Counts above the count in the same row that they are a part of."""
    return [
        Problem(Place(file, line, v.name), f"above its denominator ({v.of})")
        for v in variables
        if v.of in typed
        for line in typed.index[typed[v.name] > typed[v.of]]
    ]


def _patient_problems(patients, key: Variable, arm: Variable, arms: tuple[str, str]) -> list[Problem]:
    first = patients.drop_duplicates(key.name).set_index(key.name)[arm.name]
    again = patients[patients[key.name].duplicated() & patients[key.name].notna()]
    problems = [
        Problem(
            Place("patients.csv", line, key.name),
            "this patient has a row already" + (", in the other arm" if other else ""),
            MEETING if other else _SEVERAL,
        )
        for line, row in again[[key.name, arm.name]].set_axis(["id", "arm"], axis=1).iterrows()
        for other in [row["arm"] != first[row["id"]]]
    ]
    for code in arms:
        count = int((patients[arm.name] == code).sum())
        if count < 2:
            problems.append(
                Problem(
                    Place("patients.csv", at=arm.name),
                    f"arm {code}: {count} of the two patients that it needs",
                )
            )
    return problems


def _visit_problems(seen: pd.DataFrame, patients: pd.Series | None, key: Variable) -> list[Problem]:
    problems = []
    if patients is not None:
        unknown = seen.index[~seen[key.name].isin(patients) & seen[key.name].notna()]
        problems += [
            Problem(Place("visits.csv", n, key.name), "a patient who is not in patients.csv") for n in unknown
        ]
    absent = seen.index[seen[KEY].isna()]
    problems += [Problem(Place("visits.csv", n, KEY), "the visit is missing") for n in absent]
    again = seen.index[seen.duplicated([key.name, KEY]) & seen[[key.name, KEY]].notna().all(axis=1)]
    problems += [Problem(Place("visits.csv", n), "this patient has this visit already") for n in again]
    return problems


def _unplanned_problems(seen: pd.DataFrame, variables: list[Variable]) -> list[Problem]:
    """Values at a visit at which the variable is not measured: they would be in no table."""
    return [
        Problem(
            Place("visits.csv", line, v.name),
            "a value at a visit that its row of dictionary.csv does not name",
        )
        for v in variables
        if v.visits and v.name in seen
        for line in seen.index[seen[v.name].notna() & seen[KEY].notna() & ~seen[KEY].isin(v.visits)]
    ]


def _by_line(problem: Problem) -> tuple[int, Place]:
    return problem.where.line, problem.where
