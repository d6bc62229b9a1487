"""The cohort: the patients and their visits, converted and checked by the dictionary, and asked for by arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from twoarm.study.dictionary import KEY, NUMBER, NUMERIC, Variable
from twoarm.study.errors import InputError, Problem
from twoarm.study.plain_csv import read_plain_csv

FILES = ("patients.csv", "visits.csv")
Text = tuple[pd.DataFrame | None, list[Problem]]  # a table of text, or what is wrong with it as one


@dataclass(frozen=True)
class Cohort:
    """Typed tables. Binary values are 0 and 1 (the last level is the event), levels are ordered categories."""

    patients: pd.DataFrame
    visits: pd.DataFrame | None
    treated: str
    control: str
    sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def arms(self) -> tuple[str, str]:
        """Codes of the treated and the control level."""
        return self.treated, self.control

    def size(self, arm: str) -> int:
        """Patients in an arm."""
        return int((self.patients["_arm"] == arm).sum())

    def values(self, variable: Variable, arm: str, visit: str | None = None) -> pd.Series:
        """One value per patient of the arm, indexed by patient; missing where there is none."""
        ids = self.patients.index[self.patients["_arm"] == arm]
        if variable.table == "patients":
            return self.patients.loc[ids, variable.name]
        rows = self.visits[self.visits[KEY] == visit].set_index("_id")[variable.name]
        return rows.reindex(ids)

    def events(self, variable: Variable, arm: str) -> pd.Series:
        """The event column that belongs to a time."""
        return self.patients.loc[self.patients["_arm"] == arm, variable.event]


def read_cohort(
    folder: Path, variables: list[Variable], arms: tuple[str, str]
) -> tuple[Cohort | None, list[Problem]]:
    """Read ``patients.csv`` and, where it is, ``visits.csv``.

    Returns
    -------
    The cohort, or None with every problem of both files: place and rule, never a value.
    """
    texts = {name: _read(folder / name) for name in FILES if name == FILES[0] or (folder / name).exists()}
    return _checked(texts, variables, arms)


def cohort_of(tables: Mapping[str, pd.DataFrame], variables: list[Variable], arms: tuple[str, str]) -> Cohort:
    """A cohort from tables of text that were never written, by the names of the files that they would be.

    Raises
    ------
    InputError
        With every problem; see `read_cohort`.
    """
    cohort, problems = _checked({name: (table, []) for name, table in tables.items()}, variables, arms)
    if cohort is None:
        raise InputError("The tables cannot be used", problems, "Correct what made them.")
    return cohort


def _checked(
    texts: Mapping[str, Text], variables: list[Variable], arms: tuple[str, str]
) -> tuple[Cohort | None, list[Problem]]:
    by_table = {t: [v for v in variables if v.table == t] for t in ("patients", "visits")}
    key = next(v for v in variables if v.role == "id")
    arm = next(v for v in variables if v.role == "arm")
    patients, problems, digest = _table("patients.csv", texts, by_table["patients"])
    hashes = {"patients.csv": digest}
    if {key.name, arm.name} <= set(patients):
        problems = sorted([*problems, *_patient_problems(patients, key, arm, arms)], key=_by_line)
    seen = None
    if "visits.csv" in texts:
        seen, more, hashes["visits.csv"] = _table("visits.csv", texts, [key, *by_table["visits"]])
        if {key.name, KEY} <= set(seen):
            more += _visit_problems(seen, patients.get(key.name), key)
            more += _unplanned_problems(seen, by_table["visits"])
        problems += sorted(more, key=_by_line)
    elif by_table["visits"]:
        problems.append(Problem("visits.csv", "missing, though the dictionary describes visits"))
    if problems:
        return None, problems
    return _assemble(patients, seen, key.name, arm.name, arms, hashes), []


def _assemble(patients, seen, key: str, arm: str, arms: tuple[str, str], hashes: dict[str, str]) -> Cohort:
    patients = patients.rename(columns={key: "_id", arm: "_arm"}).set_index("_id")
    if seen is not None:
        seen = seen.rename(columns={key: "_id"})
    return Cohort(patients, seen, *arms, hashes)


def _read(path: Path) -> Text:
    """The text of a file, or what is wrong with it as a table."""
    try:
        return read_plain_csv(path), []
    except InputError as exc:
        return None, exc.problems


def _table(
    name: str, texts: Mapping[str, Text], variables: list[Variable]
) -> tuple[pd.DataFrame, list[Problem], str]:
    text, problems = texts[name]
    if text is None:
        return pd.DataFrame(), problems, ""
    problems = _column_problems(list(text.columns), variables, name)
    if not len(text):
        problems.append(Problem(name, "no rows below the header"))
    columns = {}
    present = [v for v in variables if v.name in text.columns]
    for variable in present:
        columns[variable.name], wrong = _convert(text[variable.name], variable)
        problems += [Problem(f"{name} line {line}, {variable.name}", rule) for line, rule in wrong]
    typed = pd.DataFrame(columns, index=text.index)
    problems += _rule_problems(typed, present, name)
    problems += _denominator_problems(typed, present, name)
    return typed, sorted(problems, key=_by_line), text.attrs.get("sha256", "")


def _column_problems(found: list[str], variables: list[Variable], file: str) -> list[Problem]:
    wanted = [v.name for v in variables]
    problems = []
    # A strange name is never repeated, only its place: in a file without a header it is a patient's value.
    strange = {n.strip().casefold(): place for place, n in enumerate(found, 1) if n not in wanted}
    for name in (n for n in wanted if n not in found):
        near = get_close_matches(name, strange, n=1)
        hint = f"is column {strange[near[0]]} meant?" if near else ""
        problems.append(Problem(f"{file}, {name}", "missing column", hint))
    extra = sum(n not in wanted for n in found)
    if extra:
        words = "column that the dictionary does" if extra == 1 else "columns that the dictionary does"
        places = ", ".join(str(i + 1) for i, n in enumerate(found) if n not in wanted)
        problems.append(
            Problem(file, f"{extra} {words} not describe (position {places})", "describe or remove")
        )
    return problems


def _convert(text: pd.Series, variable: Variable) -> tuple[pd.Series, list[tuple[int, str]]]:
    """The typed column, and the lines that cannot be converted with the rule that they break."""
    stripped = text.str.strip()
    absent = stripped.isin(["", *variable.missing])
    if variable.kind == "id":
        return stripped.mask(absent), [(line, "an identifier is missing") for line in text.index[absent]]
    if variable.levels:
        codes = [code for code, _ in variable.levels]
        wrong = text.index[~text.isin(codes) & ~absent]
        rule = f"not one of its levels ({', '.join(codes)})"
        problems = [(line, rule + _nearly(stripped[line], codes)) for line in wrong]
        if variable.kind == "arm":
            return text, problems + [(line, "the arm is missing") for line in text.index[absent]]
        if variable.kind == "binary":
            return text.map(dict(zip(codes, (0.0, 1.0), strict=True))), problems
        if variable.name == KEY:
            return text.mask(absent), problems
        cat = pd.Categorical(
            text.map(dict(variable.levels)), variable.labels, ordered=variable.kind == "ordinal"
        )
        return pd.Series(cat, index=text.index), problems
    if variable.kind == "date":
        dates = pd.to_datetime(stripped.mask(absent), format="%Y-%m-%d", errors="coerce")
        wrong = ~absent & (dates.isna() | ~stripped.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}"))
        return dates, [(line, "not a date as YYYY-MM-DD") for line in text.index[wrong]]
    numbers = pd.to_numeric(stripped.mask(absent), errors="coerce").astype(float)
    plain = stripped.str.fullmatch(NUMBER.pattern)
    wrong = text.index[~absent & (~plain | ~np.isfinite(numbers))]
    return numbers.where(plain & np.isfinite(numbers)), [
        (line, "not a plain number" + _comma(stripped[line])) for line in wrong
    ]


def _nearly(text: str, codes: list[str]) -> str:
    return "; a label differs only in case or blanks" if text.lower() in [c.lower() for c in codes] else ""


def _comma(text: str) -> str:
    return "; a decimal has a point and thousands have no comma" if "," in text else ""


def _rule_problems(typed: pd.DataFrame, variables: list[Variable], file: str) -> list[Problem]:
    """Ranges and steps by pandera, from the dictionary's own rules."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    columns = {
        v.name: pa.Column(
            nullable=True,
            checks=[pa.Check(test, error=words) for words, test in v.rules()] if v.kind in NUMERIC else [],
        )
        for v in variables
    }
    try:
        pa.DataFrameSchema(columns).validate(typed, lazy=True)
    except SchemaErrors as exc:
        rows = exc.failure_cases
        return [Problem(f"{file} line {r.index}, {r.column}", r.check) for r in rows.itertuples(index=False)]
    return []


