"""A sweep from its grid to its folder: the runs that are not there yet are made, then all of them are compared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from twoarm.disk import written_to
from twoarm.errors import DisclosureError, ParameterError, Place, Problem, RunLocked, TwoArmError
from twoarm.publish.output import make_own, output_of, refuse_other_checkout
from twoarm.publish.private.folders import private_folder
from twoarm.publish.progress import Progress
from twoarm.publish.records.downloads import FORMATS
from twoarm.publish.records.finished_run import published_files, read_manifest
from twoarm.publish.store import RUN_NAME, make_folder, refuse_foreign
from twoarm.publish.sweeps.cluster import SEE, Scheduler, connected, outcomes
from twoarm.publish.sweeps.compared import write_comparison
from twoarm.publish.sweeps.tasks import Task, sites_of, tasks_of
from twoarm.publish.sweeps.work import Outcome
from twoarm.study.files.book import find_book

_SWEEPS = "sweeps"
_RUNS = "runs"
WORKERS_PREFIX = ".workers-"


@dataclass(frozen=True)
class Sweep:
    """A sweep that was made: its folder, its page, how many runs it has, and how those ended that failed."""

    folder: Path
    page: Path
    runs: int
    made: int
    failed: tuple[Outcome, ...]

    @property
    def summary(self) -> str:
        """How many runs there are, in a line."""
        there = self.runs - self.made - len(self.failed)
        return f"{self.runs} runs: {self.made} made, {there} there already, {len(self.failed)} failed"

    @property
    def exit_code(self) -> int:
        """0 where every run is there; that of what must not be published, else of the first run that failed."""
        codes = [outcome.code for outcome in self.failed]
        grave = DisclosureError.exit_code
        return grave if grave in codes else next(iter(codes), 0)


def make_sweep(
    grid_file: Path,
    formats: tuple[str, ...] = (),
    jobs: int | None = None,
    scheduler: Scheduler | None = None,
    output: Path | None = None,
    ledger: Path | None = None,
) -> Sweep:
    """Make every run of a grid that is not there yet, and compare all of them.

    Parameters
    ----------
    grid_file : see `twoarm.study.sweeps.grid.Grid`.
    formats : of the report of each run; none for the tables and their comparison alone.
    jobs : workers of this machine; as many as it has cores unless given.
    scheduler : of workers that run already.
    output, ledger : as of `twoarm.publish.run.build`.

    Raises
    ------
    TwoArmError
        What stops the whole sweep; a run that fails does not.
    """
    scheduler = scheduler or Scheduler()
    workers = _cores() if jobs is None else jobs
    name = grid_file.stem.lower().replace("_", "-")
    _check(name, formats)
    grid, sites = sites_of(grid_file)
    private = any(site.private for site in sites)
    scheduler.check(private=private)
    out = output_of(sites[0].folder, output)
    if private:
        refuse_other_checkout(out)
    folder = out / _SWEEPS / name
    with _locked(out, folder, private=private), Progress.open() as progress:
        with progress.step("check"):
            tasks = tasks_of(grid, sites, find_book(), folder / _RUNS, formats, ledger)
            there = [task for task in tasks if _is_made(task)]
        failed = _make([task for task in tasks if task not in there], scheduler, workers, folder, progress)
        with progress.step("comparison"), written_to(folder):
            _forget_others(folder / _RUNS, tasks)
            page = write_comparison(tasks, failed, name, folder, private=private)
    return Sweep(folder, page, len(tasks), len(tasks) - len(there) - len(failed), tuple(failed))


def _make(
    tasks: list[Task], scheduler: Scheduler, workers: int, folder: Path, progress: Progress
) -> list[Outcome]:
    """Make runs; returns how those ended that failed, in the order of the grid."""
    failed: dict[str, Outcome] = {}
    if not tasks:
        return []
    with (
        progress.step(f"runs ({len(tasks)})"),
        private_folder(folder, WORKERS_PREFIX) as aside,
        connected(scheduler, min(workers, len(tasks)), aside) as client,
    ):
        for n, outcome in enumerate(outcomes(client, tasks), 1):
            ended = "failed" if outcome.code else "done"
            progress.note(f"  {n} of {len(tasks)}: {outcome.called} {ended} in {outcome.seconds:.1f} s")
            if outcome.code:
                failed[outcome.name] = outcome
    return [failed[task.name] for task in tasks if task.name in failed]


def _is_made(task: Task) -> bool:
    """Whether the run stands there whole: its name says of what it was made, its manifest what it consists of."""
    if not task.place.is_dir():
        return False
    try:
        return bool(published_files(task.place, read_manifest(task.place)))
    except TwoArmError:
        return False


def _forget_others(runs: Path, tasks: list[Task]) -> None:
    """Runs that the grid does not have any more, or that something else has become of, are no part of the sweep."""
    names = {task.name for task in tasks}
    for place in runs.iterdir():
        if place.name not in names and not place.name.startswith("."):
            shutil.rmtree(place, ignore_errors=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(name: str, formats: tuple[str, ...]) -> None:
    rule = "a sweep is called as its file: letters, digits, - and _, 64 at most"
    problems = [] if RUN_NAME.fullmatch(name) else [Problem(Place(at="GRID.yml"), rule)]
    known = ", ".join(FORMATS)
    problems += [
        Problem(Place(at="--formats"), f"{f[:20]} is not of {known}") for f in formats if f not in FORMATS
    ]
    if problems:
        raise ParameterError("The command cannot be used so", problems, SEE)


@contextmanager
def _locked(out: Path, folder: Path, *, private: bool) -> Generator[None]:
    with written_to(out):
        make_own(out)
        refuse_foreign(out)
        for made in (out, folder.parent, folder, folder / _RUNS):
            make_folder(made, private=private)
    lock = FileLock(folder / ".lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        todo = "Wait until it has ended, then try again."
        raise RunLocked(f"Another sweep is at work in {folder.name}/", [], todo) from None
    try:
        yield
    finally:
        lock.release()
