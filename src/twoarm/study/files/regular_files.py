"""The files of a study are files: no link, pipe or device, which could be something else when it is read again."""

from __future__ import annotations

import stat
from pathlib import Path

from twoarm.errors import Place, Problem

STUDY_FILES = (
    "study.yml",
    "dictionary.csv",
    "patients.csv",
    "visits.csv",
    "units.csv",
    "commentary.md",
    "claims.yml",
    "abstract.md",
    "evidence.csv",
    "simulation.yml",
    "simulated.sha256",
)
PREVIOUS = "previous"  # folder of a study: the manifest and the tables of its version before


def irregular_files(folder: Path) -> list[Problem]:
    """One problem for each file of a study that is there and is no plain file; nothing is opened."""
    return [
        Problem(Place(name), f"{what}, not a plain file", "put the file itself into the folder")
        for name in STUDY_FILES
        if (what := _other(folder / name))
    ]


def _other(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    kinds = {stat.S_ISREG: "", stat.S_ISLNK: "a link", stat.S_ISDIR: "a folder"}
    return next((what for test, what in kinds.items() if test(mode)), "a pipe or a device")
