"""One run from a study's path to its finished folder, checked as a build checks it and put in its place as a whole."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from time import perf_counter

from twoarm.computed.values import values_beside
from twoarm.disk import written_to
from twoarm.errors import AnalysisError, InputError, Place, Problem
from twoarm.publish.gate.check import check_disclosure
from twoarm.publish.private.folders import private_folder
from twoarm.publish.records.circumstances import write_circumstances
from twoarm.publish.records.data_marks import plain_marks
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE
from twoarm.publish.records.manifest import (
    code_hash,
    commit_of,
    digest,
    input_hashes,
    manifest_of,
    write_manifest,
)
from twoarm.publish.releases.keyed_marks import keyed_marks
from twoarm.publish.releases.ledger import open_ledger
from twoarm.publish.stage import Stage, prepare_stage
from twoarm.publish.store import put_in_place
from twoarm.publish.sweeps.tasks import Task, slug
from twoarm.publish.sweeps.values import write_values
from twoarm.study.files.book import PACKAGE
from twoarm.study.parameters import Parameters, check_parameters
from twoarm.study.sweeps.levels import write_level

LEVEL_PREFIX = "twoarm-level-"
MAKING_PREFIX = ".making-"


def make_run(task: Task) -> None:
    """Make the run of a task in its place; a `TwoArmError` says why there is none."""
    _refuse_other_code(task)
    runs = task.place.parent
    with _source(task) as source, private_folder(runs, MAKING_PREFIX) as aside, written_to(runs):
        made = _report(task, source, aside) if task.formats else _tables(task, source, aside)
        put_in_place(made, task.place, private=task.site.private)


@contextmanager
def _source(task: Task) -> Generator[Path]:
    """The folder of the study; of a level one that is made here, that this user alone can enter, and that does not stay."""
    folder, level = task.site.folder, task.site.level
    changed = [
        Problem(Place(name), "changed since the sweep began")
        for name, known in task.files.items()
        if not (folder / name).is_file() or digest(folder / name) != known
    ]
    if changed:
        raise InputError(f"{folder.name}/ is another study now", changed, "Begin the sweep again.")
    if level is None:
        yield folder
        return
    with private_folder(Path(tempfile.gettempdir()), LEVEL_PREFIX) as private:
        study = private / f"{folder.name}-{level.column}-{slug(level.label)}"
        study.mkdir()
        write_level(folder, level, study)
        yield study


def _tables(task: Task, source: Path, aside: Path) -> Path:
    """The tables of a run and what is recorded of it, checked as a build checks them."""
    started = perf_counter()
    stage = prepare_stage(task.book, source, aside / "stage", _parameters(task, source))
    made = aside / "run"
    made.mkdir()
    ledger = open_ledger(task.ledger, (task.site.folder, made)) if stage.private else None
    marks = keyed_marks(stage, ledger) if ledger else plain_marks(stage)
    sources = input_hashes(stage, marks)
    with values_beside(_build_of(task)):
        write_values(stage, made)
    write_manifest(manifest_of(stage, task.name, sources, marks, {}, made), made)
    write_circumstances(task.name, commit_of(task.book), started, made)
    check_disclosure(made, stage.study, _references(stage))
    return made


def _build_of(task: Task) -> Path:
    """The ``_build`` that the sweep stands in, whose computed values all its runs share."""
    return task.place.parents[3]


def _references(stage: Stage) -> Path:
    return stage.folder / "book" / BIBLIOGRAPHY_FILE


def _report(task: Task, source: Path, aside: Path) -> Path:
    """The whole report, as ``twoarm build`` makes it, in a ``_build`` of its own."""
    from twoarm.publish.run import build

    with redirect_stdout(StringIO()):  # its progress would be a worker's log
        return build(_parameters(task, source), task.name, task.formats, aside, task.ledger).resolve()


def _parameters(task: Task, source: Path) -> Parameters:
    return check_parameters({"study": str(source), **task.parameters})


def _refuse_other_code(task: Task) -> None:
    if _own_code() != task.code:
        rule = "has another version of the package than who asks"
        raise AnalysisError(
            "The run was not made", [Problem(Place(at="worker"), rule)], "Install the same on both."
        )


@cache
def _own_code() -> str:
    return code_hash(PACKAGE)
