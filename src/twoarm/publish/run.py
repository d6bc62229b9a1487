"""A build: names checked, the folder locked, the kernels' server at work, then the report made in a private place.

What numbers and pages are made by is imported by what needs it, while the server imports what the notebooks need.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from twoarm.computed.values import VALUES_FOLDER, trim, values_beside, values_in
from twoarm.disk import FULL, full_places, written_to
from twoarm.errors import AnalysisError, DiskError, Place, Problem, RunLocked
from twoarm.publish.notebooks.kernels import use_forked_kernels, warm_up
from twoarm.publish.output import GIVEN, make_own, output_of
from twoarm.publish.private.folders import private_folder
from twoarm.publish.progress import Progress
from twoarm.publish.records.downloads import FORMATS
from twoarm.publish.reused.runs import Asked, check_names
from twoarm.publish.store import refuse_foreign, refuse_no_folder
from twoarm.study.files.book import find_book
from twoarm.study.files.study_folder import find_study
from twoarm.study.parameters import Parameters

STAGE_PREFIX = "stage-"


def build(
    parameters: Parameters,
    run: str = "default",
    formats: tuple[str, ...] = FORMATS,
    output: Path | None = None,
    ledger: Path | None = None,
    fresh: bool = False,
    jobs: int | None = None,
) -> Path:
    """Build and publish a report.

    Parameters
    ----------
    output : the folder in which ``_build`` is to stand; see `twoarm.publish.output.output_of`.
    ledger : of a private study the folder of its key; see `twoarm.publish.releases.ledger.open_ledger`.
    fresh : use nothing that an earlier run has computed.
    jobs : notebooks at one time.

    Returns
    -------
    The link ``_build/runs/RUN``.

    Raises
    ------
    TwoArmError
        With the exit code of what failed; the earlier report is untouched.
    """
    started = perf_counter()
    check_names(run, formats)
    use_forked_kernels()
    book = find_book()
    source = find_study(parameters.study)
    out = output_of(source, output)
    asked = Asked(book, source, out, parameters, run, formats)
    with _locked(out), Progress.open() as progress, _private(out) as folder, _values(out, folder, fresh):
        # The kernels' server imports, and reads the study, while it is checked here.
        warm_up(source, **parameters.model_dump(exclude={"study"}))
        from twoarm.publish.report.making import make_report

        link = make_report(asked, ledger, folder, progress, started, jobs)
        trim(out / VALUES_FOLDER)
        return link


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
def _values(out: Path, folder: Path, fresh: bool) -> Generator[None]:
    """Where computed values are kept: for later runs, or for this one alone."""
    with values_in(folder / VALUES_FOLDER) if fresh else values_beside(out):
        yield


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
