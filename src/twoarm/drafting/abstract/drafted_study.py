"""An abstract drafted: its arms, its claims and questions, what it reports and does not, and what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twoarm.drafting.abstract.arms.both import Arms
from twoarm.drafting.abstract.claims.collected import collect
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.sentences import Part, Sentence
from twoarm.drafting.abstract.refusals import refused, two_arms
from twoarm.drafting.abstract.reporting.stated import by_chance, reported
from twoarm.drafting.abstract.source import Source
from twoarm.drafting.abstract.unclaimed import Unclaimed, unclaimed
from twoarm.faces import counts_only
from twoarm.study.design.allocation import Randomised

_NO_RESULT = ("no_number", "conclusion", "sample_size")


@dataclass(frozen=True)
@counts_only
class AbstractDraft:
    """A study of an abstract alone that has not been written yet."""

    source: Source
    arms: Arms
    claims: tuple[Drafted, ...]
    questions: tuple[dict[str, str], ...]
    reported: tuple[dict[str, Any], ...]
    not_reported: tuple[dict[str, Any], ...]
    unread: tuple[Unclaimed, ...]
    randomised: Randomised

    @property
    def to_confirm(self) -> list[str]:
        """What was guessed, each once, with the claims that it is about."""
        places: dict[str, list[str]] = {}
        for claim in self.claims:
            for guess in claim.guesses:
                places.setdefault(guess, []).append(claim.id)
        order = "" if self.arms.sure else ", since it is named first"
        return [
            f"arms: {self.arms.treated.label} is the treated arm{order}",
            f"randomised: {self.randomised}",
            *(f"claims.yml, {_listed(ids)}: {guess}" for guess, ids in places.items()),
            *(["claims.yml, questions: which claims are read together"] * bool(self.questions)),
        ]

    @property
    def counted(self) -> dict[str, int]:
        """How many claims there are of each kind, the most frequent first."""
        return dict(Counter(claim.kind for claim in self.claims).most_common())


def draft_abstract(source: Source, treated: str = "") -> AbstractDraft:
    """Draft the claims of an abstract.

    Parameters
    ----------
    source : the abstract.
    treated : the label of the arm that is the treated one; empty where nobody said.

    Raises
    ------
    InputError
        Where it compares no two arms of patients, or has no result with a number.
    ParameterError
        Where no arm is called so.
    """
    sentences, arms = two_arms(source)
    arms = arms.with_treated(treated) if treated else arms
    context = Context(source.text, tuple(sentences), arms)
    claims, questions = collect(context)
    randomised = by_chance(source.quotable)
    quotes = [(source.title, True)] * bool(source.title)
    quotes += [(s.quote(), s.part not in (Part.RESULTS, Part.CONCLUSION)) for s in sentences]
    quotes += headed(source.text, sentences)
    found, lacking = reported(quotes, randomised)
    left = unclaimed(claims, context)
    if not left and all(claim.kind in _NO_RESULT for claim in claims):
        raise refused(source, "no result with a number is told")
    return AbstractDraft(
        source, arms, tuple(claims), tuple(questions), tuple(found), tuple(lacking), tuple(left), randomised
    )


def headed(text: str, sentences: list[Sentence]) -> Iterator[tuple[str, bool]]:
    """The sentences that a heading opens, quoted with it: `Main outcome measures: ...` is a report of these."""
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        opened = " ".join(text[before.end if before else 0 : sentence.end].split()).rstrip(" .;,")
        if opened != sentence.quote():
            yield opened, False


def _listed(ids: list[str]) -> str:
    """Ids in a row, those that follow one another as a range."""
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"
