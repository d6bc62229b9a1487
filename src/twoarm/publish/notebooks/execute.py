"""Run the notebooks of a report, some at a time, and put them in place once all of them have run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from twoarm.errors import DiskError
from twoarm.publish.notebooks.failures import Failure, failures_error
from twoarm.publish.notebooks.kernels import end_server, use_forked_kernels, warm_up
from twoarm.publish.notebooks.runner import NotebookRun
from twoarm.publish.progress import Progress

STAGE = "notebooks"
# One more than a small machine has processors: a kernel that starts or ends waits more than it works.
JOBS = 3


def execute_notebooks(
    notebooks: Sequence[Path],
    folder: Path,
    *,
    parameters: Mapping[str, Any],
    own: Mapping[str, Mapping[str, Any]] | None = None,
    records: Path,
    progress: Progress,
    jobs: int | None = None,
    timeout: float = 600.0,
) -> None:
    """Execute notebooks in parallel and write them, under their names, into a folder.

    Each file is replaced in one step, one file after the other: a process that is killed between two of them leaves
    some new and some old. A run executes in its private stage, where nobody reads them before it has ended.

    Parameters
    ----------
    notebooks : sequence of Path
        Notebooks; each runs in its own folder.
    folder : Path
        Where the executed notebooks go; it may be the notebooks' own.
    parameters : mapping
        The run's parameters; each notebook gets those that its parameters cell declares.
    own : mapping
        Parameters of single notebooks, by their names without the ending.
    records : Path
        Private folder for what the last cell of each notebook leaves.
    progress : Progress
        Told of each notebook.
    jobs : int
        Kernels at one time; `JOBS` where it is not said.
    timeout : float
        Seconds that one cell may take.

    Raises
    ------
    TwoArmError
        All notebooks that failed, by file and cell: `AnalysisError`, or the class of an error of this package that a
        cell raised. Nothing in `folder` has changed then.
    DiskError
        An executed notebook cannot be written.
    """
    use_forked_kernels()
    warm_up()
    given = {notebook: {**parameters, **(own or {}).get(notebook.stem, {})} for notebook in notebooks}
    runs = [NotebookRun(notebook, given[notebook], records, timeout) for notebook in notebooks]
    with progress.step(STAGE):
        results = _run_all(runs, jobs or JOBS, progress)
        if failures := [result for result in results if isinstance(result, Failure)]:
            raise failures_error(failures)
    _put_in_place(dict(zip((notebook.name for notebook in notebooks), results, strict=True)), folder)


def _run_all(runs: Sequence[NotebookRun], jobs: int, progress: Progress) -> list[str | Failure]:
    def run_one(run: NotebookRun) -> str | Failure:
        with progress.step(STAGE, run.notebook.stem) as step:
            result = run.execute()
            step.failed = isinstance(result, Failure)
        return result

    # The longest first, so that none is left over at the end: the larger a notebook's file, the more it shows.
    largest_first = sorted(runs, key=lambda run: -run.notebook.stat().st_size)
    with ThreadPoolExecutor(jobs) as pool:
        futures = {run: pool.submit(run_one, run) for run in largest_first}
        try:
            return [futures[run].result() for run in runs]
        except BaseException:  # an interruption too: no kernel outlives the run
            pool.shutdown(wait=False, cancel_futures=True)
            for run in runs:
                run.stop()
            end_server()
            raise


def _put_in_place(texts: Mapping[str, str], folder: Path) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".executed-") as aside:
            for name, text in texts.items():
                (Path(aside) / name).write_text(text, encoding="utf-8", newline="\n")
            for name in texts:
                (Path(aside) / name).replace(folder / name)
    except OSError as error:
        raise DiskError(
            f"executed notebooks cannot be written: {error.strerror}",
            todo="Make room, or choose another folder.",
        ) from None
