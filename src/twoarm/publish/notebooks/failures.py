"""What stopped a notebook, told without a patient's value, and the error and exit code that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twoarm import errors
from twoarm.errors import AnalysisError, Place, Problem, TwoArmError
from twoarm.faces import counts_only

# What must not be published comes first, then what the reader can mend, then the rest.
PRECEDENCE = (5, 7, 6, 3, 2, 8, 4, 70)

WITHHELD = "its message is withheld, for it may hold a patient's value"
KNOWN = {"CalledProcessError": "a command failed; where it may, write !command || true"}
# Whole messages of IPython, told in our own words.
OF_IPYTHON = {
    (
        "OSError",
        "Background processes not supported.",
    ): "a command in the background (&) cannot be part of a report, which must not end before it; take the & away"
}


@counts_only
@dataclass(frozen=True)
class Failure:
    """Where a notebook stopped (cell counted from 1 in the file; None before the first), why, and as which error."""

    notebook: str
    cell: int | None
    reason: str
    kind: type[TwoArmError] = AnalysisError

    def problem(self) -> Problem:
        """The failure as one line of an error."""
        return Problem(
            Place(at=f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook), self.reason
        )


def exception_failure(notebook: str, cell: int, name: str, message: str) -> Failure:
    """Failure of a cell that raised.

    Parameters
    ----------
    notebook, cell : str, int
        File name, and number of the cell in it.
    name, message : str
        The exception's class name and message as the kernel gave them. Only messages of this package are repeated,
        with all their problems and what to do: they never hold a value.
    """
    ours = {kind.__name__: kind for kind in _kinds(TwoArmError)}.get(name)
    if ours is None:
        if (name, message) in OF_IPYTHON:
            return Failure(notebook, cell, f"{name}: {OF_IPYTHON[name, message]}")
        known = f" ({KNOWN[name]})" if name in KNOWN else ""
        return Failure(notebook, cell, f"{name}{known}; {WITHHELD}")
    told = "; ".join(line.strip() for line in message.splitlines())
    kind = next(base for base in ours.__mro__ if base.__module__ == errors.__name__)
    return Failure(notebook, cell, f"{name}: {told}", kind)


def failures_error(failures: Sequence[Failure]) -> TwoArmError:
    """One error that names all failures, of the class that weighs most among theirs."""
    kind = min((failure.kind for failure in failures), key=lambda kind: PRECEDENCE.index(kind.exit_code))
    ordered = sorted(failures, key=lambda failure: failure.notebook)
    todo = "Open the notebook in JupyterLab and run it up to that cell to see more."
    return kind("notebooks did not run to their end", [failure.problem() for failure in ordered], todo)


def _kinds(kind: type[TwoArmError]) -> Iterator[type[TwoArmError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
