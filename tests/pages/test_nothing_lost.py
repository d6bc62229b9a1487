"""Half the words, the same facts: what the pages showed before is shown still, or stands in a published table."""

from __future__ import annotations

import json

import pytest
from places import TESTS
from reading import Truth
from shown_values import published_values, shown_values, stands_in_a_table

BEFORE = TESTS / "reference" / "shown_before_editing.json"
# Counts of all pairs of a characteristic and an outcome, which stood beneath the bold name of the last outcome of a list.
OF_NO_OUTCOME = {("hospital_stay", "55"), ("hospital_stay", "63")}
# Cited values of blood loss and of leakage that the list gives to other outcomes, as one alternative text named them all.
OF_ANOTHER = {("operation_time", value) for value in ("0.34", "1.41", "3.14")} | {
    (claim, "0.45") for claim in ("C08", "C25", "C26", "C32")
}

BOUND, BOUND_ABOVE = ("operation_time", "99"), 0.99  # a power was shown as > 99%


@pytest.fixture(scope="module")
def before() -> list[tuple[str, str]]:
    """The values that the pages of the shipped study showed on 30 November 2026, each with what it is about."""
    listed = json.loads(BEFORE.read_text("utf-8"))
    return [(about, value) for about, values in listed["values"].items() for value in values]


def test_the_list_is_long(before):
    assert len(before) == 1437


def test_every_value_is_shown_or_stands_in_a_published_table(before, shipped_run, book_copy):
    shown = shown_values(shipped_run, Truth(shipped_run, book_copy / "data"))
    published = published_values(shipped_run)
    cited = set().union(*(values for about, values in published.items() if about in ("loss", "leakage")))
    hidden = [pair for pair in before if pair not in shown | OF_NO_OUTCOME]
    lost = [pair for pair in hidden if not stands_in_a_table(pair[1], published.get(pair[0], ()))]
    lost = [
        pair for pair in lost if pair != BOUND or not any(BOUND_ABOVE < v < 1 for v in published["operation"])
    ]
    lost = [pair for pair in lost if pair not in OF_ANOTHER or not stands_in_a_table(pair[1], cited)]
    print(
        f"{len(before)} values, {len(hidden)} no longer on a page, {len(lost)} in no published table either"
    )
    assert lost == []
