"""One arm and both: what they are called, how many patients each has, and where they are spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from twoarm.errors import ParameterError, Place, Problem
from twoarm.suggestions import did_you_mean


@dataclass(frozen=True)
class Arm:
    """One arm: its label, every name that it is given, its size, and the expression that finds it."""

    label: str
    names: tuple[str, ...]
    n: int
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        """Its full name, where it has a longer one than its label."""
        longer = [
            name
            for name in self.names
            if len(name) > len(self.label) + 3 and not name.lower().startswith("group")
        ]
        return max(longer, key=len, default="")


@dataclass(frozen=True)
class Arms:
    """The two arms in the order in which the abstract names them; which of these is the treated one is a guess."""

    first: Arm
    second: Arm
    treated_first: bool
    places: tuple[tuple[int, int], ...] = ()  # where their sizes stand
    sure: bool = False

    @property
    def treated(self) -> Arm:
        """The treated arm."""
        return self.first if self.treated_first else self.second

    @property
    def control(self) -> Arm:
        """The other one."""
        return self.second if self.treated_first else self.first

    @property
    def sizes(self) -> tuple[int, int]:
        """Of the treated, then of the controls."""
        return self.treated.n, self.control.n

    def with_treated(self, label: str) -> Arms:
        """The same with the arm of a label, or of a name, as the treated one.

        Raises
        ------
        ParameterError
            Where neither is called so.
        """
        called = {
            name.casefold(): arm for arm in (self.first, self.second) for name in (arm.label, *arm.names)
        }
        if label.casefold() not in called:
            labels = [self.first.label, self.second.label]
            problem = Problem(
                Place(at="--treated"),
                f"no arm is called {label}",
                did_you_mean(label, labels) or f"one of: {', '.join(labels)}",
            )
            raise ParameterError("The command line cannot be used", [problem], "Correct what is named above.")
        return replace(self, treated_first=called[label.casefold()] is self.first, sure=True)

    def role(self, arm: Arm) -> str:
        """Which of both it is."""
        return "treated" if arm is self.treated else "control"

    def other(self, arm: Arm) -> Arm:
        """The one that it is not."""
        return self.second if arm is self.first else self.first

    def mentioned(self, text: str) -> list[tuple[int, int, Arm]]:
        """Where a sentence in its plain form speaks of which arm, in order; what lies within a longer name is left out."""
        found = [
            (m.start(), m.end(), arm) for arm in (self.first, self.second) for m in arm.pattern.finditer(text)
        ]
        found.sort(key=lambda place: (place[0], -place[1]))
        kept: list[tuple[int, int, Arm]] = []
        for place in found:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept
