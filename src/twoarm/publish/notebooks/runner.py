"""One notebook, run by papermill on a private kernel, up to the record that its last cell gives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

import papermill
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.publish.notebooks.endings import Executed
from twoarm.publish.notebooks.environment import SOCKETS, make_environment, socket_place
from twoarm.publish.notebooks.failures import Failure, exception_failure
from twoarm.publish.notebooks.guard import NOTES
from twoarm.publish.notebooks.processes import ENDING, end_below, lineages, still_running
from twoarm.publish.notebooks.text import (
    DECLARING,
    INJECTED,
    declared_parameters,
    read_notebook,
    settled_text,
)

START_TIMEOUT = 120.0
OUTPUT_TIMEOUT = 60.0
GUARD = "--InteractiveShellApp.extra_extensions=twoarm.publish.notebooks.guard"


class NotebookRun:
    """One execution: `execute()` gives the text of the executed notebook, or the failure that stopped it.

    Parameters
    ----------
    notebook : Path
        The notebook; its kernel works in its folder.
    parameters : mapping
        Parameters of the run; those that the notebook's parameters cell declares are injected.
    records : Path
        Folder where the last cell leaves `<stem>.json`, without which the run was not complete.
    timeout : float
        Seconds that a cell may take.
    """

    def __init__(self, notebook: Path, parameters: Mapping[str, Any], records: Path, timeout: float) -> None:
        self.notebook = notebook.resolve()
        self.sentinel = records.resolve() / f"{notebook.stem}.json"
        self.timeout = timeout
        self.source = read_notebook(self.notebook.read_text(encoding="utf-8"))
        declared = declared_parameters(self.source)
        self.parameters = {name: _plain(parameters[name]) for name in declared if name in parameters}
        self.notes = self.sentinel.with_name(NOTES.format(notebook.stem))
        # What still ran at the end: program, its number and those above it
        self.left: dict[str, list[int]] = {}
        self.stopped = False
        self._manager: PrivateKernelManager | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._cell: int | None = None
        self._added = self._added_cell()

    def execute(self) -> str | Failure:
        """Run all cells; what fails inside the notebook comes back as a value, not as an exception."""
        self.sentinel.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)
        logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it has to say is said by the failure
        try:
            executed = self._papermill()
        except PapermillExecutionError as error:
            return exception_failure(
                self.notebook.name, self._number(error.cell_index), error.ename, error.evalue
            )
        except CellTimeoutError:
            return self._failure(f"took longer than {self.timeout:g} s")
        except DeadKernelError:
            return self._failure(
                "the kernel died (out of memory?), or the cell ended it (os._exit, a signal)"
            )
        except RuntimeError as error:
            if self._cell is None and "Kernel" in str(error):
                return self._failure("its kernel did not start")
            raise
        return self._left_undone(executed.cells) or settled_text(executed, self.parameters)

    def stop(self) -> None:
        """Kill the kernel, or the one that is about to start; `execute` then ends with `CancelledError`, or a failure."""
        self.stopped = True
        if self._manager:
            self._manager.kill_now()
        if self._loop and not self._loop.is_closed():  # it would ask once a second whether its kernel lives
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _left_undone(self, cells: list[Any]) -> Failure | None:
        executed = Executed(self.notebook.name, cells, self._number, self.notes)
        if found := executed.unheard() or executed.exit_in_a_cell():
            return found
        if not self.sentinel.is_file():
            return self._failure("ended here, before its last cell gave its record: is done() missing?")
        running = executed.left_running(self.left) or executed.thread_left_running()
        return running or executed.not_handed_over(self.sentinel)

    def _papermill(self) -> Any:
        self._loop = loop = ensure_event_loop()
        try:
            with tempfile.TemporaryDirectory(
                prefix="kernel-", dir=socket_place(), ignore_cleanup_errors=True
            ) as private:
                return papermill.execute_notebook(
                    self.source,
                    None,
                    self.parameters,
                    kernel_name="python3",
                    language="python",
                    progress_bar=False,
                    request_save_on_cell_execute=False,
                    start_timeout=START_TIMEOUT,
                    execution_timeout=self.timeout,
                    **self._client_options(Path(private)),
                )
        finally:
            loop.close()

    def _client_options(self, private: Path) -> dict[str, Any]:
        # papermill's own `cwd` changes the folder of the whole process, which other threads share.
        return {
            "resources": {"metadata": {"path": str(self.notebook.parent)}},
            "kernel_manager_class": type(
                "NotebookKernelManager", (PrivateKernelManager,), {"run": self, "private": private}
            ),
            "on_cell_execute": self._enter,
            "record_timing": False,
            "coalesce_streams": True,
            "iopub_timeout": OUTPUT_TIMEOUT,
            "shutdown_kernel": "immediate",
        }

    def _enter(self, cell: Any, cell_index: int) -> None:
        self._cell = cell_index

    def _added_cell(self) -> int:
        """Index at which papermill adds a cell, or one past all cells: numbers are those of the file."""
        tags = [cell.metadata.get("tags", []) for cell in self.source.cells]
        if not self.parameters or any(INJECTED in names for names in tags):
            return len(tags) + 1
        return next(index for index, names in enumerate(tags, 1) if DECLARING in names)

    def _number(self, index: int) -> int:
        return index + (index < self._added)

    def _failure(self, reason: str) -> Failure:
        return Failure(self.notebook.name, None if self._cell is None else self._number(self._cell), reason)


class PrivateKernelManager(AsyncKernelManager):
    """A kernel that talks over sockets in a folder of mode 0700: over TCP any user of the machine could listen.

    Windows has no such sockets; there the kernels use TCP.
    """

    run: NotebookRun
    private: Path

    def __init__(self, **options: Any) -> None:
        if SOCKETS:
            options.update(transport="ipc", connection_file=str(self.private / "kernel.json"))
        super().__init__(**options)
        self.run._manager = self

    async def start_kernel(self, **options: Any) -> None:
        """Start with the notebook's own environment, away from the terminal."""
        environment = make_environment(
            IPYTHONDIR=str(self.private / "ipython"),
            **{NOTEBOOK: self.run.notebook.stem, RECORDS: str(self.run.sentinel.parent)},
        )
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        options["extra_arguments"] = [*options.get("extra_arguments", []), GUARD]
        await super().start_kernel(env=environment, **streams, **options)
        if self.run.stopped:
            self.kill_now()

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel with all that it started; what a complete notebook has left running is kept for the run."""
        if self.run.sentinel.is_file():
            self.run.left = lineages(still_running(self.provisioner.pid, ENDING))
        end_below(self.provisioner.pid)
        await super().shutdown_kernel(now=now, restart=restart)

    def kill_now(self) -> None:
        """End the kernel and what it started from any thread, without its event loop."""
        if not self.has_kernel:
            return
        end_below(self.provisioner.pid)
        try:
            os.killpg(self.provisioner.pgid, signal.SIGKILL)
        except (OSError, AttributeError, TypeError):  # no group yet, or no groups on this system
            with contextlib.suppress(OSError):
                self.provisioner.process.kill()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, PurePath) else value
