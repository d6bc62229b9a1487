"""A real cohort from outside the project: no visit before treatment, ordinal outcomes, codes, missing values."""

from __future__ import annotations

import csv
import re

import pytest
from report_texts import articles, rows, text_of, texts
from scipy.stats import brunnermunzel
from shared_cohorts import LICORICE, needs_licorice

from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.study.opened import read_study

pytestmark = needs_licorice


@pytest.fixture
def licorice_run(report):
    return report("licorice").folder


def test_without_a_baseline_visit_the_visits_are_compared_as_they_are(licorice_run):
    results = [r for r in rows(licorice_run, "results.csv") if r["section"] != "baseline"]
    asked = {r["analysis"] for r in results}
    assert asked == {"probability_of_superiority", "mann_whitney", "proportional_odds"}
    latest = {(r["variable"], r["visit"]) for r in results if r["analysis"] != "probability_of_superiority"}
    assert latest == {
        ("extubation_cough", ""),
        ("cough", "pod1am"),
        ("throat_pain", "pod1am"),
        ("swallow_pain", "pacu30min"),
    }
    assert {r["visit"] for r in results if r["variable"] == "cough"} == {
        *("pacu30min", "pacu90min", "postOp4hour", "pod1am")
    }
    assert {r["visit"] for r in results if r["variable"] == "swallow_pain"} == {"pacu30min"}
    assert "change" not in texts(licorice_run)["notebooks/03_follow_up.html"]


def test_an_ordinal_outcome_shows_its_levels_and_how_often_the_treated_patient_is_higher(licorice_run):
    with LICORICE.open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["pod1am_cough"] not in ("", "NA")]
    treated, control = ([int(r["pod1am_cough"]) for r in table if r["treat"] == arm] for arm in "10")
    pairs = [(t > c) + (t == c) / 2 for t in treated for c in control]

    at = {"variable": "cough", "visit": "pod1am", "analysis": "probability_of_superiority"}
    (result,) = rows(licorice_run, "results.csv", **at)
    assert float(result["estimate"]) == pytest.approx(sum(pairs) / len(pairs))
    assert float(result["p_value"]) == pytest.approx(brunnermunzel(treated, control).pvalue)
    assert float(result["low"]) < float(result["estimate"]) < float(result["high"]) < 0.5

    counts = rows(licorice_run, "summaries.csv", variable="cough", visit="pod1am", arm="1")
    wanted = [(name, treated.count(code)) for code, name in enumerate(("none", "mild", "moderate", "severe"))]
    assert [(r["level"], int(r["count"])) for r in counts] == wanted
    page = texts(licorice_run)["notebooks/03_follow_up.html"]
    assert "mild" in page and "ties counted half" in page and "Probability of" in page
    assert "Difference (95% CI)" not in page and "positive difference" not in page


def test_a_long_scale_lists_only_the_levels_that_somebody_has(licorice_run):
    page = articles(licorice_run)["notebooks/03_follow_up.html"]
    counts = [text_of(row) for row in page.select("tbody tr") if "(" in text_of(row)]
    assert not [row for row in counts if re.match(r"([4-9]|10) ?0/\d+ \(0.0%\) ?0/", row)]
    assert "levels that no patient has are left out" in text_of(page)


def test_missing_values_are_counted_and_no_identifier_is_published(licorice_run, report):
    study = report("licorice").study
    ids = list(read_plain_csv(study / "patients.csv")["patient_id"])
    assert not [i for i in ids for text in texts(licorice_run).values() if i in text]
    (row, *_) = rows(licorice_run, "summaries.csv", variable="throat_pain", visit="pod1am", arm="1")
    assert int(row["n"]) + int(row["missing"]) == read_study(study).cohort.size("1")
    assert int(row["missing"]) > 0


def test_a_study_that_names_neither_pages_nor_a_date_has_its_references_and_no_invented_date(licorice_run):
    assert "book/references.html" in texts(licorice_run) and "book/glossary.html" not in texts(licorice_run)
    jats = (licorice_run / "supplement.jats.xml").read_text("utf-8")
    assert "<pub-date" not in jats
    for name in ("supplement.docx", "supplement.pdf"):
        before = texts(licorice_run)[name].rpartition("References")[
            0
        ]  # where a source of that year may stand
        assert len(before) > 1000 and "1980" not in before


def test_a_randomised_trial_has_no_alarm_of_imbalance_no_e_value_and_the_checklist_of_trials(licorice_run):
    pages = texts(licorice_run)
    front, methods, sensitivity, dictionary = (
        pages[f"notebooks/{name}.html"]
        for name in ("00_findings", "01_methods", "06_sensitivity", "07_dictionary")
    )
    for alarm in ("deviations apart", "limit of imbalance", "not adjusted for them", "is not stated; they"):
        assert alarm not in front + methods, alarm
    assert "Chance decided which treatment a patient was given." in methods
    assert "Twice that size is reached by" in methods
    assert "E-values of the outcomes" not in sensitivity and "favours Licorice" not in sensitivity
    assert "CONSORT 2025" in dictionary and "STROBE" not in dictionary
    assert not any("e_value" in r["analysis"] for r in rows(licorice_run, "results.csv"))
    assert rows(licorice_run, "confounding.csv") == []
