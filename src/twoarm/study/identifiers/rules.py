"""No column of a study names a person or leads to one, whatever kind of data it is, described or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.files.table_text import TableText
from twoarm.study.identifiers.recognition import by_content, looks_identifying

MEND = "remove the column; its key stays where the patients are treated"
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
    keys = {v.name for v in variables if v.role == "id"}
    known = {v.name for v in variables}
    found = []
    for file, text in texts.items():
        for place, (name, cells) in enumerate(text.columns(), 1):
            if name in harmless and name not in keys:
                continue
            what = by_content(cells) if name in keys else looks_identifying(name, cells) or by_content([name])
            if what:
                where = Place(file, at=name if name in known else f"column {place}")
                mend = MADE_UP if name in keys else MEND
                found.append(Problem(where, f"looks like {what}", mend, grave=True))
    return found


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
