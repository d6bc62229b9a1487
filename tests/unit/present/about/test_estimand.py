"""What is to be estimated: stated in part, stated in whole, and not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import compare_section
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present.about.reference_tables import design_table, estimand_table
from twoarm.present.findings import overview, visit_rule
from twoarm.study.opened import open_study

VISITS = BEFORE_AND_AFTER.replace("baseline", "  - {code: year, label: after a year, time: 12}\nbaseline", 1)
DESCRIBED = """\
name  label  table   role     section    kind        unit
pain  Pain   visits  outcome  follow_up  continuous  points
mood  Mood   visits  outcome  follow_up  continuous  points
"""
PATIENTS = "arm\n" + "A\nB\n" * 4
# After a month pain is 4 points lower with A, after a year it is 4 points higher; mood follows pain.
SEEN = "patient visit pain mood\n" + "".join(
    f"{n} before {6 + n % 3} {6 + n % 3}\n{n} after {4 * (n % 2 == 0) + n / 8} {4 * (n % 2 == 0) + n / 8}\n"
    f"{n} year {4 * (n % 2) + n / 8} {4 * (n % 2) + n / 8}\n"
    for n in range(1, 9)
)


def small(folder: Path, said: str):
    return open_study(str(write_study(folder, DESCRIBED, PATIENTS, SEEN, VISITS + said)))


def estimand(study) -> list[list[str]] | None:
    table = estimand_table(AnalysisPlan(study))
    return table and table.rows


def test_without_the_key_there_is_no_table(tmp_path):
    assert estimand(small(tmp_path, "")) is None


def test_what_the_study_leaves_out_follows_from_it_or_is_not_stated(tmp_path):
    study = small(tmp_path, "primary_outcome: {variable: pain, visit: after}\nestimand: {}\n")
    assert estimand(study) == [
        ["Treatment", "new against old"],
        ["Population", "Not stated."],
        ["Variable", "Pain, after a month"],
        ["Intercurrent events", "No event is named."],
        ["Population-level summary", "adjusted mean difference"],
    ]
    assert ["Primary outcome", "Pain, after a month"] in design_table(study).rows


def test_without_a_primary_outcome_neither_variable_nor_summary_is_known(tmp_path):
    rows = dict(estimand(small(tmp_path, "estimand: {population: adults}\n")))
    assert rows["Population"] == "adults"
    assert rows["Variable"] == rows["Population-level summary"] == "Not stated."


def test_each_intercurrent_event_has_its_strategy(tmp_path):
    events = "[{event: death, strategy: composite}, {event: another operation, strategy: hypothetical}]"
    rows = dict(estimand(small(tmp_path, f"estimand: {{intercurrent_events: {events}}}\n")))
    assert rows["Intercurrent events"] == "death: composite; another operation: hypothetical"


@pytest.mark.parametrize(
    ("said", "label", "side"),
    [
        ("primary_outcome: {variable: pain, visit: after}\n", "Pain, after a month (lower", -1),
        ("primary_outcome: {variable: pain, visit: year}\n", "Pain, after a year (higher", 1),
        ("primary_outcome: pain\n", "Pain, after a year (higher", 1),
    ],
)
def test_the_visit_of_the_primary_outcome_gives_its_main_result(tmp_path, said, label, side):
    """That of the other outcome, which is known at the same visits, stays that of the last one."""
    study = small(tmp_path, said)
    comparison = compare_section(study, "follow_up")
    pain, mood = comparison.headline
    assert (pain.side, mood.side, mood.visit) == (side, 1, "year")
    assert {r.visit for r in comparison.results if r.role == "primary"} == {pain.visit, mood.visit}
    assert f"**Primary outcome.** {label}" in overview(comparison, [comparison])
    rule = "the visit of the main result" if "visit" in said else "the last visit"
    assert f"A difference at {rule} takes" in visit_rule(comparison)
