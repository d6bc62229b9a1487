"""``twoarm build --watch``: a build anew, in a process of its own, each time that a source of the report changes."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import sleep

from twoarm.errors import ToolMissing
from twoarm.study.files.book import CONTENTS, find_book
from twoarm.study.opened import find_study
from twoarm.terminal import tell

CONFIG = "_config.yml"
OF_BOOK = ("notebooks", "book", CONTENTS, CONFIG)
_PAUSE = 500  # milliseconds without a change, after which what changed is looked at
_SOON = 2.0  # seconds in which a request to end that the watcher has swallowed comes again


def watch(command: Sequence[str], study: str, also: Sequence[Path] = ()) -> None:
    """Build, and build again after each change, until it is asked to end; a build that fails says so and is waited on.

    Parameters
    ----------
    command : what ``twoarm`` is given for a single build.
    study : the folder of the study. also : other files on which the build depends.

    Raises
    ------
    ToolMissing
        watchfiles is not installed.
    InputError
        There is no study of that name.
    """
    for changed in _changes([*watched(study), *also]):
        if changed:
            tell(f"changed: {', '.join(changed)}")
        # Not in this process: a kernel, a font or a study that was read once would be that of before.
        code = subprocess.run([sys.executable, "-m", "twoarm.cli", *command], check=False).returncode
        tell(
            "watching for changes; Ctrl-C ends"
            if code == 0
            else f"failed ({code}); watching for a change that mends it"
        )


def watched(study: str) -> list[Path]:
    """The folders and files of which a report is made: the study's, and of the book those that are there."""
    book = find_book()
    return [find_study(study), *(book / name for name in OF_BOOK if (book / name).exists())]


def _changes(paths: Sequence[Path]) -> Iterator[list[str]]:
    """The names of what changed, each time that something did; first none, once changes are noticed."""
    try:
        import watchfiles
    except ImportError:
        todo = "Install it with the package: pip install 'twoarm[watch]'"
        raise ToolMissing("Watching needs watchfiles", todo=todo) from None
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # that it was asked to end is said already
    first = True
    for found in watchfiles.watch(*paths, rust_timeout=_PAUSE, yield_on_timeout=True, raise_interrupt=False):
        if found or first:
            yield sorted({Path(path).name for _, path in found})
        first = False
    sleep(_SOON)
