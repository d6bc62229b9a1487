"""Text that nobody thought of: it is refused in words or accepted as what it says, and is never a traceback."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from fuzzed_input import ASSIGNMENTS, EDITS, FILES, SETTINGS, SOUND, accepted, assigned, edited, filed
from hypothesis import given, settings
from hypothesis import strategies as st

from twoarm.publish.check import check_study

ORDINARY = 150


@settings(max_examples=ORDINARY, derandomize=True, **SETTINGS)
@given(EDITS)
def test_a_table_is_refused_or_is_what_it_says(edits):
    accepted(edits)


def test_the_edits_leave_both_kinds():
    """Were everything refused, nothing would have been compared."""
    kinds = set()

    @settings(max_examples=60, derandomize=True, **SETTINGS)
    @given(EDITS)
    def run(edits):
        kinds.add(accepted(edits))

    run()
    assert kinds == {True, False}


@settings(max_examples=25, derandomize=True, **SETTINGS)
@given(EDITS, st.binary(max_size=40), st.sampled_from(["", "study.yml", "dictionary.csv", "commentary.md"]))
def test_a_whole_study_ends_with_a_code_and_never_with_a_traceback(edits, content, spoiled):
    with tempfile.TemporaryDirectory() as folder:
        study = shutil.copytree(SOUND, Path(folder, "study"))
        for name, table in edited(edits).items():
            (study / name).write_bytes(table)
        if spoiled:
            whole = (study / spoiled).read_bytes() if (study / spoiled).exists() else b"# vas\n"
            (study / spoiled).write_bytes(whole[: len(whole) // 2] + content + whole[len(whole) // 2 :])
        found = check_study(str(study))
        assert found.exit_code in (0, 3, 5)
        assert json.loads(found.machine(show_values=True))["exit_code"] == found.exit_code
        assert found.values().isprintable() or "\n" in found.values()


# Parameters


@settings(max_examples=ORDINARY, derandomize=True, **SETTINGS)
@given(ASSIGNMENTS)
def test_assignments_are_refused_or_within_their_bounds(pairs):
    assigned(pairs)


@settings(max_examples=ORDINARY, derandomize=True, **SETTINGS)
@given(FILES)
def test_a_file_of_parameters_is_refused_or_within_its_bounds(text):
    filed(text)
