"""What differs from one build of the same input to the next: ``run.json``, beside the manifest and not listed in it.

Pages and manifest are the same bytes wherever and whenever they are built; where and when stands here alone.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from twoarm.errors import InputError, Place, Problem
from twoarm.publish.store import RUN_NAME

CIRCUMSTANCES = "run.json"
_COMMIT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})?")
_DIRTY = "-dirty"


def write_circumstances(run: str, commit: str, started: float, out: Path) -> None:
    """Write ``run.json``.

    Parameters
    ----------
    run : the run's name.
    commit : of the checkout, as `twoarm.publish.records.manifest.commit_of` has it; empty where there is none.
    started : by `time.perf_counter`.
    out : the folder of the run.
    """
    told = {
        "run": run,
        "commit": commit.removesuffix(_DIRTY),
        "dirty": commit.endswith(_DIRTY),
        "seconds": round(perf_counter() - started),
    }
    (out / CIRCUMSTANCES).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def read_circumstances(folder: Path) -> dict[str, Any]:
    """What ``run.json`` says; nothing where an earlier version wrote none.

    Raises
    ------
    InputError
        It says anything else than a run does: no hash tells whether it is as it was published, so it may say no more.
    """
    path = folder / CIRCUMSTANCES
    if not path.is_file():
        return {}
    told: dict[str, Any] = {}
    with suppress(ValueError):  # of what is no JSON nothing is told
        told = json.loads(path.read_text("utf-8"))
    if not _is_told(told):
        problem = Problem(Place(at=CIRCUMSTANCES), "not what a run says of itself")
        raise InputError(f"{folder.name}/ is not as it was published", [problem], "Build that run again.")
    return told


def commit_told(told: dict[str, Any]) -> str:
    """The commit, with ``-dirty`` where files differed from it, of what `read_circumstances` returned."""
    return told.get("commit", "") + _DIRTY * told.get("dirty", False)


def _is_told(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and [type(told.get(name)) for name in ("run", "commit", "dirty", "seconds")] == [str, str, bool, int]
        and len(told) == 4
        and RUN_NAME.fullmatch(told["run"]) is not None
        and _COMMIT.fullmatch(told["commit"]) is not None
    )
