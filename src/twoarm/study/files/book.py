"""The sources of a report: those of the checkout where one stands, else those that came with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from twoarm.errors import ToolMissing

BUILD = "_build"  # of a checkout, or beside a study: what is built of it
CONTENTS = "_toc.yml"  # the folder that has it is a checkout
CARRIED = "carried"  # the folder of the package in which a wheel has them; see setup.py
PACKAGE = Path(str(files("twoarm"))).resolve()


def find_checkout(start: Path | None = None) -> Path | None:
    """The checkout that a folder lies in, by whatever path or link it was named; None outside of every one.

    Parameters
    ----------
    start : the working directory where none is given.
    """
    here = (start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if _is_checkout(folder)), None)


def upwards(start: Path | None = None) -> list[Path]:
    """A folder and those above it, no further than to the checkout that it lies in; see `find_checkout`."""
    here = (start or Path.cwd()).resolve()
    above = [here, *here.parents]
    checkout = find_checkout(here)
    return above[: above.index(checkout) + 1] if checkout else above


def find_book(start: Path | None = None) -> Path:
    """The folder with the ``_toc.yml``, notebooks and pages that are built: the checkout's, else the package's.

    Where the study lies is not asked: a notebook is code, and none is run because it was found beside somebody's data.
    """
    return find_checkout(start) or carried_book()


def carried_book() -> Path:
    """The sources that came with the package; of a package that is installed to be edited, the checkout's own.

    Raises
    ------
    ToolMissing
        The package was copied from somewhere without them.
    """
    carried = PACKAGE / CARRIED
    if found := carried if carried.is_dir() else find_checkout(PACKAGE):
        return found
    todo = "Install the package anew, or work in a checkout of the report."
    raise ToolMissing("The notebooks did not come with this installation", todo=todo)


def expanded(name: str) -> Path:
    """A path with ``~`` as the home that it stands for."""
    try:
        return Path(name).expanduser()
    except RuntimeError:  # a user that this machine does not have: a folder may be called so
        return Path(name)


def _is_checkout(folder: Path) -> bool:
    return (folder / CONTENTS).exists() and folder != PACKAGE / CARRIED
