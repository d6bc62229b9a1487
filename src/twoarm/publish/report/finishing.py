"""What is made of executed notebooks: pages, documents, tables, what is told of the run, and the check of all that."""

from __future__ import annotations

import shutil
from pathlib import Path

from twoarm.publish.changes import write_changes
from twoarm.publish.documents.pictures import write_pictures
from twoarm.publish.documents.title_page import metadata
from twoarm.publish.documents.visual_abstract import write_visual_abstract
from twoarm.publish.formats import make_documents
from twoarm.publish.gate.check import check_disclosure
from twoarm.publish.progress import Progress
from twoarm.publish.records.circumstances import write_circumstances
from twoarm.publish.records.data_marks import DataMarks
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE, PublishedRun
from twoarm.publish.records.manifest import commit_of, figures_of, manifest_of, write_manifest
from twoarm.publish.records.tabular import write_tables
from twoarm.publish.report.downloads import FORMATS
from twoarm.publish.reused.runs import Asked
from twoarm.publish.stage import Stage
from twoarm.publish.traces.writing import write_traces
from twoarm.publish.website.site import build_single_page, build_site

REFERENCES = Path("book", BIBLIOGRAPHY_FILE)  # as _config.yml has it


def finish(
    stage: Stage,
    records: Path,
    asked: Asked,
    sources: dict[str, str],
    marks: DataMarks,
    earlier: PublishedRun | None,
    finished: Path,
    progress: Progress,
    started: float,
) -> Path:
    """Make all that a run publishes in a folder, and check it.

    Parameters
    ----------
    stage, records : of the executed notebooks. sources, marks : hashes of what went in. earlier : the version before.
    finished : the folder, which is made. started : when the build began, on the clock of `perf_counter`.

    Returns
    -------
    The folder.
    """
    finished.mkdir()
    run = asked.run
    write_pictures(records / "figures")
    _make_pages(stage, records, finished, run, asked.formats, progress)
    with progress.step("tables"):
        figures = _make_tables(stage, records, finished, run)
        if "html" in asked.formats:
            write_traces(finished / "html", stage.study, records)
        if earlier:
            write_changes(earlier, manifest_of(stage, run, sources, marks, figures, finished), finished)
        write_manifest(manifest_of(stage, run, sources, marks, figures, finished), finished)
        write_circumstances(run, commit_of(asked.book), started, finished)
    with progress.step("disclosure check"):
        check_disclosure(finished, stage.study, stage.folder / REFERENCES)
    return finished


def _make_pages(
    stage: Stage, records: Path, finished: Path, run: str, formats: tuple[str, ...], progress: Progress
) -> None:
    if "html" in formats:
        with progress.step("website"):
            build_site(stage.folder, finished / "html")
    wanted = set(formats) - {"html"}
    if wanted:
        with progress.step("single page"):
            page = build_single_page(stage.folder, stage.folder / "_build" / "single")
        with progress.step(", ".join(f for f in FORMATS if f in wanted)):
            make_documents(
                page,
                finished,
                metadata(stage.study, run),
                wanted,
                records / "figures",
                stage.folder / "book" / "supplement",
            )


def _make_tables(stage: Stage, records: Path, finished: Path, run: str) -> dict[str, dict[str, str]]:
    """What lies beside the pages: tables, figures and the bibliography; returns what is told of each figure."""
    told_by = [records / f"{notebook.stem}.json" for notebook in stage.notebooks]
    spec = stage.study.spec
    write_tables(told_by, finished, private=spec.private, gathers=spec.policy.gathers, alone=spec.published)
    figures = figures_of(told_by)
    shutil.copytree(records / "figures", finished / "figures")
    templates = stage.folder / "book" / "supplement"
    write_visual_abstract(figures, finished / "figures", templates, metadata(stage.study, run))
    shutil.copyfile(stage.folder / REFERENCES, finished / BIBLIOGRAPHY_FILE)
    return figures
