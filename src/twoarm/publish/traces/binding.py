"""Which record a shown number comes from: of those that its text is about, the one whose words stand around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from twoarm.faces import counts_only
from twoarm.present.about.methods_said import METHODS_SAID
from twoarm.publish.traces.blocks import Block
from twoarm.publish.traces.counted import A_COUNT
from twoarm.publish.traces.cues import COUNT_COLUMNS, cue
from twoarm.publish.traces.index import FactIndex
from twoarm.publish.traces.records import AS_PERCENT, PUBLISHED_ROW, UNSIGNED, Fact, Record
from twoarm.publish.traces.shown import ShownNumber
from twoarm.publish.traces.stated import A_DEFINITION, A_QUOTE, A_SIZE
from twoarm.publish.traces.surroundings import METHOD_WORDS, Around, Surroundings
from twoarm.study.opened import Study
from twoarm.tables.every import RUN_TABLES

Bound = tuple[Fact, ...]  # where a number comes from: several where the page leaves it open
_ORDER = {table.file: place for place, table in enumerate(RUN_TABLES.values())}
_LEAST = 0  # score below which a record is not believed to be the one
MADE = "the tables of this chapter"
_ROUGH = 20  # a value below this is shown with a decimal, unless it is whole or a share
_MOST = 4  # records that are named where several have the number
_CHANGES = {name for name, method in METHODS_SAID.items() if method.of_change}
# Words of the registry that hold a number, which is a name's and no value.
_NAMES = [w for m in METHODS_SAID.values() for w in (m.words, m.pseudo) if re.search(r"\d", w)]


class Binder:
    """The records of a run, asked for each number of its pages."""

    def __init__(self, study: Study, records: Sequence[Record]) -> None:
        self._index = FactIndex(fact for record in records for fact in record.facts)
        self._surroundings = Surroundings(study, records)

    def bind(
        self,
        blocks: Iterable[Block],
        own: Container[tuple[str, ...]] = frozenset(),
        tables: Iterable[str] = (),
    ) -> Iterator[list[Bound]]:
        """For each number of each block where it comes from; empty for a part of a name, or where nobody knows.

        Parameters
        ----------
        blocks : of a page, in its order: the cells of a row are read together.
        own : what the notebook of the page handed over: names of records as `name_of` gives them, its files and sections.
        tables : of which the page makes what no single row has.
        """
        made = _made(tables)
        nearness = cache(
            lambda record: _nearness(record, own)
        )  # the same record is asked for thousands of times
        for _, cells in groupby(
            blocks, key=lambda block: (block.over, block.group, block.row, block.line or block.at)
        ):
            row = [self._candidates(block) for block in cells]
            known = [_explained(facts for _, facts in cell) for cell in row]
            for cell, beside in zip(row, known, strict=True):
                others = [records for other in known if other is not beside for records in other]
                yield [
                    _best(facts, around, _Beside(beside[max(0, i - 2) : i + 3], others), nearness) or made
                    if around
                    else ()
                    for i, (around, facts) in enumerate(cell)
                ]

    def _candidates(self, block: Block) -> list[tuple[Around | None, Sequence[Fact]]]:
        arounds = [None if _in_name(block, n) else self._surroundings.of(block, n) for n in block.numbers]
        return [
            (around, self._facts(around, number) if around else [])
            for around, number in zip(arounds, block.numbers, strict=True)
        ]

    def _facts(self, around: Around, number: ShownNumber) -> Sequence[Fact]:
        """The facts that may be shown so: of what is named nearest, else farther off, and those of nothing in particular."""
        possible = self._index.shown_as(number)
        general = possible.of_nothing + possible.repeated_in(around.text)
        for named in around.subjects:
            if about := possible.about(named):
                return about + general
        telling = number.decimals > 1 or len(number.text.lstrip("−-0.")) > 1
        nothing_named = not any(around.subjects[:2])  # what is named lends no number to another outcome
        return general or (possible.every if telling and nothing_named else [])


def _in_name(block: Block, number: ShownNumber) -> bool:
    """Whether a number is part of how the registry calls a method (N - 1), or the word ``one`` of ``1 more per 20``."""
    if number.text == "1" and re.match(r"\s(more|fewer) per", block.text[number.end :]):
        return True
    for words in _NAMES:
        at = block.text.find(words)
        if 0 <= at <= number.start < at + len(words):
            return True
    return False


@counts_only
@dataclass(frozen=True)
class _Beside:
    """The records that know the numbers near by: of the same cell or clause, and of the other cells of its row."""

    near: Sequence[set[int]]
    row: Sequence[set[int]]

    def knows(self, record: Record) -> float:
        """How many of these numbers the record has, those of the row for half."""
        name = id(record)
        return sum(name in known for known in self.near) + 0.5 * sum(name in known for known in self.row)


def _explained(found: Iterable[Sequence[Fact]]) -> list[set[int]]:
    """For each number the records that have it."""
    return [{id(fact.record) for fact in facts} for facts in found]


def _best(
    facts: Sequence[Fact], around: Around, beside: _Beside, nearness: Callable[[Record], float]
) -> Bound:
    scored = [
        (_score(fact, around) + beside.knows(fact.record) + nearness(fact.record), fact) for fact in facts
    ]
    most = max((score for score, _ in scored), default=0)
    if most < _LEAST:
        return ()
    best: dict[tuple[object, ...], Fact] = {}
    for fact in (fact for score, fact in scored if score == most):
        best.setdefault(fact.place, fact)
    return tuple({(fact.record, fact.column): fact for fact in reversed(best.values())}.values())[:_MOST]


def _nearness(record: Record, own: Container[tuple[str, ...]]) -> float:
    """More for a record that the page's own notebook handed over; of several tables with a number the earlier leads."""
    section = record.content.get("section") or record.row.get("section", "")
    score = 3.0 if name_of(record) in own else 0.0
    if section and own:
        score += 1 if ("section", section) in own else -2
    if record.kind == A_COUNT and own and ("file", record.file) not in own:
        score -= 6
    return score - 0.05 * _ORDER.get(record.file, len(_ORDER))


