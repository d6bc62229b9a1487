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
        "Accepted ways to compute it from the printed numbers lead to different answers.",
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
    Reason.MULTIPLE_AGREES: "Each denominator is the number of patients times the units per patient.",
    Reason.MULTIPLE_DIFFERS: "A denominator is not the number of patients times the units per patient.",
    Reason.PERCENT_AGREES: "The count, as a percentage, rounds to the printed one.",
    Reason.PERCENT_DIFFERS: "The count, as a percentage, does not round to the printed one.",
    Reason.COUNT_COMPLETE: "The count is the whole group, as the sentence says.",
    Reason.COUNT_INCOMPLETE: "The count is not the whole group, although the sentence says so.",
    Reason.COUNT_POSSIBLE: "The count is not above its denominator; nothing more can be compared.",
    Reason.COUNT_ABOVE_DENOMINATOR: "The count is above its denominator.",
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
    Reason.MEAN_OUTSIDE_RANGE: "The printed mean lies outside the printed range.",
    Reason.MEAN_NOT_ATTAINABLE: "No set of values in whole units has the printed mean at this number of patients.",
    Reason.SD_IMPOSSIBLE: "No values within the printed range have both the printed mean and the printed deviation.",
    Reason.SD_NOT_ATTAINABLE: "No set of values in whole units has both the printed mean and the printed deviation.",
    Reason.NO_SOLUTION: "Of all sets of values in whole units over the printed range, none has both printed numbers.",
    Reason.POPULATION_SD_ONLY: (
        "The printed mean and standard deviation are possible, but only if the deviation was divided by the number of "
        "patients, not by one less as is usual."
    ),
    Reason.NO_RANGE_OR_STEP: "A mean and a standard deviation alone leave nothing to compare them with.",
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
    Reason.RESTS_ON_NOT_CHECKABLE: "None of that can be computed again from what is printed; it may well be true.",
    Reason.RESTS_ON_METHOD: "All of that depends on the method.",
    Reason.RESTS_ON_CONSISTENT: "All of that agrees with the printed numbers.",
}

# Of a mean with its deviation; the other numbers stand in tables that name them in their heads.
STATISTICS: dict[str, str] = {
    "mean": "nearest possible mean",
    "smallest_sd": "lower limit of the standard deviation, of any values in the range",
    "largest_sd": "upper limit of the standard deviation, of any values in the range",
    "sample_sd": "nearest possible sample standard deviation",
    "population_sd": "nearest possible population standard deviation",
    "sample_solutions": "possible distributions, sample standard deviation",
    "population_solutions": "possible distributions, population standard deviation",
}

# Grounds on which tests of two counts are used; see `definitions.GROUPS`.
GROUP_WORDS: dict[str, str] = {
    "journals": "Usual in journals",
    "conditional": "Other forms of Fisher’s test",
    "unconditional": "Exact, over all common risks",
    "likelihood": "By likelihood",
}

METHODS: dict[str, str] = {
    "grim": "whole units (GRIM)",
    "grimmer": "whole units and their squares (GRIMMER)",
    "enumeration": "counting all sets of whole units over the range",
    "range": "limits set by the range",
    **{name: REGISTERED[name].words for name in (PERMUTED, *DEFINITIONS)},
}

# Of those that are no entry of the registry: in the words of a list of methods, and the source as the bibliography has it.
SOURCES = {
    "grim": ("means that values in whole units can have (GRIM)", "Brown2017"),
    "grimmer": ("standard deviations that values in whole units can have (GRIMMER)", "Anaya2016"),
}


def why(claim: Claim, finding: Finding) -> str:
    """One sentence or two for a verdict: the rule's words, or a judgement's own reason with who signed it."""
    words = REASONS[finding.reason]
    if not isinstance(claim, Judgement):
        return words
    words = f"Judged {claim.judgement}, not computed." if claim.judgement else words
    return f"{words} {claim.reason} Signed: {claim.signed}."
