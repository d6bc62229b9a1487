"""Events printed for units that lie several to a patient: what they allow to be said of the patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from twoarm.analysis.clusters import cluster_permutation_p
from twoarm.analysis.published_bounds import patients_hit

# Pairs of numbers of patients that are looked at one by one; beyond it only the fewest and the most of either arm.
MOST_PAIRS = 60
# Ways to spread the events over the patients whose permutation tests are computed; beyond it none is.
MOST_PATTERNS = 200


@dataclass(frozen=True)
class Nested:
    """Events of both arms (treated, control), patients of both arms, and units in each patient."""

    events: tuple[int, int]
    patients: tuple[int, int]
    each: int

    @cached_property
    def _chances(self) -> tuple[dict[int, float], dict[int, float]]:
        treated, control = (
            patients_hit(events, patients, self.each)
            for events, patients in zip(self.events, self.patients, strict=True)
        )
        return treated, control

    def possible(self) -> list[tuple[int, int]]:
        """Numbers of patients with an event (treated, control) that the events allow, the most patients first."""
        numbers = [sorted(chances, reverse=True) for chances in self._chances]
        if len(numbers[0]) * len(numbers[1]) > MOST_PAIRS:
            numbers = [list(dict.fromkeys((found[0], found[-1]))) for found in numbers]
        treated, control = numbers
        return list(product(treated, control))

    def probability(self, patients: tuple[int, int]) -> float:
        """How likely these numbers of patients are, if the events of each arm fall on its units at random.

        Examples
        --------
        >>> Nested((2, 0), (2, 2), 2).probability((2, 0))  # four of the six pairs of balloons lie in two patients
        0.6666666666666666
        """
        return self._chances[0][patients[0]] * self._chances[1][patients[1]]


def permutation_range(nested: Nested, patients: tuple[int, int]) -> tuple[float, ...]:
    """Smallest and largest P of the exact permutation of whole patients, over all ways to spread the events over them.

    Parameters
    ----------
    patients : patients with an event, treated and control.

    Returns
    -------
    Two numbers, equal where there is one way only; none where no test is possible or there are too many ways.

    Examples
    --------
    >>> permutation_range(Nested((3, 0), (3, 3), 2), (2, 0))  # one patient with two events, one with one
    (0.4, 0.4)
    """
    ways = [
        list(_spread(events, hit, nested.each)) for events, hit in zip(nested.events, patients, strict=True)
    ]
    if len(ways[0]) * len(ways[1]) > MOST_PATTERNS:
        return ()
    found = [
        cluster_permutation_p(
            *(
                [*pattern, *[0] * (size - len(pattern))]
                for pattern, size in zip(pair, nested.patients, strict=True)
            )
        )
        for pair in product(*ways)
    ]
    known = [p for p in found if p is not None]
    return (min(known), max(known)) if known else ()


def _spread(events: int, patients: int, most: int) -> Iterator[tuple[int, ...]]:
    """Ways to give so many events to exactly so many patients, the largest number first and none above `most`.

    Examples
    --------
    >>> list(_spread(5, 3, 2)), list(_spread(0, 0, 2)), list(_spread(4, 2, 3))
    ([(2, 2, 1)], [()], [(3, 1), (2, 2)])
    """
    if not patients:
        yield from [()] if not events else []
        return
    for first in range(min(most, events - patients + 1), 0, -1):
        if first * patients < events:
            return
        yield from ((first, *rest) for rest in _spread(events - first, patients - 1, first))
