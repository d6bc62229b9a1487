"""What an audit says of one claim: a verdict, a reason code and the recomputed statistics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twoarm.faces import counts_only
from twoarm.study.published.base import Verdict


class Reason(StrEnum):
    """Why a claim has its verdict; the words are made in `present.claims.words`."""

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
    OTHERS_AGREE = "others_agree"
    ROUNDS_TO_P = "rounds_to_p"
    OTHERS_ROUND = "others_round"
    NONE_ROUNDS = "none_rounds"
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
    RESTS_ON_NOTHING = "rests_on_nothing"
    RESTS_ON_INCONSISTENT = "rests_on_inconsistent"
    RESTS_ON_NOT_CHECKABLE = "rests_on_not_checkable"
    RESTS_ON_METHOD = "rests_on_method"
    RESTS_ON_CONSISTENT = "rests_on_consistent"
    READER_JUDGEMENT = "reader_judgement"


@counts_only
@dataclass(frozen=True)
class Statistic:
    """One recomputed value beside the string that was printed; `recomputed` is None where there is nothing to compute.

    `patients` are the patients with an event (treated, control) that a row of nested units supposes, `value` is the one
    whose occurrences a row counts; None elsewhere.
    """

    statistic: str = ""
    published: str = ""
    recomputed: float | None = None
    method: str = ""
    significant: bool | None = None
    patients: tuple[int, int] | None = None
    value: float | None = None

    @property
    def name(self) -> str:
        """The statistic with the value or the patients that it is about, as claims.csv writes it."""
        if self.value is not None:
            return f"{self.statistic}_at_{self.value:g}"
        if self.patients is None:
            return self.statistic
        return f"{self.statistic}_if_{self.patients[0]}_and_{self.patients[1]}_patients"


@counts_only
@dataclass(frozen=True)
class Finding:
    """What the audit says of one claim.

    Attributes
    ----------
    more : what follows from the statistics and is told of them; in claims.csv after the statistics of every claim.
    relation, threshold : of a P statement, ``<`` and the threshold that it prints, the usual one where it prints an exact
        P; of another claim none.
    """

    verdict: Verdict
    reason: Reason
    statistics: tuple[Statistic, ...] = (Statistic(),)
    more: tuple[Statistic, ...] = ()
    relation: str = ""
    threshold: float | None = None