def _made(tables: Iterable[str]) -> Bound:
    """What is said of a number that no row is known to have: the tables of the chapter that makes it."""
    if not (files := ", ".join(sorted(tables))):
        return ()
    kind = "a number that this chapter makes of its tables"
    return (Fact(Record(MADE, {"tables": files}, frozenset(), kind=kind), "", "no single row", 0.0),)


def name_of(record: Record) -> tuple[str, ...]:
    """What tells a row from every other one: its file and the values of its keys."""
    return (record.file, *record.row.values())


def _score(fact: Fact, around: Around) -> int:
    record = fact.record
    score = cue(fact, around.cues) + _told_by_words(record, around)
    if record.supposed or around.supposed:
        score += 5 if record.supposed == around.supposed else -6 if record.supposed else 0
    if around.change:
        score += 4 if record.method in _CHANGES else 0
    score += _about_it(record, around)
    score += _as_said(fact, around)
    if around.arm and record.kind != A_DEFINITION:
        score += 4 if record.arm == around.arm else -4 if record.arm else -1
    elif record.arm:
        score -= 2
    if around.visit and record.visit:
        score += 4 if record.visit == around.visit else -5
    return score


def _about_it(record: Record, around: Around) -> int:
    """More for what is named near by; less for what is named elsewhere in the text, likely for another number."""
    if not record.subjects:
        return 0
    near = around.subjects[:2]
    if found := next((found for named in near if (found := record.subjects & named)), None):
        return 3 * len(found)
    return -3 if any(record.subjects & named for named in around.subjects) else -7


def _as_said(fact: Fact, around: Around) -> int:
    """Words that are repeated as they stand; a size of an arm; and values that no page shows so roughly."""
    if fact.stands_in(around.text):
        return 22 if fact.record.kind == A_QUOTE else 20
    if fact.record.kind == A_COUNT:
        return _as_counted(fact.record, around)
    if fact.record.kind == A_SIZE:
        return 3
    if fact.form == AS_PERCENT and fact.record.kind != PUBLISHED_ROW and not around.percent:
        return -4
    if fact.form == UNSIGNED:
        return -2
    whole = around.number.decimals == 0 and abs(around.number.value) < _ROUGH
    return -5 if whole and not fact.form and not fact.printed and fact.value != int(fact.value) else 0


def _as_counted(record: Record, around: Around) -> int:
    """A count is one where the words behind the number say so, and what is counted is what they name."""
    alone = around.text == around.number.text
    said = alone or any(columns == COUNT_COLUMNS for _, columns in around.cues)
    named = not record.folded or any(phrase in around.words for phrase in record.folded)
    return (0 if said else -8) + (0 if named else -6)


def _told_by_words(record: Record, around: Around) -> int:
    """How the words of the record fit those around the number; the leading analysis where no method is named."""
    if record.method in around.methods:
        score = 6
    elif around.methods and record.method in METHOD_WORDS:
        score = -3
    else:
        score = 3 if record.primary else 0
    fitting = sum(phrase in around.words for phrase in record.folded)
    return score + 2 * min(fitting, 3)
