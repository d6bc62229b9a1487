"""Whole numbers that are not known, and what is known of them: bounds, and sums that hold whatever the patients are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from attack.published import MANY, Range

NO_END = 10.0 * MANY  # of a sum of numbers
Key = tuple[str, ...]  # what a number counts, in words: ("missing", variable, visit, arm)


@dataclass(frozen=True)
class Relation:
    """A sum of numbers, each times a factor, that lies between two bounds."""

    factors: Mapping[Key, int]
    low: float
    high: float


@dataclass(frozen=True)
class Seen:
    """A cell in which a count is published: table and column, its text, and whether that is masked."""

    where: str
    text: str
    masked: bool


@dataclass
class Relations:
    """Everything that is known of the numbers.

    Attributes
    ----------
    bounds : of each number, both of which it may be.
    cells : where each is published.
    derived : numbers that stand nowhere but are the rest of two that do: patients without a value, and so on.
    contradicted : numbers of which two cells say what cannot both hold.
    """

    bounds: dict[Key, Range] = field(default_factory=dict)
    sums: list[Relation] = field(default_factory=list)
    cells: dict[Key, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    derived: set[Key] = field(default_factory=set)
    contradicted: set[Key] = field(default_factory=set)

    def add(self, key: Key, limits: Range = (0, MANY)) -> Key:
        """A number with its bounds, or one bound more of a number."""
        low, high = self.bounds.get(key, (0, MANY))
        narrowed = max(low, limits[0]), min(high, limits[1])
        if narrowed[0] > narrowed[1]:
            self.contradicted.add(key)
        else:
            self.bounds[key] = narrowed
        return key

    def see(self, key: Key, seen: Seen, limits: Range) -> None:
        """A cell of a number."""
        self.add(key, limits)
        if seen not in self.cells[key]:
            self.cells[key].append(seen)

    def total(self, whole: Key, parts: Iterable[Key]) -> None:
        """The parts make the whole."""
        factors = {self.add(whole): -1} | {self.add(part): 1 for part in parts}
        self._relate(Relation(factors, 0, 0))

    def part(self, part: Key, whole: Key) -> None:
        """Some of the whole; the others are a number of their own."""
        rest = ("without", *part, "of", *whole)
        self.derived.add(rest)
        self.total(whole, (part, rest))

    def same(self, one: Key, other: Key) -> None:
        """Two numbers are one."""
        self._relate(Relation({self.add(one): 1, self.add(other): -1}, 0, 0))

    def at_least(self, key: Key, factors: Mapping[Key, int]) -> None:
        """A number is as large as a sum, or larger."""
        others = {self.add(k): -factor for k, factor in factors.items()}
        self._relate(Relation({self.add(key): 1} | others, 0, NO_END))

    def share(self, part: Key, whole: Key, low: int, high: int) -> None:
        """A number is at least and at most so many of a hundred of another."""
        self.add(part), self.add(whole)
        if low:
            self._relate(Relation({part: 100, whole: -low}, 0, 100 * NO_END))
        self._relate(Relation({part: -100, whole: high}, 0, 100 * NO_END))

    def multiple(self, whole: Key, factor: int, part: Key) -> None:
        """A number is so many times another."""
        self._relate(Relation({self.add(whole): 1, self.add(part): -factor}, 0, 0))

    def _relate(self, relation: Relation) -> None:
        if relation not in self.sums:
            self.sums.append(relation)

    def copy(self) -> Relations:
        """The same numbers and sums, to which others can be added."""
        return replace(self, bounds=dict(self.bounds), sums=list(self.sums))

    def one_of(self, keys: tuple[Key, ...], choices: Iterable[tuple[int, ...]], name: str) -> Relations:
        """The same, where several numbers together can only be one of these choices."""
        chosen = list(choices)
        found = self.copy()
        marks: list[Key] = [(f"choice {number}", name) for number in range(len(chosen))]
        for mark in marks:
            found.bounds[mark] = (0, 1)
        found.sums.append(Relation(dict.fromkeys(marks, 1), 1, 1))
        for place, key in enumerate(keys):
            values = {mark: choice[place] for mark, choice in zip(marks, chosen, strict=True)}
            found.sums.append(Relation({key: -1} | {m: v for m, v in values.items() if v}, 0, 0))
        return found


def size(arm: str) -> Key:
    """Patients of an arm."""
    return ("patients", arm)


def known(variable: str, visit: str, arm: str) -> Key:
    """Patients with a value."""
    return ("known", variable, visit, arm)


def at_level(variable: str, visit: str, arm: str, level: str) -> Key:
    """Patients at a level, or with an event."""
    return ("count", variable, visit, arm, level)
