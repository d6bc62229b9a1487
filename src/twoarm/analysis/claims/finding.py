"""What an audit says of one claim: a verdict, a reason code and the recomputed statistics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twoarm.faces import counts_only
from twoarm.study.published.kinds import Verdict


class Reason(StrEnum):
    """Why a claim has its verdict; the words are made in `present.claim_words`."""

    SUM_AGREES = "sum_agrees"
    SUM_DIFFERS = "sum_differs"
    MULTIPLE_AGREES = "multiple_agrees"
    MULTIPLE_DIFFERS = "multiple_differs"
    PERCENT_AGREES = "percent_agrees"
    PERCENT_DIFFERS = "percent_differs"
    COUNT_COMPLETE = "count_complete"
    COUNT_INCOMPLETE = "count_incomplete"
    COUNT_POSSIBLE = "count_possible"
    COUNT_ABOVE_DENOMINATOR = "count_above_denominator"
    ALL_DEFINITIONS_AGREE = "all_definitions_agree"
    DEFINITIONS_DIFFER = "definitions_differ"
    UNITS_DIFFER = "units_differ"
    NO_DEFINITION_AGREES = "no_definition_agrees"
    COUNTS_IMPOSSIBLE = "counts_impossible"
    MEAN_SD_POSSIBLE = "mean_sd_possible"
    MEAN_OUTSIDE_RANGE = "mean_outside_range"
    MEAN_NOT_ATTAINABLE = "mean_not_attainable"
    SD_IMPOSSIBLE = "sd_impossible"
    SD_NOT_ATTAINABLE = "sd_not_attainable"
    NO_SOLUTION = "no_solution"
    POPULATION_SD_ONLY = "population_sd_only"
    NO_RANGE_OR_STEP = "no_range_or_step"
    ONLY_P_PUBLISHED = "only_p_published"
    NO_NUMBER_PUBLISHED = "no_number_published"
    RESTS_ON_INCONSISTENT = "rests_on_inconsistent"
    RESTS_ON_NOT_CHECKABLE = "rests_on_not_checkable"
    RESTS_ON_METHOD = "rests_on_method"
    RESTS_ON_CONSISTENT = "rests_on_consistent"
    READER_JUDGEMENT = "reader_judgement"


@counts_only
@dataclass(frozen=True)
class Statistic:
    """One recomputed value beside the string that was printed; `recomputed` is None where there is nothing to compute.

    `patients` are the patients with an event (treated, control) that a row of nested units supposes; None elsewhere.
    """

    statistic: str = ""
    published: str = ""
    recomputed: float | None = None
    method: str = ""
    significant: bool | None = None
    patients: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The statistic with the patients that it supposes, as claims.csv writes it."""
        if self.patients is None:
            return self.statistic
        return f"{self.statistic}_if_{self.patients[0]}_and_{self.patients[1]}_patients"


@counts_only
@dataclass(frozen=True)
class Finding:
    """What the audit says of one claim."""

    verdict: Verdict
    reason: Reason
    statistics: tuple[Statistic, ...] = (Statistic(),)
