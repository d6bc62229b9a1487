"""What a notebook left undone though it ran to its end: an exception unheard, an exit, what still runs, a figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twoarm.faces import counts_only
from twoarm.present.handover import MIME
from twoarm.publish.notebooks.failures import Failure, exception_failure

# What was raised where no cell hears it, by the name of its note, and what to do.
UNHEARD = {
    "thread": "a thread ended with {}; let the cell join its threads and raise what they met",
    "task": "an asyncio task ended with {}; let the cell that starts it await it",
    "unraisable": "Python ignored {}; nothing can take what a __del__ or a callback raises: let it raise nothing",
}
JOIN = "let the cell join its threads and cancel its timers"
WAIT = "let the cell wait for it or end it; this run has ended it"
EXIT = "ended here; take sys.exit out of the cell"
NOT_TOLD = "shows {}, of which done() is not told; name the figure in done(...), the last cell"


@counts_only
@dataclass(frozen=True)
class Executed:
    """A notebook that papermill came through.

    Attributes
    ----------
    name : of its file. cells : as they were executed.
    number : gives for the index of a cell its number in the file.
    notes : what `guard` has written, if anything.
    """

    name: str
    cells: Sequence[Any]
    number: Callable[[int], int]
    notes: Path

    def unheard(self) -> Failure | None:
        """The first exception that no cell could hear, with the cell that ran then."""
        for note in self._noted(*UNHEARD):
            kind = next(kind for kind in UNHEARD if kind in note)
            failure = exception_failure(self.name, self._cell(note["cell"]), *note[kind])
            return replace(failure, reason=UNHEARD[kind].format(failure.reason))
        return None

    def exit_in_a_cell(self) -> Failure | None:
        """The cell that ended with `SystemExit`, which papermill takes for the end of the notebook."""
        for index, cell in enumerate(self.cells):
            if any(output.output_type == "error" for output in cell.get("outputs", [])):
                return Failure(self.name, self.number(index), EXIT)
        return None

    def left_running(self, left: Mapping[str, Sequence[int]]) -> Failure | None:
        """The first process that the notebook did not wait for: programs, each with its number and those above it."""
        started = {note["process"]: self._cell(note["cell"]) for note in self._noted("process")}
        for program, numbers in left.items():
            cell = next((started[number] for number in numbers if number in started), None)
            return Failure(
                self.name, cell, f"it started {program}, which was still running at the end; {WAIT}"
            )
        return None

    def thread_left_running(self) -> Failure | None:
        """The first thread that the notebook did not wait for, by what was noted after its last cell."""
        for note in self._noted("running")[-1:]:
            for count in note["running"]:
                reason = f"it started a thread, which was still running at the end; {JOIN}"
                return Failure(self.name, self._cell(count), reason)
        return None

    def not_handed_over(self, record: Path) -> Failure | None:
        """The figures that cells show and that `done` was not told of: the run would lack their files."""
        told = {figure["label"] for figure in json.loads(record.read_text("utf-8")).get("figures", [])}
        kept_back = [(index, label) for index, label in self._figures() if label not in told]
        if not kept_back:
            return None
        labels = ", ".join(dict.fromkeys(label for _, label in kept_back))
        return Failure(self.name, self.number(kept_back[0][0]), NOT_TOLD.format(labels))

    def _figures(self) -> Iterator[tuple[int, str]]:
        """The label of each figure that is shown, with the index of its cell."""
        for index, cell in enumerate(self.cells):
            faces = _unfolded(output.get("data", {}).get(MIME, {}) for output in cell.get("outputs", []))
            yield from ((index, face["label"]) for face in faces if face.get("kind") == "figure")

    def _noted(self, *kinds: str) -> list[dict[str, Any]]:
        lines = self.notes.read_text("utf-8").splitlines() if self.notes.is_file() else []
        return [note for note in map(json.loads, lines) if not note.keys().isdisjoint(kinds)]

    def _cell(self, count: int) -> int | None:
        """The number of the cell with an execution count; None for none."""
        counts = [cell.get("execution_count") for cell in self.cells]
        return self.number(counts.index(count)) if count in counts else None


def _unfolded(faces: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Each face, and those that stand in a fold."""
    for face in faces:
        yield face
        yield from _unfolded(face.get("parts", []))
