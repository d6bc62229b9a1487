"""Every figure of a result is in a claim or is told; what states nothing of the arms is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from abstracts import drafted, with_results

from twoarm.drafting.abstract.drafted_study import AbstractDraft

PAIR = (
    " Leakage occurred in 4/30 (13.3%) in the stent group and 10/32 (31.3%) in the balloon group (P = 0.13)."
)
LEFT = {
    "Falls occurred at 0.62 vs 0.91 per person-year (rate ratio 0.68, 95% CI 0.52–0.89).": (
        "0.62",
        "0.91",
        "0.68",
        "0.52",
        "0.89",
    ),
    "Pain was 2.1 and 3.4 (NS).": ("2.1", "3.4", "NS"),
    "Stay differed (P<0.001 for interaction).": ("0.001",),
    "Cost was 4,300 euros in the stent group.": ("4,300",),
}
NO_CLAIM = (
    "Patients aged 18 to 65 years were included.",
    "It was done between January 2019 and March 2020.",
    "At 12 months and after 2 years all was well.",
    "The levels L1 and T12 and grade 3 were common.",
    "The SF-36 and a VAS (0 to 10) were used.",
    "NCT01234567, SPSS 22.0.",
    "P<0.05 was considered statistically significant.",
    "The ratio was 2:1 at 3 hospitals.",
)


@pytest.mark.parametrize(("sentence", "figures"), LEFT.items())
def test_figures_that_entered_no_claim_are_told_with_their_sentence(sentence, figures):
    (left,) = drafted(with_results(sentence + PAIR)).unread
    assert (left.quote, left.figures) == (sentence.rstrip("."), figures)


@pytest.mark.parametrize("sentence", NO_CLAIM)
def test_what_states_nothing_of_the_arms_is_not_told(sentence):
    assert drafted(with_results(sentence + PAIR)).unread == ()


def test_a_number_that_was_read_is_covered():
    assert drafted(with_results("All the 62 patients were seen; n = 30 had a stent." + PAIR)).unread == ()


def figures_of(draft: AbstractDraft) -> Iterator[str]:
    """The figures of the results with a decimal sign or a percent."""
    for sentence in draft.source.text.partition("Results:")[2].split(". "):
        yield from re.findall(r"(?<![\w.])\d+\.\d+", sentence)


@pytest.mark.parametrize("sentence", [*LEFT, PAIR])
def test_no_figure_is_passed_over_in_silence(sentence):
    draft = drafted(with_results(sentence + PAIR))
    claimed = " ".join(str(claim.as_entry()) for claim in draft.claims)
    told = " ".join(" ".join(left.figures) for left in draft.unread)
    values = re.sub(r"'quote': \[.*?\]", "", claimed)
    assert [figure for figure in figures_of(draft) if figure not in values + told] == []
