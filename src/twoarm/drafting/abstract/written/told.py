"""What the terminal says of a draft: the arms, the claims by their kind, what is reported, and what was not read."""

from __future__ import annotations

import textwrap

from twoarm.drafting.abstract.drafted_study import AbstractDraft

_WORDS = {
    "sample_size": ("number of patients", "numbers of patients"),
    "count": ("count", "counts"),
    "share": ("percentage alone", "percentages alone"),
    "mean_sd_range": ("mean", "means"),
    "median": ("median", "medians"),
    "two_by_two": ("test of two counts", "tests of two counts"),
    "two_means": ("test of two means", "tests of two means"),
    "interval": ("ratio or difference with its interval", "ratios or differences with their intervals"),
    "bare_p": ("P without numbers", "P without numbers"),
    "total": ("sum of categories", "sums of categories"),
    "multiple": ("count of units within patients", "counts of units within patients"),
    "conclusion": ("conclusion", "conclusions"),
    "no_number": ("sentence without a number", "sentences without a number"),
}


def told(draft: AbstractDraft, title: str) -> str:
    """The lines of a draft."""
    arms = draft.arms
    guess = "" if arms.sure else ", taken for the treated arm since it is named first"
    kinds = ", ".join(f"{count} {_WORDS[kind][count > 1]}" for kind, count in draft.counted.items())
    lines = [
        title,
        f"  {arms.treated.label}: {arms.treated.n} patients{guess}",
        f"  {arms.control.label}: {arms.control.n} patients",
        *textwrap.wrap(
            f"{len(draft.claims)} claims: {kinds}", 110, initial_indent="  ", subsequent_indent="    "
        ),
        f"  questions: {', '.join(question['code'] for question in draft.questions) or 'none'}",
        f"  of {len(draft.reported) + len(draft.not_reported)} items that a reader looks for,"
        f" {len(draft.reported)} are reported",
    ]
    return "\n".join([*lines, *_unread(draft)])


def _unread(draft: AbstractDraft) -> list[str]:
    """Every sentence with a figure that entered no claim."""
    if not draft.unread:
        return ["  every figure of a result entered a claim"]
    count = len(draft.unread)
    lines = [f"  not read: {count} sentence{'s' * (count > 1)} with figures that entered no claim"]
    for left in draft.unread:
        words = f"{', '.join(left.figures)} in: {left.quote}"
        lines += textwrap.wrap(words, 110, initial_indent="    ", subsequent_indent="      ")
    return lines
