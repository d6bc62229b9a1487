"""What is asked of a DataFrame: the arguments of `compare`, checked before any value is looked at."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pandas as pd

from twoarm.errors import InputError, ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.frames.fitting import misfits
from twoarm.study.frames.given import PER_OUTCOME, malformed, names_of
from twoarm.study.parameters import Parameters, check_parameters
from twoarm.suggestions import did_you_mean

NOT_COMPARED = "The arms cannot be compared"
CALL = "Correct the call."
SHARES = {"alpha": "5% is 0.05", "conf_level": "95% is 0.95"}
TO_BE_GIVEN = {
    "arm": "the column that says who is in which arm",
    "treated": "the level of that column that is the treated arm",
    "control": "the level that is the control arm",
    "outcome": "the column that is compared, or a list of them",
}


@counts_only
@dataclass(frozen=True)
class Asked:
    """The arguments of `compare`, each for itself; a mapping holds those of an outcome under its name."""

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


def asked_of(frame: Any, given: Mapping[str, Any], unknown: Mapping[str, Any]) -> Asked:
    """The arguments, each of its form and naming columns and levels that the frame has.

    Raises
    ------
    ParameterError
        Every problem at once, or that this is no frame that could be asked anything.
    """
    _refuse_others(frame)
    known = [f.name for f in fields(Asked) if f.name != "parameters"]
    problems = [_unknown(name, (*known, "alpha", "conf_level", "thorough")) for name in unknown]
    parameters = _parameters({n: given[n] for n in ("alpha", "conf_level")}, problems)
    formless = {problem.where.at: problem for problem in malformed(frame, given)}
    given = {name: value if name not in formless else None for name, value in given.items()}
    outcomes = tuple(dict.fromkeys(names_of(list(frame.columns), given["outcome"])))
    absent = [name for name in TO_BE_GIVEN if given[name] is None or (name == "outcome" and not outcomes)]
    problems += [Problem(Place(at=name), "not given", TO_BE_GIVEN[name]) for name in absent]
    spread = {name: _by_outcome(name, given[name], outcomes, problems) for name in PER_OUTCOME}
    single: dict[str, Any] = {name: given[name] for name in known if name not in (*PER_OUTCOME, "outcome")}
    asked = Asked(**single, **spread, outcome=outcomes, parameters=parameters)
    problems += misfits(frame, asked)
    problems = [*formless.values(), *(one for one in problems if one.where.at not in formless)]
    if problems:
        raise ParameterError(NOT_COMPARED, problems, CALL)
    return asked


def _unknown(name: str, known: Sequence[str]) -> Problem:
    return Problem(
        Place(at=name),
        "no such argument",
        did_you_mean(name, known, f"known are {', '.join(known)}", written=repr),
    )


def _refuse_others(frame: Any) -> None:
    """What is no DataFrame of pandas with one row of names, or has no rows."""
    kind = f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}".removeprefix("builtins.")
    if not isinstance(frame, pd.DataFrame):
        mend = "give frame.to_pandas()" if hasattr(frame, "to_pandas") else "pandas.DataFrame(...) makes one"
        mend = "read it first, as with pandas.read_csv" if isinstance(frame, str) else mend
        raise ParameterError(
            NOT_COMPARED, [Problem(Place(at="frame"), f"a {kind} is no DataFrame of pandas", mend)], CALL
        )
    if frame.columns.nlevels > 1:
        mend = 'frame.columns = ["_".join(map(str, names)) for names in frame.columns]'
        raise ParameterError(
            NOT_COMPARED, [Problem(Place(at="frame"), "its columns have names of several levels", mend)], CALL
        )
    if not len(frame):
        raise InputError(
            NOT_COMPARED, [Problem(Place(at="frame"), "it has no rows")], "Look at what it was filtered by."
        )


def _parameters(given: dict[str, Any], problems: list[Problem]) -> Parameters:
    try:
        return check_parameters({k: v for k, v in given.items() if v is not None})
    except ParameterError as exc:
        problems += [
            replace(one, mend=_as_share(one.where.at, given.get(one.where.at)) or one.mend)
            for one in exc.problems
        ]
        return Parameters()


def _as_share(name: str, given: Any) -> str:
    """How a percentage is written as a share."""
    return SHARES[name] if isinstance(given, int | float) and given >= 1 else ""


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
        problems.append(Problem(Place(at=name), "there are several outcomes; say of which", form))
        return {}
    strange = [one for one in given if one not in outcomes]
    problems += [
        Problem(Place(at=name), f"{one!r} is none of the outcomes", did_you_mean(one, outcomes, written=repr))
        for one in strange
    ]
    return {one: value for one, value in given.items() if one in outcomes}
