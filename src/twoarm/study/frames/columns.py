"""An outcome of a DataFrame as a row of a dictionary: guessed as ``twoarm init`` guesses, or as it was told."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pandas.api.types import is_timedelta64_dtype

from twoarm.errors import Place, Problem
from twoarm.faces import counts_only
from twoarm.study.dictionary import LEVELLED, Variable
from twoarm.study.frames.asked import Asked
from twoarm.study.frames.cells import declared_levels, nested, text_of, texts
from twoarm.study.frames.design import FRAME_SECTION
from twoarm.study.frames.places import in_rows
from twoarm.study.frames.rows import FrameRows
from twoarm.study.guessing.kinds import COMMA, Guess, as_levels, as_measured, guess_column
from twoarm.study.guessing.levels import EVENT_LABELS, REVERSED
from twoarm.study.guessing.names import lower, spoken_words, words_of
from twoarm.study.schema.kinds import Kind, Role

NO_OR_YES = ("0", "1")
COUNT_DAYS = (
    "the days between two dates are one, with the event=COLUMN that ended them: (later - earlier).dt.days"
)
EVENT_WORDS = (NO_OR_YES, ("false", "true"), ("no", "yes"), ("n", "y"), EVENT_LABELS)


@counts_only
@dataclass(frozen=True)
class TakenColumn:
    """A column with its cells as text and what it was taken for; `told` says whether the kind was."""

    name: Hashable
    variable: Variable
    cells: pd.Series
    lost: int = 0
    told: bool = False

    @property
    def filled(self) -> pd.Series:
        """Which rows have a value."""
        return ~self.cells.isin(["", *self.variable.missing])

    @property
    def values(self) -> pd.Series:
        """The cells, empty where a code says that the value is missing."""
        return self.cells.where(self.filled, "")

    @property
    def always_once(self) -> bool:
        """Whether it is a time or an event, of which a patient has one, whatever the visit."""
        return self.variable.kind == "time" or self.variable.role == "none"


def taken(frame: pd.DataFrame, name: Hashable, asked: Asked, rows: FrameRows) -> TakenColumn | list[Problem]:
    """An outcome, judged by all rows of the two arms, whichever visit is analysed; or what is wrong with it."""
    column = frame[name]
    problems = [in_rows(found, name, "no single value") for found in [nested(column)] if found]
    if is_timedelta64_dtype(column.dtype):
        mend = "give a number, such as days: .dt.total_seconds() / 86400"
        problems.append(Problem(Place(at=str(name)), "a length of time, which has no unit here", mend))
    if problems:
        return problems
    cells = texts(column)
    if endless := list(cells.index[cells.isin(["inf", "-inf"])]):
        return [in_rows(endless, name, "infinite")]
    guess = _guess(column, cells, name, asked, rows.of_arms)
    wrong = list(_wrong(guess, name))
    if wrong:
        return wrong
    kind, unit = "time" if name in asked.event else guess.kind, str(asked.unit.get(name, guess.unit))
    variable = Variable(
        str(name), guess.label, "patients", Role.OUTCOME, FRAME_SECTION, Kind(kind), unit, guess.levels,
        guess.missing, event=str(asked.event.get(name, "")), better=guess.better, digits=guess.digits,
    )  # fmt: skip
    shown = guess.cells.reindex(cells.index, fill_value="")
    lost = int(shown[rows.used].isin(guess.missing).sum())
    return TakenColumn(name, variable, shown, lost, name in asked.kind or name in asked.event)


def taken_event(frame: pd.DataFrame, name: Hashable, rows: FrameRows) -> TakenColumn | list[Problem]:
    """The event of a time, in words that leave no doubt which of the two it is."""
    cells = texts(frame[name])
    found = [text for text in cells[rows.of_arms].unique() if text]
    codes = _no_and_yes(found)
    if not codes:
        mend = f"frame[{name!r}].map({{LOST: 0, SEEN: 1}}) makes one of its levels"
        rule = "levels that do not say which is the event: it takes 0 and 1, False and True, or no and yes"
        return [Problem(Place(at=str(name)), rule if found else "no value at all", mend if found else "")]
    order = codes[::-1] if set(lower(words_of(str(name)))) & REVERSED else codes
    levels = tuple(zip(order, EVENT_LABELS, strict=True))
    return TakenColumn(
        name, Variable(str(name), str(name), "patients", Role.NONE, "", Kind.BINARY, levels=levels), cells
    )


def _no_and_yes(found: Sequence[str]) -> list[str]:
    """The codes that say no and yes, as they are written; none for other words, and where one is written in two ways."""
    written = {text.casefold(): text for text in found}
    pair = next((pair for pair in EVENT_WORDS if found and set(written) <= set(pair)), ())
    return [written.get(code, code) for code in pair] if len(written) == len(found) else []


def _guess(column: pd.Series, cells: pd.Series, name: Hashable, asked: Asked, rows: Sequence[int]) -> Guess:
    """The guess, or the column as its type or the caller says that it is."""
    words = words_of(str(name))
    told, levels = asked.kind.get(name), declared_levels(column)
    codes = asked.missing.get(name)
    missing = (
        None
        if codes is None
        else [text_of(c) for c in (codes if isinstance(codes, list | tuple | set) else [codes])]
    )
    guess = guess_column(cells[rows], words, spoken_words(str(name)), missing)
    if guess.left_out == "empty" or len(guess.filled) == 0:
        return guess
    if levels and told in (None, *LEVELLED):
        own = replace(guess, cells=cells[rows], missing=tuple(missing or ()), wrong=())
        return _as_declared(own, column, levels, told)
    if name in asked.event or told in ("time", "continuous", "count"):
        kind = "count" if told == "count" else "continuous"
        return guess if guess.kind == kind else as_measured(guess, kind, words)
    if told == "binary" and set(guess.filled) <= set(NO_OR_YES):
        return as_levels(guess, told, NO_OR_YES, yes_or_no=True)
    return as_levels(replace(guess, wrong=()), told) if told and told != guess.kind else guess


def _as_declared(guess: Guess, column: pd.Series, levels: Sequence[str], told: str | None) -> Guess:
    """The column with the levels that its type states."""
    kept = [level for level in levels if level not in guess.missing]
    if len(kept) < 2:
        return guess
    in_order = isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered
    kind = told or ("binary" if len(kept) == 2 else "ordinal" if in_order else "categorical")
    return as_levels(guess, kind, kept)


def _wrong(guess: Guess, name: Hashable) -> Iterator[Problem]:
    """Why a column is no outcome."""
    if guess.left_out == "empty":
        yield Problem(Place(at=str(name)), "no value at all in the two arms")
    elif guess.left_out.startswith("dates") or guess.kind == "date":
        yield Problem(Place(at=str(name)), "a date is never an outcome", COUNT_DAYS)
    elif guess.wrong:
        commas = guess.rule == COMMA and guess.cells.loc[list(guess.wrong)].str.contains(",").all()
        mend = f'a decimal comma: frame[{name!r}].str.replace(",", ".")' if commas else ""
        yield in_rows(guess.wrong, name, guess.rule, mend)
    elif guess.left_out:
        yes = 'kind="binary" takes 0 and 1 for no and yes' if set(guess.filled) <= set(NO_OR_YES) else ""
        yield Problem(Place(at=str(name)), guess.left_out, yes)
    elif guess.kind == "binary" and len(guess.levels) != 2:
        yield Problem(Place(at=str(name)), f"{len(guess.levels)} levels, and not the two of a binary outcome")
