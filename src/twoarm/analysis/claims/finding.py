"""What an audit says of one claim: a verdict, a reason code and the recomputed statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from twoarm.faces import counts_only
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim


class Reason(StrEnum):
    """Why a claim has its verdict; the words are made in `present.claims.words`."""

    SUM_AGREES = "sum_agrees"
    SUM_DIFFERS = "sum_differs"
    PARTS_AGREE = "parts_agree"
    PARTS_DIFFER = "parts_differ"
    MULTIPLE_AGREES = "multiple_agrees"
    MULTIPLE_DIFFERS = "multiple_differs"
    PERCENT_AGREES = "percent_agrees"
    PERCENT_DIFFERS = "percent_differs"
    COUNT_COMPLETE = "count_complete"
    COUNT_INCOMPLETE = "count_incomplete"
    COUNT_POSSIBLE = "count_possible"
    COUNT_ABOVE_DENOMINATOR = "count_above_denominator"
    SHARE_POSSIBLE = "share_possible"
    SHARE_NOT_ATTAINABLE = "share_not_attainable"
    SHARE_ABOVE_WHOLE = "share_above_whole"
    DENOMINATOR_NOT_PRINTED = "denominator_not_printed"
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
    MEAN_POSSIBLE = "mean_possible"
    MEAN_OUTSIDE_RANGE = "mean_outside_range"
    MEAN_NOT_ATTAINABLE = "mean_not_attainable"
    SD_IMPOSSIBLE = "sd_impossible"
    SD_NOT_ATTAINABLE = "sd_not_attainable"
    NO_SOLUTION = "no_solution"
    POPULATION_SD_ONLY = "population_sd_only"
    SD_BELOW_ZERO = "sd_below_zero"
    SD_OR_ERROR = "sd_or_error"
    NO_RANGE_OR_STEP = "no_range_or_step"
    MEDIAN_ALONE = "median_alone"
    MEDIAN_INSIDE = "median_inside"
    MEDIAN_OUTSIDE = "median_outside"
    MEANS_IMPOSSIBLE = "means_impossible"
    T_TESTS_AGREE = "t_tests_agree"
    T_TESTS_DIFFER = "t_tests_differ"
    T_TESTS_SAME_SIDE = "t_tests_same_side"
    T_TESTS_NEAR = "t_tests_near"
    T_TESTS_FAR = "t_tests_far"
    RANKS_MAY_DIFFER = "ranks_may_differ"
    TEST_NOT_OF_MEANS = "test_not_of_means"
    DEVIATIONS_OR_ERRORS = "deviations_or_errors"
    LIMITS_REVERSED = "limits_reversed"
    RATIO_BELOW_ZERO = "ratio_below_zero"
    ESTIMATE_OUTSIDE = "estimate_outside"
    SIDES_FAR = "sides_far"
    SIDES_DIFFER = "sides_differ"
    P_FAR_FROM_INTERVAL = "p_far_from_interval"
    ESTIMATE_DIFFERS = "estimate_differs"
    OTHER_ESTIMATE = "other_estimate"
    ESTIMATE_AGREES = "estimate_agrees"
    OTHER_DIRECTION = "other_direction"
    SIDES_AGREE = "sides_agree"
    ESTIMATE_INSIDE = "estimate_inside"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    P_BELOW_ZERO = "p_below_zero"
    P_ABOVE_ONE = "p_above_one"
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
        P; of an interval without P one minus its level; of another claim none.
    """

    verdict: Verdict
    reason: Reason
    statistics: tuple[Statistic, ...] = (Statistic(),)
    more: tuple[Statistic, ...] = ()
    relation: str = ""
    threshold: float | None = None


Known = Mapping[str, tuple[Claim, Finding]]  # the claims above one, by their ids, with what was found of them


def either(agrees: bool, yes: Reason, no: Reason, *rows: Statistic) -> Finding:
    """Consistent for one reason, or inconsistent for the other."""
    return Finding(Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT, yes if agrees else no, rows)
