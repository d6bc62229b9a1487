"""The environment in which a notebook gives the same bytes on every run, and from a stock or a forked kernel."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager

from twoarm.publish.private.folders import RUN_PREFIX, tool_folder

# One thread each: the order of a sum over threads would change its last bit. A fixed hash seed: the order of a set.
SETTLED = {
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # pandas imports pyarrow where it is installed, whose allocator would start a thread in the server that forks kernels.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}

# The first day that a zip archive can hold.
EPOCH = "315532800"

# A socket's path has room for 107 bytes, on some systems 103; the folders and files of kernels and their server take some.
LONGEST_PLACE = 100 - len(f"/{RUN_PREFIX}12345678/pymp-12345678/listener-12345678")
SHORT_PLACE = "/tmp"
SOCKETS = sys.platform != "win32"  # whether a socket can have a path

INLINE = "module://matplotlib_inline.backend_inline"

# A start-up file runs in every kernel; under pytest ipykernel leaves low-level output on the terminal.
UNWANTED = ("PYTHONSTARTUP", "PYTEST_CURRENT_TEST")


def socket_place() -> str:
    """This process's folder for what has sockets: where temporary files go, or in `/tmp` where paths there are too long."""
    usual = tempfile.gettempdir()
    short = SOCKETS and len(os.fsencode(usual)) > LONGEST_PLACE
    return str(tool_folder(SHORT_PLACE if short else usual))


@contextmanager
def sockets_placed() -> Generator[None]:
    """Let what asks the standard library for a temporary folder meanwhile get one that has room for sockets."""
    before, tempfile.tempdir = tempfile.tempdir, socket_place()
    try:
        yield
    finally:
        tempfile.tempdir = before


def settle_environment() -> None:
    """Give this process, and all that it starts, the settled variables; a `SOURCE_DATE_EPOCH` of the caller stays."""
    os.environ.update(SETTLED)
    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)


def make_environment(**named: str) -> dict[str, str]:
    """Environment of one deterministic kernel.

    Parameters
    ----------
    **named : str
        Further variables, which win over all others.

    Returns
    -------
    dict of str to str
        The variables of this process without those that would change an output, the settled ones, the folder of this
        process for temporary files, and `named`.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    temporary = {"TMPDIR": str(tool_folder(tempfile.gettempdir()))}
    return {"SOURCE_DATE_EPOCH": EPOCH, **inherited, **SETTLED, **temporary, "MPLBACKEND": INLINE, **named}
