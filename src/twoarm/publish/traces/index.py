"""The facts of a run by how they may be shown."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from twoarm.publish.traces.records import AS_PERCENT, Fact
from twoarm.publish.traces.shown import ShownNumber
from twoarm.tables.columns import Holds

_Rounded = dict[int, list[Fact]]


class PossibleFacts:
    """Every fact that a number may show, asked for by what the text around the number names or says."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.every = facts
        self.of_nothing = [fact for fact in facts if not fact.record.subjects]
        self._printed = [fact for fact in facts if fact.printed and fact.record.subjects]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, fact in enumerate(facts):
            for subject in fact.record.subjects:
                self._places[subject].append(place)

    def about(self, subjects: Iterable[str]) -> list[Fact]:
        """Those of records about any of the subjects, in their order."""
        places = {place for subject in subjects for place in self._places.get(subject, ())}
        return [self.every[place] for place in sorted(places)]

    def repeated_in(self, text: str) -> list[Fact]:
        """Those whose words the text repeats."""
        return [fact for fact in self._printed if fact.stands_in(text)]


class FactIndex:
    """Facts that are asked for by a number as it is shown."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._values: list[Fact] = []
        self._printed: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.printed:
                self._printed[_unsigned(fact.printed)].append(fact)
            else:
                self._values.append(fact)
        self._bounded = [f for f in self._values if f.holds == Holds.P_VALUE or f.form == AS_PERCENT]
        self._rounded: dict[int, _Rounded] = {}
        self._asked: dict[tuple[str, str], PossibleFacts] = {}

    def shown_as(self, number: ShownNumber) -> PossibleFacts:
        """Every fact that the number may show."""
        key = number.text, number.bound  # the same numbers stand in many places
        if key not in self._asked:
            self._asked[key] = PossibleFacts(self._found(number))
        return self._asked[key]

    def _found(self, number: ShownNumber) -> list[Fact]:
        found = [*self._printed.get(_unsigned(number.text), ()), *self._near(number)]
        if number.bound:
            known = set(map(id, found))
            found += [f for f in self._bounded if id(f) not in known and f.shows_as(number)]
        return found

    def _near(self, number: ShownNumber) -> list[Fact]:
        """Of those whose rounding is the number all; half a step up the rounding may go either way."""
        rounded = self._of_decimals(number.decimals)
        place = _place(number.value, number.decimals)
        above = [fact for fact in rounded.get(place + 1, ()) if fact.shows_as(number)]
        return [*rounded.get(place, ()), *above]

    def _of_decimals(self, decimals: int) -> _Rounded:
        if decimals not in self._rounded:
            found: _Rounded = defaultdict(list)
            for fact in self._values:
                found[_place(fact.value, decimals)].append(fact)
            self._rounded[decimals] = found
        return self._rounded[decimals]


def _place(value: float, decimals: int) -> int:
    return math.floor(value * 10**decimals + 0.5 + 1e-9)


def _unsigned(text: str) -> str:
    return text.lstrip("−-")
