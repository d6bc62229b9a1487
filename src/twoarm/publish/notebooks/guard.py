"""An IPython extension of a run's kernels: what would end like a success and is none is refused, or noted for the run.

JupyterLab and plain papermill do not load it; see `PrivateKernelManager`.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twoarm.errors import AnalysisError
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.publish.notebooks.processes import adopt_orphans, children_of_this

NOTES = "{}.notes"  # in the folder of the records: a line for each thread that raised and each process that a cell left


def load_ipython_extension(shell: Any) -> None:
    """Guard the kernel of `shell`; IPython calls this."""
    adopt_orphans()
    shell.system_raise_on_error = True  # !command and its like
    shell.ask_exit = shell.kernel.do_shutdown = _refuse_to_end
    notes = Path(os.environ[RECORDS], NOTES.format(os.environ[NOTEBOOK]))

    def note(kind: str, told: Any) -> None:
        cell = len(shell.history_manager.input_hist_raw) - 1  # its count, like that of its output
        with notes.open("a", encoding="utf-8") as out:
            print(json.dumps({"cell": cell, kind: told}), file=out)

    threading.excepthook = _noting_threads(note, threading.excepthook)
    shell.events.register("post_run_cell", _noting_processes(note))


def _refuse_to_end(*_: Any, **__: Any) -> None:
    raise AnalysisError("the cell asks its kernel to end", todo="Take exit() or the shutdown out of it.")


def _noting_threads(note: Callable[[str, Any], None], usual: Callable[[Any], Any]) -> Callable[[Any], None]:
    """A hook that notes what a thread raised; the run judges the words before it repeats them."""

    def hook(args: Any) -> None:
        if args.exc_type is not SystemExit:  # how a thread may end itself
            note("thread", [args.exc_type.__name__, str(args.exc_value)])
        usual(args)

    return hook


def _noting_processes(note: Callable[[str, Any], None]) -> Callable[[Any], None]:
    """A hook that notes, once, each process that is there after a cell: it was the cell that started it."""
    known: set[int] = set()

    def hook(_: Any) -> None:
        for number in sorted(children_of_this() - known):
            known.add(number)
            note("process", number)

    return hook
