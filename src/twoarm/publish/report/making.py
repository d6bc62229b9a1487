"""A run from a study's files to a published report; each step is one line here and one file beside it."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from twoarm.errors import AnalysisError
from twoarm.publish.beside.parts import Making, made
from twoarm.publish.documents.title_page import metadata
from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.output import refuse_other_checkout
from twoarm.publish.progress import Progress
from twoarm.publish.records.data_marks import DataMarks, plain_marks
from twoarm.publish.records.downloads import FORMATS
from twoarm.publish.records.manifest import input_hashes
from twoarm.publish.releases.keyed_marks import keyed_marks
from twoarm.publish.releases.ledger import open_ledger
from twoarm.publish.report.before import earlier_version
from twoarm.publish.report.footer import footer
from twoarm.publish.reused.notebooks import KeptNotebooks
from twoarm.publish.reused.runs import Asked, remember
from twoarm.publish.sections.kept_back import section_kept_back
from twoarm.publish.stage import Stage, prepare_stage, tell_run
from twoarm.publish.store import publish
from twoarm.study.plausible.warnings import plausibility_warnings, told


def make_report(
    asked: Asked,
    ledger: Path | None,
    folder: Path,
    progress: Progress,
    started: float,
    jobs: int | None = None,
) -> Path:
    """Check a study, run its notebooks, make its pages and publish them.

    Parameters
    ----------
    asked : what the build is asked for. ledger : as of `twoarm.publish.run.build`.
    folder : private, for all that is made. started : when the build began, on the clock of `perf_counter`.
    jobs : notebooks at one time.

    Returns
    -------
    The link of the published run.
    """
    key = asked.key()
    with progress.step("check"):
        stage = prepare_stage(asked.book, asked.source, folder / "stage", asked.parameters)
        if stage.private:
            refuse_other_checkout(asked.out)
        marks = _marks(stage, asked.out, ledger, apart=asked.source)
        earlier = earlier_version(asked.source, stage.study.spec)
        tell_run(stage, footer(stage, asked.run, asked.formats, marks.together, changed=earlier is not None))
        sources = input_hashes(stage, marks)
    notes = [note for note in (told(plausibility_warnings(stage.study)), marks.near) if note]
    for note in notes:
        progress.note(note)
    about = metadata(stage.study, asked.run)
    told_by = [folder / "records" / f"{notebook.stem}.json" for notebook in stage.notebooks]
    formats = tuple(name for name in FORMATS if name in asked.formats)
    making = Making(stage.folder, folder / "records", told_by, folder / "run", about, formats)
    with made(making, progress) as parts:
        importing = Thread(target=_import_what_finishes, daemon=True)  # while the kernels are at work
        importing.start()
        execute(stage, folder, progress, jobs)
        importing.join()
        parts.begin()
        from twoarm.publish.report.finishing import finish

        finished = finish(stage, parts, asked, sources, marks, earlier, progress, started)
    with progress.step("publish"):
        link = publish(finished, asked.out, asked.run, private=stage.private)
    if not stage.private:  # whether its patients lie close to a release is asked each time
        remember(asked, key, notes)
    return link


def _import_what_finishes() -> None:
    from twoarm.publish.report import finishing  # noqa: F401


def execute(stage: Stage, folder: Path, progress: Progress, jobs: int | None = None) -> Path:
    """Run the stage's notebooks in place, so many at one time; returns the folder of their records."""
    records = folder / "records"
    (records / "figures").mkdir(parents=True)
    given = stage.study.parameters.model_dump(exclude={"study"}, exclude_defaults=True)
    executed = KeptNotebooks(stage, records)
    left = [notebook for notebook in stage.notebooks if not executed.take(notebook)]
    execute_notebooks(
        left,
        stage.folder / "notebooks",
        parameters=given,
        own=stage.own_parameters,
        records=records,
        progress=progress,
        jobs=jobs,
    )
    if problems := [
        p for notebook in stage.notebooks for p in section_kept_back(stage.study, notebook, records)
    ]:
        raise AnalysisError(
            "The report would lack the results of a section", problems, "Correct the notebook."
        )
    for notebook in left:
        executed.keep(notebook)
    return records


def _marks(stage: Stage, out: Path, ledger: Path | None, apart: Path) -> DataMarks:
    """What is said of the data: of private ones nothing that tables could be tried out against."""
    if not stage.private:
        return plain_marks(stage)
    return keyed_marks(stage, open_ledger(ledger, (apart, out)))
