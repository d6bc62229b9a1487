"""Where a study lies, looked up by its name; nothing of it is read."""

from __future__ import annotations

from pathlib import Path

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.book import expanded, upwards


def find_study(name: str, start: Path | None = None) -> Path:
    """The study's folder: the path itself, else looked up from the working directory as far as its checkout."""
    path = expanded(name)
    for folder in upwards(start):
        if _is_study(folder / path):
            return (folder / path).resolve()
    todo = (
        "Give the path of a folder with study.yml, dictionary.csv and patients.csv; "
        "of an abstract alone, with study.yml, claims.yml and abstract.md."
    )
    raise InputError(f"There is no study at {name}", [Problem(Place(at=name), "no study.yml in it")], todo)


def _is_study(folder: Path) -> bool:
    try:
        return (folder / "study.yml").exists()
    except (OSError, ValueError):  # a name that no folder can have, or a folder closed to this user
        return False
