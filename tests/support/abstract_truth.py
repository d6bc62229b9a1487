"""Invented abstracts beside what is true of them, and how much of that a draft finds: its facts, its faults, nothing else.

A fact is found where a claim of its kind has its values and quotes its sentence; a planted fault, where a claim that quotes
its sentence is inconsistent or depends on the method (a conclusion: where this report remarks something of it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from places import TESTS
from ruamel.yaml import YAML

from twoarm.analysis.claims.finding import Finding
from twoarm.analysis.claims.rules import RULES
from twoarm.analysis.claims.together.remarks import remarks
from twoarm.drafting.abstract.drafted_study import AbstractDraft, draft_abstract
from twoarm.drafting.abstract.source import read_source
from twoarm.study.published.argued import Question
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import CLAIM
from twoarm.study.published.kinds import Claim
from twoarm.study.published.printed import number, p_parts, plain_numbers

FOLDER = TESTS / "abstracts"
DOUBTED = (Verdict.INCONSISTENT, Verdict.DEPENDS_ON_METHOD)
ALIKE = 0.8  # share of the words of the shorter of two sentences that both have
# By the type of a fact: the kinds of claim that say it, and the values that they must share.
SAID_BY = {
    "count": (("count",), ("events", "of", "percent")),
    "mean_sd": (("mean_sd_range",), ("mean", "sd", "low", "high")),
    "median": (("median",), ("median", "low", "high")),
    "ratio": (("interval",), ("measure", "estimate", "low", "high")),
    "interval": (("interval",), ("measure", "estimate", "low", "high")),
    "test_of_counts": (("two_by_two",), ("p",)),
    "test_of_means": (("two_means",), ("p",)),
    "bare_p": (("bare_p", "interval", "two_by_two", "two_means"), ("p",)),
    "conclusion": (("conclusion",), ()),
}
Entry = dict[str, Any]


@dataclass
class Scored:
    """The draft of one abstract beside its truth."""

    name: str
    truth: dict[str, Any]
    draft: AbstractDraft
    facts: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    @cached_property
    def entries(self) -> list[Entry]:
        return [claim.as_entry() for claim in self.draft.claims]

    @cached_property
    def claims(self) -> dict[str, tuple[Claim, Finding]]:
        known: dict[str, tuple[Claim, Finding]] = {}
        for claim in map(CLAIM.validate_python, self.entries):
            known[claim.id] = claim, RULES[claim.kind](claim, known)
        return known

    def missed(self) -> list[dict[str, Any]]:
        """The facts that no claim says; each claim says one, but for sums, which say several."""
        taken: set[int] = set()
        return [fact for fact in self.truth["facts"] if not self._says(fact, taken)]

    def _says(self, fact: dict[str, Any], taken: set[int]) -> bool:
        if fact["type"] in ("size", "total"):
            sums = [e for e in self.entries if e["kind"] in ("sample_size", "count")]
            return fact["values"]["n"] in {*self.draft.arms.sizes, *(n for e in sums for n in _totals(e))}
        for at, entry in enumerate(self.entries):
            if at not in taken and says(entry, fact):
                taken.add(at)
                return True
        return any(_part_of(entry, fact) for entry in self.entries)

    def found_faults(self) -> list[bool]:
        """Of each planted fault whether it is doubted."""
        return [self._doubted(fault) for fault in self.truth["faults"] or []]

    def _doubted(self, fault: dict[str, Any]) -> bool:
        quoting = [name for name, (claim, _) in self.claims.items() if quotes(claim.quote, fault["sentence"])]
        if fault["kind"] == "conclusion":
            return any(one.claim.id in quoting for one in self.remarks())
        return any(self.claims[name][1].verdict in DOUBTED for name in quoting)

    def remarks(self) -> list[Any]:
        findings = {name: finding for name, (_, finding) in self.claims.items()}
        questions = [Question.model_validate(question) for question in self.draft.questions]
        return remarks(
            [claim for claim, _ in self.claims.values()], findings, questions, self.draft.randomised
        )

    def false_contradictions(self) -> list[str]:
        """Claims that are called inconsistent though nothing was planted in their sentence."""
        planted = [fault["sentence"] for fault in self.truth["faults"] or []]
        return [
            name
            for name, (claim, finding) in self.claims.items()
            if finding.verdict == Verdict.INCONSISTENT
            and claim.kind != "conclusion"
            and not any(quotes(claim.quote, sentence) for sentence in planted)
        ]


def scored(name: str) -> Scored:
    """The draft of an abstract of `tests/abstracts`; TwoArmError where its text is refused."""
    truth = YAML(typ="safe").load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return Scored(name, truth, draft_abstract(read_source(str(FOLDER / f"{name}.txt"))))


def says(entry: Entry, fact: dict[str, Any]) -> bool:
    """Whether a claim says a fact: its kind, its sentence, and every value that the fact has."""
    kinds, keys = SAID_BY[fact["type"]]
    if entry["kind"] not in kinds or not quotes(entry["quote"], fact["sentence"]):
        return False
    values = fact["values"] or {}
    return all(_same(entry.get(key), values[key]) for key in keys if values.get(key) is not None)


def quotes(quote: Any, sentence: str) -> bool:
    """Whether a quote holds a sentence, or is held by it, or has nearly all of its words."""
    wanted, pieces = " ".join(sentence.split()).rstrip(" .;,"), [" ".join(piece.split()) for piece in quote]
    if any(wanted in piece or piece in wanted for piece in pieces):
        return True
    words, own = set(wanted.split()), set(pieces[0].split())
    return len(words & own) >= ALIKE * min(len(words), len(own))


def _same(own: Any, wanted: Any) -> bool:
    if own is None:
        return False
    if str(own) == str(wanted):
        return True
    try:
        return abs(number(plain_numbers(str(own))) - number(plain_numbers(str(wanted)))) < 1e-9
    except ValueError:
        return _same_p(str(own), str(wanted))


def _same_p(own: str, wanted: str) -> bool:
    try:
        (relation, p), (other, printed) = p_parts(own), p_parts(wanted)
    except ValueError:
        return False
    return (relation, float(p)) == (other, float(printed))


def _totals(entry: Entry) -> Iterator[int]:
    if entry["kind"] == "sample_size":
        yield from (entry["total"], *entry["groups"])
    elif entry.get("complete"):
        yield entry["of"]


def _part_of(entry: Entry, fact: dict[str, Any]) -> bool:
    """Whether a count is one of the parts of a sum, or a P stands in a claim that says another fact of its sentence too."""
    values = fact["values"] or {}
    if fact["type"] == "count" and entry["kind"] == "total":
        return values.get("events") in entry["parts"]
    return fact["type"] == "bare_p" and says(entry, fact)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.txt"))


def refused() -> list[Path]:
    """Texts that are no abstracts of two arms."""
    return sorted(FOLDER.glob("no_*.txt"))
