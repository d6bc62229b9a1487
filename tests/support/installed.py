"""The command as somebody has it who installed the package and has no checkout: from a wheel, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reports import copy_book

MARK = "This sentence stands in the notebook that the wheel carries, and nowhere else."
MARKED = "notebooks/00_findings.ipynb"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
OFFLINE = ["--no-index", "--no-deps"]

said = partial(subprocess.run, check=True, capture_output=True, text=True)


@dataclass(frozen=True)
class Installed:
    """An environment of its own with the package, and the sources that it was made from, which nobody told it of."""

    environment: Path
    sources: Path

    @property
    def package(self) -> Path:
        """Where the package lies."""
        return Path(said([self.environment / "bin" / "python", "-c", _WHERE]).stdout.strip()) / "twoarm"

    def twoarm(self, here: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command, typed in the folder `here`."""
        command = [self.environment / "bin" / "twoarm", *arguments]
        known = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        environment = known | {"HOME": str(self.environment)}  # matplotlib keeps a list of fonts there
        return subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=False)


_WHERE = "import sysconfig; print(sysconfig.get_path('purelib'))"


def install(to: Path) -> Installed:
    """Build source archive and wheel of a copy of the checkout, one notebook of it marked, and install that.

    What else is needed is that of the environment in which the tests run, by its path alone: whatever is installed there to
    be edited is not found by it.
    """
    sources = copy_book(to / "sources")
    _mark(sources / MARKED)
    archive = "import setuptools.build_meta as build; build.build_sdist('dist')"
    said([sys.executable, "-c", archive], cwd=sources)
    wheel = [*PIP, "wheel", *OFFLINE, "--no-build-isolation", "-w", to]
    said([*wheel, *(sources / "dist").glob("*.tar.gz")])
    said([sys.executable, "-m", "venv", "--without-pip", to / "environment"])
    made = Installed(to / "environment", sources)
    said([*PIP, "--python", made.environment / "bin" / "python", "install", *OFFLINE, *to.glob("*.whl")])
    (made.package.parent / "locked.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    shutil.rmtree(sources / "dist")
    return made


def _mark(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    prose = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], f"\n\n{MARK}\n"]
    path.write_text(json.dumps(notebook), "utf-8")
