"""One column of text as values, by its row of the dictionary; what cannot be one is told by line, never mended."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from twoarm.study.dictionary import Variable
from twoarm.study.schema.cells import NUMBER

BEYOND_SQUARES = 1e150  # the square of a larger number exceeds what a computer can hold
Broken = list[tuple[int, str, str]]  # line, rule, mend
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Letters of other alphabets that look like Latin ones.
ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo")


def typed_column(text: pd.Series, variable: Variable) -> tuple[pd.Series, Broken]:
    """The values of a column, missing where its code says so, and the lines that cannot be read, with rule and mend.

    Parameters
    ----------
    text : the cells, indexed by their lines.
    variable : what the dictionary says of them.

    Notes
    -----
    Each distinct cell is read once: a million patients have few of them in a column.
    """
    codes, distinct = pd.factorize(text.to_numpy(object))
    values, broken = _typed(pd.Series(distinct, dtype=object), variable)
    wrong = {place: (rule, mend) for place, rule, mend in broken}
    at = np.isin(codes, list(wrong))
    told = [(line, *wrong[code]) for line, code in zip(text.index[at].tolist(), codes[at], strict=True)]
    typed = pd.Series(values.array.take(codes), text.index, values.dtype, text.name)
    return typed, told


def _typed(text: pd.Series, variable: Variable) -> tuple[pd.Series, Broken]:
    """The same of distinct cells."""
    stripped = text.str.strip()
    absent = stripped.isin(["", *variable.missing])
    if variable.kind == "id":
        return stripped.mask(absent), [(line, "an identifier is missing", "") for line in text.index[absent]]
    if variable.levels:
        return _levels(text, absent, variable)
    if variable.kind == "date":
        return _dates(stripped, absent)
    return _numbers(stripped, absent)


def _levels(text: pd.Series, absent: pd.Series, variable: Variable) -> tuple[pd.Series, Broken]:
    codes = [code for code, _ in variable.levels]
    rule = f"not one of its levels ({', '.join(codes)})"
    broken = [
        (line, rule + _nearly(text[line], codes), "") for line in text.index[~text.isin(codes) & ~absent]
    ]
    if variable.kind == "arm":
        return text, broken + [(line, "the arm is missing", "") for line in text.index[absent]]
    if variable.kind == "binary":
        return text.map(dict(zip(codes, (0.0, 1.0), strict=True))), broken
    if variable.is_key:
        return text.mask(absent), broken
    ordered = variable.kind == "ordinal"
    values = pd.Categorical(text.map(dict(variable.levels)), variable.labels, ordered=ordered)
    return pd.Series(values, index=text.index), broken


def _nearly(text: str, codes: list[str]) -> str:
    if text.strip().lower() in [code.lower() for code in codes]:
        return "; a label differs only in case or blanks"
    if _looks(text) in [_looks(code) for code in codes]:
        return "; a label looks the same and has other letters"
    return ""


def _looks(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(ALIKE)).strip().casefold()


def _dates(stripped: pd.Series, absent: pd.Series) -> tuple[pd.Series, Broken]:
    dates = pd.to_datetime(stripped.mask(absent), format="%Y-%m-%d", errors="coerce")
    wrong = ~absent & (dates.isna() | ~stripped.str.fullmatch(DATE))
    return dates.mask(wrong), [
        (line, "not a date as YYYY-MM-DD", _serial(stripped[line])) for line in stripped.index[wrong]
    ]


def _serial(text: str) -> str:
    """Whole numbers of five digits are what spreadsheets make of dates, by two calendars that differ by four years."""
    return "a spreadsheet's number of a day? format the cells as dates there" if _five(text) else ""


def _five(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdigit()


def _numbers(stripped: pd.Series, absent: pd.Series) -> tuple[pd.Series, Broken]:
    numbers = pd.to_numeric(stripped.mask(absent), errors="coerce").astype(float)
    plain = stripped.str.fullmatch(NUMBER.pattern) & np.isfinite(numbers)
    wrong = stripped.index[~absent & ~plain]
    broken = [(line, "not a plain number" + _comma(stripped[line]), "") for line in wrong]
    huge = stripped.index[plain & (numbers.abs() >= BEYOND_SQUARES)]
    broken += [
        (line, f"{BEYOND_SQUARES:.0e} or more, of which no variance can be computed", "") for line in huge
    ]
    return numbers.where(plain & (numbers.abs() < BEYOND_SQUARES)), sorted(broken)


def _comma(text: str) -> str:
    return "; a decimal has a point and thousands have no comma" if "," in text else ""
