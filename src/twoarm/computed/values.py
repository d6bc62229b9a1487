"""The folder of computed values: a small JSON file to each, which nobody but its user can read, and which may be deleted.

A value stands under a keyed hash of all that it depends on, so nothing in it can be stale, and no name tells of what it
was computed. Only what is told of many patients is kept: estimates, never a patient's row.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from twoarm.computed.digest import SIZE, digest
from twoarm.computed.fingerprint import NUMBERS, fingerprint

PLACE = "TWOARM_VALUES"  # names the folder for this process and for all that it starts; empty for none
FOLDER = "values"  # in `_build`
LIMIT = 2 * 2**30  # bytes that it may hold
_KEY = "key"


def kept(
    given: Callable[[], bytes], compute: Callable[[], Any], *, encode: Callable, decode: Callable
) -> Any:
    """A value from the folder where it is there, else computed and put there; computed where there is no folder.

    Parameters
    ----------
    given : makes the digest of all that the value is computed of, beside the code and what is installed.
    encode, decode : from the value to what JSON can write, and back.
    """
    if not os.environ.get(PLACE):
        return compute()
    depends = given()
    with suppress(ValueError, TypeError, KeyError):  # another form than is written: it is written anew
        if (text := found(depends)) is not None:
            return decode(text)
    value = compute()
    put(depends, encode(value))
    return value


def found(given: bytes, rooms: tuple[str, ...] = NUMBERS) -> Any:
    """What was put there for the same digest, by the same code of some rooms; None where nothing was.

    Parameters
    ----------
    rooms : see `twoarm.computed.fingerprint.fingerprint`.
    """
    path = _path(given, rooms)
    with suppress(OSError, ValueError):  # not there, or damaged
        return json.loads(path.read_text("utf-8")) if path else None
    return None


def put(given: bytes, value: Any, rooms: tuple[str, ...] = NUMBERS) -> None:
    """Put there what JSON can write; a disk that is full or may not be written leaves things as they are."""
    path = _path(given, rooms)
    with suppress(OSError):
        if path:
            _write(path, json.dumps(value))


@contextmanager
def values_in(folder: Path | str) -> Generator[None]:
    """Keep computed values in a folder meanwhile; in none where it is empty."""
    before = os.environ.get(PLACE)
    os.environ[PLACE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[PLACE]
        else:
            os.environ[PLACE] = before


@contextmanager
def values_beside(out: Path) -> Generator[None]:
    """Keep computed values in the folder that the environment names, else in that of a ``_build``."""
    named = os.environ.get(PLACE)
    with values_in(out / FOLDER if named is None else named):
        yield


def trim(folder: Path, limit: int = LIMIT) -> None:
    """Remove the values that were written longest ago, as far as the folder holds more than `limit` bytes."""
    with suppress(OSError):
        files = [(s.st_mtime, s.st_size, path) for path in folder.glob("*/*") for s in [path.stat()]]
        excess = sum(size for _, size, _ in files) - limit
        for _, size, path in sorted(files):
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= size


def _path(given: bytes, rooms: tuple[str, ...]) -> Path | None:
    """The file of a value; None where there is no folder, or the code that runs is not known."""
    folder = os.environ.get(PLACE)
    code = fingerprint(rooms) if folder else None
    if not folder or not code:
        return None
    name = blake2b(digest(code, given), key=_key(folder), digest_size=SIZE).hexdigest()
    return Path(folder, name[:2], name[2:])


@cache
def _key(folder: str) -> bytes:
    """The key of a folder, made with it; one of this process alone where it cannot be written."""
    path = Path(folder, _KEY)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path.with_suffix(f".{os.getpid()}"), secrets.token_hex(32))
        with suppress(FileExistsError):  # another process was first
            os.link(path.with_suffix(f".{os.getpid()}"), path)
        path.with_suffix(f".{os.getpid()}").unlink()
        return bytes.fromhex(path.read_text("ascii"))
    return secrets.token_bytes(32)


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and for this user alone."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    partial.replace(path)
