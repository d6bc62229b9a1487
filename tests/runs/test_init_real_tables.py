"""From a real plain table to a report: `twoarm init`, then `twoarm build`, nothing edited between them."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from real_tables import REAL, draft, missing_words, write

from twoarm import cli


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", REAL)
def test_a_real_table_becomes_a_study(name, tmp_path):
    study = draft(name, tmp_path)
    assert cli.main(["check", str(study)]) == 0
    kinds = {row["name"]: row["kind"] for row in rows(study / "dictionary.csv")}
    assert {variable: kinds.get(variable) for variable in REAL[name].kinds} == REAL[name].kinds
    assert len(rows(study / "patients.csv")) == REAL[name].patients


@pytest.mark.parametrize("name", REAL)
def test_it_needs_every_one_of_these_answers_and_no_other(name, tmp_path, capsys):
    """Without one of them the command asks for that one."""
    table = write(name, tmp_path)
    flags = REAL[name].answers
    for at in range(0, len(flags), 2):
        fewer = [*flags[:at], *flags[at + 2 :]]
        assert cli.main(["init", str(table), *fewer, "--to", str(tmp_path / "none")]) == 2
        # A smallest count is one of two ways to state a policy: what is asked for is the policy.
        asked = {"--min-count": "--profile"}.get(flags[at], flags[at])
        assert f"{asked}: " in capsys.readouterr().err


def test_the_rows_of_the_long_table_are_all_there(tmp_path):
    table = pd.read_csv(write("epil", tmp_path))
    visits = pd.read_csv(draft("epil", tmp_path) / "visits.csv")
    assert sorted(visits["y"]) == sorted(table["y"])
    assert len(visits) == len(table) == 236


def test_and_the_study_a_report(report):
    """The other tables become reports in `tests/slow`."""
    assert missing_words("epil", report("drafted-epil").folder) == []
