"""Small tables of any kind: a draft that passes the check, or a refusal in words; never a bug, never half a folder."""

from __future__ import annotations

from fuzzed_drafts import drafted, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_a_draft_that_checks_or_a_refusal(text):
    _first, *more = text.partition("\n")[0].split(",")
    drafted(text, "--treated", "B", "--outcomes", more[0])
    drafted(text, "--treated", "B", "--visit", "none", "--time", "none", "--outcomes", more[-1])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_refused_in_words(text):
    drafted(text)
