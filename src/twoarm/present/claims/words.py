"""How an audit is said: plain words for verdicts, reasons, statistics and methods; no number and no computing."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.claims.definitions import DEFINITIONS, PERMUTED
from twoarm.analysis.claims.finding import Finding, Reason
from twoarm.analysis.registry.entries import REGISTERED
from twoarm.study.published.argued import Judgement
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim


@dataclass(frozen=True)
class VerdictWords:
    """A verdict's word, its shape (never a colour alone) and what it means in one sentence."""

    word: str
    shape: str
    meaning: str


VERDICTS: dict[str, VerdictWords] = {
    Verdict.CONSISTENT: VerdictWords(
        "consistent", "●", "The claim agrees with the numbers that are printed."
    ),
    Verdict.DEPENDS_ON_METHOD: VerdictWords(
        "depends on method",
        "◆",
        "The answer depends on how it is computed, or on a number that is not printed.",
    ),
    Verdict.INCONSISTENT: VerdictWords("inconsistent", "▲", "The claim does not agree with what is printed."),
    Verdict.NOT_CHECKABLE: VerdictWords(
        "not checkable", "○", "Too little is printed to compute the claim again; it may well be true."
    ),
    Verdict.JUDGED: VerdictWords(
        "judged", "□", "Not computed: somebody judged, who is named with the reason."
    ),
}

