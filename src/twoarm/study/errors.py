"""Typed errors: each is a next step for the reader and carries the exit code of the command that met it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands and which rule it breaks; never a cell's value."""

    where: str
    rule: str
    mend: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.rule}" + (f" ({self.mend})" if self.mend else "")


class TwoArmError(Exception):
    """A failure with an exit code, a headline, all its problems at once and one line saying what to do."""

    exit_code = 70

    def __init__(self, headline: str, problems: Sequence[Problem | str] = (), todo: str = "") -> None:
        self.headline = headline
        self.problems = list(problems)
        self.todo = todo
        super().__init__(str(self))

    def __str__(self) -> str:
        count = f" ({len(self.problems)} problem{'s' * (len(self.problems) != 1)})" if self.problems else ""
        lines = [self.headline + count, *(f"  {problem}" for problem in self.problems)]
        return "\n".join([*lines, self.todo] if self.todo else lines)

    def __reduce__(self):
        return type(self), (self.headline, self.problems, self.todo)


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
