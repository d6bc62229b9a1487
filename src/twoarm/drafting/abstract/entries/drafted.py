"""A claim that has been drafted: its fields, its sentence, what of it was guessed, which figures it has read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from twoarm.drafting.abstract.reading.sentences import Sentence


@dataclass(eq=False)
class Drafted:
    """A claim before it has an id; `fields` may name other ones, which stand above it in the file."""

    kind: str
    sentence: Sentence
    fields: dict[str, Any]
    spans: list[tuple[int, int]] = field(default_factory=list)  # in the sentence
    topic: str = ""
    guesses: list[str] = field(default_factory=list)
    pieces: tuple[str, ...] = ()
    arm: str = ""
    question: str = ""
    id: str = ""

    @property
    def quote(self) -> list[str]:
        """The pieces of the abstract that it quotes."""
        return [self.sentence.quote(), *self.pieces]

    def as_entry(self) -> dict[str, Any]:
        """Its entry of `claims.yml`, keys in the order in which a person would write them."""
        named = {key: value.id if isinstance(value, Drafted) else value for key, value in self.fields.items()}
        ids = {
            key: [one.id if isinstance(one, Drafted) else one for one in value]
            if isinstance(value, list)
            else value
            for key, value in named.items()
        }
        entry: dict[str, Any] = {"id": self.id, "kind": self.kind}
        for key, value in (("part", self.topic), ("question", self.question), ("arm", self.arm)):
            if value:
                entry[key] = value
        return {**entry, "quote": self.quote, **ids}
