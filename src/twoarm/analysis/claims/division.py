"""How the two-sided tests of two counts divide at the threshold of the statement about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twoarm.analysis.claims.definitions import DEFINITIONS
from twoarm.analysis.claims.finding import Statistic
from twoarm.faces import counts_only

PValues = Mapping[str, float]  # name of the definition: P


@counts_only
@dataclass(frozen=True)
class Division:
    """The tests of one pair of counts.

    Attributes
    ----------
    patients : with an event, treated and control, that are supposed of nested units; None for the counts as printed.
    threshold : of the statement, the usual one where it prints an exact P.
    tests : every definition that these counts leave with a P, in the order of the definitions.
    """

    patients: tuple[int, int] | None
    threshold: float
    tests: PValues

    @property
    def below(self) -> PValues:
        """Those whose P lies below the threshold."""
        return {name: p for name, p in self.tests.items() if p < self.threshold}

    @property
    def above(self) -> PValues:
        """The others."""
        return {name: p for name, p in self.tests.items() if not p < self.threshold}

    def statistics(self) -> Iterator[Statistic]:
        """What sentences, tables and figures say of it, as rows of claims.csv; none without a test."""
        if self.tests:
            values = self.tests.values()
            told = {"p_value_smallest": min(values), "p_value_largest": max(values)}
            told |= {"tests": float(len(self.tests)), "tests_below": float(len(self.below))}
            yield from (Statistic(name, "", value, patients=self.patients) for name, value in told.items())


def division(rows: Iterable[Statistic], patients: tuple[int, int] | None, threshold: float) -> Division:
    """Of the rows of a claim, those of the tests that suppose so many patients; a permutation is no definition."""
    found = {r.method: r.recomputed for r in rows if (r.statistic, r.patients) == ("p_value", patients)}
    tests = {name: p for name in DEFINITIONS if (p := found.get(name)) is not None}
    return Division(patients, threshold, tests)
