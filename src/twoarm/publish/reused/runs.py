"""A whole run of which nothing has changed: it stands where it was published, and is not made again.

Imports no library of numbers or pages: to say that nothing is to be done must cost next to nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from twoarm.computed.digest import digest
from twoarm.computed.fingerprint import EVERYTHING
from twoarm.computed.values import found, put, values_beside
from twoarm.errors import ParameterError, Place, Problem
from twoarm.publish.notebooks.environment import EPOCH
from twoarm.publish.output import output_of
from twoarm.publish.records.downloads import FORMATS
from twoarm.publish.store import RUN_NAME
from twoarm.study.files.book import find_book
from twoarm.study.files.content import content_of
from twoarm.study.files.regular_files import PREVIOUS, irregular_files
from twoarm.study.files.study_folder import find_study
from twoarm.study.parameters import Parameters

_BOOK = ("_config.yml", "_toc.yml", "book", "notebooks")
_CLOCK = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True)
class Asked:
    """What a build is asked for.

    Attributes
    ----------
    book : the folder with ``_toc.yml``. source : the study's folder. out : ``_build``.
    """

    book: Path
    source: Path
    out: Path
    parameters: Parameters
    run: str
    formats: tuple[str, ...]

    def key(self) -> bytes:
        """A digest of all that the run depends on, beside the package and what is installed."""
        files = [path for name in _BOOK for path in _below(self.book / name)] + _below(self.source / PREVIOUS)
        return digest(
            content_of(self.source),
            [[os.fspath(path), sha256(path.read_bytes()).hexdigest()] for path in files],
            [os.fspath(self.source), os.fspath(self.out), os.environ.get(_CLOCK, EPOCH)],
            self.parameters.model_dump(mode="json"),
            [self.run, sorted(self.formats)],
        )

    @property
    def link(self) -> Path:
        """Where the run is published."""
        return self.out / "runs" / self.run


@dataclass(frozen=True)
class Published:
    """A run that stands published: its link, and what was said of its data."""

    link: Path
    notes: list[str]


def check_names(run: str, formats: tuple[str, ...]) -> None:
    """Stop before anything is looked at where a run or a format has no name that can be used.

    Raises
    ------
    ParameterError
        With every such name.
    """
    known = ", ".join(FORMATS)
    problems = (
        []
        if RUN_NAME.fullmatch(run)
        else [Problem(Place(at="--run"), "small letters, digits and -, 64 at most")]
    )
    problems += [
        Problem(Place(at="--formats"), f"{f} is not of {known}") for f in formats if f not in FORMATS
    ]
    problems += [] if formats else [Problem(Place(at="--formats"), f"none given; of {known}")]
    if problems:
        raise ParameterError(
            "The command cannot be used so", problems, "Nothing was run. See: twoarm build --help"
        )


def published(
    parameters: Parameters, run: str, formats: tuple[str, ...], output: Path | None = None
) -> Published | None:
    """The same run as it stands there whole, where nothing has changed since; None where it has to be made.

    Parameters
    ----------
    parameters, run, formats, output : as of `twoarm.publish.run.build`.
    """
    check_names(run, formats)
    source = find_study(parameters.study)
    if irregular_files(source):
        return None
    asked = Asked(find_book(), source, output_of(source, output), parameters, run, formats)
    with values_beside(asked.out):
        kept = found(asked.key(), EVERYTHING)
    if not isinstance(kept, dict) or os.path.realpath(asked.link) != kept["folder"]:
        return None
    return Published(asked.link, kept["notes"]) if _files(asked.link) == kept["files"] else None


def remember(asked: Asked, key: bytes, notes: list[str]) -> None:
    """Remember a run that has just been published.

    Parameters
    ----------
    key : of what was asked for, before anything was read: a file that was edited meanwhile is not what was published.
    notes : what was said of the data.
    """
    if asked.key() == key:
        kept = {"folder": os.path.realpath(asked.link), "files": _files(asked.link), "notes": notes}
        put(key, kept, EVERYTHING)


def _files(folder: Path) -> dict[str, str]:
    """The hash of each file of a published run."""
    return {os.fspath(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in _below(folder)}


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc") if path.is_dir() else []
