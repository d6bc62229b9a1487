"""The marks of what was guessed: how they are set, and how they are taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML

from twoarm.errors import InputError, Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.study.files.yaml_file import read_text
from twoarm.study.guesses import DICTIONARY, MARK, SPEC

_KEY = "to_confirm"


def marked(variable: Variable, guessed: Sequence[str]) -> Variable:
    """The dictionary row that says in its source what of it was guessed."""
    if not guessed:
        return variable
    source = f"{variable.source}; " if variable.source else ""
    return replace(variable, source=f"{source}to confirm: {', '.join(guessed)}")


def confirm(folder: Path) -> int:
    """Take the marks away, after a person has looked, and return how many there were.

    Raises
    ------
    InputError
        Where the folder is no study, or its files cannot be read.
    """
    text = read_text(folder / SPEC, InputError)
    table = read_plain_csv(folder / DICTIONARY)
    if "source" not in table:
        raise InputError(
            "The dictionary cannot be used", [Problem(Place(DICTIONARY, at="source"), "missing column")]
        )
    new_text, parts = _without_key(text)
    marks = table["source"].map(lambda source: bool(MARK.search(source)))
    if marks.any():
        table["source"] = table["source"].str.replace(MARK, "", regex=True)
        _replace(folder / DICTIONARY, csv_text(table))
    if parts:
        _replace(folder / SPEC, new_text)
    return int(marks.sum()) + parts


def csv_text(table: pd.DataFrame) -> str:
    """The table as the text of a plain CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False, name=None))
    return text.getvalue()


def _without_key(text: str) -> tuple[str, int]:
    """study.yml without the list of what is to be confirmed, its comments kept; and how long the list was."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        content = yaml.load(text)
    except Exception:  # whatever is wrong is told by twoarm check, which reads it strictly
        content = None
    if not isinstance(content, dict) or not content.get(_KEY):
        return text, 0
    count = len(content.pop(_KEY))
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue(), count


def _replace(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_text(text, "utf-8", newline="")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
