"""What is made of executed notebooks: pages, documents, tables, what is told of the run, and the check of all that."""

from __future__ import annotations

import shutil
from pathlib import Path

from twoarm.publish.beside.parts import PICTURES, SINGLE, WEBSITE, Made
from twoarm.publish.changes import write_changes
from twoarm.publish.gate.check import DisclosureCheck
from twoarm.publish.progress import Progress
from twoarm.publish.records.circumstances import write_circumstances
from twoarm.publish.records.data_marks import DataMarks
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE, PublishedRun
from twoarm.publish.records.manifest import commit_of, figures_of, manifest_of, write_manifest
from twoarm.publish.records.tabular import write_tables
from twoarm.publish.reused.runs import Asked
from twoarm.publish.stage import Stage
from twoarm.publish.traces.writing import write_traces

REFERENCES = Path("book", BIBLIOGRAPHY_FILE)  # as _config.yml has it


def finish(
    stage: Stage,
    parts: Made,
    asked: Asked,
    sources: dict[str, str],
    marks: DataMarks,
    earlier: PublishedRun | None,
    progress: Progress,
    started: float,
) -> Path:
    """Make all that a run publishes in a folder, and check it.

    Parameters
    ----------
    stage : of the executed notebooks. parts : what is being made of them. sources, marks : hashes of what went in.
    earlier : the version before. started : when the build began, on the clock of `perf_counter`.

    Returns
    -------
    The folder.
    """
    told_by, finished = parts.making.told_by, parts.making.finished
    finished.mkdir(exist_ok=True)
    with progress.step("tables"):
        _make_tables(stage, told_by, finished)
        if earlier:
            write_changes(earlier, manifest_of(stage, asked.run, sources, marks, {}, finished), finished)
    check = _gather(stage, parts, progress)
    with progress.step("manifest"):
        figures = figures_of(told_by)
        write_manifest(manifest_of(stage, asked.run, sources, marks, figures, finished), finished)
        write_circumstances(asked.run, commit_of(asked.book), started, finished)
    with progress.step("disclosure check") as step:
        check.finish()
        step.seconds = check.seconds
    return finished


def _gather(stage: Stage, parts: Made, progress: Progress) -> DisclosureCheck:
    """Wait for what is being made and do with each part what is to be done; returns the check of what came first."""
    making, finished = parts.making, parts.making.finished
    if WEBSITE in making.parts:
        parts.step(WEBSITE)
        with progress.step("traces"):
            write_traces(finished / "html", stage.study, making.records)
    parts.wait_for(PICTURES)
    shutil.copytree(making.records / "figures", finished / "figures")
    check = DisclosureCheck(finished, stage.study, stage.folder / REFERENCES)
    check.read()  # while the documents are still being made
    if making.documents:
        parts.step(SINGLE)
        parts.step(making.documents)
        shutil.copytree(making.written, finished, dirs_exist_ok=True)
    return check


def _make_tables(stage: Stage, told_by: list[Path], finished: Path) -> None:
    """What lies beside the pages: tables and the bibliography."""
    spec = stage.study.spec
    write_tables(told_by, finished, private=spec.private, gathers=spec.policy.gathers, alone=spec.published)
    shutil.copyfile(stage.folder / REFERENCES, finished / BIBLIOGRAPHY_FILE)
