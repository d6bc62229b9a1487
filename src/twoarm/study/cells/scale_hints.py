"""What a column that breaks its range may be instead: another scale, or a code for missing."""

from __future__ import annotations

import pandas as pd

from twoarm.study.dictionary import Variable

_CODES = {77, 88, 99, 777, 888, 999, 7777, 8888, 9999, 99999}
_SCALES = (1, 10, 100)


def hint(values: pd.Series, variable: Variable) -> str:
    """A mend for all values of a column that lie outside of the dictionary's range; empty where none comes to mind.

    Examples
    --------
    >>> pain = Variable("pain", "Pain", "visits", "outcome", "follow_up", "continuous", min=0, max=10)
    >>> hint(pd.Series([30.0, 55, 71, 8]), pain)
    'the column looks like a scale from 0 to 100; state its range'
    >>> hint(pd.Series([3.0, 5, 999, 8]), pain)
    'a code for missing? declare it in the column missing'
    """
    low = float("-inf") if variable.min is None else variable.min
    high = float("inf") if variable.max is None else variable.max
    outside = values[(values < low) | (values > high)]
    if len(outside) and outside.abs().isin(_CODES).all():
        return "a code for missing? declare it in the column missing"
    wider = [top for top in _SCALES if top > high and values.dropna().between(0, top).all()]
    if wider and low == 0 and len(outside) * 3 >= values.notna().sum():
        return f"the column looks like a scale from 0 to {wider[0]}; state its range"
    return ""
