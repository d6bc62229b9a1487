"""Which values whole numbers can have under linear relations: by bounds that are passed on, then by integer programming."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from attack.published import Range
from attack.relations import NO_END, Key, Relation, Relations

INFEASIBLE = 2  # status of scipy's milp
MOST_ASKED = 60  # times, a relation on average
WIDEST_PIVOT = 12
WIDEST = 60  # values that are tried one by one


class ContradictionError(Exception):
    """No numbers have all of these relations: one of them does not hold of what was published."""


def passed_on(relations: Relations) -> dict[Key, Range]:
    """The bounds of each number after every relation has been asked what the others leave to it, until little changes.

    Bounds far apart can creep towards each other by ones; integer programming closes what is left.
    """
    bounds = dict(relations.bounds)
    of_key: dict[Key, list[int]] = {}
    for number, relation in enumerate(relations.sums):
        for key in relation.factors:
            of_key.setdefault(key, []).append(number)
    waiting = set(range(len(relations.sums)))
    asked = 0
    while waiting and asked < MOST_ASKED * len(relations.sums):
        number = waiting.pop()
        asked += 1
        for key in _narrow(relations.sums[number], bounds):
            waiting |= {other for other in of_key[key] if other != number}
    return bounds


def _narrow(relation: Relation, bounds: dict[Key, Range]) -> Iterator[Key]:
    """The numbers of a relation whose bounds it narrows."""
    ends = {k: sorted((f * bounds[k][0], f * bounds[k][1])) for k, f in relation.factors.items()}
    least, most = (sum(end[side] for end in ends.values()) for side in (0, 1))
    for key, factor in relation.factors.items():
        own = ends[key]
        low, high = relation.low - (most - own[1]), relation.high - (least - own[0])
        sides = sorted((low / factor, high / factor))
        narrowed = (
            max(bounds[key][0], math.ceil(sides[0] - 1e-9)),
            min(bounds[key][1], math.floor(sides[1] + 1e-9)),
        )
        if narrowed[0] > narrowed[1]:
            raise ContradictionError(f"{key} is none of its values")
        if narrowed != bounds[key]:
            bounds[key] = narrowed
            yield key
            ends[key] = sorted((factor * narrowed[0], factor * narrowed[1]))
            least, most = (sum(end[side] for end in ends.values()) for side in (0, 1))


@dataclass
class Program:
    """The numbers that hang together, as an integer programme; `witnessed` collects the values that solutions had."""

    keys: list[Key]
    matrix: csr_array
    low: np.ndarray
    high: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    witnessed: dict[Key, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {key: number for number, key in enumerate(self.keys)}

    def extreme(self, key: Key, sign: int) -> int | None:
        """The smallest (1) or the largest (-1) value of a number; None where the relations contradict each other."""
        objective = np.zeros(len(self.keys))
        objective[self.place[key]] = sign
        return self._solved(objective, self.lower, self.upper, key)

    def has(self, key: Key, value: int) -> bool:
        """Whether a number can have a value."""
        place = self.place[key]
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[place] = upper[place] = value
        return self._solved(np.zeros(len(self.keys)), lower, upper, key) is not None

    def _solved(self, objective: np.ndarray, lower: np.ndarray, upper: np.ndarray, key: Key) -> int | None:
        for presolve in (True, False):  # HiGHS gives up now and then after it has simplified a programme
            found = milp(
                objective,
                integrality=np.ones(len(self.keys)),
                bounds=Bounds(lower, upper),
                constraints=LinearConstraint(self.matrix, self.low, self.high),
                options={"presolve": presolve},
            )
            if found.status == INFEASIBLE:
                return None
            if found.x is not None:
                break
        else:
            raise RuntimeError(f"no answer: {found.message}")
        values = np.rint(found.x).astype(int)
        for one, value in zip(self.keys, values, strict=True):
            self.witnessed.setdefault(one, set()).add(int(value))
        return int(values[self.place[key]])


@dataclass
class Solver:
    """What every number can be.

    Attributes
    ----------
    pivots : numbers on which nearly all others depend. Each of their values is tried on its own, so that the others fall
        apart into small programmes.
    """

    relations: Relations
    pivots: tuple[Key, ...] = ()

    def __post_init__(self) -> None:
        self.bounds = passed_on(self.relations)
        widths = {key: self.bounds[key][1] - self.bounds[key][0] for key in self.pivots}
        self.pivots = tuple(key for key, width in widths.items() if 0 < width <= WIDEST_PIVOT)
        self._programs = {key: one for one in programs(self.relations, self.bounds) for key in one.keys}
        self._under: dict[tuple[int, ...], Solver | None] = {}

    def largest(self, key: Key, enough: int) -> int:
        """The largest value of a number, or some value above what is enough to know."""
        if self.bounds[key][1] <= enough or key in self.pivots:
            return self.bounds[key][1]
        most = 0
        for solver in self._fixed():
            most = max(most, solver._largest(key, enough))
            if most > enough:
                break
        return most

    def _largest(self, key: Key, enough: int) -> int:
        program = self._programs.get(key)
        if program is None or not program.matrix.shape[0] or self.bounds[key][1] <= enough:
            return self.bounds[key][1]
        seen = max(program.witnessed.get(key, {0}))
        found = seen if seen > enough else program.extreme(key, -1)
        return -1 if found is None else found

    def compatible(self, key: Key) -> frozenset[int]:
        """Every value that a number can have; of a very wide range the first ones."""
        low, high = self.bounds[key]
        every = set(range(low, min(high, low + WIDEST) + 1))
        found: set[int] = set()
        for solver in self._fixed():
            found |= solver._values(key, every - found)
            if found == every:
                break
        return frozenset(found)

    def can_be(self, key: Key, value: int) -> bool:
        """Whether a number can have a value."""
        return any(solver._values(key, {value}) for solver in self._fixed())

    def _fixed(self) -> Iterator[Solver]:
        """This solver under each choice of its pivots, the middle ones first."""
        if not self.pivots:
            yield self
            return
        ranges = [self.bounds[key] for key in self.pivots]
        each = [sorted(range(a, b + 1), key=lambda value, m=(a + b) / 2: abs(value - m)) for a, b in ranges]
        for chosen in product(*each):
            if chosen not in self._under:
                self._under[chosen] = self._with(chosen)
            if solver := self._under[chosen]:
                yield solver

    def _with(self, chosen: tuple[int, ...]) -> Solver | None:
        """The solver with its pivots at these values; None where nothing else can be so."""
        relations = self.relations.copy()
        relations.bounds.update(self.bounds)
        relations.bounds.update({k: (v, v) for k, v in zip(self.pivots, chosen, strict=True)})
        try:
            return Solver(relations)
        except ContradictionError:
            return None

    def _values(self, key: Key, wanted: set[int]) -> set[int]:
        """Those of the wanted values that a number can have."""
        low, high = self.bounds[key]
        program = self._programs.get(key)
        inside = {value for value in wanted if low <= value <= high}
        if program is None or not program.matrix.shape[0]:
            return inside
        seen = program.witnessed.setdefault(key, set())
        return {value for value in sorted(inside) if value in seen or program.has(key, value)}


def programs(relations: Relations, bounds: dict[Key, Range]) -> Iterator[Program]:
    """The numbers that are not yet known, in groups that no relation joins."""
    open_keys = [key for key in relations.bounds if bounds[key][0] < bounds[key][1]]
    place = {key: number for number, key in enumerate(open_keys)}
    edges, held = [], []
    for relation in relations.sums:
        touched = [place[key] for key in relation.factors if key in place]
        edges += list(pairwise(touched))
        held += [(touched[0], relation)] if touched else []
    firsts, seconds = zip(*edges, strict=True) if edges else ((), ())
    graph = csr_array((np.ones(len(edges)), (firsts, seconds)), shape=(len(place), len(place)))
    groups, group_of = connected_components(graph, directed=False)
    for group in range(groups):
        keys = [key for key in open_keys if group_of[place[key]] == group]
        yield _program(keys, [r for first, r in held if group_of[first] == group], bounds)


def _program(keys: list[Key], sums: list[Relation], bounds: dict[Key, Range]) -> Program:
    place = {key: number for number, key in enumerate(keys)}
    entries, low, high = [], [], []
    for line, relation in enumerate(sums):
        known = sum(f * bounds[k][0] for k, f in relation.factors.items() if k not in place)
        entries += [(line, place[k], f) for k, f in relation.factors.items() if k in place]
        low.append(relation.low - known)
        high.append(np.inf if relation.high >= NO_END else relation.high - known)
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((values, (rows, columns)), shape=(len(sums), len(keys)))
    ends = np.array([bounds[key] for key in keys], dtype=float)
    return Program(keys, matrix, np.array(low), np.array(high), ends[:, 0], ends[:, 1])
