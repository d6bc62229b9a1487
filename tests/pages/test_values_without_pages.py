"""The values of a run without its notebooks: the same bytes in every table as a build of the same study writes."""

from __future__ import annotations

import pytest

from twoarm.errors import AnalysisError
from twoarm.publish.stage import prepare_stage
from twoarm.publish.sweeps.values import write_values
from twoarm.study.parameters import Parameters

# A study as it is shipped; other parameters; sections of its own; no patients; patients under a policy that masks.
REPORTS = {
    "shipped": {},
    "strict": {"alpha": 0.001},
    "sections": {},
    "abstract-in-context": {},
    "gbsg2-hospital": {},
}


def tables(report, tmp_path, monkeypatch, given):
    monkeypatch.chdir(report.book)  # where the command was given
    parameters = Parameters(study=str(report.study), **given)
    stage = prepare_stage(report.book, report.study, tmp_path / "stage", parameters)
    folder = tmp_path / "values"
    folder.mkdir()
    write_values(stage, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", REPORTS)
def test_the_tables_are_those_of_a_build(report, tmp_path, monkeypatch, name):
    built = {path.name: path.read_bytes() for path in report(name).folder.glob("*.csv")}
    found = tables(report(name), tmp_path, monkeypatch, REPORTS[name])
    assert sorted(found) == sorted(built)
    assert [table for table, content in found.items() if content != built[table]] == []


def test_a_chapter_that_the_package_does_not_know_is_named(report, tmp_path, monkeypatch):
    with pytest.raises(AnalysisError, match="a chapter of this book alone"):
        tables(report("extended"), tmp_path, monkeypatch, {})
