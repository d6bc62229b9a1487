"""A release: what a run published, with its sheet, for others to read; remembered, so that the next is held against it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from twoarm.errors import DisclosureError, DiskError, InputError, ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.interruption import shielded
from twoarm.publish.output import BUILD, find_output
from twoarm.publish.private.folders import private_folder
from twoarm.publish.records.finished_run import (
    MANIFEST,
    find_run,
    is_private_run,
    published_files,
    read_manifest,
)
from twoarm.publish.records.manifest import digest
from twoarm.publish.releases.closed_folder import FLAG
from twoarm.publish.releases.ledger import Entry, Ledger, open_ledger
from twoarm.publish.releases.nearness import Earlier, closeness, earlier_releases
from twoarm.publish.releases.pseudonyms import Pseudonyms, read_pseudonyms
from twoarm.publish.releases.sheet import SHEET, ReleaseFacts, policy_of, write_sheet
from twoarm.publish.store import OPEN_FOLDER, put_in_place
from twoarm.study.files.book import find_checkout

REPORT = "report"
OVERRIDE = "--overlap-accepted"
NO_PLACE = "The release has no place to go"
_AGAIN = f"Build the run again on this machine, or name the ledger that it was built with: {FLAG} FOLDER"


@counts_only
@dataclass(frozen=True)
class Released:
    """A finished run that is to be released: its folder, what it records, and what it published."""

    folder: Path
    manifest: dict[str, Any]
    files: list[str]

    @property
    def private(self) -> bool:
        """Whether it is of real patients and not said to be public."""
        return is_private_run(self.manifest)


def release(
    name: str, to: Path, ledger: Path | None = None, accepted: str | None = None, output: Path | None = None
) -> Path:
    """Copy what a run published, with a sheet for whoever checks it, and return the sheet.

    Parameters
    ----------
    name : a run of ``_build/runs``, or the path of a run's folder.
    to : the folder to make; one that is there must be empty.
    ledger : of a private study; see `twoarm.publish.releases.ledger.open_ledger`.
    accepted : why it may lie close to an earlier release; without a reason that is refused.
    output : where ``_build`` stands; see `twoarm.publish.output.find_output`.

    Raises
    ------
    ParameterError
        There is no such run; no reason where one is given; a folder that others could not enter.
    DisclosureError
        An earlier release of the same patients lies too close, or the folder lies in a checkout.
    InputError
        A file is not the one that was published; the patients of the run are not known here.
    DiskError
        There is something in the folder, or it cannot be written.
    """
    _check_reason(accepted)
    folder = find_run(name, find_output(output))
    manifest = read_manifest(folder)
    run = Released(folder, manifest, published_files(folder, manifest))
    place = to.absolute()
    _check_place(place, private=run.private)
    if not run.private:
        _put(run, ReleaseFacts(date.today().isoformat(), run.files, None), place)
        return place / SHEET
    return _release_private(run, place, open_ledger(ledger, (place,)), accepted or "")


def _release_private(run: Released, place: Path, ledger: Ledger, accepted: str) -> Path:
    policy = policy_of(run.manifest)
    with ledger.locked():
        near = earlier_releases(_patients(run, ledger), policy.min_count, ledger)
        close = closeness(near, run.manifest["arms"], ledger)
        if close and not accepted:
            raise _too_close(run, near, close)
        entry = Entry(
            day=date.today().isoformat(),
            run=run.manifest["run"],
            title=run.manifest["title"],
            manifest_sha256=digest(run.folder / MANIFEST),
            cohort=run.manifest["keyed"]["cohort"],
            patients=run.manifest["patients"],
            profile=policy.profile,
            min_count=policy.min_count,
            accepted=accepted if close else "",
        )
        _put(run, ReleaseFacts(entry.day, run.files, near, entry.accepted), place, (ledger, entry))
    return place / SHEET


def _patients(run: Released, ledger: Ledger) -> Pseudonyms:
    keyed = run.manifest.get("keyed", {})
    if not keyed:
        why = "an earlier version built it, which recorded nothing to tell its patients by"
    elif keyed.get("key") != ledger.key_name:
        why = "it was built with another ledger: by another user, on another machine, or for a team"
    elif found := read_pseudonyms(keyed.get("cohort", ""), ledger):
        return found
    else:
        why = "the ledger has lost them"
    raise InputError(
        "The patients of the run are not known here", [Problem(Place(at=run.manifest["run"]), why)], _AGAIN
    )


def _too_close(run: Released, near: list[Earlier], close: list[Problem]) -> DisclosureError:
    least = max(one.least for one in near)
    todo = (
        "Who subtracts one release from the other learns what is recorded of these patients. Release it when the two differ "
        f"by {least} patients of each arm or more. Where they are other patients with the same numbers, or where somebody "
        f'answers for it: {OVERRIDE} "WHY". The reason goes into the sheet and the ledger.'
    )
    return DisclosureError(
        f"The run {run.manifest['run']} is too close to what was released before", close, todo
    )


def _put(
    run: Released, facts: ReleaseFacts, place: Path, remembered: tuple[Ledger, Entry] | None = None
) -> None:
    """Make the release aside and put it in its place as a whole; written down first, since a copy may be read at once."""
    try:
        _make_above(place)
        with private_folder(place.parent, ".twoarm-release-") as aside:
            made = aside / "release"
            _copy(run, made / REPORT)
            write_sheet(made / REPORT, run.manifest, facts, made)
            with shielded():
                _remember_and_move(made, place, remembered)
    except OSError as exc:
        problem = Problem(Place(at=place.name), exc.strerror or "cannot be written")
        raise DiskError(NO_PLACE, [problem], "Make room or give access, or name another folder.") from None


def _remember_and_move(made: Path, place: Path, remembered: tuple[Ledger, Entry] | None) -> None:
    if remembered is None:
        put_in_place(made, place, private=False)
        return
    ledger, entry = remembered
    before = ledger.releases()
    ledger.write_releases([*before, entry])
    try:
        put_in_place(made, place, private=False)
    except OSError:
        ledger.write_releases(before)
        raise


def _copy(run: Released, to: Path) -> None:
    for name in run.files:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(run.folder / name, to / name)


def _make_above(place: Path) -> None:
    """Make the folders above where there are none, so that others reach what is released."""
    for folder in reversed([f for f in place.parents if not f.exists()]):
        folder.mkdir()
        folder.chmod(OPEN_FOLDER)


def _check_reason(accepted: str | None) -> None:
    if accepted is not None and not accepted.strip():
        problem = Problem(Place(at=OVERRIDE), "without a reason")
        raise ParameterError("The command cannot be used so", [problem], f'Say why: {OVERRIDE} "WHY"')


def _check_place(place: Path, *, private: bool) -> None:
    another = "Name another folder: --to FOLDER"
    if BUILD in place.resolve().parts:
        raise ParameterError(
            NO_PLACE, [Problem(Place(at="--to"), f"in a {BUILD}, where others cannot enter")], another
        )
    if private and find_checkout(place):
        problem = Problem(
            Place(at="--to"), "a release of real patients in a checkout could be committed by mistake"
        )
        raise DisclosureError("The run was not released", [problem], another)
    if place.is_symlink() or (place.exists() and not (place.is_dir() and not any(place.iterdir()))):
        raise DiskError(
            NO_PLACE, [Problem(Place(at=place.name), "there already, and not an empty folder")], another
        )
