"""An IPython extension of a run's kernels: what would end like a success and is none is refused, or noted for the run.

JupyterLab and plain papermill do not load it; see `PrivateKernelManager`.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twoarm.errors import AnalysisError
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.publish.notebooks.processes import adopt_orphans, children_of_this
from twoarm.publish.notebooks.threads import StartedThreads

NOTES = "{}.notes"  # in the folder of the records: a line for what raised unheard, or was there after a cell
Note = Callable[[str, Any], None]


def load_ipython_extension(shell: Any) -> None:
    """Guard the kernel of `shell`; IPython calls this."""
    adopt_orphans()
    shell.system_raise_on_error = True  # !command and its like
    shell.ask_exit = shell.kernel.do_shutdown = _refuse_to_end
    record = Path(os.environ[RECORDS], f"{os.environ[NOTEBOOK]}.json")
    notes = record.with_name(NOTES.format(os.environ[NOTEBOOK]))

    def note(kind: str, told: Any) -> None:
        with notes.open("a", encoding="utf-8") as out:
            print(json.dumps({"cell": _count(shell), kind: told}), file=out)

    threading.excepthook = _noting("thread", note, threading.excepthook)
    sys.unraisablehook = _noting("unraisable", note, sys.unraisablehook)
    logging.getLogger("asyncio").addFilter(_noting_tasks(note))
    shell.events.register("post_run_cell", _noting_processes(note))
    shell.events.register("post_run_cell", _noting_threads(note, record, lambda: _count(shell)))


def _count(shell: Any) -> int:
    """Of the cell that runs, like that of its output."""
    return len(shell.history_manager.input_hist_raw) - 1


def _refuse_to_end(*_: Any, **__: Any) -> None:
    raise AnalysisError("the cell asks its kernel to end", todo="Take exit() or the shutdown out of it.")


def _noting(kind: str, note: Note, usual: Callable[[Any], Any]) -> Callable[[Any], None]:
    """A hook that notes what was raised where no cell hears it; the run judges the words before it repeats them."""

    def hook(args: Any) -> None:
        if args.exc_type is not SystemExit:  # how a thread may end itself
            note(kind, [args.exc_type.__name__, str(args.exc_value)])
        usual(args)

    return hook


def _noting_tasks(note: Note) -> Callable[[logging.LogRecord], bool]:
    """A filter that lets everything pass: every loop of asyncio logs what a task raised that nobody awaited."""

    def every(record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            note("task", [record.exc_info[0].__name__, str(record.exc_info[1])])
        return True

    return every


def _noting_processes(note: Note) -> Callable[[Any], None]:
    """A hook that notes, once, each process that is there after a cell: it was the cell that started it."""
    known: set[int] = set()

    def hook(_: Any) -> None:
        for number in sorted(children_of_this() - known):
            known.add(number)
            note("process", number)

    return hook


def _noting_threads(note: Note, record: Path, count: Callable[[], int]) -> Callable[[Any], None]:
    """A hook that notes, after each cell from the record on, the cells whose threads still run; the last note counts."""
    threads = StartedThreads()

    def hook(_: Any) -> None:
        threads.look(count())
        if record.is_file():
            gc.collect()  # what waits in a cycle to be deleted says now what it raises
            note("running", threads.cells_of_running())

    return hook
