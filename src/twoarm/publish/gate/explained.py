"""Whether a number has a reason to stand where it stands: the run itself says it of what the number is about."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from twoarm.publish.gate.reading.passages import Passage, numbers_of, plain, shortest
from twoarm.publish.gate.subjects import OF_REFERENCE, Subject, subjects_of
from twoarm.study.disclosure.policy import Policy
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.opened import Study

Named = tuple[int, Subject]  # where something is named, and what


class Explained:
    """The numbers that a report has a reason to show.

    A number is about what is named last before it, or else first after it; where its passage names nothing, about all
    that its headings name, or else what was named last.
    """

    def __init__(self, study: Study, folder: Path, references: Path) -> None:
        self._subjects = subjects_of(study, folder, references)
        self._named_so = [(plain(n).casefold(), s) for s in self._subjects for n in s.names if n]
        self._find = AhoCorasick([name for name, _ in self._named_so])
        self._anywhere = Subject()
        self._anywhere.says(study.spec.model_dump_json(exclude={"disclosure"}), study.n, *_levels(study))
        self._anywhere.says(*map(study.cohort.size, study.cohort.arms))
        said = sorted(set(_said_of_policy(study.spec.policy)), key=len, reverse=True)
        self._policy = re.compile("|".join(map(re.escape, said)), re.IGNORECASE)

    def unexplained(self, passage: Passage, before: str, asked: Container[str]) -> list[str]:
        """The numbers of a passage, of those that are asked for, that have no reason to stand there.

        What `before` names counts where the passage names nothing itself.
        """
        told, ruled = self._named(passage.text), self._ruled(passage.text)
        over = self._named(passage.about) or self._named(before)
        if passage.column:
            told, over = [], [*told, *over, *self._named(before)]
        return [
            number
            for number, at in numbers_of(passage.text)
            if shortest(number) in asked
            and number not in self._anywhere.forms
            and not any(start <= at < end for start, end in ruled)
            and not any(number in subject.forms for subject in _about(at, told, over))
        ]

    def names_any(self, text: str) -> bool:
        """Whether a text names anything that numbers are about; an author's name is often that of a method."""
        return any(subject.kind != OF_REFERENCE for _, subject in self._named(text))

    def _ruled(self, text: str) -> list[tuple[int, int]]:
        """From where to where a text says what the policy does: numbers of nobody, as small as those of patients may be."""
        return [found.span() for found in self._policy.finditer(text)]

    def _named(self, text: str) -> list[Named]:
        folded = f" {' '.join(text.casefold().split())} "
        found = self._find.find_matches_as_indexes(folded, overlapping=True)
        whole = [
            (start, self._named_so[index][1])
            for index, start, end in found
            if not (folded[start - 1].isalnum() or folded[end].isalnum())
        ]
        return sorted(whole, key=lambda one: one[0])


def _said_of_policy(policy: Policy) -> Iterator[str]:
    """What a report says of its policy: the sentence, the rules of the table, and the fields as the manifest has them."""
    words = PolicyWords(policy)
    fields = " ".join(str(value) for value in asdict(policy).values() if value is not None)
    said = (*words.sentence.rstrip(".").split("; "), *(choice.rule for choice in words.choices), fields)
    yield from (" ".join(plain(text).split()) for text in said if text)


def _levels(study: Study) -> Iterator[str]:
    """The levels of intervals and the limits of P, as percentages and as shares."""
    alpha = study.parameters.alpha
    for share in (alpha, 1 - alpha, 1 - 2 * alpha, study.parameters.level):
        yield f"{share:.4g} {100 * share:.4g}"


def _about(at: int, told: Sequence[Named], over: Sequence[Named]) -> Iterator[Subject]:
    """Of each kind what is named last before a place, several where they go by one name; where nothing is, what may be."""
    earlier: dict[str, list[Named]] = {}
    for start, subject in told:
        if start <= at:
            same = [one for one in earlier.get(subject.kind, ()) if one[0] == start]
            earlier[subject.kind] = [*same, (start, subject)]
    yield from (subject for named in earlier.values() for _, subject in named)
    if "variable" not in earlier:
        first = next((start for start, subject in told if subject.kind == "variable"), None)
        yield from (subject for start, subject in told if start == first)
        yield from (subject for _, subject in over)
