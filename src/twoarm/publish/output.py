"""Where runs are written and where they are found: a folder ``_build``, in a checkout, beside a study or where one says."""

from __future__ import annotations

from pathlib import Path

from twoarm.errors import DisclosureError, ParameterError, Place, Problem
from twoarm.study.files.book import BUILD, PACKAGE, find_checkout, upwards

GIVEN = "--output"
NAME_ANOTHER = f"Name another folder: {GIVEN} FOLDER"


def output_of(study: Path, given: Path | None = None) -> Path:
    """The ``_build`` that a run of a study is written to: the checkout's, or outside of every one the study's neighbour.

    Parameters
    ----------
    study : where the study's folder really lies.
    given : the folder in which ``_build`` is to stand instead; it may be a ``_build`` itself.

    Raises
    ------
    ParameterError
        It would stand inside the study's folder, or where packages are installed.
    """
    checkout = find_checkout()
    if checkout and given is None:
        return checkout / BUILD
    out = study.parent / BUILD if given is None else _build_in(given)
    if found := _no_place(out.resolve(), study):
        where = BUILD if given is None else GIVEN
        raise ParameterError(
            "The report cannot be written there", [Problem(Place(at=where), found)], NAME_ANOTHER
        )
    return out


def make_own(out: Path) -> None:
    """Make a ``_build`` where there is none, and see that no git around it takes a report in by mistake.

    It is the user's alone; a run that is not private opens it.
    """
    if not out.exists():
        out.mkdir(mode=0o700, parents=True)  # those above it as the umask has them
        (out / ".gitignore").write_text("*\n", "utf-8")
        (out / ".gitignore").chmod(0o600)


def refuse_other_checkout(out: Path) -> None:
    """Stop a report of real patients that would stand in a checkout in which nobody asked for it by standing there.

    Raises
    ------
    DisclosureError
        It could be committed by mistake.
    """
    if find_checkout(out) not in (None, find_checkout()):
        problem = Problem(
            Place(at=GIVEN), "a report of real patients inside a checkout could be committed by mistake"
        )
        raise DisclosureError("The report was not written", [problem], NAME_ANOTHER)


def find_output(given: Path | None = None) -> Path | None:
    """The ``_build`` whose runs a command reads: the checkout's, or outside of every one the nearest; None where none is.

    The nearest is looked for from the working directory upwards.

    Parameters
    ----------
    given : as of :func:`output_of`.
    """
    if given is not None:
        return _build_in(given)
    near = (folder for folder in upwards() if (folder / BUILD / "runs").is_dir())
    found = find_checkout() or next(near, None)
    return found / BUILD if found else None


def place_in(out: Path | None, *names: str) -> Path:
    """The folder in ``_build`` for what a command writes and ``--to`` gives no place to.

    Raises
    ------
    ParameterError
        There is no ``_build`` here.
    """
    if out is None:
        problem = Problem(Place(at="--to"), f"needed where no {BUILD} is here or above")
        raise ParameterError("The page has no place to go", [problem], "Give a folder with --to.")
    return out.joinpath(*names)


def _build_in(given: Path) -> Path:
    folder = given.absolute()
    return folder if folder.name == BUILD else folder / BUILD


def _no_place(out: Path, study: Path) -> str:
    """Why a report may not stand there; empty where it may."""
    if out.is_relative_to(study):
        return "inside the study's folder, which a build leaves as it is"
    return "where packages are installed" if out.is_relative_to(PACKAGE.parent) else ""
