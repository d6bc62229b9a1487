"""Half the words, the same facts: what the pages showed before is shown still, or stands in a published table."""

from __future__ import annotations

import json

import pytest
from places import TESTS
from reading import Truth
from shown_values import published_values, shown_values, stands_in_a_table

BEFORE = TESTS / "pages" / "shown_before_editing.json"
# Where a text named several outcomes the list gives each of its values to all of them: it is kept if one of them has it.
# These stood beneath the bold name of another outcome, or were said as a bound (a power of more than 99%).
OF_NO_OUTCOME = {("hospital_stay", "55"), ("operation_time", "99")}


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

    def is_kept(about: str, value: str) -> bool:
        return (about, value) in shown or stands_in_a_table(value, published.get(about, ()))

    kept = {value for about, value in before if is_kept(about, value)}
    lost = {pair for pair in before if pair[1] not in kept}
    print(
        f"{len(before)} values, {sum(pair not in shown for pair in before)} no longer on a page, {len(lost)} lost"
    )
    assert lost <= OF_NO_OUTCOME
