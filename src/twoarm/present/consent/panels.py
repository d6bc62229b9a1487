"""The questions of a visual abstract: those of the front page, or the leading outcomes of a cohort, each as a panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.frequencies.of_a_hundred import Frequencies, Frequency
from twoarm.faces import counts_only
from twoarm.present.consent.words import as_counted, of_a_hundred
from twoarm.present.front.cards import question_cards
from twoarm.present.front.cohort import (
    Led,
    arm_shown,
    events_said,
    leading_outcomes,
    outcome_answer,
    outcome_named,
)

_MOST = 3


@counts_only
@dataclass(frozen=True)
class QuestionPanel:
    """One question.

    Attributes
    ----------
    verdict : with its shape; empty of a cohort. asks : the question. large : what either arm shows, or one phrase.
    text : what is said of it. icons : the arrays of its event, where it has them.
    """

    verdict: str
    asks: str
    large: str
    text: str
    icons: Frequency | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written."""
        return self.verdict, self.asks, self.large, self.text


def published_panels(claims: Audit, frequencies: Sequence[Frequencies]) -> list[QuestionPanel]:
    """The foremost questions, as their cards have them."""
    cards = question_cards(claims)
    events = {one.claim: one for found in frequencies if found.published for one in found.each}
    panels = []
    for answer, card in zip(claims.foremost, cards.cards if cards else (), strict=True):
        icons = next((events[claim.id] for claim in answer.deciding if claim.id in events), None)
        large = "".join(text for text, _ in card.large)
        panels.append(
            QuestionPanel(f"{card.shape} {card.word}", card.asks, large, _said(icons) or card.text, icons)
        )
    return panels[:_MOST]


def cohort_panels(sections: Sequence[Comparison], frequencies: Sequence[Frequencies]) -> list[QuestionPanel]:
    """The leading outcomes, the primary one first."""
    return [_of_cohort(led, list(_own(frequencies))) for led in leading_outcomes(sections)[:_MOST]]


def _own(frequencies: Sequence[Frequencies]) -> Iterator[Frequency]:
    for found in frequencies:
        yield from () if found.published else found.each


def _of_cohort(led: Led, events: list[Frequency]) -> QuestionPanel:
    comparison, variable, result = led
    place = result.section, result.variable, result.visit
    icons = next((one for one in events if (one.section, one.variable, one.visit) == place), None)
    # A list of levels is no large number.
    arms = () if variable.levels and icons is None else comparison.study.arms
    shown = (arm_shown(comparison, variable, arm.level, result.visit) for arm in arms)
    name = outcome_named(comparison, variable, result.visit)
    answer = f"{outcome_answer(comparison, variable, result)} {events_said(comparison, variable)}".rstrip()
    return QuestionPanel("", name, " v ".join(shown), of_a_hundred(icons) if icons else answer, icons)


def _said(icons: Frequency | None) -> str:
    return f"{of_a_hundred(icons)} {as_counted(icons)}" if icons else ""
