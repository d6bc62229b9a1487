"""``twoarm init``: a study folder drafted from one plain table, written as a whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from shlex import quote

import pandas as pd

from twoarm.drafting.answers import Answers, refuse_unknown_columns
from twoarm.drafting.layout.arrangement import Layout, lay_out
from twoarm.drafting.layout.ids import find_key
from twoarm.drafting.questions.settling import settle
from twoarm.drafting.sheet import read_table
from twoarm.drafting.written.draft import Draft, draft
from twoarm.drafting.written.folder import write_study
from twoarm.drafting.written.marks import confirm, csv_text
from twoarm.drafting.written.summary import summary
from twoarm.errors import DisclosureError, InputError, ParameterError, Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.files.book import find_checkout
from twoarm.study.guessing.names import spoken_words, valid_name
from twoarm.study.identifiers.recognition import by_content, looks_identifying
from twoarm.study.opened import read_study


def init_study(
    file: Path, answers: Answers, confirmed: bool = False, ask: Callable[[str], str] | None = None
) -> str:
    """Draft a study folder from a table and say what was made of it.

    Parameters
    ----------
    file : CSV, or an Excel file.
    answers : the flags.
    confirmed : whether the guesses are taken as confirmed, unseen.
    ask : asks a person; None where there is nobody to be asked.

    Returns
    -------
    What was made of each column, and the next command.

    Raises
    ------
    ParameterError, InputError, DisclosureError
        Before anything is written.
    """
    folder = free_folder(file, answers.to)
    table = read_table(file, answers.sheet)
    refuse_unknown_columns(answers, table)
    table = table.drop(columns=list(answers.drop))
    _refuse_identifiers(table, answers)
    layout, answers = settle(answers, lambda told: _in_file(file.name, table, told), ask)
    made = draft(layout, answers, file.stem)
    write_study(folder, lambda done: _texts(made, done), lambda aside: _prove(aside, folder.name), confirmed)
    return f"{summary(made)}\n{_next(folder, confirmed, made)}"


def confirm_study(folder: Path, last: bool = False) -> str:
    """Take the marks of the guesses away and say the next command, unless nothing is left to do; see `marks.confirm`."""
    count = confirm(folder)
    words = f"{count} guesses are confirmed." if count != 1 else "1 guess is confirmed."
    if not count:
        return f"{folder.name}/ has nothing to confirm."
    return words if last else f"{words} Next: twoarm check {quote(str(folder))}"


def somebody() -> Callable[[str], str] | None:
    """Asks the person at the terminal; None where there is no terminal."""
    return _ask if sys.stdin.isatty() and sys.stdout.isatty() else None


def free_folder(file: Path, to: str) -> Path:
    """The folder that the study will be: new or empty, and outside the checkout.

    Raises
    ------
    ParameterError
        Where it holds anything.
    DisclosureError
        Where it lies in a checkout of the report: real patients could be committed by mistake.
    """
    folder = (Path(to).expanduser() if to else file.parent / f"{slug(file.stem)}-study").absolute()
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        problem = Problem(Place(at="--to"), f"{folder.name} holds files already, and nothing is overwritten")
        raise ParameterError("The study cannot be written", [problem], "Name another folder: --to FOLDER")
    if find_checkout(folder):
        problem = Problem(Place(at="--to"), "a real study inside the checkout could be committed by mistake")
        raise DisclosureError("The study was not written", [problem], "Name a folder outside: --to FOLDER")
    return folder


def slug(name: str) -> str:
    """A name that a folder and a run may have."""
    return valid_name(spoken_words(name), (), "my").replace("_", "-")


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        problem = Problem(Place(), question.strip())
        raise ParameterError(
            "A question was not answered", [problem], "Answer it, or use its flag."
        ) from None


def _in_file(name: str, table: pd.DataFrame, answers: Answers) -> Layout:
    """The layout, or what is wrong with the table, under the name of its file."""
    try:
        return lay_out(table, answers)
    except InputError as exc:
        raise InputError(exc.headline, [p.in_file(name) for p in exc.problems], exc.todo) from None


def _refuse_identifiers(table: pd.DataFrame, answers: Answers) -> None:
    """Every column that looks like an identifier of a patient, by place and name; the key has a rule of its own."""
    key = find_key(table, answers.id)
    measured = {*answers.units, *answers.outcomes}  # as somebody said, and so no numbers of records
    looked = {
        (place, c): looks_identifying(c, table[c], is_measured=c in measured) or by_content([c])
        for place, c in enumerate(table.columns, 1)
        if c != key and c not in answers.keep
    }
    shown = {
        c: "" if by_content([c]) else f", {c}" for c in table.columns
    }  # a patient may stand where names should
    problems = [
        Problem(Place(at=f"column {place}{shown[c]}"), f"looks like {w}")
        for (place, c), w in looked.items()
        if w
    ]
    if problems:
        names = ",".join(c for (_, c), what in looked.items() if what and shown[c])
        todo = (
            f"Leave them out: --drop {quote(names)}; the one that says which patient a row is, and is replaced: --id "
            "COLUMN; a column that is none of it is kept by --keep."
        )
        raise DisclosureError("The table holds what could name a patient", problems, todo)


def _texts(made: Draft, confirmed: bool) -> dict[str, str]:
    texts = {
        "study.yml": made.spec(confirmed),
        "dictionary.csv": csv_text(_dictionary(made.variables(confirmed))),
        "patients.csv": csv_text(made.patients),
    }
    if made.visits is not None:
        texts["units.csv" if made.layout.within else "visits.csv"] = csv_text(made.visits)
    return texts


def _prove(folder: Path, name: str) -> None:
    """What is written passes the check: else the table is refused with what the check says."""
    try:
        read_study(folder, shown_as=name)
    except InputError as exc:
        todo = "Correct the table, or leave columns out: --drop A,B"
        raise InputError("No study can be made of the table as it stands", exc.problems, todo) from None


def _dictionary(variables: list[Variable]) -> pd.DataFrame:
    names = [f.name for f in fields(Variable)]
    return pd.DataFrame([[_cell(getattr(v, name)) for name in names] for v in variables], columns=names)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, tuple):
        return "|".join(part if isinstance(part, str) else _level(*part) for part in value)
    return str(value)


def _level(code: str, label: str) -> str:
    return code if code == label else f"{code}={label}"


def _next(folder: Path, confirmed: bool, made: Draft) -> str:
    place = quote(str(folder))
    if confirmed:
        return f"wrote {folder.name}/. Next: twoarm build {place} --run {slug(folder.name)}"
    count = sum(bool(row.guessed) for row in made.rows) + len(made.to_confirm)
    return (
        f"wrote {folder.name}/, with {count} guesses marked 'to confirm'. Look at dictionary.csv and study.yml, then:\n"
        f"  twoarm init --confirm {place}"
    )
