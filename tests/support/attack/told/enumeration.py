"""Every choice of a few whole numbers that some published statistics allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from attack.relations import Key

MOST = 50_000  # numbers that are tried, the first ones of a choice among them
Numbers = tuple[int, ...]


class TooManyError(Exception):
    """There are more choices than are gone through."""


@dataclass(frozen=True)
class Check:
    """Something published that not every choice of numbers reproduces.

    Attributes
    ----------
    name : table, row and column in words.
    over : places of the numbers in their group that it needs.
    holds : whether these numbers reproduce it.
    counted : whether it is no more than a relation between the counts themselves.
    """

    name: str
    over: tuple[int, ...]
    holds: Callable[..., bool]
    counted: bool = False


@dataclass
class Group:
    """Numbers that stand behind the same statistics.

    Attributes
    ----------
    name : what they are numbers of.
    checks : in the order in which they are asked, the quick ones first.
    refused : how often each check refused a choice that those before it had let pass.
    """

    name: str
    keys: tuple[Key, ...]
    checks: list[Check] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    tried: int = 0

    @property
    def tells(self) -> bool:
        """Whether anything is published of the numbers but counts."""
        return not all(check.counted for check in self.checks)

    def choices(self, values: Mapping[Key, Sequence[int]]) -> list[Numbers] | None:
        """The choices that reproduce all that is published; None where there are too many to go through."""
        self.refused.clear()
        self.tried = 0
        try:
            return list(self._chosen([values[key] for key in self.keys], self._by_place(), ()))
        except TooManyError:
            return None

    def _by_place(self) -> list[list[Check]]:
        """The checks that can be asked once the number of a place is chosen."""
        return [[c for c in self.checks if max(c.over) == place] for place in range(len(self.keys))]

    def _chosen(
        self, each: list[Sequence[int]], checks: list[list[Check]], chosen: Numbers
    ) -> Iterator[Numbers]:
        place = len(chosen)
        if place == len(each):
            yield chosen
            return
        for value in each[place]:
            self.tried += 1
            if self.tried > MOST:
                raise TooManyError
            longer = (*chosen, value)
            if self._passes(longer, checks[place]):
                yield from self._chosen(each, checks, longer)

    def _passes(self, numbers: Numbers, checks: list[Check]) -> bool:
        for check in checks:
            if not check.holds(*(numbers[place] for place in check.over)):
                self.refused[check.name] += 1
                return False
        return True
