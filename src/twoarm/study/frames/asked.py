"""What is asked of a DataFrame: the arguments of `compare`, checked before any value is looked at."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from twoarm.errors import ParameterError, Problem
from twoarm.faces import counts_only
from twoarm.study.dictionary import AVERAGED, LEVELLED
from twoarm.study.frames.cells import text_of, texts
from twoarm.study.frames.places import meant
from twoarm.study.parameters import Parameters, check_parameters

NOT_COMPARED = "The arms cannot be compared"
CALL = "Correct the call."
OUTCOME_KINDS = tuple(kind for kind in (*LEVELLED, *AVERAGED, "time") if kind != "arm")
MOST_LEVELS = 12  # so many are named; a column of more is none of arms or visits
TO_BE_GIVEN = {
    "arm": "the column that says who is in which arm",
    "treated": "the level of that column that is the treated arm",
    "control": "the level that is the control arm",
    "outcome": "the column that is compared, or a list of them",
}


@counts_only
@dataclass(frozen=True)
class Asked:
    """The arguments of `compare`, of which each stands for itself; `settings` are those of an outcome, by its name."""

    arm: Hashable = None
    treated: Any = None
    control: Any = None
    outcome: tuple[Hashable, ...] = ()
    id: Hashable = None
    visit: Any = None
    baseline: Any = None
    event: Mapping[Hashable, Any] = field(default_factory=dict)
    kind: Mapping[Hashable, Any] = field(default_factory=dict)
    unit: Mapping[Hashable, Any] = field(default_factory=dict)
    missing: Mapping[Hashable, Any] = field(default_factory=dict)
    parameters: Parameters = field(default_factory=Parameters)


PER_OUTCOME = ("event", "kind", "unit", "missing")


def asked_of(frame: Any, given: Mapping[str, Any], unknown: Mapping[str, Any]) -> Asked:
    """The arguments, each of its form and naming columns and levels that the frame has.

    Raises
    ------
    ParameterError
        Every problem at once, or that this is no frame that could be asked anything.
    """
    _refuse_others(frame)
    known = [f.name for f in fields(Asked) if f.name != "parameters"]
    problems = [
        Problem(name, "no such argument", meant(name, (*known, "alpha", "conf_level"))) for name in unknown
    ]
    parameters = _parameters({n: given[n] for n in ("alpha", "conf_level")}, problems)
    outcomes = tuple(dict.fromkeys(_several(given["outcome"])))
    spread = {name: _by_outcome(name, given[name], outcomes, problems) for name in PER_OUTCOME}
    single = {name: given[name] for name in known if name not in (*PER_OUTCOME, "outcome")}
    asked = Asked(**single, **spread, outcome=outcomes, parameters=parameters)
    rules = (_needed, _columns, _arms, _visits, _kinds)
    problems += [problem for rule in rules for problem in rule(frame, asked)]
    if problems:
        raise ParameterError(NOT_COMPARED, problems, CALL)
    return asked


def _refuse_others(frame: Any) -> None:
    """What is no DataFrame of pandas with one row of names."""
    kind = f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}".removeprefix("builtins.")
    if not isinstance(frame, pd.DataFrame):
        mend = "give frame.to_pandas()" if hasattr(frame, "to_pandas") else "pandas.DataFrame(...) makes one"
        mend = "read it first, as with pandas.read_csv" if isinstance(frame, str) else mend
        raise ParameterError(
            NOT_COMPARED, [Problem("frame", f"a {kind} is no DataFrame of pandas", mend)], CALL
        )
    if frame.columns.nlevels > 1:
        mend = 'frame.columns = ["_".join(map(str, names)) for names in frame.columns]'
        raise ParameterError(
            NOT_COMPARED, [Problem("frame", "its columns have names of several levels", mend)], CALL
        )


def _parameters(given: dict[str, Any], problems: list[Problem]) -> Parameters:
    try:
        return check_parameters({k: v for k, v in given.items() if v is not None})
    except ParameterError as exc:
        problems += exc.problems
        return Parameters()


def _several(given: Any) -> Sequence[Hashable]:
    if given is None:
        return ()
    return list(given) if isinstance(given, list | tuple | set | pd.Index | pd.Series) else [given]


def _by_outcome(
    name: str, given: Any, outcomes: tuple[Hashable, ...], problems: list[Problem]
) -> Mapping[Hashable, Any]:
    """An argument of the outcomes by the outcome: of a single one it may be given alone."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        if len(outcomes) < 2 or name == "missing":
            return dict.fromkeys(outcomes, given)
        form = f"{name}={{{outcomes[0]!r}: ...}}"
        problems.append(Problem(name, "there are several outcomes; say of which", form))
        return {}
    strange = [one for one in given if one not in outcomes]
    problems += [Problem(name, f"{one!r} is none of the outcomes", meant(one, outcomes)) for one in strange]
    return {one: value for one, value in given.items() if one in outcomes}


