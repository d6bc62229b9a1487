"""Edits of ``study.yml`` reach every page: arms exchanged, a primary outcome named, the latest visit called otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from changed_runs import (
    COHORT,
    LEVEL,
    SECTIONS,
    direction,
    headline_estimates,
    of_cohort,
    page,
    printed_counts,
    readings,
    texts,
)
from edited_studies import LATEST, PRIMARY
from reading import Truth, excludes, pieces, rows, unknown_numbers

BEFORE = "latest follow-up"


@pytest.fixture(scope="session")
def edited_study(report) -> Path:
    return report("exchanged").study


@pytest.fixture(scope="session")
def exchanged(report) -> Path:
    return report("exchanged").folder


def test_every_number_is_its_own(exchanged, edited_study):
    found = [p for path in sorted((exchanged / "html" / "notebooks").glob("*.html")) for p in pieces(path)]
    assert unknown_numbers(found, Truth(exchanged, edited_study)) == []


def by_key(run: Path) -> dict[tuple[str, ...], dict[str, str]]:
    keys = ("section", "variable", "visit", "arm", "analysis", "estimand", "role")
    return {tuple(row[k] for k in keys): row for row in rows(run / "results.csv")}


def test_differences_have_the_other_sign(exchanged, shipped_run):
    before, after = headline_estimates(shipped_run), headline_estimates(exchanged)
    assert before.keys() == after.keys()
    for name, row in before.items():
        assert float(after[name]["estimate"]) == pytest.approx(-float(row["estimate"]), rel=1e-9, abs=1e-12)
        assert (after[name]["n_treated"], after[name]["n_control"]) == (row["n_control"], row["n_treated"])
        assert float(after[name]["p_value"]) == pytest.approx(float(row["p_value"]), rel=1e-6)


def test_words_of_direction_turn(exchanged, edited_study, shipped_run, book_copy):
    said = readings(exchanged, edited_study.parent.parent)
    found = {name: (one.direction, one.arm) for name, one in said.items()}
    estimates = headline_estimates(exchanged).items()
    assert found == {name: (direction(row), "PKP") for name, row in estimates if excludes(row)} != {}


@pytest.mark.parametrize("name", COHORT)
def test_no_name_of_before_is_left_behind(exchanged, shipped_run, name):
    before, after = (" ".join(of_cohort(run, name)) for run in (shipped_run, exchanged))
    assert not re.search(r"VBS (minus|−|against|v) PKP", after)
    assert len(re.findall("PKP minus VBS", after)) == len(re.findall("VBS minus PKP", before))
    assert BEFORE not in after.lower()
    assert (LATEST in after) == (BEFORE in before.lower())
    # The lesser one is of two one-sided tests, which go by alpha.
    assert set(LEVEL.findall(after)) <= {"99", "90"}


@pytest.mark.parametrize("name", SECTIONS)
def test_tables_have_the_treated_arm_first(exchanged, name):
    cells = texts(exchanged, name)
    assert cells.index("PKP n = 32") < cells.index("VBS n = 30")


def test_the_audit_of_what_was_published_is_the_same(exchanged, shipped_run):
    assert (exchanged / "claims.csv").read_bytes() == (shipped_run / "claims.csv").read_bytes()
    assert texts(exchanged, "05_published_claims") == texts(shipped_run, "05_published_claims")
    assert (exchanged / "frequencies.csv").read_bytes() == (shipped_run / "frequencies.csv").read_bytes()


def test_printed_counts_stay_with_the_arm_that_they_are_of(exchanged, shipped_run):
    """On the front page, and on the sheet: arms that the study exchanges are not exchanged in print."""
    assert printed_counts(exchanged) == printed_counts(shipped_run) != []
    for run in (exchanged, shipped_run):
        cards = " ".join(p.text for p in pieces(page(run, "00_findings")) if p.kind == "sentence")
        assert "VBS 13% v PKP 31%" in cards and "VBS 5/60 v PKP 0/64 balloons" in cards
        assert "38 points fewer with VBS to 3 points more" in cards
        drawn = (run / "figures" / "visual-abstract.svg").read_text("utf-8")
        assert "(VBS), n = 30" in drawn and "(PKP), n = 32" in drawn


def test_the_primary_outcome_is_named(exchanged, edited_study):
    label = next(v.label for v in Truth(exchanged, edited_study).dictionary if v.name == PRIMARY)
    cells = texts(exchanged, "01_methods")
    assert cells[cells.index("Primary outcome") + 1] == label
