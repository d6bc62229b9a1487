"""Where a disk refuses to be written: the error names the place that is full, not the file that was copied there."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from twoarm.errors import DiskError, Place, Problem

ROOM = 1_000_000  # bytes; with less nothing of ours ends well
FULL = {errno.ENOSPC, errno.EDQUOT}
LIMIT = "Raise the limit of the size of a file (ulimit -f), then try again."
AWAY = "Move away what has the place of a folder or a file of twoarm, then try again."
_OTHER = "Make room or give access, then try again."
_TODO = {
    **dict.fromkeys((*FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO), _OTHER),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EXDEV), AWAY),
    errno.EFBIG: LIMIT,
}


@contextmanager
def written_to(*folders: Path) -> Generator[None]:
    """Tell what the disk refuses meanwhile as :func:`disk_error` does."""
    try:
        yield
    except OSError as exc:
        raise disk_error(exc, *folders) or exc from None


def disk_error(exc: OSError, *folders: Path) -> DiskError | None:
    """The error of a disk that refuses; None where this is something else.

    Parameters
    ----------
    exc : what was met. Of a copy it names the source first.
    folders : what is written to: a place in one of them goes by its name. Where none is told, the full ones do, or all.
    """
    number, place = _met(exc)
    if number not in _TODO:
        return None
    problems = [
        Problem(Place(at=name), os.strerror(number)) for name in _names(number, place, folders) or [""]
    ]
    return DiskError("The disk refuses", problems, _TODO[number])


def _names(number: int, place: Path | None, folders: tuple[Path, ...]) -> list[str]:
    if place:
        within = [folder for folder in folders if place.is_relative_to(folder)]
        return [f"{within[0].name}/" if within else str(place)]
    return (full_places(*folders) if number in FULL else []) or [f"{folder.name}/" for folder in folders]


def full_places(*folders: Path) -> list[str]:
    """The names of those folders, and of the one for temporary files, on whose disks there is no room."""
    known = {f"{folder.name}/": folder for folder in folders}
    temporary = Path(tempfile.gettempdir())
    return [name for name, folder in {**known, f"{temporary}/": temporary}.items() if _is_full(folder)]


def _met(exc: OSError) -> tuple[int | None, Path | None]:
    """The number of an error and the place that was being written; a copy of many files tells its first one."""
    if isinstance(exc, shutil.Error) and exc.args and isinstance(exc.args[0], list):
        _, target, why = exc.args[0][0]
        found = re.match(r"\[Errno (\d+)\]", str(why))
        return (int(found[1]) if found else None), Path(target)
    name = exc.filename2 or exc.filename
    return exc.errno, Path(os.fsdecode(name)) if isinstance(name, str | bytes | os.PathLike) else None


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False
