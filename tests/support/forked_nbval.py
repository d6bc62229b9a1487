"""nbval as the tests and the benchmark run it: on forked kernels, selected before it looks for them."""

from __future__ import annotations

import os
import sys

from places import ROOT

_PROGRAM = (
    "import sys, pytest\n"
    "from twoarm.publish.notebooks.kernels import use_forked_kernels, warm_up\n"
    f"use_forked_kernels(), warm_up({os.fspath(ROOT / 'data')!r})\n"
    "sys.exit(pytest.main(sys.argv[1:]))"
)
STOCK = ("--nbval", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


def forked_nbval(*options: str) -> list[str]:
    """The command."""
    return [sys.executable, "-c", _PROGRAM, *STOCK, *options]
