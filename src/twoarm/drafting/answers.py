"""What a person tells ``twoarm init``: one field per flag, which a question on a terminal fills as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twoarm.errors import ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.suggestions import did_you_mean

if TYPE_CHECKING:  # the command reads the flags before anything heavy is imported
    import pandas as pd

LISTS = ("outcomes", "before", "drop", "keep", "time", "event", "unit")
# Flag, what stands for its value, what it says. The command's help and docs/init.md are made of it and held to it.
FLAGS = (
    ("to", "FOLDER", "the new folder (default: FILE's name with -study, beside FILE)"),
    ("sheet", "NAME", "the sheet of an Excel file"),
    ("arm", "COLUMN", "the column that says who is in which arm"),
    ("treated", "CODE[=LABEL]", "its level that is the treated arm, and how to call it"),
    ("control", "CODE[=LABEL]", "its level that is the control; rows of any other level are left out"),
    (
        "randomised",
        "WORD",
        "whether chance decided who got which treatment: yes, no or unknown (default: unknown)",
    ),
    ("outcomes", "A,B,C", "the columns that are compared; the others are described"),
    (
        "before",
        "A,B,C",
        "the columns known before treatment, for which results are adjusted; none for no column",
    ),
    ("primary", "COLUMN", "the primary outcome (default: none)"),
    ("profile", "NAME", "what may be shown of patients: open (everything), hospital or opensafely"),
    ("min-count", "N", "the smallest count of patients that may be shown, as in hospital; 0 is open"),
    ("title", "TEXT", "the title of the report"),
    ("id", "COLUMN", "the column that says which patient a row is; none where every row is another"),
    ("visit", "COLUMN", "the column that says which visit a row is; none where there are no visits"),
    (
        "within",
        "COLUMN",
        "the column that says which hip or vertebra of a patient a row is; number where none says it (default: none)",
    ),
    ("time", "A,B", "the columns that are times to an event; none where there is no such time"),
    ("event", "A,B", "the yes-or-no columns of these events, in the same order"),
    ("time-unit", "UNIT", "the unit of the times of the visits, such as weeks"),
    ("unit", "COLUMN=UNIT,...", "units that no name of a column tells"),
    ("drop", "A,B", "columns to leave out"),
    ("keep", "A,B", "columns that look like identifiers of patients and are none"),
)
NONE, NUMBERED = "none", "number"


@counts_only
@dataclass(frozen=True)
class Answers:
    """The flags of ``twoarm init``; empty where nothing was said."""

    to: str = ""
    sheet: str = ""
    arm: str = ""
    treated: str = ""
    control: str = ""
    randomised: str = ""
    outcomes: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    primary: str = ""
    profile: str = ""
    min_count: str = ""
    title: str = ""
    id: str = ""
    visit: str = ""
    within: str = ""
    time: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    time_unit: str = ""
    unit: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def units(self) -> dict[str, str]:
        """Units by column, as the flag gave them."""
        return {name.strip(): unit.strip() for name, _, unit in (pair.partition("=") for pair in self.unit)}

    @property
    def in_units(self) -> bool:
        """Whether the person said that rows are units within the patients."""
        return self.within not in ("", NONE)

    @property
    def no_visits(self) -> bool:
        """Whether the person said that there are no visits."""
        return self.visit.casefold() == NONE


def answers_of(**flags: str | None) -> Answers:
    """The answers from the texts of the flags.

    Raises
    ------
    ParameterError
        For a number of patients that is none.
    """
    given = {name: text.strip() for name, text in flags.items() if text is not None}
    problems = [Problem(Place(at=_flag(name)), "empty") for name, text in given.items() if not text]
    if not given.get("min_count", "0").isdigit() and given["min_count"]:
        problems.append(Problem(Place(at="--min-count"), "not a whole number from 0 upwards"))
    if (
        len(_parts(given.get("time", ""))) != len(_parts(given.get("event", "")))
        and given.get("time") != NONE
    ):
        problems.append(Problem(Place(at="--time"), "as many columns as --event has"))
    problems += [
        Problem(Place(at="--unit"), "not COLUMN=UNIT")
        for pair in _parts(given.get("unit", ""))
        if "=" not in pair
    ]
    if problems:
        raise ParameterError("The command line cannot be used", problems, "Correct what is named above.")
    said: dict[str, Any] = {n: _parts(text) if n in LISTS else text for n, text in given.items()}
    return Answers(**said)


def refuse_unknown_columns(answers: Answers, table: pd.DataFrame) -> None:
    """Every column that a flag names and the table does not have, with the nearest name.

    Raises
    ------
    ParameterError
        With all of them.
    """
    named = [("id", answers.id), ("visit", answers.visit), ("within", answers.within), ("arm", answers.arm)]
    named += [(flag, name) for flag in ("drop", "keep", "time", "event") for name in getattr(answers, flag)]
    named += [("unit", name) for name in answers.units]
    columns = list(table.columns)
    problems = [
        unknown(_flag(flag), name, columns)
        for flag, name in named
        if name
        and name not in columns
        and not (name == NONE and flag in ("id", "visit", "within", "time"))
        and not (name == NUMBERED and flag == "within")
    ]
    if problems:
        raise ParameterError("The command line cannot be used", problems, "Correct what is named above.")


def unknown(flag: str, name: str, known: list[str]) -> Problem:
    """The problem of a flag that names nothing."""
    return Problem(Place(at=flag), f"there is no {name}", did_you_mean(name, known))


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
