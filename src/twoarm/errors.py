"""Typed errors: each is a next step for the reader and carries the exit code of the command that met it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

SHOWN = 20  # lines or rows that break one rule


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands; what is not known is empty.

    Attributes
    ----------
    file : its name, without a folder.
    line : counted from 1; 0 where no line is meant.
    at : what stands there: a column, a key, a flag of the command line.
    rows : of a DataFrame, counted from 0.

    Examples
    --------
    >>> print(Place("patients.csv", 42, "blood_loss")), print(Place("study.yml", at="visits"))
    patients.csv line 42, blood_loss
    study.yml, visits
    (None, None)
    """

    file: str = ""
    line: int = 0
    at: str = ""
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.with_lines([self.line] if self.line else [])

    def with_lines(self, lines: Sequence[int]) -> str:
        """The place in words, with these lines for its own."""
        file = " ".join(filter(None, (self.file, _numbered("line", lines))))
        return ", ".join(filter(None, (file, self.at, _numbered("row", self.rows))))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands and which rule it breaks; never a cell's value.

    A `grave` one must not be published: it weighs more than what is merely wrong with the data.
    """

    where: Place
    rule: str
    mend: str = field(default="", compare=False)
    grave: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.where, str):  # a name alone, of whoever calls from a notebook
            object.__setattr__(self, "where", Place(at=self.where))

    def __str__(self) -> str:
        return _said(str(self.where), self.broken)

    @property
    def broken(self) -> str:
        """The rule, and how to mend it."""
        return self.rule + (f" ({self.mend})" if self.mend else "")

    def in_file(self, name: str) -> Problem:
        """The same in a file of this name, where it names none itself."""
        return replace(self, where=replace(self.where, file=self.where.file or name))


class TwoArmError(Exception):
    """A failure with an exit code, a headline, all its problems at once and one line saying what to do."""

    exit_code = 70

    def __init__(self, headline: str, problems: Sequence[Problem | str] = (), todo: str = "") -> None:
        self.headline = headline
        self.problems = [p if isinstance(p, Problem) else Problem(Place(), p) for p in problems]
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
    by_file: dict[str, list[tuple[Place, str, list[int]]]] = {}
    for (place, rule), lines in _alike(problems).items():
        by_file.setdefault(place.file, []).append((place, rule, lines))
    if sum(map(bool, by_file)) < 2:
        return [
            f"  {_said(p.with_lines(lines), rule)}" for found in by_file.values() for p, rule, lines in found
        ]
    told = []
    for file, found in by_file.items():
        told += [f"  {file}"] if file else []
        indent = "    " if file else "  "
        told += [indent + _said(replace(p, file="").with_lines(lines), rule) for p, rule, lines in found]
    return told


def _alike(problems: Sequence[Problem]) -> dict[tuple[Place, str], list[int]]:
    """Place without its line, and rule, with the lines where the rule is broken; what is in no file stands as it is."""
    alike: dict[tuple[Place, str], list[int]] = {}
    for problem in problems:
        if not problem.where.file:
            alike[Place(), str(problem)] = []
            continue
        numbers = alike.setdefault((replace(problem.where, line=0), problem.broken), [])
        numbers += [problem.where.line] if problem.where.line else []
    return alike


def _numbered(word: str, numbers: Sequence[int]) -> str:
    """``line 4``, ``lines 4, 5 and 9``; of many the first ones and how many more."""
    if len(numbers) < 2:
        return f"{word} {numbers[0]}" if numbers else ""
    left = len(numbers) - SHOWN
    shown = [str(number) for number in numbers[:SHOWN]]
    last = f"{left} more" if left > 0 else shown.pop()
    return f"{word}s {', '.join(shown)} and {last}"


def _said(place: str, rule: str) -> str:
    return f"{place}: {rule}" if place else rule


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
    >>> refusal("No", [Problem(Place("a.csv"), "is wrong"), Problem(Place("b.csv"), "names a person", grave=True)]).exit_code
    5
    """
    ordered = sorted(problems, key=lambda problem: not problem.grave)
    kind = DisclosureError if any(problem.grave for problem in problems) else InputError
    return kind(headline, ordered, todo)
