"""What the two-sided tests of two counts say of the statement about them: the recommended one first, then Fisher's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twoarm.analysis.claims.definitions import DEFINITIONS, JOURNALS
from twoarm.analysis.claims.finding import Statistic
from twoarm.faces import counts_only

PValues = Mapping[str, float]  # name of the definition: P
RECOMMENDED = "p_value_recommended"
FISHER = JOURNALS.tests[0]


@counts_only
@dataclass(frozen=True)
class Division:
    """The tests of one pair of counts.

    Attributes
    ----------
    patients : with an event, treated and control, that are supposed of nested units; None for the counts as printed.
    threshold : of the statement, the usual one where it prints an exact P.
    tests : every definition that these counts leave with a P, in the order of the definitions.
    leading : the definition that is recommended for these counts; None where they leave it without a P.
    """

    patients: tuple[int, int] | None
    threshold: float
    tests: PValues
    leading: str | None

    @property
    def deciding(self) -> PValues:
        """The recommended test and Fisher's, which give the verdict; one of them alone where they are the same."""
        return {name: self.tests[name] for name in (self.leading, FISHER) if name and name in self.tests}

    @property
    def below(self) -> bool | None:
        """Whether both deciding tests lie below the threshold; None where they fall on two sides of it."""
        sides = {p < self.threshold for p in self.deciding.values()}
        return sides.pop() if len(sides) == 1 else None

    @property
    def across(self) -> PValues:
        """The other tests, those that lie on another side than the recommended one."""
        if self.leading is None:
            return {}
        side = self.tests[self.leading] < self.threshold
        others = {name: p for name, p in self.tests.items() if name not in self.deciding}
        return {name: p for name, p in others.items() if (p < self.threshold) != side}

    def statistics(self) -> Iterator[Statistic]:
        """What sentences, tables and figures say of it, as rows of claims.csv; none without a test."""
        if self.tests:
            values = self.tests.values()
            yield Statistic("p_value_smallest", "", min(values), patients=self.patients)
            yield Statistic("p_value_largest", "", max(values), patients=self.patients)


def division(rows: Iterable[Statistic], patients: tuple[int, int] | None, threshold: float) -> Division:
    """Of the rows of a claim, those of the tests that suppose so many patients; a permutation is no definition."""
    rows = [row for row in rows if row.patients == patients]
    found = {row.method: row.recomputed for row in rows if row.statistic == "p_value"}
    tests = {name: p for name in DEFINITIONS if (p := found.get(name)) is not None}
    leading = next((row.method for row in rows if row.statistic == RECOMMENDED and row.method in tests), None)
    return Division(patients, threshold, tests, leading)
