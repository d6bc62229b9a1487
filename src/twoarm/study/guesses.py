"""What of a study was guessed by its draft and not yet confirmed by a person: such a study is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_csv import by_line, read_plain_csv

MARK = re.compile(r"(?:^|; )to confirm: (?P<what>.*)$", re.DOTALL)
DICTIONARY, SPEC = "dictionary.csv", "study.yml"
TODO = "Look at each in dictionary.csv and study.yml and correct what is wrong, then: twoarm init --confirm {folder}"
TODO_ALONE = "Look at each in claims.yml and study.yml and correct what is wrong, then: twoarm audit --confirm {folder}"


def unconfirmed(folder: Path, to_confirm: Sequence[str]) -> list[Problem]:
    """One problem for each row of the dictionary and each part of study.yml that was guessed and not confirmed."""
    problems = [Problem(Place(SPEC), f"to confirm: {text}") for text in to_confirm]
    try:
        table = read_plain_csv(folder / DICTIONARY)
    except InputError:  # told by whoever reads it as a dictionary
        return problems
    if {"name", "source"} <= set(table):
        found = ((line, row["name"], MARK.search(row["source"])) for line, row in by_line(table))
        problems += [
            Problem(Place(DICTIONARY, line, name), f"to confirm: {mark['what']}")
            for line, name, mark in found
            if mark
        ]
    return problems
