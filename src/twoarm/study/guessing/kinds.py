"""What one column is: its kind, unit, levels, missing codes and range, guessed from its name and its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from twoarm.faces import counts_only
from twoarm.study.cells.typed import DATE
from twoarm.study.guessing.cells import MANY_LEVELS, MOSTLY, are_numbers, missing_codes, outward, plain
from twoarm.study.guessing.levels import labelled, ordered
from twoarm.study.guessing.names import lower, readable
from twoarm.study.guessing.units import TIME_UNITS, unit_of, without_before
from twoarm.study.plausible.quantities import Quantity, quantity_of

ANY_DATE = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9:.]+)?"
SEX = {"sex", "gender", "male", "female"}
_FEW = 6  # so many whole numbers, small ones, are codes
LARGEST_CODE = 10
FREE_TEXT = 30  # characters: so long are sentences, not levels
COMMA = "not a plain number; a decimal has a point and thousands have no comma"


@counts_only
@dataclass(frozen=True)
class Guess:
    """What a column was taken for. ``left_out`` says why it is none of the study's; ``wrong`` are lines to mend."""

    cells: pd.Series
    label: str
    kind: str = ""
    unit: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    step: float | None = None
    digits: int | None = None
    better: str = ""
    guessed: tuple[str, ...] = ()
    beyond: int = 0
    left_out: str = ""
    wrong: tuple[int, ...] = ()
    rule: str = ""

    @property
    def filled(self) -> pd.Series:
        """The cells that hold a value."""
        return self.cells[(self.cells != "") & ~self.cells.isin(self.missing)]


def guess_column(
    cells: pd.Series, words: Sequence[str], spoken: Sequence[str], missing: Sequence[str] | None = None
) -> Guess:
    """What a column is, from its cells (stripped text) and the words of its name, as looked up and as spoken.

    The codes that mean missing are guessed, too, unless they are told.
    """
    cells = plain(cells)
    known = quantity_of(words)
    unit = unit_of(words)[0]
    rest = unit_of(spoken)[1]
    if len(words) == 1:
        unit = TIME_UNITS.get(lower(words)[0], "")
    label = (known.label if known else "") or readable(without_before(rest))
    codes, doubtful = missing_codes(cells) if missing is None else (tuple(missing), 0)
    base = Guess(cells, label, unit=unit, missing=codes, guessed=("label",), beyond=doubtful)
    numbers = are_numbers(base.filled)
    if not len(base.filled):
        return replace(base, left_out="empty")
    if base.filled.nunique() == 1:
        return replace(
            base, left_out="holds one value only" + (" or none" if len(base.filled) < len(cells) else "")
        )
    guess = _of_numbers(base, known, words) if numbers.all() else _of_text(base, known, words, numbers)
    marks = [
        *guess.guessed,
        "kind",
        *(["missing"] if guess.missing else []),
        *(["levels"] if guess.levels else []),
    ]
    marks += [] if not guess.unit else ["unit"]
    marks += ["better"] if guess.better else []
    marks += ["range"] if guess.min is not None or guess.max is not None else []
    return replace(guess, guessed=tuple(dict.fromkeys(marks)))


def as_levels(guess: Guess, kind: str, codes: Sequence[str] = (), yes_or_no: bool = False) -> Guess:
    """The column as one of levels, in the order of the codes given or in that which they have."""
    codes = list(codes) or ordered(list(guess.filled.unique()))[0]
    marks = [mark for mark in guess.guessed if mark not in ("range", "unit", "better")]
    return replace(
        guess,
        kind=kind,
        unit="",
        levels=labelled(codes, yes_or_no),
        min=None,
        max=None,
        step=None,
        digits=None,
        left_out="",
        guessed=tuple(dict.fromkeys([*marks, "levels"])),
    )


def as_measured(guess: Guess, kind: str, words: Sequence[str]) -> Guess:
    """The column as one of numbers; `wrong` are the lines where there is none."""
    numbers = are_numbers(guess.filled)
    plain_guess = replace(guess, levels=(), left_out="", wrong=(), rule="")
    if not numbers.all():
        return replace(plain_guess, kind=kind, wrong=tuple(guess.filled.index[~numbers]), rule=COMMA)
    return _measured(plain_guess, kind, quantity_of(words), pd.to_numeric(guess.filled).astype(float))


