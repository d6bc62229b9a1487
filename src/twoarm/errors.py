"""Typed errors: each is a next step for the reader and carries the exit code of the command that met it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# "patients.csv line 42, vas" is a file, a line and what stands there.
PLACE = re.compile(r"(?P<file>[\w-]+\.(?:csv|xlsx|yml|md|sha256))(?: line (?P<line>\d+))?(?:, (?P<rest>.+))?")
SHOWN_LINES = 20


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands and which rule it breaks; never a cell's value.

    A `grave` one must not be published: it weighs more than what is merely wrong with the data.
    """

    where: str
    rule: str
    mend: str = field(default="", compare=False)
    grave: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.rule}" + (f" ({self.mend})" if self.mend else "")

    @property
    def place(self) -> tuple[str, int | None, str]:
        """File, line and what stands there (a column, a key); what is not known is empty."""
        found = PLACE.fullmatch(self.where)
        if found is None:
            return "", None, self.where
        return found["file"], int(found["line"]) if found["line"] else None, found["rest"] or ""


class TwoArmError(Exception):
    """A failure with an exit code, a headline, all its problems at once and one line saying what to do."""

    exit_code = 70

    def __init__(self, headline: str, problems: Sequence[Problem | str] = (), todo: str = "") -> None:
        self.headline = headline
        self.problems = [p if isinstance(p, Problem) else Problem("", p) for p in problems]
        self.todo = todo
        super().__init__(str(self))

    def __str__(self) -> str:
        count = f" ({len(self.problems)} problem{'s' * (len(self.problems) != 1)})" if self.problems else ""
        lines = [self.headline + count, *listed(self.problems)]
        return "\n".join([*lines, self.todo] if self.todo else lines)

    def __reduce__(self):
        return type(self), (self.headline, self.problems, self.todo)


def listed(problems: Sequence[Problem]) -> list[str]:
    """The problems as lines: lines that break one rule together, and several files each under its name."""
    by_file: dict[str, list[tuple[str, str]]] = {}
    for (file, rest, rule), numbers in _alike(problems).items():
        by_file.setdefault(file, []).append((", ".join(filter(None, (_lines(numbers), rest))), rule))
    if sum(map(bool, by_file)) < 2:
        return [f"  {_place(file, at)}{rule}" for file, found in by_file.items() for at, rule in found]
    lines = []
    for file, found in by_file.items():
        lines += [f"  {file}"] if file else []
        lines += [f"{'    ' if file else '  '}{_place('', at)}{rule}" for at, rule in found]
    return lines


def _alike(problems: Sequence[Problem]) -> dict[tuple[str, str, str], list[int]]:
    """File, place in it and rule, with the lines where the rule is broken."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for problem in problems:
        file, line, rest = problem.place
        if not file:
            alike[("", "", str(problem))] = []
            continue
        rule = str(Problem("", problem.rule, problem.mend))
        numbers = alike.setdefault((file, rest, rule), [])
        numbers += [] if line is None else [line]
    return alike


def _lines(numbers: list[int]) -> str:
    if len(numbers) < 2:
        return f"line {numbers[0]}" if numbers else ""
    left = len(numbers) - SHOWN_LINES
    shown = [str(number) for number in numbers[:SHOWN_LINES]]
    last = f"{left} more" if left > 0 else shown.pop()
    return f"lines {', '.join(shown)} and {last}"


def _place(file: str, at: str) -> str:
    """``patients.csv line 4, vas: ``, as much of it as is known."""
    between = " " if re.match(r"lines? \d", at) else ", "
    place = between.join(filter(None, (file, at)))
    return f"{place}: " if place else ""


class ParameterError(TwoArmError):
    """A parameter or the command line is wrong; nothing has started."""

    exit_code = 2


class InputError(TwoArmError):
    """The study folder breaks a rule, or prose names nothing."""

    exit_code = 3


class AnalysisError(TwoArmError):
    """A cell or a page failed."""

    exit_code = 4


class DisclosureError(TwoArmError):
    """Something that must not be published would have been."""

    exit_code = 5


class ToolMissing(TwoArmError):
    """A program or a package that the run needs is not there."""

    exit_code = 6


class DiskError(TwoArmError):
    """The disk is full or may not be written."""

    exit_code = 7


class RunLocked(TwoArmError):
    """Another run holds the lock."""

    exit_code = 8


def refusal(headline: str, problems: Sequence[Problem], todo: str = "") -> TwoArmError:
    """The error of what is wrong with a study: of disclosure, if anything in it must not be published.

    Examples
    --------
    >>> refusal("No", [Problem("a.csv", "is wrong"), Problem("b.csv", "names a person", grave=True)]).exit_code
    5
    """
    ordered = sorted(problems, key=lambda problem: not problem.grave)
    kind = DisclosureError if any(problem.grave for problem in problems) else InputError
    return kind(headline, ordered, todo)
