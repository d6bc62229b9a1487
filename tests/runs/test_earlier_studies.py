"""Whoever has a study keeps it: folders that commit 86b1612 accepted are accepted; `tests/slow` builds all of them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from places import ROOT, TESTS
from reports import digests, twoarm

from twoarm import cli

EARLY = TESTS / "studies_of_0_1"
ACCEPTED = json.loads((EARLY / "accepted.json").read_text("utf-8"))["studies"]
NEEDED = ("name", "label", "table", "role", "kind")


def test_they_are_what_was_accepted():
    assert {name: digests(EARLY / name) for name in ACCEPTED} == {
        name: told["files"] for name, told in ACCEPTED.items()
    }
    assert sorted(ACCEPTED) == sorted(folder.name for folder in EARLY.iterdir() if folder.is_dir())


@pytest.fixture(params=ACCEPTED)
def study(request, tmp_path) -> Path:
    """One of them outside of the checkout, where real patients belong."""
    return shutil.copytree(EARLY / request.param, tmp_path / request.param)


def test_each_is_accepted(study, capsys):
    assert cli.main(["check", str(study)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ACCEPTED[study.name]["said"]


def test_a_column_of_the_dictionary_that_is_absent_is_empty(study, capsys):
    path = study / "dictionary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [column for column in rows[0] if column in NEEDED or any(row[column] for row in rows)]
    assert len(kept) < len(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert cli.main(["check", str(study)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ACCEPTED[study.name]["said"]


def test_one_is_built(tmp_path):
    study = shutil.copytree(EARLY / "visits_claims_evidence", tmp_path / "study")
    done = twoarm(ROOT, "build", str(study), "--output", str(tmp_path), "--formats", "html")
    assert done.returncode == 0, done.stderr
    assert digests(study) == ACCEPTED["visits_claims_evidence"]["files"]
