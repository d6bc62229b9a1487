"""What the last cell of a notebook hands over is what it names, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from shipped import shipped_section

from twoarm.analysis.comparison.compare import Comparison
from twoarm.errors import AnalysisError
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.present.live import done, show
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Figure


@pytest.fixture
def perioperative():
    return shipped_section("perioperative")


@pytest.fixture
def record(tmp_path, monkeypatch):
    """What `done` has written."""
    monkeypatch.setenv(RECORDS, str(tmp_path))
    monkeypatch.setenv(NOTEBOOK, "02_any")
    return lambda: json.loads((tmp_path / "02_any.json").read_text("utf-8"))


def figure(name):
    return Figure(f"fig-{name}", "Caption.", "Alternative.", "<svg/>", 80)


def test_values_give_their_rows_and_figures_their_files(perioperative, record, tmp_path):
    done(perioperative, figure("a"), [figure("b"), figure("c")], None)
    said = record()
    assert [f["label"] for f in said["figures"]] == ["fig-a", "fig-b", "fig-c"]
    assert {name: len(rows) for name, rows in said.items()} == {
        "figures": 3,
        **{name: len(rows) for name, rows in perioperative.rows().items()},
    }
    assert len(said["results"]) == len(perioperative.results)
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "fig-a.svg",
        "fig-b.svg",
        "fig-c.svg",
    ]


def test_of_what_a_cell_shows_the_figures_are_handed_over(perioperative, record):
    done([outcome_table(perioperative), figure("a"), None], None)
    assert [f["label"] for f in record()["figures"]] == ["fig-a"]


def test_what_is_only_shown_is_not_handed_over(perioperative, record):
    show([figure("a"), outcome_table(perioperative)])
    done()
    assert record() == {"figures": []}


def test_a_table_is_refused_for_it_is_neither_a_figure_nor_a_value(perioperative, monkeypatch):
    monkeypatch.delenv(RECORDS, raising=False)  # in JupyterLab, too
    with pytest.raises(AnalysisError, match=r"given a Table \(it takes figures and values that have rows"):
        done(outcome_table(perioperative))


@pytest.mark.parametrize("handed", ["text", 1, Comparison])
def test_what_is_no_value_is_refused_by_its_kind(handed):
    with pytest.raises(AnalysisError, match=f"given a {type(handed).__name__} "):
        done(handed)


def test_a_figure_without_the_value_that_it_shows_is_refused(perioperative, record):
    forest = replace(figure("a"), about=perioperative.only(perioperative.variables[:1]))
    for others in ([], [replace(perioperative, section="imaging")]):
        with pytest.raises(AnalysisError, match=r"fig-a without the value it shows \(name that value, too"):
            done(forest, *others)
    done(forest, perioperative)
    assert [f["label"] for f in record()["figures"]] == ["fig-a"]
