"""How far a conclusion moves under other analyses, or over other cohorts of the same plan: one row for each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.comparison.result import Result


class Varied(StrEnum):
    """What is varied."""

    SPECIFICATIONS = "specifications"
    RECONSTRUCTIONS = "reconstructions"


@dataclass(frozen=True)
class Robustness:
    """One row of robustness.csv.

    Attributes
    ----------
    asked : analyses, or cohorts, that have a P. not_estimable : those that have none.
    below : of those asked, with P below alpha. contrary : with P on the other side of alpha than the primary result.
    single : of the contrary, those that differ from the primary analysis in one choice; None where no choice is varied.
    smallest, largest : estimates on the scale of the primary result; None where there is none.
    smallest_p, largest_p : None where there is none.
    """

    section: str
    variable: str
    visit: str
    question: Varied
    asked: int
    below: int
    contrary: int
    single: int | None
    smallest: float | None
    largest: float | None
    smallest_p: float | None
    largest_p: float | None
    not_estimable: int

    def __repr__(self) -> str:
        return f"<Robustness: {self.asked} {self.question} of {self.variable}>"


def robustness(
    primary: Result,
    own: float | None,
    question: Varied,
    p_values: Sequence[float | None],
    estimates: Iterable[float | None],
    alpha: float,
    single: int | None = None,
) -> Robustness:
    """Sum up what varying a primary result came to.

    Parameters
    ----------
    own : the P of the primary result. p_values : of every analysis or cohort, None where it has none.
    estimates : on the scale of the primary result.
    """
    tested = [p for p in p_values if p is not None]
    found = [value for value in estimates if value is not None]
    return Robustness(
        primary.section,
        primary.variable,
        primary.visit,
        question,
        asked=len(tested),
        below=sum(p < alpha for p in tested),
        contrary=0 if own is None else sum((p < alpha) != (own < alpha) for p in tested),
        single=single,
        smallest=min(found, default=None),
        largest=max(found, default=None),
        smallest_p=min(tested, default=None),
        largest_p=max(tested, default=None),
        not_estimable=len(p_values) - len(tested),
    )
