"""No column of a study names a person or leads to one, whatever kind of data it is, described or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.files.table_text import TableText
from twoarm.study.identifiers.long_numbers import measured
from twoarm.study.identifiers.recognition import by_content, looks_identifying, names_somebody
from twoarm.study.identifiers.words import PERSON_NAME

MEND = "remove the column; its key stays where the patients are treated"
NAME_NOBODY = "give the levels labels that name nobody, such as surgeon 1"
MADE_UP = "give made-up identifiers, such as P- and six random characters"


def identifier_problems(
    texts: Mapping[str, TableText], variables: Sequence[Variable], harmless: Sequence[str] = ()
) -> list[Problem]:
    """Every column that looks like a direct identifier: by its name if the dictionary has it, else by its place only.

    Parameters
    ----------
    texts : each table by its file's name.
    variables : the dictionary; empty where it cannot be read.
    harmless : columns of which ``study.yml`` says that they only look so.
    """
    described = {v.name: v for v in variables}
    found = []
    for file, text in texts.items():
        for place, (name, cells) in enumerate(text.columns(), 1):
            variable = described.get(name)
            is_key = variable is not None and variable.role == "id"
            if name in harmless and not is_key:
                continue
            what = _of_key(cells) if is_key else _of_column(name, cells, variable)
            if what:
                where = Place(file, at=name if variable else f"column {place}")
                mend = MADE_UP if is_key else MEND
                found.append(Problem(where, f"looks like {what}", mend, grave=True))
    return found + _level_problems(variables, harmless)


def _of_key(cells: Sequence[str]) -> str:
    """Identifiers are numbers, long ones too: what else they are their cells say."""
    return by_content(cells) or (PERSON_NAME if names_somebody(cells) else "")


def _of_column(name: str, cells: Sequence[str], variable: Variable | None) -> str:
    """What a column looks like; with a unit, as an outcome or by its label it may be a measurement with long numbers."""
    is_measured = variable is not None and bool(
        variable.unit or variable.role == "outcome" or measured(variable.label)
    )
    return looks_identifying(name, cells, is_measured) or by_content([name])


def _level_problems(variables: Sequence[Variable], harmless: Sequence[str]) -> list[Problem]:
    """Levels whose labels name persons, whatever their codes are: the labels are printed."""
    return [
        Problem(
            Place("dictionary.csv", at=v.name),
            "the labels of its levels look like names",
            NAME_NOBODY,
            grave=True,
        )
        for v in variables
        if v.levels and v.name not in harmless and names_somebody([label for _, label in v.levels])
    ]


def small_arm_problems(
    text: TableText | None, column: str, codes: Sequence[str], least: int
) -> list[Problem]:
    """Arms of fewer patients than the study's own policy lets a table show: every result of theirs would show them."""
    if text is None or text.frame is None or column not in text.frame:
        return []
    sizes = {code: int((text.frame[column] == code).sum()) for code in codes}
    return [
        Problem(
            Place("patients.csv", at=column),
            f"arm {code} has fewer patients than the study's own minimum ({least})",
            "an arm that small cannot be reported under disclosure.min_count of study.yml",
            grave=True,
        )
        for code, size in sizes.items()
        if 0 < size < least
    ]
