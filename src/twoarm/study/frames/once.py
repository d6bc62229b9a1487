"""Columns at the visits: what a patient has once and what at each of them, and in which row its value is looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from twoarm.errors import Problem
from twoarm.study.frames.columns import TakenColumn
from twoarm.study.frames.places import in_rows
from twoarm.study.frames.rows import FrameRows, one_each
from twoarm.study.specification import Visit


def placed(one: TakenColumn, rows: FrameRows, visits: dict[str, Visit]) -> TakenColumn:
    """The column in its table, measured at the visits at which anybody has a value."""
    v, at = one.variable, rows.visits
    if at is None or one.always_once or (v.kind.averaged and _unchanged(one, rows)):
        return one
    seen = set(at.loc[rows.used][one.filled.loc[rows.used]])
    codes = tuple(visit.code for level, visit in visits.items() if level in seen)
    return replace(one, variable=replace(v, table="visits", visits=codes))


def _unchanged(one: TakenColumn, rows: FrameRows) -> bool:
    """Whether a number stands in several rows of a patient and is the same in all: it has no value before and after."""
    cells = one.values.mask(~one.filled).loc[rows.used].groupby(rows.ids.loc[rows.used])
    return bool((cells.nunique() <= 1).all() and (cells.count() > 1).any())


def several_of(columns: Sequence[TakenColumn], rows: FrameRows) -> Iterator[Problem]:
    """Times and events of which a patient has several: from when to when such a row reaches is not said."""
    for one in (c for c in columns if rows.visits is not None and c.always_once):
        if wrong := one_each(one.values.loc[rows.of_arms], rows.ids.loc[rows.of_arms])[1]:
            rule = "another value than in an earlier row of the same patient"
            yield in_rows(wrong, one.name, rule, "a time and its event are one for each patient")


def meant(one: TakenColumn, rows: FrameRows) -> pd.Series:
    """A patient's one value in the rows where it is looked for: a number's at the visit that is analysed, and no other."""
    if rows.visits is None:
        return one.cells
    return one.values if one.always_once else one.values.where(rows.visits == rows.analysed, "")
