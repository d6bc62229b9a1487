"""A run from parameters to a published report; each step is one line here and one file beside it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from twoarm.disk import FULL, full_places, written_to
from twoarm.errors import AnalysisError, DiskError, ParameterError, Place, Problem, RunLocked
from twoarm.publish.changes import CHANGES_LINK, earlier_version, write_changes
from twoarm.publish.documents.pictures import write_pictures
from twoarm.publish.documents.title_page import metadata
from twoarm.publish.documents.visual_abstract import write_visual_abstract
from twoarm.publish.formats import DOWNLOADS, make_documents
from twoarm.publish.gate.check import check_disclosure
from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.notebooks.kernels import use_forked_kernels, warm_up
from twoarm.publish.output import GIVEN, make_own, output_of, refuse_other_checkout
from twoarm.publish.private.folders import private_folder
from twoarm.publish.progress import Progress
from twoarm.publish.records.circumstances import CIRCUMSTANCES, write_circumstances
from twoarm.publish.records.data_marks import DataMarks, plain_marks
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE, MANIFEST
from twoarm.publish.records.manifest import (
    commit_of,
    figures_of,
    input_hashes,
    manifest_of,
    parameters_of,
    versions,
    write_manifest,
)
from twoarm.publish.records.tabular import files_of_tables, write_tables
from twoarm.publish.releases.keyed_marks import keyed_marks
from twoarm.publish.releases.ledger import open_ledger
from twoarm.publish.sections.kept_back import section_kept_back
from twoarm.publish.stage import Stage, prepare_stage, tell_run
from twoarm.publish.store import RUN_NAME, publish, refuse_foreign, refuse_no_folder
from twoarm.publish.traces.writing import write_traces
from twoarm.publish.website.site import build_single_page, build_site
from twoarm.study.files.book import find_book
from twoarm.study.opened import find_study
from twoarm.study.parameters import Parameters
from twoarm.study.plausible.warnings import plausibility_warnings, told

FORMATS = ("html", "pdf", "docx", "jats")
STAGE_PREFIX = "stage-"
OF_A_COHORT = ("conf_level", "imbalance", "reconstructions")  # parameters
REFERENCES = Path("book", BIBLIOGRAPHY_FILE)  # as _config.yml has it


def build(
    parameters: Parameters,
    run: str = "default",
    formats: tuple[str, ...] = FORMATS,
    output: Path | None = None,
    ledger: Path | None = None,
    jobs: int = 2,
) -> Path:
    """Build and publish a report.

    Parameters
    ----------
    jobs : notebooks at one time.
    output : the folder in which ``_build`` is to stand; see `twoarm.publish.output.output_of`.
    ledger : of a private study the folder of its key; see `twoarm.publish.releases.ledger.open_ledger`.

    Returns
    -------
    The link ``_build/runs/RUN``.

    Raises
    ------
    TwoArmError
        With the exit code of what failed; the earlier report is untouched.
    """
    started = perf_counter()
    _check_names(run, formats)
    use_forked_kernels()
    book = find_book()
    source = find_study(parameters.study)
    # The kernels' server imports, and reads the study, while it is checked here.
    warm_up(source, **parameters.model_dump(exclude={"study"}))
    out = output_of(source, output)
    with _locked(out), Progress.open() as progress, _private(out) as folder:
        with progress.step("check"):
            stage = prepare_stage(book, source, folder / "stage", parameters)
            if stage.private:
                refuse_other_checkout(out)
            marks = _marks(stage, out, ledger, apart=source)
            earlier = earlier_version(source, stage.study.spec)
            tell_run(stage, footer(stage, run, formats, marks.together, changed=earlier is not None))
            sources = input_hashes(stage, marks)
        progress.note(told(plausibility_warnings(stage.study)))
        progress.note(marks.near)
        finished = folder / "run"
        finished.mkdir()
        records = execute(stage, folder, progress, jobs)
        _make_pages(stage, records, finished, run, formats, progress)
        with progress.step("tables"):
            figures = _make_tables(stage, records, finished, run)
            if "html" in formats:
                write_traces(finished / "html", stage.study, records)
            if earlier:
                write_changes(earlier, manifest_of(stage, run, sources, marks, figures, finished), finished)
            write_manifest(manifest_of(stage, run, sources, marks, figures, finished), finished)
            write_circumstances(run, commit_of(book), started, finished)
        with progress.step("disclosure check"):
            check_disclosure(finished, stage.study, stage.folder / REFERENCES)
        with progress.step("publish"):
            return publish(finished, out, run, private=stage.private)


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


def execute(stage: Stage, folder: Path, progress: Progress, jobs: int = 2) -> Path:
    """Run the stage's notebooks in place, so many at one time; returns the folder of their records."""
    records = folder / "records"
    (records / "figures").mkdir(parents=True)
    given = stage.study.parameters.model_dump(exclude={"study"}, exclude_defaults=True)
    execute_notebooks(
        stage.notebooks,
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
    write_pictures(records / "figures")
    return records


def _marks(stage: Stage, out: Path, ledger: Path | None, apart: Path) -> DataMarks:
    """What is said of the data: of private ones nothing that tables could be tried out against."""
    if not stage.private:
        return plain_marks(stage)
    return keyed_marks(stage, open_ledger(ledger, (apart, out)))


def footer(stage: Stage, run: str, formats: tuple[str, ...], data: str, changed: bool = False) -> dict:
    """What every page says of its run; `data` is the mark of its data, `changed` whether it has a page of changes."""
    study = stage.study
    downloads = [[name, f"../{file}"] for key, (name, file) in DOWNLOADS.items() if key in formats]
    results = (
        ["Claims (CSV)", "../claims.csv"] if study.spec.published else ["Results (CSV)", "../results.csv"]
    )
    downloads += [[*CHANGES_LINK]] * changed
    downloads += [results, *([name, f"../{name}"] for name in (BIBLIOGRAPHY_FILE, MANIFEST, CIRCUMSTANCES))]
    return {
        "run": run,
        "parameters": _changed_parameters(stage),
        "data_mark": data,
        "versions": {name: versions()[name] for name in ("twoarm", "python")},
        "date": study.spec.date.isoformat() if study.spec.date else "",
        **({} if study.spec.published else {"n": study.told_n}),
        "notice": study.notice,
        "downloads": downloads if "html" in formats else [],
        "tables": files_of_tables(private=study.spec.private, gathers=study.spec.policy.gathers),
    }


def _changed_parameters(stage: Stage) -> dict:
    """Those that differ from their defaults; of an abstract alone none that a cohort alone has a use for."""
    unused = OF_A_COHORT if stage.study.spec.published else ()
    in_force = parameters_of(stage)
    return {name: in_force[name] for name in stage.study.parameters.changed() if name not in unused}


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


def _check_names(run: str, formats: tuple[str, ...]) -> None:
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


@contextmanager
def _locked(out: Path) -> Generator[None]:
    refuse_no_folder(out)
    lock = FileLock(out / ".lock", timeout=0, mode=0o600)
    try:
        make_own(out)
        lock.acquire()
    except Timeout:
        raise RunLocked(
            f"Another run is at work in this {out.name}", [], "Wait until it has ended, then try again."
        ) from None
    except OSError as exc:  # a disk that may not be written
        problem = Problem(Place(at=f"{out.name}/"), exc.strerror or "cannot be written")
        todo = f"Make the folder writable, or name another one: {GIVEN} FOLDER"
        raise DiskError("The report has no place to go", [problem], todo) from None
    try:
        refuse_foreign(out)
        yield
    finally:
        lock.release()


@contextmanager
def _private(out: Path) -> Generator[Path]:
    """A folder that only this user can read, gone when the run ends; what a killed run left goes first."""
    with private_folder(out, STAGE_PREFIX) as folder:
        try:
            with written_to(out):
                yield folder
        except AnalysisError as exc:
            if places := _full(out, str(exc)):
                problems = [Problem(Place(at=place), os.strerror(errno.ENOSPC)) for place in places]
                raise DiskError(
                    "The report could not be written", problems, "Make room, then build again."
                ) from None
            raise


def _full(out: Path, words: str) -> list[str]:
    """What is full where a page or a notebook failed, which Sphinx and a kernel tell as a failure of their own."""
    told = any(os.strerror(number) in words for number in FULL)
    return full_places(out) or [f"{out.name}/"] * told
