"""The folder of the ledger: closed to others, written whole or not at all, by one process at a time."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from twoarm.errors import DisclosureError, DiskError, ParameterError, Place, Problem, RunLocked
from twoarm.publish.output import BUILD
from twoarm.study.files.book import expanded, find_checkout

FLAG, VARIABLE = "--ledger", "TWOARM_LEDGER"
CURE = f"Name a folder that you can write: {FLAG} FOLDER, or {VARIABLE}=FOLDER in the environment."
LEDGER_PATIENCE = 60.0  # seconds that another process may hold the lock
LEDGER_LOCK = "lock"


def closed_folder(given: Path | None, apart: tuple[Path, ...]) -> Path:
    """The folder of the ledger, made where there is none; arguments and errors as of `ledger.open_ledger`."""
    folder = _named(given) or user_data_path("twoarm", appauthor=False)
    _refuse_place(folder, apart)
    with writing(folder):
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700, exist_ok=True)  # another process may just have made it
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        _see_that_it_is_closed(folder, own=_named(given) is None)
    return folder


def make_within(folder: Path, name: str) -> None:
    """Make a folder in it where there is none, for whom it is open itself."""
    inner = folder / name
    with writing(folder):
        if not inner.exists():
            inner.mkdir(exist_ok=True)
            inner.chmod(0o770 if _is_of_a_group(folder) else 0o700)


def write_whole(folder: Path, path: Path, content: bytes) -> None:
    """Write a file in it; a process that is killed meanwhile leaves the earlier one."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with writing(folder):
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.chmod(_mode(folder))
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def writing(folder: Path) -> Generator[None]:
    """Tell what the disk refuses meanwhile, with the way to another folder."""
    try:
        yield
    except OSError as exc:
        problem = Problem(Place(at=str(folder)), exc.strerror or "cannot be written")
        raise DiskError("The ledger of releases cannot be used", [problem], CURE) from None


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Keep other processes from writing meanwhile; not to be entered twice.

    Raises
    ------
    RunLocked
        Another one has written for a minute.
    """
    lock = FileLock(folder / LEDGER_LOCK, mode=_mode(folder), timeout=LEDGER_PATIENCE, is_singleton=False)
    try:
        with writing(folder):
            lock.acquire()
    except Timeout:
        todo = "Wait until it has ended, then try again."
        raise RunLocked("Another release is being made", [], todo) from None
    try:
        yield
    finally:
        lock.release()


def _named(given: Path | None) -> Path | None:
    if given is None and (told := os.environ.get(VARIABLE)):
        given = expanded(told)
    return given and given.absolute()


def _refuse_place(folder: Path, apart: tuple[Path, ...]) -> None:
    real = folder.resolve()
    inside = any(real.is_relative_to(other.resolve()) for other in apart)
    if inside or BUILD in real.parts or find_checkout(real):
        problem = Problem(
            Place(at=FLAG), f"in a study, in a {BUILD} or in a checkout it would travel with them"
        )
        raise ParameterError("The ledger of releases cannot be kept there", [problem], CURE)


def _see_that_it_is_closed(folder: Path, own: bool) -> None:
    """Close the user's own folder; one that was named may be of a group, but not of everybody."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if own and mode != 0o700:
        folder.chmod(0o700)
    elif mode & stat.S_IRWXO and not own and os.name == "posix":
        problem = Problem(Place(at=str(folder)), "everybody on this machine can enter it")
        todo = "Close it to others: chmod o= FOLDER; then try again."
        raise DisclosureError("The ledger of releases cannot be kept there", [problem], todo)


def _is_of_a_group(folder: Path) -> bool:
    return folder.stat().st_mode & stat.S_IRWXG == stat.S_IRWXG


def _mode(folder: Path) -> int:
    """Of the files in it."""
    return 0o660 if _is_of_a_group(folder) else 0o600
