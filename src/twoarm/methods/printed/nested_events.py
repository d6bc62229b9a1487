"""Events printed for units that lie several to a patient: what they allow to be said of the patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from twoarm.faces import counts_only
from twoarm.methods.counts.clusters import cluster_permutation_p
from twoarm.methods.printed.bounds import patients_hit

# Pairs of numbers of patients that are looked at one by one; beyond it only the fewest and the most of either arm.
MOST_PAIRS = 60
# Ways to spread the events over the patients whose permutation tests are computed; beyond it none is.
MOST_PATTERNS = 200


@counts_only
@dataclass(frozen=True)
class Nested:
    """Events of both arms whose units lie several to a patient.

    Attributes
    ----------
    events : tuple of int
        Events of the treated and of the control.
    patients : tuple of int
        Patients of the treated and of the control.
    each : int
        Units in each patient, >= 1.

    Notes
    -----
    Which patients have the events is not known: printed are units.

    Examples
    --------
    >>> Nested((2, 0), (2, 2), 2).possible()  # two balloons of two patients, or of one
    [(2, 0), (1, 0)]
    """

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
        """Numbers of patients with an event that the events allow, the most patients first.

        Returns
        -------
        list of (int, int), length m
            Patients with an event, treated and control; beyond `MOST_PAIRS` only the fewest and the most of either arm.

        Raises
        ------
        AnalysisError
            More events than units in an arm, or a negative number.
        """
        numbers = [sorted(chances, reverse=True) for chances in self._chances]
        if len(numbers[0]) * len(numbers[1]) > MOST_PAIRS:
            numbers = [list(dict.fromkeys((found[0], found[-1]))) for found in numbers]
        treated, control = numbers
        return list(product(treated, control))

    def probability(self, patients: tuple[int, int]) -> float:
        """How likely these numbers of patients are, if the events of each arm fall on its units at random.

        Parameters
        ----------
        patients : tuple of int
            Patients with an event, treated and control; one of the pairs of `possible`.

        Returns
        -------
        float
            A probability in (0, 1].

        Raises
        ------
        AnalysisError
            More events than units in an arm, or a negative number.

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
    nested : Nested
        Events, patients and units.
    patients : tuple of int
        Patients with an event, treated and control.

    Returns
    -------
    tuple of float
        Two P in (0, 1], equal where there is one way only; empty where no test is possible or there are too many ways.

    Notes
    -----
    `clusters.cluster_permutation_p` of each way, the largest number of events first; beyond `MOST_PATTERNS` of none.

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
