"""A run from parameters to a published report; each step is one line here and one file beside it."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from twoarm.build.disclosure import check_disclosure
from twoarm.build.document_metadata import Metadata
from twoarm.build.documents import make_documents
from twoarm.build.execute import execute_notebooks
from twoarm.build.kernels import use_forked_kernels, warm_up
from twoarm.build.manifest import data_hash, input_hashes, parameters_of, write_manifest
from twoarm.build.progress import Progress
from twoarm.build.publish import publish
from twoarm.build.stage import Stage, prepare_stage, refuse_unpublishable, tell_run
from twoarm.build.tabular import write_tables
from twoarm.build.website import build_single_page, build_site
from twoarm.study.chapters import find_book
from twoarm.study.errors import ParameterError, RunLocked
from twoarm.study.parameters import Parameters
from twoarm.study.study import Study, find_study

FORMATS = ("html", "pdf", "docx", "jats")
DOWNLOADS = {
    "pdf": ("PDF", "supplement.pdf"),
    "docx": ("Word", "supplement.docx"),
    "jats": ("JATS", "supplement.jats.xml"),
}
RUN_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
STAGE_PREFIX = "stage-"


def build(parameters: Parameters, run: str = "default", formats: tuple[str, ...] = FORMATS) -> Path:
    """Build and publish a report.

    Returns
    -------
    The link ``_build/runs/RUN``.

    Raises
    ------
    TwoArmError
        With the exit code of what failed; the earlier report is untouched.
    """
    _check_names(run, formats)
    use_forked_kernels()
    warm_up()  # the kernels' server imports what they need while the study is read
    book = find_book()
    source = find_study(parameters.study)
    out = book / "_build"
    with Progress.open() as progress, _locked(out), _private(out) as folder:
        with progress.step("check"):
            stage = prepare_stage(book, source, folder / "stage", parameters)
            refuse_unpublishable(stage.study, source, book)
            tell_run(stage, footer(stage, run, formats))
            sources = input_hashes(stage)
        finished = folder / "run"
        finished.mkdir()
        records = execute(stage, folder, progress)
        _make_pages(stage, records, finished, run, formats, progress)
        with progress.step("tables"):
            write_tables([records / f"{n.stem}.json" for n in stage.notebooks], finished)
            shutil.copytree(records / "figures", finished / "figures")
            write_manifest(stage, book, run, sources, finished)
        with progress.step("disclosure check"):
            check_disclosure(finished, list(stage.study.cohort.patients.index))
        with progress.step("publish"):
            return publish(finished, out, run)


def execute(stage: Stage, folder: Path, progress: Progress) -> Path:
    """Run the stage's notebooks in place; returns the folder of their records."""
    records = folder / "records"
    (records / "figures").mkdir(parents=True)
    given = stage.study.parameters.model_dump(exclude={"study"}, exclude_defaults=True)
    execute_notebooks(
        stage.notebooks, stage.folder / "notebooks", parameters=given, records=records, progress=progress
    )
    return records


def footer(stage: Stage, run: str, formats: tuple[str, ...]) -> dict:
    """What every page says of its run."""
    study = stage.study
    downloads = [[name, f"../{file}"] for key, (name, file) in DOWNLOADS.items() if key in formats]
    downloads += [["Results (CSV)", "../results.csv"], ["Manifest", "../manifest.json"]]
    return {
        "run": run,
        "parameters": {"conf_level": study.parameters.level, **_shown_parameters(stage)},
        "changed": study.parameters.changed(),
        "data_sha256": data_hash(stage),
        "version": version("twoarm"),
        "date": study.spec.date.isoformat() if study.spec.date else "",
        "n": study.n,
        "notice": study.notice,
        "downloads": downloads if "html" in formats else [],
    }


def _shown_parameters(stage: Stage) -> dict:
    return {name: value for name, value in parameters_of(stage).items() if value is not None}


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


def metadata(study: Study, run: str) -> Metadata:
    """What the documents say about themselves."""
    spec = study.spec
    return Metadata(
        title=spec.title,
        subtitle=spec.subtitle,
        authors=tuple(spec.authors),
        date=spec.date.isoformat() if spec.date else "",
        run=run,
        data_state=study.notice.partition(":")[0],
        notice=study.notice,
        version=version("twoarm"),
    )


def _check_names(run: str, formats: tuple[str, ...]) -> None:
    problems = [] if RUN_NAME.fullmatch(run) else ["--run: small letters, digits and -, 64 at most"]
    problems += [f"--formats: {f} is none of {', '.join(FORMATS)}" for f in formats if f not in FORMATS]
    if problems or not formats:
        raise ParameterError("The run cannot be named so", problems or ["--formats: none given"])


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    out.mkdir(exist_ok=True)
    try:
        with FileLock(out / ".lock", timeout=0):
            yield
    except Timeout:
        raise RunLocked(
            "Another run is at work in this checkout", [], "Wait until it has ended, then try again."
        ) from None


@contextmanager
def _private(out: Path) -> Iterator[Path]:
    """A folder that only this user can read, gone when the run ends; what a killed run left goes first."""
    for left in out.glob(f"{STAGE_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=STAGE_PREFIX, dir=out) as folder:
        yield Path(folder)
