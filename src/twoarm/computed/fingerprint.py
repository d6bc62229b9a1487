"""What computes: the code, the interpreter and the installed versions, as one digest."""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import time

PACKAGE = Path(__file__).parents[1]
# What numbers are made by: words and pages are not among it.
NUMBERS = ("methods", "study", "simulation", "analysis", "tables", "computed")
EVERYTHING = ("",)  # what pages are made by
_LOADED = time()  # before which the code was written that this process runs


@cache
def fingerprint(rooms: tuple[str, ...] = NUMBERS) -> str | None:
    """A digest of the code of some rooms, of what lies beside them, and of all that is installed.

    Parameters
    ----------
    rooms : folders of the package.

    Returns
    -------
    None where a file was written after this process had loaded it: what the process runs is nowhere to be read then.
    """
    found = blake2b(digest_size=20)
    files = sorted(PACKAGE.glob("*.py")) + [f for room in rooms for f in _files(PACKAGE / room)]
    for path in files:
        if path.stat().st_mtime > _LOADED:
            return None
        name = path.relative_to(PACKAGE).as_posix()
        found.update(f"{name}\0".encode() + blake2b(path.read_bytes()).digest())
    found.update("\0".join(_installed()).encode())
    return found.hexdigest()


def _files(folder: Path) -> list[Path]:
    """All that a room is made of, whatever Python has compiled of it."""
    return sorted(f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts)


def _installed() -> list[str]:
    """Interpreter, machine, and the name with version of each installed package, as its folder has it."""
    places = {entry for entry in sys.path if entry and Path(entry).is_dir()}
    packages = {e.name for place in places for e in os.scandir(place) if e.name.endswith(".dist-info")}
    return [sys.version, platform.machine(), *sorted(packages)]