def _denominator_problems(typed: pd.DataFrame, variables: list[Variable], file: str) -> list[Problem]:
    """Counts above the count in the same row that they are a part of."""
    return [
        Problem(f"{file} line {line}, {v.name}", f"above its denominator ({v.of})")
        for v in variables
        if v.of in typed
        for line in typed.index[typed[v.name] > typed[v.of]]
    ]


def _patient_problems(patients, key: Variable, arm: Variable, arms: tuple[str, str]) -> list[Problem]:
    problems = [
        Problem(f"patients.csv line {line}, {key.name}", "this patient has a row already")
        for line in patients.index[patients[key.name].duplicated() & patients[key.name].notna()]
    ]
    for code in arms:
        count = int((patients[arm.name] == code).sum())
        if count < 2:
            problems.append(
                Problem(f"patients.csv, {arm.name}", f"arm {code}: {count} of the two patients that it needs")
            )
    return problems


def _visit_problems(seen: pd.DataFrame, patients: pd.Series | None, key: Variable) -> list[Problem]:
    problems = []
    if patients is not None:
        unknown = seen.index[~seen[key.name].isin(patients) & seen[key.name].notna()]
        problems += [
            Problem(f"visits.csv line {n}, {key.name}", "a patient who is not in patients.csv")
            for n in unknown
        ]
    absent = seen.index[seen[KEY].isna()]
    problems += [Problem(f"visits.csv line {n}, {KEY}", "the visit is missing") for n in absent]
    again = seen.index[seen.duplicated([key.name, KEY]) & seen[[key.name, KEY]].notna().all(axis=1)]
    problems += [Problem(f"visits.csv line {n}", "this patient has this visit already") for n in again]
    return problems


def _unplanned_problems(seen: pd.DataFrame, variables: list[Variable]) -> list[Problem]:
    """Values at a visit at which the variable is not measured: they would be in no table."""
    return [
        Problem(
            f"visits.csv line {line}, {v.name}",
            "a value at a visit that its row of dictionary.csv does not name",
        )
        for v in variables
        if v.visits and v.name in seen
        for line in seen.index[seen[v.name].notna() & seen[KEY].notna() & ~seen[KEY].isin(v.visits)]
    ]


def _by_line(problem: Problem) -> tuple[int, str]:
    line = problem.where.partition("line ")[2].partition(",")[0]
    return (int(line) if line.isdigit() else 0, problem.where)
