"""How the table is laid out: which column is the patient, which columns or rows are visits, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from twoarm.drafting.answers import NUMBERED, Answers
from twoarm.drafting.layout.ids import find_key, new_ids
from twoarm.drafting.layout.long import (
    belongs_to_visit,
    named_visit,
    refuse_bad_visits,
    visit_candidates,
    visits_in_rows,
)
from twoarm.drafting.layout.unit_rows import with_units
from twoarm.drafting.layout.visit_names import ORDER_ONLY, in_order
from twoarm.drafting.layout.wide import Series, find_series
from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.guessing.cells import plain
from twoarm.study.guessing.keys import belongs_to_patient, numbers_rows
from twoarm.study.guessing.kinds import Guess, guess_column
from twoarm.study.guessing.names import a_label, lower, spoken_words, words_of
from twoarm.study.guessing.units import OF_TIME
from twoarm.study.plausible.quantities import quantity_of
from twoarm.study.schema.kinds import Kind
from twoarm.study.specification import Visit

SERIAL = "only numbers the rows, each number once"
_NO_VISIT = (
    f"Add a column with the visit; where the rows are hips or vertebrae of a patient: --within {NUMBERED}"
)


@counts_only
@dataclass(frozen=True)
class Measure:
    """One variable to be: the columns that it stands in (by visit, where it has visits) and what it was taken for."""

    words: tuple[str, ...]
    columns: dict[str, str]
    guess: Guess

    @property
    def column(self) -> str:
        """Its column, or the first of them."""
        return next(iter(self.columns.values()))

    @property
    def spoken(self) -> tuple[str, ...]:
        """The words of its name as they are spoken."""
        return (
            self.words
            if len(set(self.columns.values())) > 1 or self.words != words_of(self.column)
            else spoken_words(self.column)
        )

    @property
    def visits(self) -> tuple[str, ...]:
        """The codes of its visits; none for what a patient has once."""
        return tuple(code for code in self.columns if code)

    @property
    def called(self) -> str:
        """How a person may call it: its column, or what its columns have in common."""
        one = len(set(self.columns.values())) == 1
        return self.column if one else "_".join(lower(self.words))

    def answers_to(self, name: str) -> bool:
        """Whether a person may have meant it by this name: one of its columns, or what they have in common."""
        same = "".join(w.casefold() for w in words_of(name)) == "".join(w.casefold() for w in self.words)
        return name in self.columns.values() or same


@counts_only
@dataclass(frozen=True)
class Layout:
    """The table, taken apart."""

    table: pd.DataFrame
    key: str
    ids: pd.Series
    ids_words: str
    measures: tuple[Measure, ...]
    visits: tuple[Visit, ...] = ()
    baseline: str | None = None
    time_unit: str = ""
    told: bool = True
    visit_column: str = ""
    left_out: dict[str, str] = field(default_factory=dict)
    asks_visit: tuple[str, ...] = ()
    within: bool = False  # its visits are units within the patients

    def without(self, gone: dict[str, str]) -> Layout:
        """The layout without some columns, and why."""
        kept = tuple(m for m in self.measures if m.column not in gone)
        return replace(self, measures=kept, left_out=self.left_out | gone)

    @property
    def of_patients(self) -> list[Measure]:
        """What a patient has once."""
        return [m for m in self.measures if not m.visits]


def lay_out(table: pd.DataFrame, answers: Answers) -> Layout:
    """Take the table apart.

    Raises
    ------
    InputError
        For cells that fit no kind, and for rows whose patient or visit cannot be told: the lines of all.
    """
    layout = _taken_apart(table, answers)
    return layout.without({m.column: SERIAL for m in layout.measures if _is_serial(m, answers)})


def _is_serial(m: Measure, answers: Answers) -> bool:
    """Whether a column only numbers the rows, has no unit and no name of something measured, and nobody asked for it."""
    named = [
        *answers.outcomes,
        answers.primary,
        *answers.before,
        *answers.time,
        *answers.keep,
        *answers.units,
    ]
    if m.guess.unit or quantity_of(m.words) or OF_TIME & set(lower(m.words)):
        return False
    return numbers_rows(m.guess.cells) and not any(m.answers_to(name) for name in named if name)


def _taken_apart(table: pd.DataFrame, answers: Answers) -> Layout:
    key = find_key(table, answers.id)
    ids, words = new_ids(table, key)
    if answers.in_units:
        return _of_units(table, key, ids, words, answers)
    repeated = bool(key) and not answers.no_visits and bool(table[key].duplicated().any())
    if repeated or (answers.visit and not answers.no_visits):
        return _long(table, key, ids, words, answers)
    if key and table[key].duplicated().any():
        lines = table.index[table[key].duplicated()]
        problems = [Problem(Place(line=n, at=key), "this patient has a row already") for n in lines]
        raise InputError(
            "A patient has several rows",
            problems,
            "Name the column of the visit: --visit COLUMN; of the hip or vertebra: --within COLUMN",
        )
    return _one_row_each(table, key, ids, words, answers)


def _one_row_each(table: pd.DataFrame, key: str, ids: pd.Series, words: str, answers: Answers) -> Layout:
    columns = [c for c in table.columns if c != key]
    series, found = ([], []) if answers.no_visits else find_series(table, columns)
    ordered, times, unit, told = in_order(found) if found else ([], [], "", True)
    visits = [Visit(code=v.code, label=v.label, time=t) for v, t in zip(ordered, times, strict=True)]
    taken = {c: one for one in series for c in one.columns.values()}
    measures = []
    for column in columns:
        one = taken.get(column)
        if one is None:
            measures.append(_measure(column, {"": column}, table[column]))
        elif one in series:
            measures.append(_at_visits(table, one, [v.code for v in visits]))
            series.remove(one)
    baseline = visits[0].code if ordered and ordered[0].baseline else None
    return _sorted_out(
        Layout(
            table,
            key,
            ids,
            words,
            tuple(measures),
            tuple(visits),
            baseline,
            a_label(answers.time_unit, "") or unit,
            told,
        )
    )


def _measure(column: str, columns: dict[str, str], cells: pd.Series) -> Measure:
    """What a column of this name was taken for, by its name and its cells."""
    words = words_of(column)
    return Measure(words, columns, guess_column(cells, words, spoken_words(column)))


def _at_visits(table: pd.DataFrame, one: Series, codes: Sequence[str]) -> Measure:
    """A measurement whose columns are taken as one column, in the order of the visits."""
    columns = {code: one.columns[code] for code in codes if code in one.columns}
    return Measure(
        one.words,
        columns,
        guess_column(pd.concat([table[c] for c in columns.values()]), one.words, one.words),
    )


def _of_units(table: pd.DataFrame, key: str, ids: pd.Series, words: str, answers: Answers) -> Layout:
    """Rows of units: what varies within a patient is measured in each of them."""
    if not key:
        problem = Problem(Place(at="--within"), "no column says which patient a row is", "name it with --id")
        raise InputError("The patients cannot be told apart", [problem])
    table, column, units = with_units(table, key, answers)
    measures = _guessed(table, key, [unit.code for unit in units], [column])
    layout = Layout(table, key, ids, words, measures, tuple(units), visit_column=column, within=True)
    gone = {
        m.column: f"units have no mean of a column of kind {m.guess.kind}"
        for m in measures
        if m.visits and not m.guess.left_out and not Kind(m.guess.kind).of_units
    }
    return _sorted_out(layout.without(gone))


def _long(table: pd.DataFrame, key: str, ids: pd.Series, words: str, answers: Answers) -> Layout:
    if not key:
        problem = Problem(Place(at="--visit"), "no column says which patient a row is", "name it with --id")
        raise InputError("The patients cannot be told apart", [problem])
    candidates = visit_candidates(table, key)
    visit = answers.visit or named_visit(candidates)
    if not visit:
        if not candidates:
            problem = Problem(
                Place(at=key), "patients have several rows, and no column says which visit a row is"
            )
            raise InputError("The visits cannot be told apart", [problem], _NO_VISIT)
        return Layout(
            table, key, ids, words, _guessed(table, key, [""], candidates), asks_visit=tuple(candidates)
        )
    refuse_bad_visits(table, key, visit)
    visits, unit, baseline, told = visits_in_rows(table[visit], visit)
    table = table.assign(**{visit: plain(table[visit])})
    left_out = {
        c: "says only which visit a row is"
        for c in table.columns
        if c not in (key, visit)
        and not belongs_to_patient(table, key, c)
        and belongs_to_visit(table, visit, c)
    }
    codes = [v.code for v in visits]
    measures = _guessed(table, key, codes, [visit, *left_out])
    return _sorted_out(
        Layout(
            table,
            key,
            ids,
            words,
            measures,
            tuple(visits),
            baseline,
            a_label(answers.time_unit, "") or unit or ORDER_ONLY,
            told,
            visit,
            left_out,
        )
    )


def _guessed(
    table: pd.DataFrame, key: str, codes: Sequence[str], without: Sequence[str]
) -> tuple[Measure, ...]:
    """Each column of a table with several rows of a patient, as one of the patient's or one of the visits'."""
    measures = []
    for column in (c for c in table.columns if c != key and c not in without):
        of_patient = belongs_to_patient(table, key, column)
        cells = _first_filled(table, key, column) if of_patient else table[column]
        columns = {"": column} if of_patient else dict.fromkeys(codes, column)
        measures.append(_measure(column, columns, cells))
    return tuple(measures)


def _first_filled(table: pd.DataFrame, key: str, column: str) -> pd.Series:
    """The value that each patient has in a column, on the line of the patient's first row."""
    filled = table[column].where(table[column] != "")
    first = filled.groupby(table[key], sort=False).first().fillna("")
    lines = table.index[~table[key].duplicated()]
    return pd.Series([first[person] for person in table.loc[lines, key]], index=lines, dtype=object)


def _sorted_out(layout: Layout) -> Layout:
    """The layout without what cannot be used, which it remembers.

    Raises
    ------
    InputError
        For the cells that fit no kind.
    """
    problems = [
        Problem(Place(line=line, at=m.column), m.guess.rule)
        for m in layout.measures
        for line in m.guess.wrong
    ]
    if problems:
        todo = "Correct the cells, or leave the columns out: --drop A,B"
        raise InputError("The table holds cells that fit no kind", problems, todo)
    gone = {c: m.guess.left_out for m in layout.measures if m.guess.left_out for c in m.columns.values()}
    kept = tuple(m for m in layout.measures if not m.guess.left_out)
    seen = {code for m in kept for code in m.visits}
    visits = tuple(v for v in layout.visits if v.code in seen)
    baseline = layout.baseline if any(v.code == layout.baseline for v in visits) else None
    left_out = layout.left_out | gone
    return replace(layout, measures=kept, visits=visits, baseline=baseline, left_out=left_out)