REASONS: dict[str, str] = {
    Reason.SUM_AGREES: "The groups add up to the printed total.",
    Reason.SUM_DIFFERS: "The groups do not add up to the printed total.",
    Reason.PARTS_AGREE: "The categories add up to the printed total.",
    Reason.PARTS_DIFFER: "The categories do not add up to the printed total.",
    Reason.MULTIPLE_AGREES: "Each denominator is the number of patients times the units per patient.",
    Reason.MULTIPLE_DIFFERS: "A denominator is not the number of patients times the units per patient.",
    Reason.PERCENT_AGREES: "The count, as a percentage, rounds to the printed one.",
    Reason.PERCENT_DIFFERS: "The count, as a percentage, does not round to the printed one.",
    Reason.COUNT_COMPLETE: "The count is the whole group, as the sentence says.",
    Reason.COUNT_INCOMPLETE: "The count is not the whole group, although the sentence says so.",
    Reason.COUNT_POSSIBLE: "The count is not above its denominator; nothing more can be compared.",
    Reason.COUNT_ABOVE_DENOMINATOR: "The count is above its denominator.",
    Reason.SHARE_POSSIBLE: "A whole number out of the denominator rounds to the printed percentage.",
    Reason.SHARE_NOT_ATTAINABLE: "No whole number out of the printed denominator rounds to the printed percentage.",
    Reason.SHARE_ABOVE_WHOLE: "A percentage of a group lies between 0 and 100.",
    Reason.DENOMINATOR_NOT_PRINTED: (
        "No whole number out of the arm rounds to the printed percentage, but the sentence does not say of how many it is; "
        "it may be of fewer."
    ),
    Reason.ALL_DEFINITIONS_AGREE: "The recommended test and Fisher’s are on the side that the claim states.",
    Reason.DEFINITIONS_DIFFER: "The recommended test and Fisher’s fall on two sides of the threshold.",
    Reason.UNITS_DIFFER: ("Counted by patient, the answer depends on a number that is not printed."),
    Reason.OTHERS_AGREE: (
        "Neither the recommended test nor Fisher’s is on the side that the claim states; another test in use is."
    ),
    Reason.ROUNDS_TO_P: "A usual test of the printed counts rounds to the printed P.",
    Reason.OTHERS_ROUND: (
        "Some tests of the printed counts round to the printed P, others do not; none of the usual ones does."
    ),
    Reason.NONE_ROUNDS: (
        "No test of the printed counts that was computed rounds to the printed P, but each is on its side of the threshold."
    ),
    Reason.NO_DEFINITION_AGREES: "No test computed from the printed counts is on the side that the claim states.",
    Reason.COUNTS_IMPOSSIBLE: "The counts behind the claim are above their denominators, so no test can be computed.",
    Reason.MEAN_SD_POSSIBLE: "The printed mean and standard deviation are possible for this number of patients.",
    Reason.MEAN_POSSIBLE: "The printed mean is possible for this number of patients.",
    Reason.MEAN_OUTSIDE_RANGE: "The printed mean lies outside the printed range.",
    Reason.MEAN_NOT_ATTAINABLE: "No set of values in whole units has the printed mean at this number of patients.",
    Reason.SD_IMPOSSIBLE: "No values within the printed range have both the printed mean and the printed deviation.",
    Reason.SD_NOT_ATTAINABLE: "No set of values in whole units has both the printed mean and the printed deviation.",
    Reason.NO_SOLUTION: "Of all sets of values in whole units over the printed range, none has both printed numbers.",
    Reason.POPULATION_SD_ONLY: (
        "The printed mean and standard deviation are possible, but only if the deviation was divided by the number of "
        "patients, not by one less as is usual."
    ),
    Reason.SD_BELOW_ZERO: "The printed standard deviation is below 0, where no standard deviation lies.",
    Reason.SD_OR_ERROR: (
        "What follows the ± cannot be a standard deviation of values in the printed range and units; as a standard error it "
        "is possible, and the sentence does not say which it is."
    ),
    Reason.NO_RANGE_OR_STEP: "A mean and a standard deviation alone leave nothing to compare them with.",
    Reason.MEDIAN_ALONE: "A median alone leaves nothing to compare it with.",
    Reason.MEDIAN_INSIDE: "The median lies between its printed ends, which is possible; nothing more can be compared.",
    Reason.MEDIAN_OUTSIDE: "The median does not lie between its printed ends.",
    Reason.MEANS_IMPOSSIBLE: "A standard deviation behind the claim is below 0, so that no test can be computed.",
    Reason.T_TESTS_AGREE: (
        "Student’s and Welch’s t test of the printed means and standard deviations can both be as the claim states, within "
        "what rounding leaves open."
    ),
    Reason.T_TESTS_DIFFER: (
        "Of Student’s and Welch’s t test of the printed means and standard deviations one can be as the claim states, the "
        "other cannot."
    ),
    Reason.T_TESTS_SAME_SIDE: (
        "Neither t test of the printed means and standard deviations rounds to the printed P, but they do not contradict on "
        "which side of the usual threshold it lies."
    ),
    Reason.T_TESTS_NEAR: (
        "Both t tests of the printed means and standard deviations lie on the other side of the threshold, but within "
        "tenfold of it: a rank test or an adjustment may give what is printed."
    ),
    Reason.T_TESTS_FAR: (
        "Both t tests of the printed means and standard deviations lie on the other side of the threshold, tenfold or more "
        "from it."
    ),
    Reason.RANKS_MAY_DIFFER: (
        "Both t tests of the printed means and standard deviations lie on the other side of the threshold, tenfold or more "
        "from it, but the text names no t test, and a standard deviation is more than half of its mean or more than twice "
        "the other one, as of skewed values, of which a rank test may say so."
    ),
    Reason.TEST_NOT_OF_MEANS: (
        "The text names a test that means and standard deviations alone do not give; the t tests of them do not both agree "
        "with the claim."
    ),
    Reason.DEVIATIONS_OR_ERRORS: (
        "If what follows each ± is a standard deviation, both t tests lie on the other side of the threshold, tenfold or "
        "more from it; if it is a standard error they do not, and the sentences do not say which it is."
    ),
    Reason.LIMITS_REVERSED: "The lower limit of the interval is above the upper one.",
    Reason.RATIO_BELOW_ZERO: "A ratio, or a limit of one, is printed below 0, where no ratio lies.",
    Reason.ESTIMATE_OUTSIDE: "The estimate lies outside its own interval.",
    Reason.SIDES_FAR: (
        "Interval and P contradict each other: by one of them no difference is excluded, by the other it is not, and the P "
        "that the interval implies is tenfold or more away."
    ),
    Reason.SIDES_DIFFER: (
        "Interval and P lie on different sides of no difference; they may come from different methods, since the P that the "
        "interval implies is not tenfold away, or a test of the counts or means may give what is printed."
    ),
    Reason.P_FAR_FROM_INTERVAL: (
        "Interval and P lie on the same side of no difference, but the P that the interval implies is more than tenfold "
        "away from the printed one; they may come from different methods."
    ),
    Reason.ESTIMATE_DIFFERS: "The estimate is not what the printed counts or means give, within their rounding.",
    Reason.OTHER_ESTIMATE: (
        "The estimate is not what it is called, but another one of the same counts or means: an odds ratio for a risk ratio "
        "or the reverse, or a difference in deviations of another kind."
    ),
    Reason.ESTIMATE_AGREES: "The printed counts or means give the printed estimate, within their rounding.",
    Reason.OTHER_DIRECTION: (
        "The printed counts or means give the printed estimate the other way round: of the control over, or minus, the "
        "treated arm."
    ),
    Reason.SIDES_AGREE: "The estimate lies inside its interval, and interval and P lie on the same side of no difference.",
    Reason.ESTIMATE_INSIDE: "The estimate lies inside its interval; nothing more can be compared.",
    Reason.NOTHING_TO_COMPARE: "Nothing is printed with which the estimate could be compared.",
    Reason.P_BELOW_ZERO: "No P is below 0.",
    Reason.P_ABOVE_ONE: "No P is above 1.",
    Reason.ONLY_P_PUBLISHED: "Only a statement about P is printed, without the numbers behind it.",
    Reason.NO_NUMBER_PUBLISHED: "The statement has no number.",
    Reason.RESTS_ON_NOTHING: "No result in the abstract compares the arms on it.",
    Reason.RESTS_ON_INCONSISTENT: "At least one claim that it rests on is inconsistent.",
    Reason.RESTS_ON_NOT_CHECKABLE: "At least one claim that it rests on cannot be checked.",
    Reason.RESTS_ON_METHOD: "At least one claim that it rests on depends on the method.",
    Reason.RESTS_ON_CONSISTENT: "Every claim that it rests on is consistent.",
    Reason.READER_JUDGEMENT: "Judged, not computed.",
}

