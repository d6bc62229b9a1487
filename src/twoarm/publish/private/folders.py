"""Folders that one user alone can read, and that go with the process that made them, however it ends.

Each holds a lock for as long as its process lives. The system lets go of the lock of a process that is killed, and
whoever makes the next such folder in the same place removes what nobody holds any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = "lock"
LAST = -200  # after multiprocessing, at -100, has removed its own folder, which lies in it
RUN_PREFIX = "twoarm-run-"  # of what the tools of a process leave where temporary files go


@contextmanager
def private_folder(parent: Path, prefix: str) -> Generator[Path]:
    """A folder of mode 0700 until the block ends; those that killed processes have left go first.

    Parameters
    ----------
    parent : where it is made.
    prefix : with which its name begins, and that of no other thing there.
    """
    sweep(parent, prefix)
    folder, lock = _made(parent, prefix)
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders that a killed process has left; that of a living one, or of another user, stays."""
    for left in parent.glob(f"{prefix}*"):
        if left.is_symlink() or not left.is_dir() or not _is_own(left):
            continue
        lock = _lock_of(left)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        shutil.rmtree(left, ignore_errors=True)
        lock.release()


@cache
def tool_folder(usual: str) -> Path:
    """The one folder of this process in the place of temporary files `usual`; it goes with the process.

    In such a folder of another process, which has started this one, it is that.
    """
    if Path(usual).name.startswith(RUN_PREFIX):
        return Path(usual)
    held = ExitStack()
    folder = held.enter_context(private_folder(Path(usual), RUN_PREFIX))
    Finalize(None, held.close, exitpriority=LAST)  # of this process alone, not of one that is forked from it
    return folder


def _made(parent: Path, prefix: str) -> tuple[Path, FileLock]:
    """A new folder and its lock. Whoever sweeps between the two takes the folder, and another one is made."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = _lock_of(folder)
        try:
            lock.acquire(timeout=0)
        except (Timeout, FileNotFoundError):
            continue
        except BaseException:  # a disk that is full, a request to end
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if (folder / LOCK).exists():
            return folder, lock
        lock.release()


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / LOCK, mode=0o600, thread_local=False)


def _is_own(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
