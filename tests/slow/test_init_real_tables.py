"""The plain tables of `tests/runs/test_init_real_tables.py` of which `make test` builds no report."""

from __future__ import annotations

import pytest
from real_tables import missing_words


@pytest.mark.parametrize("name", ["licorice", "lung", "framing", "rossi", "gbsg2"])
def test_and_the_others_too(name, report):
    assert missing_words(name, report(f"drafted-{name}").folder) == []
