"""What a run was made of: parameters, a hash of every input and of the code, versions, seed, what its data are."""

from __future__ import annotations

import json
import platform
import subprocess
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from twoarm.publish.records.data_marks import DataMarks
from twoarm.publish.stage import Stage
from twoarm.study.files.book import CARRIED, PACKAGE

_SHOWN = ("label", "unit", "kind", "of", "decimals")  # what a number of a variable needs to be shown
PACKAGES = (
    "numpy",
    "scipy",
    "pandas",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "papermill",
    "jupyter-book",
    "sphinx",
    "typst",
)


def write_manifest(
    stage: Stage,
    run: str,
    sources: dict[str, str],
    marks: DataMarks,
    figures: dict[str, dict[str, str]],
    out: Path,
) -> None:
    """Write ``manifest.json`` beside the files that it describes; nothing in it depends on clock or commit."""
    study = stage.study
    manifest = {
        "run": run,
        "title": study.spec.title,
        "data_kind": study.spec.data_kind,
        "private": stage.private,
        "notice": study.notice,
        "parameters": {"conf_level_in_force": study.parameters.level, **parameters_of(stage)},
        "changed_parameters": study.parameters.changed(),
        "patients": study.told_n,
        "seed": study.seed,
        "versions": versions(),
        "code": code_hash(PACKAGE),
        "inputs": sources,
        **({"keyed": dict(marks.keyed)} if marks.keyed else {}),
        "disclosure": asdict(study.spec.policy),
        "variables": {v.name: {name: getattr(v, name) for name in _SHOWN} for v in study.dictionary},
        "visits": {visit.code: visit.label for visit in study.spec.visits},
        "arms": {arm.level: arm.label for arm in study.arms},
        "figures": figures,
        "files": {p.relative_to(out).as_posix(): digest(p) for p in sorted(out.rglob("*")) if p.is_file()},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")


def input_hashes(stage: Stage, marks: DataMarks) -> dict[str, str]:
    """SHA-256 of every source of the run, before anything was executed; of the tables of the cohort their marks.

    A notebook counts as it stands in the book: the stage has it under the title that the study gives it.
    """
    files = {
        p.relative_to(stage.folder).as_posix(): p for p in sorted(stage.folder.rglob("*")) if p.is_file()
    }
    return {name: digest(stage.sources.get(name, path)) for name, path in files.items()} | dict(marks.tables)


def code_hash(package: Path) -> str:
    """One SHA-256 for the package's files, their names and what is in them, whatever Python has compiled of them.

    The notebooks and pages that a wheel carries are inputs of the run, each with a hash of its own.
    """
    files = {
        path.relative_to(package).as_posix(): digest(path)
        for path in package.rglob("*")
        if path.is_file() and not {"__pycache__", CARRIED} & set(path.relative_to(package).parts)
    }
    return sha256("".join(f"{name}:{files[name]};" for name in sorted(files)).encode()).hexdigest()


def figures_of(records: list[Path]) -> dict[str, dict[str, str]]:
    """Caption and alternative text of each figure that the notebooks' records tell of, by its label."""
    read = [json.loads(path.read_text("utf-8")) for path in records]
    return {f["label"]: {k: f[k] for k in ("caption", "alt")} for record in read for f in record["figures"]}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def parameters_of(stage: Stage) -> dict[str, Any]:
    """The parameters in force without the study's folder, whose place is nobody's business."""
    return stage.study.parameters.model_dump(exclude={"study"})


def versions() -> dict[str, str]:
    """Of Python, this package and those that make the numbers and the pages."""
    return {
        "python": platform.python_version(),
        "twoarm": version("twoarm"),
        **{name: version(name) for name in PACKAGES},
    }


def commit_of(book: Path) -> str:
    """The checkout's commit, with ``-dirty`` where its files differ from it.

    Empty where the book's folder is no checkout of its own: the commit of a repository around it says nothing of it.
    """
    top = _git(book, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != book.resolve():
        return ""
    commit = _git(book, "rev-parse", "--verify", "HEAD")
    changed = _git(book, "status", "--porcelain")
    return f"{commit}-dirty" if commit and changed != "" else commit or ""


def _git(folder: Path, *arguments: str) -> str | None:
    """What git says; None where it fails or is not there."""
    command = ["git", "--no-optional-locks", *arguments]  # it writes nothing, not even its cache
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
