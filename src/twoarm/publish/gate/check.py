"""The disclosure check: every file that would be published is read, and all that must not leave is named at once."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from twoarm.errors import DisclosureError, Place, Problem
from twoarm.publish.gate.explained import Explained
from twoarm.publish.gate.files import is_of_theme, refusal_of
from twoarm.publish.gate.identifiers import Identifiers
from twoarm.publish.gate.marks import Marks
from twoarm.publish.gate.masked_cells import recomputable
from twoarm.publish.gate.patients import identifiers_of, patients_of
from twoarm.publish.gate.reading.passages import Passage, Reading, plain
from twoarm.publish.gate.reading.readers import read_file
from twoarm.publish.gate.records import Records
from twoarm.study.opened import Study

FEW = 3  # patients who share a record before it is nobody's, whatever the policy


def check_disclosure(folder: Path, study: Study, references: Path) -> None:
    """Read every file that would be published.

    Files off the list and declared identifiers are refused for every study. Records, marks of single patients and masked
    cells that can be computed are looked for where the patients are not public.

    Parameters
    ----------
    folder : what is to be published.
    study : whose patients are not to be seen, and whose policy holds.
    references : the bibliography of the book, whose numbers no patient has; it may be missing.

    Raises
    ------
    DisclosureError
        Naming each file and the rule that it breaks, with how many; never which patient, and no value.
    """
    DisclosureCheck(folder, study, references).finish()


class DisclosureCheck:
    """The check, begun while files are still being made; parameters as of `check_disclosure`.

    What it has read it reads again where it has changed since: all of it, for a file may explain what another one says.
    `seconds` is how long it has been at work.
    """

    def __init__(self, folder: Path, study: Study, references: Path) -> None:
        self._about = folder, study, references
        self.seconds = 0.0
        with self._timed():
            self._begin()

    def _begin(self) -> None:
        self._gate = _Gate(*self._about)
        self._read: dict[Path, tuple[str, list[Problem]]] = {}

    def read(self) -> None:
        """Read the files that are there and have not been read."""
        with self._timed():
            for path in self._paths():
                if path not in self._read:
                    self._read[path] = _state_of(path), list(self._gate.problems_of(path))

    def finish(self) -> None:
        """Read what is left; errors as of `check_disclosure`."""
        folder, study, _ = self._about
        if any(_state_of(path) != state for path, (state, _) in self._read.items()):
            self._begin()
        self.read()
        problems = [problem for path in self._paths() for problem in self._read[path][1]]
        if study.spec.private:
            problems += recomputable(folder, study)
        if problems:
            raise DisclosureError(
                "The report was not published",
                problems,
                "Remove what shows single patients; the earlier report stays.",
            )

    @contextmanager
    def _timed(self) -> Generator[None]:
        started = perf_counter()
        yield
        self.seconds += perf_counter() - started

    def _paths(self) -> list[Path]:
        return sorted(p for p in self._about[0].rglob("*") if p.is_symlink() or not p.is_dir())


def _state_of(path: Path) -> str:
    """What a file holds; of what is no file of its own, which no report may have, that it is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""


class _Gate:
    """What is known of the patients, and asked of each file."""

    def __init__(self, folder: Path, study: Study, references: Path) -> None:
        self._folder, self._spec = folder, study.spec
        self._identifiers = Identifiers(identifiers_of(study))
        if not study.spec.private:  # their values may be seen
            return
        patients = patients_of(study)
        self._marks = Marks(patients, times=study.spec.policy.masks)
        few = max(study.spec.policy.min_count, FEW)
        self._records = Records(patients, Explained(study, folder, references), few)

    def problems_of(self, path: Path) -> Iterator[Problem]:
        """Every rule that a file breaks."""
        name = path.relative_to(self._folder).as_posix()
        named_after = self._identifiers.in_name(name) or (
            self._spec.private and self._records.count_in([Passage(plain(name).replace("_", " "))])
        )
        if named_after:
            yield Problem(Place(), "a file is named after a patient")
            name = "that file"
        if why := refusal_of(path, private=self._spec.private, policy=self._spec.policy):
            yield Problem(Place(at=name), why)
            return
        content = path.read_bytes()
        if not is_of_theme(name, content):
            yield from self._of_reading(name, read_file(path.name, content))

    def _of_reading(self, name: str, reading: Reading) -> Iterator[Problem]:
        found = self._identifiers.in_reading(reading)
        if found:
            yield Problem(
                Place(at=name), "holds " + _counted(found, "a patient's identifier", "patients' identifiers")
            )
        if self._spec.private:
            records = self._records.count_in(reading.passages)
            if records:
                yield Problem(
                    Place(at=name),
                    "holds " + _counted(records, "a record of a patient", "records of patients"),
                )
            if self._marks.in_drawings(reading.drawings):
                yield Problem(Place(at=name), "has a mark for each patient")


def _counted(count: int, one: str, several: str) -> str:
    return one if count == 1 else f"{count} {several}"
