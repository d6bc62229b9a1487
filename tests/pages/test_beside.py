"""Beside each figure and table of a report stand its drawing and the published tables that hold its numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from measured_pages import pages_of

# What the study says in words of its own, and what the manifest has: no table of numbers.
OF_WORDS = {"tab-design", "tab-estimand", "tab-parameters", "tab-policy"}


def shown(run: Path) -> dict[str, list[Path]]:
    """The files beside each figure and table of the website, by its label."""
    found = {}
    for path in pages_of(run / "html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for one in page.select("article figure, article table"):
            box = one if one.name == "figure" else one.find_parent(class_="twoarm-table")
            links = box.select("a.twoarm-file")
            found[one["id"]] = [(path.parent / link["href"]).resolve() for link in links]
    return found


@pytest.mark.parametrize("name", ["shipped_run", "gbsg2_run"])
def test_every_figure_and_every_table_of_numbers_has_its_files(name, request):
    run = request.getfixturevalue(name).resolve()
    files = shown(run)
    assert len(files) > 15
    for label, found in files.items():
        assert all(path.is_file() and path.is_relative_to(run) for path in found), label
        tables = [path for path in found if path.suffix == ".csv"]
        assert tables or label in OF_WORDS, label
        assert all(len(path.read_text("utf-8").splitlines()) > 1 for path in tables), label
        if label.startswith("fig-"):
            assert found[0] == run / "figures" / f"{label}.svg"


def test_no_document_has_a_link_to_a_file(shipped_run):
    assert "results.csv</ext-link>" not in (shipped_run / "supplement.jats.xml").read_text("utf-8")


def test_the_report_says_what_changed_since_the_version_before(shipped_run):
    page = BeautifulSoup((shipped_run / "html" / "index.html").read_text("utf-8"), "html.parser")
    (link,) = [a["href"] for a in page.select("footer a") if a.get_text() == "Changed numbers"]
    changes = BeautifulSoup((shipped_run / "html" / link).read_text("utf-8"), "html.parser")
    assert "Simulated cohort" in changes.select_one(".notice").get_text()
    assert "Claim C34" in changes.select_one("#flips").find_parent("section").get_text()
    was = changes.find("th", string="Local Cobb angle, before surgery").find_parent("tr")
    assert [cell.get_text() for cell in was.select("td")[-2:]] == ["0.09", "−0.11"]
