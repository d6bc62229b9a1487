"""Publishing by one swap of a link: readers see the last good report until the next one is whole."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

from twoarm.errors import DiskError, Place, Problem
from twoarm.interruption import shielded
from twoarm.publish.output import GIVEN

DEFAULT = "default"
RUN_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
OPEN_FOLDER, OPEN_FILE = 0o755, 0o644
CLOSED_FOLDER, CLOSED_FILE = 0o700, 0o600
MOVE = f"Move it away, or name another folder: {GIVEN} FOLDER; then build again."
FIXED = ("html", "supplement.pdf")  # what `_build` itself shows, of the run that has no other name


def refuse_foreign(out: Path) -> None:
    """Stop before anything is computed where something else than a link of ours has the place of one.

    Raises
    ------
    DiskError
        With every such place.
    """
    places = [out / name for name in FIXED] + list((out / "runs").glob("*"))
    foreign = [path for path in places if path.exists() and not path.is_symlink()]
    if foreign:
        problems = [
            Problem(Place(at=path.relative_to(out.parent).as_posix()), "not a link of twoarm")
            for path in foreign
        ]
        raise DiskError("The report has no place to go", problems, MOVE)


def refuse_no_folder(out: Path) -> None:
    """Stop before anything is computed where a run could not be put into its folders at the end.

    Raises
    ------
    DiskError
        With each of them that is a file, may not be written, or lies on another disk.
    """
    found = {folder: _refused(folder, out) for folder in (out, out / "store", out / "runs")}
    problems = [
        Problem(Place(at=f.relative_to(out.parent).as_posix()), rule) for f, rule in found.items() if rule
    ]
    if problems:
        raise DiskError("The report has no place to go", problems, MOVE)


def _refused(folder: Path, out: Path) -> str:
    if not os.path.lexists(folder) or not os.path.lexists(out):
        return ""
    if not folder.is_dir():
        return "not a folder"
    if folder != out and not os.access(folder, os.W_OK | os.X_OK):
        return "a folder that may not be written"
    return (
        "" if folder.stat().st_dev == out.stat().st_dev else "on another disk than the folder that it is in"
    )


def publish(finished: Path, out: Path, run: str, *, private: bool = False) -> Path:
    """Move a finished run into the store and point ``runs/RUN`` at it.

    Parameters
    ----------
    finished : folder of the run's files, on the same disk as ``out``.
    out : the ``_build`` folder.
    run : name of the run.
    private : whether the user alone may read the run; otherwise everybody may. The umask changes neither.

    Returns
    -------
    The link ``_build/runs/RUN``.
    """
    for folder in (out, out / "store", out / "runs"):
        make_folder(folder, private=private)
    _readable(finished, private=private)
    with shielded():  # a run that is asked to end here is published as a whole, or not at all
        return _swap(finished, out, run)


def _swap(finished: Path, out: Path, run: str) -> Path:
    store, runs = out / "store", out / "runs"
    place = Path(tempfile.mkdtemp(prefix=f"{run}-", dir=store))
    finished.replace(place)
    link = runs / run
    _point(link, Path("..", "store", place.name))
    for name in FIXED:
        _fix(out / name, Path("runs", DEFAULT, name))
    _forget_unlinked(store, runs)
    return link


def make_folder(folder: Path, *, private: bool) -> None:
    """Make a folder of ours where there is none, for the user alone; unless a run is private everybody may enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=CLOSED_FOLDER)
    if not private:
        _reach(folder)


def refuse_other(place: Path, names: tuple[str, ...]) -> None:
    """Stop where a folder of files that have these names cannot go, since something else is there.

    Raises
    ------
    DiskError
        The place is a file or a link, or a folder that holds anything else.
    """
    other = place.is_symlink() or (place.exists() and not place.is_dir())
    if other or (place.is_dir() and {path.name for path in place.iterdir()} - set(names)):
        problem = Problem(Place(at=place.name), f"not a folder of {' and '.join(names)} alone")
        raise DiskError("The page has no place to go", [problem], "Give another folder.")


def put_in_place(finished: Path, place: Path, *, private: bool) -> None:
    """Move a finished folder, on the same disk, to its place; what stood there goes once the new one is whole.

    Parameters
    ----------
    private : as of :func:`publish`.
    """
    _readable(finished, private=private)
    if not place.exists():
        finished.replace(place)
        return
    with tempfile.TemporaryDirectory(prefix=".old-", dir=place.parent) as aside:
        old = place.rename(Path(aside) / place.name)
        try:
            finished.replace(place)
        except OSError:
            old.replace(place)
            raise


def _fix(link: Path, target: Path) -> None:
    """A fixed link, where the run has what it leads to."""
    if (link.parent / target).exists():
        _point(link, target)
    else:
        link.unlink(missing_ok=True)


def _point(link: Path, target: Path) -> None:
    """Exchange a link in one step."""
    aside = link.with_name(f".{link.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)


def _reach(folder: Path) -> None:
    """Let everybody into a folder; one that is open already may be another user's and is left alone."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode | OPEN_FOLDER != mode:
        folder.chmod(mode | OPEN_FOLDER)


def _readable(folder: Path, *, private: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(CLOSED_FOLDER if private else OPEN_FOLDER)
        else:
            path.chmod(CLOSED_FILE if private else OPEN_FILE)


def _forget_unlinked(store: Path, runs: Path) -> None:
    used = {link.resolve() for link in runs.iterdir()}
    for folder in store.iterdir():
        if folder.resolve() not in used:
            shutil.rmtree(folder, ignore_errors=True)
