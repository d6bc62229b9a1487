"""`twoarm.compare`."""

from __future__ import annotations

import pytest
from shipped import shipped_section, shipped_study

import twoarm


def test_the_call_of_earlier_notebooks_works_once_more_and_names_the_new_one():
    with pytest.warns(DeprecationWarning, match=r'compare_section\(study, "imaging"\)') as told:
        found = twoarm.compare(shipped_study(), "imaging")
    assert found.results == shipped_section("imaging").results
    assert told[0].filename == __file__  # the reader's line, and none of ours
