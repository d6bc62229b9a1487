"""What differs from build to build says what it may say, and nothing else is taken for it."""

from __future__ import annotations

import json
from time import perf_counter

import pytest

from twoarm.errors import InputError
from twoarm.publish.records.circumstances import (
    CIRCUMSTANCES,
    commit_told,
    read_circumstances,
    write_circumstances,
)

COMMIT = "86b1612" + "0" * 33


@pytest.mark.parametrize("commit", ["", COMMIT, f"{COMMIT}-dirty"])
def test_what_is_written_is_read(commit, tmp_path):
    write_circumstances("default", commit, perf_counter() - 61.4, tmp_path)
    told = read_circumstances(tmp_path)
    assert told == {
        "run": "default",
        "commit": commit[:40],
        "dirty": commit.endswith("-dirty"),
        "seconds": 61,
    }
    assert commit_told(told) == commit


def test_a_run_of_an_earlier_version_has_none(tmp_path):
    assert read_circumstances(tmp_path) == {} and commit_told({}) == ""


WRITTEN = {"run": "default", "commit": "", "dirty": False, "seconds": 61}


@pytest.mark.parametrize(
    "other",
    [
        {"patient": "17"},
        {"commit": "Ada Lovelace"},
        {"seconds": "61"},
        {"seconds": True},
        {"dirty": 1},
        {"run": None},
        {"run": "Ada Lovelace"},
    ],
)
def test_nothing_else_is_carried_beside_a_manifest(other, tmp_path):
    (tmp_path / CIRCUMSTANCES).write_text(json.dumps(WRITTEN | other), "utf-8")
    with pytest.raises(InputError, match="not as it was published"):
        read_circumstances(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '"run"'])
def test_what_is_no_object_is_refused(text, tmp_path):
    (tmp_path / CIRCUMSTANCES).write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"run\.json"):
        read_circumstances(tmp_path)
