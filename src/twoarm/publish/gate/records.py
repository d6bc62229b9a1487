"""Records: three or more values of one patient together, which few or nobody else shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from twoarm.publish.gate.explained import Explained
from twoarm.publish.gate.patients import Patients
from twoarm.publish.gate.reading.passages import Passage, numbers_of, several, shortest

LINES_BACK = 3  # lines that a broken sentence may go back
PASSAGES_BACK = 60  # passages that are gone back through for the variable that numbers are about
OF_A_RECORD = 3  # of different columns that make a record
TICKS = 4  # numbers at equal steps, at least, that are taken for an axis
_TICK = re.compile(r"-?\d+(?:\.\d+)?")


class Records:
    """Looks for records in passages."""

    def __init__(self, patients: Patients, explained: Explained, few: int) -> None:
        self._patients = patients
        self._explained = explained
        self._few = few
        self._seen: dict[tuple[str, ...], int] = {}

    def count_in(self, passages: Sequence[Passage]) -> int:
        """How many passages hold a record."""
        return sum(self.values_in(passages, place) >= OF_A_RECORD for place in range(len(passages)))

    def values_in(self, passages: Sequence[Passage], place: int) -> int:
        """How many values of one patient stand in a passage, at most, if others do not share them; below three, 0."""
        passage = passages[place]
        if not several(passage.text) or is_axis(passage.text):
            return 0
        known = self._patients.by_value
        if sum(shortest(number) in known for number, _ in numbers_of(passage.text)) < OF_A_RECORD:
            return 0
        told = self._explained.unexplained(passage, self._before(passages, place), known)
        left = [shortest(number) for number in without_steps(told)]
        return self._held(tuple(sorted(left))) if len(left) >= OF_A_RECORD else 0

    def _before(self, passages: Sequence[Passage], place: int) -> str:
        """The passages right before this one, and the last one that names what numbers are about."""
        earlier = [p.text for p in passages[max(place - PASSAGES_BACK, 0) : place][::-1]]
        naming = next((text for text in earlier if self._explained.names_any(text)), "")
        return "\n".join([*earlier[:LINES_BACK], naming])

    def _held(self, tokens: tuple[str, ...]) -> int:
        if tokens not in self._seen:
            self._seen[tokens] = self._most(tokens)
        return self._seen[tokens]

    def _most(self, tokens: tuple[str, ...]) -> int:
        columns: dict[int, list[str]] = {}
        for token in dict.fromkeys(tokens):
            for place in self._patients.by_value[token]:
                columns.setdefault(place, []).append(token)
        if len(columns) < OF_A_RECORD:
            return 0
        counts = np.zeros(self._patients.n, int)
        for place, values in columns.items():
            for value in values:
                counts[self._patients.columns[place].holders(value)] += 1
        who = np.flatnonzero(counts >= OF_A_RECORD)
        places = sorted(columns, key=lambda p: len(columns[p]))
        matched = self._matched(who, tokens, {place: columns[place] for place in places})
        # The first patient of each set of columns, the larger sets first.
        _, first = np.unique(np.packbits(matched, axis=1), axis=0, return_index=True)
        for at in sorted(first, key=lambda one: -matched[one].sum()):
            of = [place for place, one in zip(places, matched[at], strict=True) if one]
            if self._few_share(of, int(who[at])):
                return len(of)
        return 0

    def _matched(self, who: np.ndarray, tokens: tuple[str, ...], columns: dict[int, list[str]]) -> np.ndarray:
        """Of each patient in which columns the value stands among the tokens, each token for one column."""
        left = {token: np.full(len(who), count) for token, count in Counter(tokens).items()}
        matched = np.zeros((len(who), len(columns)), bool)
        for at, (place, values) in enumerate(columns.items()):
            column = self._patients.columns[place]
            codes = column.codes[who]
            for value in values:
                hit = (codes == column.known[value]) & (left[value] > 0)
                left[value] -= hit
                matched[:, at] |= hit
        return matched

    def _few_share(self, matched: Sequence[int], who: int) -> bool:
        """Whether few patients have the same values in all of these columns."""
        if len(matched) < OF_A_RECORD:
            return False
        same = np.arange(self._patients.n)
        for place in matched:
            codes = self._patients.columns[place].codes
            same = same[codes[same] == codes[who]]
        return len(same) < self._few


def is_axis(text: str) -> bool:
    """Whether a text is nothing but four or more numbers at equal steps, whose signs are told from hyphens by that.

    Examples
    --------
    >>> is_axis("-40 -20 0 20 40"), is_axis("71 -40 -20 0 20 40"), is_axis("40 20 0 20 40"), is_axis("-20 0 20")
    (True, False, False, False)
    """
    ticks = text.split()
    if len(ticks) < TICKS or not all(map(_TICK.fullmatch, ticks)):
        return False
    steps = np.diff([float(tick) for tick in ticks])
    return bool(steps[0] != 0 and np.allclose(steps, steps[0]))


def without_steps(numbers: Sequence[str]) -> list[str]:
    """The numbers without runs of four or more at equal steps: the ticks of an axis.

    Examples
    --------
    >>> without_steps(["71", "0", "10", "20", "30", "40"])
    ['71']
    """
    values = np.array([float(number) if number.count("-") < 2 else np.nan for number in numbers])
    even = np.zeros(len(values), bool)
    if len(values) >= TICKS:
        steps = np.diff(values)
        run = np.isclose(steps[:-2], steps[1:-1]) & np.isclose(steps[1:-1], steps[2:]) & (steps[2:] != 0)
        for place in np.flatnonzero(run):
            even[place : place + TICKS] = True
    return [number for number, tick in zip(numbers, even, strict=True) if not tick]
