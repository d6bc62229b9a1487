"""Publishing by one swap of a link: readers see the last good report until the next one is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

DEFAULT = "default"


def publish(finished: Path, out: Path, run: str) -> Path:
    """Move a finished run into the store and point ``runs/RUN`` at it.

    Parameters
    ----------
    finished : folder of the run's files, on the same disk as ``out``.
    out : the ``_build`` folder.
    run : name of the run.

    Returns
    -------
    The link ``_build/runs/RUN``.
    """
    store, runs = out / "store", out / "runs"
    for folder in (store, runs):
        folder.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f"{run}-", dir=store))
    _readable(finished)
    finished.replace(place)
    link = runs / run
    _point(link, Path("..", "store", place.name))
    _point(out / "html", Path("runs", DEFAULT, "html"))
    _point(out / "supplement.pdf", Path("runs", DEFAULT, "supplement.pdf"))
    _forget_unlinked(store, runs)
    return link


def _point(link: Path, target: Path) -> None:
    """Exchange a link in one step; a folder that stands in its place is somebody's and is not touched."""
    aside = link.with_name(f".{link.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)


def _readable(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _forget_unlinked(store: Path, runs: Path) -> None:
    used = {link.resolve() for link in runs.iterdir()}
    for folder in store.iterdir():
        if folder.resolve() not in used:
            shutil.rmtree(folder, ignore_errors=True)
