"""Reports built as a user builds them: a copy of the checkout, the command in it, the folder of a run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from places import ROOT

if TYPE_CHECKING:
    from runs import Run

NOT_COPIED = (".*", "_build", "__pycache__", "*.egg-info", "node_modules")


@dataclass(frozen=True)
class Report:
    """A run that was built: its folder, its study's, the checkout it stands in, and what every file of it hashes to."""

    folder: Path
    study: Path
    book: Path
    hashes: dict[str, str]


def copy_book(to: Path) -> Path:
    """Copy the checkout's sources: all but what was built, installed or cached."""
    return shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*NOT_COPIED))


def twoarm(book: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in the folder `book`, with the package of that folder."""
    command = [sys.executable, "-m", "twoarm.cli", *arguments]
    return subprocess.run(
        command, cwd=book, env=environment_of(book), capture_output=True, text=True, check=False
    )


def environment_of(book: Path) -> dict[str, str]:
    """A user's, with the package of that folder, and with what is computed kept in its own `_build`."""
    kept = {name: value for name, value in os.environ.items() if name != "TWOARM_VALUES"}
    return kept | {"PYTHONPATH": str(book / "src")}


def digests(folder: Path) -> dict[str, str]:
    """The hash of every file of a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def report_of(name: str, shared: Path) -> Report:
    """The report of this name below `shared`: the first of pytest's processes that asks builds it, the others wait.

    Two processes build two reports at the same time, but not two in one copy of the checkout.
    """
    from runs import RUNS  # which imports what its studies are made with: not for a test that reads no report

    run = RUNS[name]
    place = shared / (run.book or name)
    place.mkdir(parents=True, exist_ok=True)
    record = place / f"{name}.json"
    with FileLock(place / "lock"):
        if not record.exists():
            record.write_text(json.dumps(_built(run, place / "book", place / f"study-{name}")), "utf-8")
    told = json.loads(record.read_text("utf-8"))
    assert told["code"] == 0, told["said"]
    return Report(_folder(run, place / "book"), Path(told["study"]), place / "book", told["hashes"])


def _built(run: Run, book: Path, outside: Path) -> dict[str, object]:
    """Build a report; how the command ended is told to every process that asks for it."""
    if not book.exists():
        copy_book(book)
    outside.mkdir()
    study = run.study(book, outside)
    given = study.relative_to(book) if study.is_relative_to(book) else study
    done = twoarm(book, "build", str(given), "--run", run.name, "--formats", run.formats, *run.arguments)
    hashes = digests(_folder(run, book)) if done.returncode == 0 else {}
    return {"study": str(study), "code": done.returncode, "said": done.stdout + done.stderr, "hashes": hashes}


def _folder(run: Run, book: Path) -> Path:
    return (book / "_build" / "runs" / run.name).resolve()
