"""Kernels forked from one process that has imported everything: half a second each instead of five.

`use_forked_kernels()` selects them for whatever starts kernels in this process (papermill, nbval); the notebooks
keep the kernel `python3`. Where fork is not to be had the stock kernels run, in the same environment.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator
from importlib.metadata import entry_points
from multiprocessing import util
from multiprocessing.connection import wait
from pathlib import Path
from types import ModuleType
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from twoarm.publish.notebooks.environment import INLINE, settle_environment, sockets_placed
from twoarm.publish.notebooks.preload import AHEAD, run_kernel
from twoarm.publish.notebooks.processes import end_below

FORKED = "twoarm-forked"
STOCK = "local-provisioner"
LAUNCHER = "ipykernel_launcher"

_one_at_a_time = threading.Lock()
_ended = threading.Event()  # the run is over, and no kernel may start for it


def use_forked_kernels() -> bool:
    """Select forked kernels for this process, or stock ones where fork is not to be had.

    Returns
    -------
    bool
        Whether kernels will be forked: on Linux, with the package installed, unless `TWOARM_KERNELS` is `stock`.
        Elsewhere system libraries do not survive a fork.

    Notes
    -----
    Also settles the environment variables that make outputs equal, for this process and all that it starts.
    """
    settle_environment()
    name = FORKED if _fork_is_to_be_had() else STOCK
    os.environ[KernelProvisionerFactory.default_provisioner_name_env] = name
    if KernelProvisionerFactory.initialized():  # it read the variable when it was first asked
        KernelProvisionerFactory.instance().default_provisioner_name = name
    return name == FORKED


def warm_up(study: Path | None = None, **parameters: Any) -> None:
    """Start the server in the background where it is selected: it imports while the caller does other work.

    Parameters
    ----------
    study : that the notebooks will open: the server reads it before it forks, and no kernel reads the same bytes again.
    parameters : of the run.
    """
    if os.environ.get(KernelProvisionerFactory.default_provisioner_name_env) == FORKED:
        from multiprocessing import forkserver

        _ended.clear()
        _context()
        with _told_ahead(study, parameters):
            forkserver.ensure_running()


@contextlib.contextmanager
def _told_ahead(study: Path | None, parameters: dict[str, Any]) -> Generator[None]:
    if study:
        os.environ[AHEAD] = json.dumps({**parameters, "study": str(study)})
    try:
        yield
    finally:
        os.environ.pop(AHEAD, None)


def end_server() -> None:
    """End the server and its kernels at once, whatever it imports; `warm_up` starts another one."""
    from multiprocessing import forkserver

    _ended.set()
    if number := forkserver._forkserver._forkserver_pid:
        end_below(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


class ForkedProvisioner(LocalProvisioner):
    """Starts an ipykernel by forking; the manager's connection file, signals and clean-up are the stock ones."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; one that is not an ipykernel, or cannot be forked, is launched by its own command."""
        if LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        environment = {"MPLBACKEND": INLINE, **kwargs["env"]}
        folder = kwargs.get("cwd")
        try:
            self.process = ForkedProcess(cmd[cmd.index(LAUNCHER) + 1 :], environment, folder and str(folder))
        except (EOFError, OSError):  # the server could not be started
            if _ended.is_set():
                raise
            return await super().launch_kernel(cmd, **kwargs)
        # The child leads a group of its own; until it does, signals fall back to the process alone.
        self.pid = self.pgid = self.process.pid
        self.cwd = folder or os.getcwd()  # noqa: PTH109
        return self.connection_info


class ForkedProcess:
    """A forked kernel with the methods of `subprocess.Popen` that a provisioner calls."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
        self._process = _context().Process(
            target=run_kernel, args=(arguments, environment, folder), name="kernel", daemon=True
        )
        # The standard library's list of children is not made for several threads.
        with _one_at_a_time, _hidden_main():
            if _ended.is_set():
                raise EOFError("the run has ended")
            self._process.start()
        self.pid = self._process.pid
        self._sentinel = self._process.sentinel
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code, or None while the kernel runs."""
        with _one_at_a_time:
            if self.returncode is None and (code := self._process.exitcode) is not None:
                self.returncode = code
                self._process.close()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end and give the exit code."""
        while (code := self.poll()) is None:
            wait([self._sentinel])
        return code

    def send_signal(self, number: int) -> None:
        """Signal the kernel, unless it has ended: its number may be another's by now."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def _fork_is_to_be_had() -> bool:
    installed = entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=FORKED)
    methods = multiprocessing.get_all_start_methods()
    wanted = os.environ.get("TWOARM_KERNELS") != "stock"
    return wanted and sys.platform == "linux" and "forkserver" in methods and bool(installed)


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["twoarm.publish.notebooks.preload"])
    with _one_at_a_time, sockets_placed():
        util.get_temp_dir()  # made once for this process: the server's socket will lie in it
    return context


@contextlib.contextmanager
def _hidden_main() -> Generator[None]:
    """Keep the caller's script from being imported, and so run again, in every kernel."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
