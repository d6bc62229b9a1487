"""A published run read back from its folder: the manifest, the tables as text, the figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from twoarm.errors import InputError, ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.present.handover import OF_A_PHONE
from twoarm.publish.records.circumstances import CIRCUMSTANCES, commit_told, read_circumstances
from twoarm.publish.records.manifest import digest
from twoarm.publish.store import RUN_NAME
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.tables.every import RUN_TABLES
from twoarm.tables.spreadsheet import text_of_cell

MANIFEST = "manifest.json"
BIBLIOGRAPHY_FILE = "references.bib"  # the records of all sources, with their titles
NEEDED = {
    "run": str,
    "title": str,
    "notice": str,
    "patients": int,
    "parameters": dict,
    "versions": dict,
    "inputs": dict,
    "files": dict,
}
# What each of these holds by a name; runs of earlier versions do not record them.
TOLD = {"label": str, "unit": str, "kind": str, "of": str, "decimals": int}
MAPPINGS = {
    "keyed": str,
    "variables": TOLD,
    "visits": str,
    "arms": str,
    "figures": {"caption": str, "alt": str},
}
SUFFIXES = (".svg", ".png")  # the sharper and smaller face of a figure first


@counts_only
@dataclass(frozen=True)
class PublishedRun:
    """A run as it was published.

    Attributes
    ----------
    manifest : what it records of itself, and two things more: ``altered``, the hash of each file that is no longer the one
        published, and ``pictures``, the hash of each figure by its label.
    tables : each table that the run has, every cell as text, indexed by line.
    pictures : the file of each figure by its label.
    """

    manifest: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    pictures: dict[str, Path]

    @property
    def private(self) -> bool:
        """Whether it is of real patients and not said to be public; a run that does not tell counts as such."""
        return is_private_run(self.manifest)


def find_run(name: str, out: Path | None) -> Path:
    """The folder of a run, by its name or by its path.

    Parameters
    ----------
    out : the folder ``_build``; None where there is none.

    Raises
    ------
    ParameterError
        There is no such run; with the names of those that are.
    """
    links = {link.name: link for link in sorted((out / "runs").glob("*")) if link.is_dir()} if out else {}
    if name in links:
        return links[name].resolve()
    try:
        if Path(name).is_dir():
            return Path(name).resolve()
    except OSError:  # a name that no file can have
        pass
    there = f"there are {', '.join(links)}" if links else "no run is published here"
    raise ParameterError(
        "There is no such run",
        [Problem(Place(at=name[:80]), "neither a run nor a folder", there)],
        "Give the name of a run of the nearest _build, or of that in --output FOLDER, or the path of a run's folder.",
    )


def read_run(folder: Path) -> PublishedRun:
    """Read a run's folder.

    Raises
    ------
    InputError
        A file that is missing or damaged: a manifest that is not one, a table of other columns; all problems at once.
    """
    return run_of(folder, read_manifest(folder))


def run_of(folder: Path, manifest: dict[str, Any], *, drawn: bool = True) -> PublishedRun:
    """The run of a folder that has this manifest, without its pictures if not ``drawn``; errors as of `read_run`."""
    tables, problems = _tables(folder, manifest)
    pictures, lost = _pictures(folder, manifest) if drawn else ({}, [])
    if problems + lost:
        raise _damaged(folder, problems + lost)
    read = [*(folder / f"{name}.csv" for name in tables), *pictures.values()]
    hashes = {path.relative_to(folder).as_posix(): digest(path) for path in read}
    altered = {name: value for name, value in hashes.items() if manifest["files"].get(name) != value}
    shown = {label: hashes[path.relative_to(folder).as_posix()] for label, path in pictures.items()}
    commit = {"commit": commit_told(read_circumstances(folder))} if "commit" not in manifest else {}
    return PublishedRun(manifest | commit | {"altered": altered, "pictures": shown}, tables, pictures)


def _damaged(folder: Path, problems: list[Problem]) -> InputError:
    return InputError(f"{folder.name}/ is not a run that can be compared", problems, "Build that run again.")


def is_private_run(manifest: dict[str, Any]) -> bool:
    """See `PublishedRun.private`."""
    return manifest.get("private") is not False


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a run records of itself.

    Raises
    ------
    InputError
        There is no manifest, or it is damaged; all problems at once.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise _damaged(folder, [Problem(Place(MANIFEST), "no such file")])
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except ValueError:
        raise _damaged(folder, [Problem(Place(MANIFEST), "not JSON in UTF-8")]) from None
    if problems := _manifest_problems(manifest):
        raise _damaged(folder, problems)
    return manifest


def published_files(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """The names of the files that the manifest lists, each as it was published, of the manifest and of ``run.json``.

    Raises
    ------
    InputError
        A file is not the one that was published; all of them at once.
    """
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    problems = [
        Problem(Place(at=name), "not the file that was published")
        for name, hashed in manifest["files"].items()
        if name not in there or digest(there[name]) != hashed
    ]
    if problems:
        raise InputError(f"The run {manifest['run']} is not as it was published", problems, "Build it again.")
    beside = [CIRCUMSTANCES] if read_circumstances(folder) else []
    return [*manifest["files"], MANIFEST, *beside]


def _manifest_problems(manifest: Any) -> list[Problem]:
    if not isinstance(manifest, dict):
        return [Problem(Place(MANIFEST), "not an object")]
    wrong = [name for name, kind in NEEDED.items() if not isinstance(manifest.get(name), kind)]
    wrong += [name for name, holds in MAPPINGS.items() if not _is_mapping(manifest.get(name, {}), holds)]
    problems = [Problem(Place(MANIFEST, at=name), "missing, or of another kind") for name in wrong]
    if not wrong and not RUN_NAME.fullmatch(manifest["run"]):
        problems.append(Problem(Place(MANIFEST, at="run"), "not a name of a run"))
    if not wrong and not _is_level(manifest["parameters"].get("alpha")):
        problems.append(Problem(Place(MANIFEST, at="parameters, alpha"), "not a level between 0 and 1"))
    return problems


def _is_mapping(found: Any, holds: type | dict[str, type]) -> bool:
    if not isinstance(found, dict):
        return False
    if isinstance(holds, type):
        return all(isinstance(value, holds) for value in found.values())
    return all(
        isinstance(v, dict) and all(isinstance(v.get(k), t) for k, t in holds.items()) for v in found.values()
    )


def _is_level(alpha: Any) -> bool:
    return isinstance(alpha, float) and 0 < alpha < 1


def _tables(folder: Path, manifest: dict[str, Any]) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables that the run has: each that its manifest lists, and the results whatever it lists."""
    tables, problems = {}, []
    for name, table in RUN_TABLES.items():
        file = table.file
        if file not in manifest["files"] and name != "results":
            continue
        try:
            tables[name] = read_plain_csv(folder / file).map(text_of_cell)
        except InputError as exc:
            problems += exc.problems
            continue
        if table.written_with(list(tables[name].columns)) is None:
            problems.append(
                Problem(
                    Place(file),
                    "other columns than this version writes",
                    _columns(tables[name], table.header),
                )
            )
    return tables, problems


def _columns(table: pd.DataFrame, columns: tuple[str, ...]) -> str:
    absent = [c for c in columns if c not in table.columns]
    return f"without {', '.join(absent)}" if absent else "more of them, or in another order"


def _pictures(folder: Path, manifest: dict[str, Any]) -> tuple[dict[str, Path], list[Problem]]:
    """One file for each figure that the manifest lists, a drawing where there is one; the wide one, of the same values."""
    names = [Path(name) for name in manifest["files"] if name.startswith("figures/")]
    stems = {name.stem for name in names}
    names = [
        name
        for name in names
        if not (name.stem.endswith(OF_A_PHONE) and name.stem.removesuffix(OF_A_PHONE) in stems)
    ]
    found: dict[str, Path] = {}
    for suffix in SUFFIXES:
        for name in sorted(n for n in names if n.suffix == suffix and len(n.parts) == 2):
            found.setdefault(name.stem, folder / name)
    lost = [
        Problem(Place(at=f"figures/{path.name}"), "no such file")
        for path in found.values()
        if not path.is_file()
    ]
    return dict(sorted(found.items())), lost