# The same where every claim that a conclusion rests on has its verdict.
EVERY_BASIS: dict[str, str] = {
    Reason.RESTS_ON_INCONSISTENT: "None of that agrees with what is printed.",
    Reason.RESTS_ON_NOT_CHECKABLE: "None of that can be checked; it may well be true.",
    Reason.RESTS_ON_METHOD: "All of that depends on the method.",
    Reason.RESTS_ON_CONSISTENT: "All of that agrees with the printed numbers.",
}

# Grounds on which tests of two counts are used; see `definitions.GROUPS`.
GROUP_WORDS: dict[str, str] = {
    "journals": "Usual in journals",
    "conditional": "Other forms of Fisher’s test",
    "unconditional": "Exact, over all common risks",
    "likelihood": "By likelihood",
}

METHODS: dict[str, str] = {
    "student": "Student’s t test",
    "welch": "Welch’s t test",
    "cohen": "pooled standard deviation (Cohen’s d)",
    "hedges": "pooled standard deviation, corrected for small samples (Hedges’s g)",
    "means": "difference of the printed means",
    "conditional_estimate": "conditional estimate of the counts",
    "ratio_of_shares": "ratio of the shares",
    "difference_of_shares": "difference of the shares",
    "points": "difference of the shares, percentage points",
    "printed_percentages": "the percentages as printed",
    "cross_product": "cross product of the counts",
    "half_added": "counts with a half added to each cell",
    "normal_approximation": "normal approximation",
    **{name: REGISTERED[name].words for name in (PERMUTED, *DEFINITIONS)},
}

# Of those that are no entry of the registry: the source as the bibliography has it.
SOURCES = {
    "grim": "Brown2017",
    "grimmer": "Anaya2016",
    "student": "Student1908",
    "welch": "Welch1947",
    "hedges": "Hedges1981",
    "normal_approximation": "Altman2011",
}


def why(claim: Claim, finding: Finding) -> str:
    """One sentence for a verdict: the rule's words; of a judgement the verdict of whoever judged, where there is one."""
    judged = isinstance(claim, Judgement) and claim.judgement
    return f"Judged {claim.judgement}, not computed." if judged else REASONS[finding.reason]
