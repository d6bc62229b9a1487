"""The ledger of releases: whose patients were released before, by keyed hashes, and the key; outside of every report.

It lies in the user's data directory, or in a folder that a team shares. The key never leaves it.
"""

from __future__ import annotations

import json
import secrets
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from twoarm.errors import InputError, Place, Problem
from twoarm.publish.releases.closed_folder import closed_folder, locked, make_within, write_whole, writing

KEY_BYTES = 32
KEY, RELEASES, COHORTS = "key", "releases.jsonl", "cohorts"


@dataclass(frozen=True)
class Entry:
    """A release that was made.

    Attributes
    ----------
    day : when, as an ISO date.
    run, title, manifest_sha256 : of what.
    cohort, patients : of whom, by the name of the file with their keyed hashes, and how many.
    profile, min_count : under which policy.
    accepted : why it was made though it lies close to another one; empty where it does not.
    """

    day: str
    run: str
    title: str
    manifest_sha256: str
    cohort: str
    patients: int
    profile: str
    min_count: int
    accepted: str = ""


class Ledger:
    """An open ledger; `folder` is where it lies."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        # Both hashes of an HMAC have read the key once: a third of the time of `hmac.digest`, of which a cohort takes many.
        self._inner, self._outer = (
            sha256(bytes(b ^ pad for b in key.ljust(64, b"\0"))) for pad in (0x36, 0x5C)
        )

    def __repr__(self) -> str:
        return "<Ledger>"

    @property
    def key_name(self) -> str:
        """By which a run says under which key it was made; the key cannot be had from it."""
        return self.mark("name of the key")[:16]

    def mark(self, *parts: str) -> str:
        """HMAC-SHA256 of some words under the key, in hexadecimal digits."""
        return self.digest("\0".join(parts).encode()).hex()

    def digest(self, message: bytes) -> bytes:
        """HMAC-SHA256 of a message under the key."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()

    def locked(self) -> AbstractContextManager[None]:
        """Keep other processes from writing meanwhile."""
        return locked(self.folder)

    def releases(self) -> list[Entry]:
        """Every release, the earliest first.

        Raises
        ------
        InputError
            A line is damaged.
        """
        path = self.folder / RELEASES
        with writing(self.folder):
            lines = path.read_text("utf-8").splitlines() if path.exists() else []
        try:
            return [_entry(json.loads(line)) for line in lines]
        except (ValueError, TypeError, AttributeError):
            raise damaged(RELEASES) from None

    def write_releases(self, entries: list[Entry]) -> None:
        """Write down every release; the caller holds the lock."""
        text = "".join(f"{json.dumps(asdict(entry), ensure_ascii=False)}\n" for entry in entries)
        write_whole(self.folder, self.folder / RELEASES, text.encode())

    def cohort_file(self, name: str) -> Path:
        """Where the keyed hashes of the patients of a cohort are, by the name that its runs give it."""
        return self.folder / COHORTS / f"{name}.npz"


def open_ledger(given: Path | None = None, apart: tuple[Path, ...] = ()) -> Ledger:
    """Open the ledger, and make it with a new key where there is none.

    Parameters
    ----------
    given : its folder; else that of the variable ``TWOARM_LEDGER``; else the user's data directory.
    apart : folders that it may not lie in: the study's and that of the reports.

    Raises
    ------
    ParameterError
        It would lie in one of them, in a checkout or in a ``_build``.
    DisclosureError
        Others can enter its folder.
    InputError
        It is damaged, or has lost its key.
    DiskError
        It can be neither read nor made.
    """
    folder = closed_folder(given, apart)
    make_within(folder, COHORTS)
    with locked(folder):  # of two processes one makes the key
        return Ledger(folder, _key(folder))


def damaged(name: str) -> InputError:
    """The error of a file of the ledger that is not as it was written."""
    todo = "Restore it from a backup; without one begin another ledger in an empty folder, which knows no release."
    return InputError(
        "The ledger of releases cannot be used", [Problem(Place(name), "damaged or lost")], todo
    )


def _key(folder: Path) -> bytes:
    path = folder / KEY
    with writing(folder):
        if not path.exists():
            if (folder / RELEASES).exists():  # under a new key nobody in it would be known again
                raise damaged(KEY)
            write_whole(folder, path, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
        text = path.read_text("utf-8", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise damaged(KEY) from None
    if len(key) != KEY_BYTES:
        raise damaged(KEY)
    return key


def _entry(told: dict[str, Any]) -> Entry:
    known = {field.name for field in fields(Entry)}
    return Entry(**{name: value for name, value in told.items() if name in known})
