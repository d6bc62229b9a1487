"""The forked side: what the server imports once, and how a process forked from it becomes a notebook's kernel."""

from __future__ import annotations

import gc
import json
import logging
import multiprocessing
import os
import pkgutil
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.display",
    "IPython.extensions.storemagic",
    "numpy",
    "pandas",
    "scipy.stats",
    "scipy.optimize",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "multiprocessing.popen_forkserver",
    "myst_parser.parsers.mdit",
    "twoarm.publish.notebooks.kernels",
    "twoarm.publish.notebooks.guard",
)
AHEAD = "TWOARM_AHEAD"  # study and parameters of the run, for the server alone
ROOMS = ("twoarm.study", "twoarm.analysis", "twoarm.present")
DEBUGGER = (
    "debugpy"  # for which a kernel opens a port, and which takes as long to import as all else of a kernel
)


def rooms() -> list[str]:
    """Names of all modules that a notebook may reach through `twoarm`."""
    return [
        f"{room}.{module.name}"
        for room in ROOMS
        for module in pkgutil.iter_modules(import_module(room).__path__)
    ]


def preload() -> None:
    """Import what notebooks import; what fails here fails again in the notebook, where its message belongs."""
    # Ctrl-C is the caller's to handle; a kernel listens to it while a cell runs.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fonts = logging.getLogger("matplotlib.font_manager")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _without_debugger()
        # Where nobody has drawn before, a list of fonts is made; a slow machine would say so in the midst of a run's steps.
        fonts.setLevel(logging.ERROR)
        for name in (*LIBRARIES, *rooms(), "twoarm"):
            with suppress(Exception):
                import_module(name)
        if ahead := os.environ.get(AHEAD):
            with suppress(Exception):
                _rehearse(**json.loads(ahead))
        fonts.setLevel(logging.NOTSET)
    gc.collect()
    gc.freeze()  # the children share these pages for as long as nobody counts in them


def _rehearse(study: str, **parameters: Any) -> None:
    """Read the study and compare its arms once, so that no kernel pays for what is done at the first time."""
    import_module("twoarm.study.opened").open_ahead(Path(study))
    package = import_module("twoarm")
    package.compare_all(package.open_study(study, **parameters))
    with import_module("twoarm.present.drawing").style():
        import_module("matplotlib.figure").Figure().savefig(BytesIO(), format="svg")


def _without_debugger() -> None:
    """Let the kernels do without a debugger, which nobody attaches to a run; a notebook may still import one."""
    if DEBUGGER not in sys.modules:
        sys.modules |= {DEBUGGER: None}
        with suppress(Exception):
            import_module("ipykernel.debugger")
        del sys.modules[DEBUGGER]


def run_kernel(arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
    """Body of a forked process: a kernel that differs from a stock one in nothing that a notebook can see."""
    os.setsid()
    _silence()
    _take(environment, folder)
    _forget_the_server(arguments)
    threading.Thread(target=_end_with_the_caller, daemon=True).start()
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _silence() -> None:
    """Point the three streams at nothing; the kernel then sends its own over its sockets."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)


def _take(environment: dict[str, str], folder: str | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    if folder:
        os.chdir(folder)


def _forget_the_server(arguments: list[str]) -> None:
    """Undo what being forked would change: path, start method, random numbers, the backend of figures."""
    sys.argv = ["ipykernel_launcher", *arguments]
    sys.path[:] = _PATH
    multiprocessing.current_process().daemon = False
    multiprocessing.set_start_method(None, force=True)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # forked siblings would all draw the same numbers
    _restore_figures()


def _restore_figures() -> None:
    """Leave the backend to be found at the first figure, as in a fresh process: else figures vanish without a word."""
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    # Its import is what connects it to the shell, and there is no shell before the fork.
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib_inline"]:
        del sys.modules[name]


def _end_with_the_caller() -> None:
    """End the kernel and what it started when the process that asked for it is gone, however it went."""
    multiprocessing.parent_process().join()
    from twoarm.publish.notebooks.processes import end_below

    end_below(os.getpid())
    os.killpg(os.getpgrp(), signal.SIGKILL)


_PATH = [place for place in sys.path if place]

# Only the server works at import, which is what a server's preloaded module is for.
if any("multiprocessing.forkserver" in argument for argument in sys.orig_argv):
    preload()
