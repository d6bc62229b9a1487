"""What the arguments of `compare` must fit: columns and levels that the frame has, kinds that there are."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import KEY
from twoarm.study.frames.cells import text_of, texts
from twoarm.study.guessing.keys import names_patients
from twoarm.study.schema.kinds import Kind
from twoarm.suggestions import did_you_mean

if TYPE_CHECKING:
    from twoarm.study.frames.asked import Asked

OUTCOME_KINDS = tuple(str(kind) for kind in Kind if kind.compared)
RESERVED = {KEY, "_id", "_arm", "_patient", "_allocated"}  # columns of the tables that a frame becomes
MOST_OFFERED = 8  # levels; what a column of more holds may be of patients


def misfits(frame: pd.DataFrame, asked: Asked) -> list[Problem]:
    """Every argument that does not fit the frame, or another one."""
    rules = (_columns, _arms, _visits, _kinds)
    return [problem for rule in rules for problem in rule(frame, asked)]


def _columns(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    """Every argument that should name a column, and names none or one that stands twice."""
    named = [("arm", asked.arm), ("id", asked.id), *(("outcome", name) for name in asked.outcome)]
    named += [("event", column) for column in asked.event.values()]
    named += [(n, pair[0]) for n in ("visit", "baseline") if (pair := getattr(asked, n)) is not None]
    for argument, column in named:
        if column is not None:
            yield from _column(frame, argument, column)
    others = [
        ("arm", asked.arm),
        ("id", asked.id),
        ("visit", asked.visit[0] if asked.visit is not None else None),
    ]
    for name in asked.outcome:
        yield from (
            Problem(Place(at="outcome"), f"{name!r} is given as {n}, too")
            for n, column in others
            if name == column
        )
        if str(name) in RESERVED or [str(one) for one in asked.outcome].count(str(name)) > 1:
            yield Problem(
                Place(at="outcome"),
                f"{name!r} cannot be told from another name here",
                "frame.rename(columns=...)",
            )


def _column(frame: pd.DataFrame, argument: str, column: Hashable) -> Iterator[Problem]:
    count = list(frame.columns).count(column)
    if not count:
        near = did_you_mean(column, frame.columns, written=repr)
        mend = "it is the index: give frame.reset_index()" if column in frame.index.names else near
        yield Problem(Place(at=argument), f"there is no column {column!r}", mend)
    elif count > 1:
        yield Problem(Place(at=argument), f"{count} columns are called {column!r}")


def has(frame: pd.DataFrame, column: Hashable) -> bool:
    """Whether a name is that of one column."""
    return list(frame.columns).count(column) == 1


def _arms(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    given = [(n, getattr(asked, n)) for n in ("treated", "control") if getattr(asked, n) is not None]
    if asked.arm is not None and has(frame, asked.arm):
        for argument, level in given:
            yield from _level(frame, argument, asked.arm, level)
    if len(given) == 2 and text_of(asked.treated) == text_of(asked.control):
        yield Problem(Place(at="control"), "the same level as treated")


def _level(frame: pd.DataFrame, argument: str, column: Hashable, level: Any) -> Iterator[Problem]:
    """A level that nobody has. Those are offered that two rows have: what one row alone has may be a patient's value."""
    counts = texts(frame[column]).replace("", None).value_counts()
    if text_of(level) in counts.index:
        return
    few = len(counts) <= MOST_OFFERED and not names_patients(str(column))
    offered = sorted(counts.index[counts > 1], key=str) if few else []
    listed = (
        f"its levels: {', '.join(map(repr, offered))}"
        if offered
        else f"it has {len(counts)} different values"
    )
    mend = did_you_mean(level, offered, listed, written=repr)
    yield Problem(Place(at=argument), f"no row of {column!r} is {level!r}", mend)


def _visits(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    for argument in ("visit", "baseline"):
        pair = getattr(asked, argument)
        if pair is not None and has(frame, pair[0]):
            yield from _level(frame, argument, *pair)
    if asked.baseline is None:
        return
    if asked.visit is None:
        yield Problem(
            Place(at="visit"), "not given, though there is a baseline", "the visit that is analysed"
        )
    elif asked.visit[0] != asked.baseline[0]:
        yield Problem(Place(at="baseline"), f"another column than that of visit, {asked.visit[0]!r}")
    elif text_of(asked.visit[1]) == text_of(asked.baseline[1]):
        yield Problem(Place(at="baseline"), "the same visit as the one that is analysed")


def _kinds(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    for name, kind in asked.kind.items():
        if kind not in OUTCOME_KINDS:
            listed = f"one of {', '.join(OUTCOME_KINDS)}"
            yield Problem(
                Place(at="kind"),
                f"{kind!r} is no kind of outcome",
                did_you_mean(kind, OUTCOME_KINDS, listed, written=repr),
            )
        elif kind == "time" and name not in asked.event:
            yield Problem(
                Place(at="event"),
                f"the time {name!r} needs the column of its event",
                "event=COLUMN, of 0 and 1",
            )
    for name, kind in asked.kind.items():
        if name in asked.event and kind != "time":
            yield Problem(Place(at="kind"), f"{name!r} has an event, and so is a time")
