"""What stands around a number: what its row, heads, caption or paragraph name, and the words beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.faces import counts_only
from twoarm.present.about.methods_said import METHODS_SAID
from twoarm.publish.traces.blocks import Block
from twoarm.publish.traces.cues import Columns, cues_of
from twoarm.publish.traces.records import Record
from twoarm.publish.traces.shown import ShownNumber
from twoarm.study.opened import Study

METHOD_WORDS = {name: method.words.casefold() for name, method in METHODS_SAID.items()}
_AGAINST = re.compile(r"(\d+)/\d+ against ?(\d+)/\d+ patients")


@counts_only
@dataclass(frozen=True)
class Around:
    """What stands around one number.

    Attributes
    ----------
    subjects : what is named, nearest first. words : of its row, heads and caption, or of its paragraph. text : of its block.
    cues : what the words right before and behind it say about its column. number : itself. arm, visit, methods : codes that
        are named. change : whether a change between visits is. supposed : numbers of patients
        that are supposed. percent : whether a percent sign follows.
    """

    subjects: tuple[frozenset[str], ...]
    words: str
    text: str
    cues: tuple[tuple[int, Columns], ...]
    number: ShownNumber
    arm: str
    visit: str
    change: bool
    supposed: tuple[str, ...]
    percent: bool
    methods: frozenset[str]


class Surroundings:
    """Reads what stands around a number; it knows what a study calls its outcomes, claims, arms and visits."""

    def __init__(self, study: Study, records: Iterable[Record]) -> None:
        self._names = _names(study, records)
        self._arms = {arm.label: arm.level for arm in study.arms if arm.label}
        self._visits = {visit.label.casefold(): visit.code for visit in study.spec.visits}

    def of(self, block: Block, number: ShownNumber) -> Around:
        """What stands around a number of a block."""
        before, after = block.text[: number.start], block.text[number.end :]
        if block.kind == "cell":
            near = f"{block.row} {block.column}"
            named = (
                self._named(near) | self._named(block.group),
                self._named(block.text),
                self._named(block.over),
            )
            words = f"{near} {block.group} {block.over}"
            arm = self._arm(block.column or block.text) or self._arm(block.row) or self._arm(block.line)
            visit = self._visit(near) or self._visit(block.line)
            change = self._is_change(near)
        else:
            words = f"{block.over} {block.text}"
            named = self._last_named(before), self._named(block.over), self._named(block.text)
            arm, visit = self._arm_behind(before, after), self._visit(before[-160:])
            change = self._is_change(before[-160:])
        supposed = found.groups() if (found := _AGAINST.search(words)) else ()
        percent = after.startswith("%")
        folded = words.casefold()
        naming = folded if block.kind == "cell" else before[-90:].casefold()
        methods = frozenset(name for name, text in METHOD_WORDS.items() if text in naming)
        cues = cues_of(before[-40:], after[:25], block.column)
        return Around(
            tuple(map(frozenset, named)),
            folded,
            " ".join(block.text.split()).strip("“”"),
            cues,
            number,
            arm,
            visit,
            change,
            supposed,
            percent,
            methods,
        )

    def _named(self, text: str) -> set[str]:
        """Everything that a text names: claims by their ids and the ids between two, others by their longest names."""
        return {code for _, code in self._places(text)}

    def _last_named(self, text: str) -> set[str]:
        """What is named last before a place; with a claim all of its kind in the same sentence."""
        places = self._places(text)
        last = max((at for at, _ in places), default=-1)
        return {code for at, code in places if at == last}

    def _places(self, text: str) -> list[tuple[int, str]]:
        found: list[tuple[int, int, str]] = []
        for match in self._names.find.finditer(text):
            found += [(match.start(), match.end(), c) for c in self._names.codes[match[0].casefold()]]
        first = text.split(" ", 1)[0]  # the dictionary's own name begins its row
        own = [(0, first)] if first in self._names.variables else []
        return [*own, *((start, code) for start, _, code in found), *self._names.between(text)]

    def _arm(self, text: str) -> str:
        named = {
            code for label, code in self._arms.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)
        }
        return named.pop() if len(named) == 1 else ""

    def _arm_behind(self, before: str, after: str) -> str:
        """The arm that a sentence names behind a value (``46.8 min with A``) before it goes on to another one."""
        if re.search(r"difference[^.;]{0,40}$|minus[^.;]{0,60}$|CI[^.;)]{0,20}$", before):
            return ""
        part = re.split(r"[;.]\s| and | against |, ", after)[0][:90]
        return self._arm(part)

    def _is_change(self, text: str) -> bool:
        """Whether two visits are named with what lies between them (``from before surgery to day 3``)."""
        folded = text.casefold()
        return any(f"{label} to {other}" in folded for label in self._visits for other in self._visits)

    def _visit(self, text: str) -> str:
        folded = text.casefold()
        places = {folded.rfind(label): code for label, code in self._visits.items() if label in folded}
        return places[max(places)] if places else ""


@counts_only
@dataclass(frozen=True)
class _Names:
    """What a page calls the subjects of records: one expression for all of them, and the codes behind each name."""

    find: re.Pattern[str]
    codes: dict[str, list[str]]
    claims: list[str]
    variables: frozenset[str]

    def between(self, text: str) -> list[tuple[int, str]]:
        """The claims between two that ``to`` joins."""
        found = []
        for match in re.finditer(r"(\w+) to (\w+)", text):
            if match[1] in self.claims and match[2] in self.claims:
                inside = self.claims[self.claims.index(match[1]) : self.claims.index(match[2])]
                found += [(match.start(), claim) for claim in inside]
        return found


def _names(study: Study, records: Iterable[Record]) -> _Names:
    used = {subject for record in records for subject in record.subjects}
    codes: dict[str, list[str]] = defaultdict(list)
    for variable in study.dictionary:
        codes[variable.label.casefold()].append(variable.name)
    for question in study.questions:
        asked = [claim.id for claim in study.claims if claim.question == question.code]
        codes[question.asks.casefold()] += [question.code, *asked]
    variables = frozenset(variable.name for variable in study.dictionary)
    for subject in used - variables:
        if subject not in codes[subject.casefold()]:
            codes[subject.casefold()].append(subject)
    longest = sorted((name for name in codes if name), key=len, reverse=True)
    either = "|".join(map(re.escape, longest)) or r"(?!)"
    return _Names(
        re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE),
        codes,
        [c.id for c in study.claims],
        variables,
    )