def _of_numbers(guess: Guess, known: Quantity | None, words: Sequence[str]) -> Guess:
    values = pd.to_numeric(guess.filled).astype(float)
    whole = bool((values % 1 == 0).all())
    distinct = values.nunique()
    better = known.better if known else ""
    if distinct == 2 and whole:
        return replace(as_levels(guess, "binary", yes_or_no=_asks(known, words)), better=better)
    coded = whole and distinct <= _FEW and values.abs().max() <= LARGEST_CODE
    kind = known.kind if known else ""
    scored = known is not None and known.unit == "points" and (distinct > 5 or values.max() > 5)
    if kind == "count" and whole and values.min() >= 0:
        return _measured(guess, "count", known, values)
    if coded and not scored and kind != "continuous":
        return replace(as_levels(guess, "categorical" if kind == "categorical" else "ordinal"), better=better)
    if kind == "categorical" and whole:
        many = replace(guess, left_out="codes of more kinds than levels can be")
        return as_levels(guess, "categorical") if distinct <= MANY_LEVELS else many
    return _measured(guess, "continuous", known, values)


def _measured(guess: Guess, kind: str, known: Quantity | None, values: pd.Series) -> Guess:
    """A number with a unit and a range: the usual one where it holds all values, else their own, rounded outward."""
    low, high = outward(values.min(), values.max())
    low = max(low, 0.0) if values.min() >= 0 else low
    beyond = guess.beyond
    if known is not None and known.low is not None:
        top = known.high if known.high is not None else high
        if known.unit == "points" and top == 10 < values.max() <= 100:
            top = 100.0
        if known.unit == "mmHg" or known.unit != "points" or values.max() <= top:
            beyond += int(((values < known.low) | (values > top)).sum())
        if values.min() >= known.low and values.max() <= top:
            low, high = known.low, top
    whole = bool((values % 1 == 0).all())
    digits = 1 if whole or high - low >= 10 else 2 if high - low >= 1 else 3
    unit = guess.unit or (known.unit if known else "")
    better = known.better if known else ""
    return replace(
        guess,
        kind=kind,
        unit="" if kind == "count" else unit,
        min=float(low),
        max=float(high),
        step=1.0 if whole and kind != "count" else None,
        digits=digits,
        better=better,
        beyond=beyond,
    )


def _of_text(guess: Guess, known: Quantity | None, words: Sequence[str], numbers: pd.Series) -> Guess:
    filled = guess.filled
    if filled.str.fullmatch(DATE).all():
        dates = pd.to_datetime(filled, format="%Y-%m-%d", errors="coerce")
        return replace(
            guess, kind="date", wrong=tuple(filled.index[dates.isna()]), rule="not a date as YYYY-MM-DD"
        )
    if filled.str.fullmatch(ANY_DATE).all():
        return replace(guess, left_out="dates that are not written as YYYY-MM-DD")
    commas = filled.str.fullmatch(r"[+-]?[0-9]+,[0-9]+([.,][0-9]+)*")
    if commas.any() and (commas | numbers).mean() >= MOSTLY:
        return replace(guess, wrong=tuple(filled.index[~numbers]), rule=COMMA)
    if numbers.mean() >= MOSTLY and filled[numbers].nunique() > MANY_LEVELS:
        return replace(guess, wrong=tuple(filled.index[~numbers]), rule="not a plain number")
    if filled.nunique() > MANY_LEVELS or (
        filled.str.len().max() > 2 * FREE_TEXT and filled.nunique() > len(filled) / 2
    ):
        many = (
            "free text" if filled.str.len().mean() > FREE_TEXT else "more different words than levels can be"
        )
        return replace(guess, left_out=many)
    codes, meant = ordered(list(filled.unique()))
    if len(codes) == 2:
        guess = as_levels(guess, "binary", codes)
    else:
        guess = as_levels(guess, "ordinal" if meant and not _nominal(known, codes) else "categorical", codes)
    return replace(guess, better=known.better if known else "")


def _asks(known: Quantity | None, words: Sequence[str]) -> bool:
    """Whether 0 and 1 of such a name are no and yes: not of a sex, and not of kinds."""
    kinds = known is not None and known.kind == "categorical"
    return not SEX & set(lower(words)) and (not kinds or bool({"smoking", "smoke"} & set(lower(words))))


def _nominal(known: Quantity | None, codes: Sequence[str]) -> bool:
    """Whether a name speaks of kinds without an order, though the codes are numbers."""
    return known is not None and known.kind == "categorical" and all(code.isdigit() for code in codes)
