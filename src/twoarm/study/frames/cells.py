"""The cells of a DataFrame's column as the text that a file would have, by position from 0."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_scalar

LARGEST_WHOLE = 1e15


def texts(column: pd.Series) -> pd.Series:
    """Each value as text, empty where it is missing; indexed by position, whatever the frame's own index is."""
    return pd.Series([text_of(value) for value in column.tolist()], dtype=object)


def text_of(value: Any) -> str:
    """One value as text: a whole number without a point, a date as YYYY-MM-DD, nothing for what is missing.

    Examples
    --------
    >>> [text_of(value) for value in (1.0, 0.1, True, None, "  VBS ")]
    ['1', '0.1', 'True', '', 'VBS']
    """
    value = value.item() if isinstance(value, np.generic) else value
    if is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < LARGEST_WHOLE else repr(value)
    if isinstance(value, date):  # a Timestamp is one, too
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    return " ".join(str(value).split())


def nested(column: pd.Series) -> list[int]:
    """Positions of cells that hold no single value, but a list or another object."""
    return [place for place, value in enumerate(column.tolist()) if not is_scalar(value)]


def declared_levels(column: pd.Series) -> list[str]:
    """The levels that the column's type states, in their order; none where it states none.

    Those of a categorical column that nobody has are left out, unless there are two in all: a yes-or-no of which nobody
    says yes has still two levels.
    """
    if is_bool_dtype(column.dtype):
        return ["False", "True"]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return []
    levels = [text_of(level) for level in column.cat.categories]
    used = set(texts(column))
    return levels if len(levels) == 2 else [level for level in levels if level in used]
