"""A sweep as a user asks for it, and what its folder tells."""

from __future__ import annotations

import json
from pathlib import Path

from sweep_studies import write_grid

from twoarm import cli


def swept(work: Path, text: str, *options: str, name: str = "g.yml") -> int:
    grid = write_grid(work / name, text)
    return cli.main(["sweep", str(grid), "--output", str(work), "-j", "2", *options])


def folder_of(work: Path, name: str = "g") -> Path:
    return work / "_build" / "sweeps" / name


def told(work: Path) -> dict:
    return json.loads((folder_of(work) / "sweep.json").read_text("utf-8"))


def leftovers(work: Path) -> list[str]:
    """What a sweep leaves of what was private to it."""
    return [path.name for path in folder_of(work).rglob(".*") if path.name != ".lock"]
