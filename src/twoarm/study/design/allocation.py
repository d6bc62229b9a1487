"""How patients came to their treatment: by chance, by a choice, or in a way that the study does not state."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema


class Randomised(StrEnum):
    """Whether chance decided who was given which treatment."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def by_chance(self) -> bool:
        """Whether it did; where the study does not state it, nothing that holds after a randomisation is said."""
        return self is Randomised.YES


_WORDS = {True: Randomised.YES, False: Randomised.NO}


def _word(given: Any) -> Any:
    """YAML 1.2 reads `yes` as a word and `true` as none; writers of YAML 1.1 mean the same by both."""
    return _WORDS[given] if isinstance(given, bool) else given


# An editor that knows the schema lets both spellings stand.
RandomisedKey = Annotated[
    Randomised, BeforeValidator(_word), WithJsonSchema({"enum": [*map(str, Randomised), *_WORDS]})
]
