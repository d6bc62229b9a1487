"""Thousands of tables, parameters and drafts: more of what the fuzz tests of `tests/unit` ask, other ones each time."""

from __future__ import annotations

from fuzzed_drafts import drafted, tables
from fuzzed_input import ASSIGNMENTS, EDITS, FILES, SETTINGS, accepted, assigned, filed
from hypothesis import HealthCheck, given, settings

MANY = 5_500


@settings(max_examples=MANY, **SETTINGS)
@given(EDITS)
def test_thousands_of_tables_are_refused_or_are_what_they_say(edits):
    accepted(edits)


@settings(max_examples=MANY // 2, **SETTINGS)
@given(ASSIGNMENTS)
def test_thousands_of_assignments(pairs):
    assigned(pairs)


@settings(max_examples=MANY // 2, **SETTINGS)
@given(FILES)
def test_thousands_of_files_of_parameters(text):
    filed(text)


@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_a_draft_that_checks_or_a_refusal_of_many(text):
    drafted(text, "--treated", "B", "--outcomes", text.partition("\n")[0].split(",")[1])