def _needed(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    for name, words in TO_BE_GIVEN.items():
        if getattr(asked, name) in (None, ()):
            yield Problem(name, "not given", words)


def _columns(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    """Every argument that should name a column, and names none or one that stands twice."""
    named = [("arm", asked.arm), ("id", asked.id), *(("outcome", name) for name in asked.outcome)]
    named += [("event", column) for column in asked.event.values()]
    named += [(n, pair[0]) for n in ("visit", "baseline") if _is_pair(pair := getattr(asked, n))]
    for argument, column in named:
        if column is not None:
            yield from _column(frame, argument, column)
    other = {asked.arm: "arm", asked.id: "id", asked.visit[0] if _is_pair(asked.visit) else None: "visit"}
    for name in asked.outcome:
        if name in other:
            yield Problem("outcome", f"{name!r} is given as {other[name]}, too")


def _column(frame: pd.DataFrame, argument: str, column: Any) -> Iterator[Problem]:
    count = list(frame.columns).count(column) if isinstance(column, Hashable) else 0
    if not count:
        yield Problem(argument, f"there is no column {column!r}", meant(column, frame.columns))
    elif count > 1:
        yield Problem(argument, f"{count} columns are called {column!r}")


def has(frame: pd.DataFrame, column: Any) -> bool:
    """Whether a name is that of one column."""
    return isinstance(column, Hashable) and list(frame.columns).count(column) == 1


def _arms(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    given = [(n, getattr(asked, n)) for n in ("treated", "control") if getattr(asked, n) is not None]
    if asked.arm is not None and has(frame, asked.arm):
        for argument, level in given:
            yield from _level(frame, argument, asked.arm, level)
    if len(given) == 2 and text_of(asked.treated) == text_of(asked.control):
        yield Problem("control", "the same level as treated")


def _level(frame: pd.DataFrame, argument: str, column: Hashable, level: Any) -> Iterator[Problem]:
    """A level that nobody has. Those are offered that two rows have: what one row alone has may be a patient's value."""
    counts = texts(frame[column]).replace("", None).value_counts()
    if text_of(level) in counts.index:
        return
    offered = sorted(counts.index[counts > 1], key=str)
    few = f"its levels: {', '.join(map(repr, offered))}" if offered else ""
    listed = few if len(offered) <= MOST_LEVELS else f"it has {len(counts)} different values"
    yield Problem(argument, f"no row of {column!r} is {level!r}", meant(level, offered) or listed)


def _visits(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    for argument in ("visit", "baseline"):
        pair = getattr(asked, argument)
        if pair is not None and not _is_pair(pair):
            yield Problem(
                argument, "not a pair", f'{argument}=("visit", "month 3"): the column, and its level'
            )
        elif pair is not None and has(frame, pair[0]):
            yield from _level(frame, argument, *pair)
    if asked.baseline is None:
        return
    if asked.visit is None:
        yield Problem("visit", "not given, though there is a baseline", "the visit that is analysed")
    elif _is_pair(asked.visit) and _is_pair(asked.baseline):
        if asked.visit[0] != asked.baseline[0]:
            yield Problem("baseline", f"another column than that of visit, {asked.visit[0]!r}")
        elif text_of(asked.visit[1]) == text_of(asked.baseline[1]):
            yield Problem("baseline", "the same visit as the one that is analysed")


def _is_pair(given: Any) -> bool:
    return isinstance(given, tuple | list) and len(given) == 2


def _kinds(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    for name, kind in asked.kind.items():
        if kind not in OUTCOME_KINDS:
            listed = f"one of {', '.join(OUTCOME_KINDS)}"
            yield Problem("kind", f"{kind!r} is no kind of outcome", meant(kind, OUTCOME_KINDS) or listed)
        elif kind == "time" and name not in asked.event:
            yield Problem(
                "event", f"the time {name!r} needs the column of its event", "event=COLUMN, of 0 and 1"
            )
    for name, kind in asked.kind.items():
        if name in asked.event and kind != "time":
            yield Problem("kind", f"{name!r} has an event, and so is a time")
