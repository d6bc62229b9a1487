"""The marks of what was guessed: how they are set, and how they are taken away."""

from __future__ import annotations

import csv
import io
import re
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
_CLAIMS = "claims.yml"
COMMENT = "# to confirm: "  # before what was guessed of the claim above it
_COMMENT = re.compile(rf"^ *{COMMENT}.*\n", re.MULTILINE)


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
    new_text, parts = _without_key(read_text(folder / SPEC, InputError))
    alone = (folder / _CLAIMS).exists() and not (folder / DICTIONARY).exists()
    marks = _confirm_claims(folder / _CLAIMS) if alone else _confirm_rows(folder / DICTIONARY)
    if parts:
        _replace(folder / SPEC, new_text)
    return marks + parts


def _confirm_rows(path: Path) -> int:
    """Take the marks of the rows of the dictionary away, and count them."""
    table = read_plain_csv(path)
    if "source" not in table:
        raise InputError(
            "The dictionary cannot be used", [Problem(Place(path.name, at="source"), "missing column")]
        )
    marks = table["source"].map(lambda source: bool(MARK.search(source)))
    if marks.any():
        table["source"] = table["source"].str.replace(MARK, "", regex=True)
        _replace(path, csv_text(table))
    return int(marks.sum())


def _confirm_claims(path: Path) -> int:
    """Take the comments away that say what was guessed of a claim; study.yml lists the same, and they count there."""
    text = read_text(path, InputError)
    if without := _COMMENT.sub("", text) if COMMENT in text else "":
        _replace(path, without)
    return 0


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
