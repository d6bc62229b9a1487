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
    page,
    readings,
    texts,
)
from edited_studies import LATEST, PRIMARY
from reading import CLAIM, Truth, excludes, pieces, rows, unknown_numbers

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
    def of_cohort(run):
        found = [p for p in pieces(page(run, name)) if p.kind != "quote"]  # the abstract keeps its words
        return [p.text for p in found if not CLAIM.search(p.text)]

    before, after = " ".join(of_cohort(shipped_run)), " ".join(of_cohort(exchanged))
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


def test_the_primary_outcome_is_named(exchanged, edited_study):
    label = next(v.label for v in Truth(exchanged, edited_study).dictionary if v.name == PRIMARY)
    cells = texts(exchanged, "01_methods")
    assert cells[cells.index("Primary outcome") + 1] == label
