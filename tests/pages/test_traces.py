"""Every number that a page shows has its trace, and a trace leads to where the number stands."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from reading import NUMBER, clean, pieces
from traced import Sources, moved, read_traces, traced_counts

from twoarm.study.opened import read_study

STUDIES = ("shipped", "gbsg2")
# What has no trace, each with its reason, beside what `reading.OUTSIDE` leaves out of the pages' numbers.
OUTSIDE = {
    "links": "a touch follows them",
    "lines of folds": "a touch opens them; what they fold away has its traces",
    "pictures": "what an alternative text says stands in the table or in the sentences too, where it has its trace",
    "one more per 20": "its one is a word",
    "the book's own prose": "background, glossary and references say nothing of the run",
    "code": "no number of the report",
}


@pytest.fixture(scope="module")
def read(shipped_run, gbsg2_run, book_copy, gbsg2_study):
    """Of a study: its run, what is traced, and the tables and files that may be asked."""
    runs = {"shipped": (shipped_run, book_copy / "data"), "gbsg2": (gbsg2_run, gbsg2_study)}
    return {
        name: (run, read_traces(run), Sources(run, folder, read_study(folder)))
        for name, (run, folder) in runs.items()
    }


@pytest.mark.parametrize("study", STUDIES)
def test_every_shown_number_has_its_trace(read, study):
    run, found, _ = read[study]
    print("Outside stand:", *(f"{what}: {why}" for what, why in OUTSIDE.items()), sep="\n- ")
    traced, missing = traced_counts(found), {}
    for page in sorted((run / "html" / "notebooks").glob("*.html")):
        shown = Counter(m[0] for text in _texts(page) for m in NUMBER.finditer(_without_ones(text)))
        if lost := shown - traced.get(page.stem, Counter()):
            missing[page.name] = lost
    assert missing == {}


def _texts(page: Path) -> Iterator[str]:
    """What a page says; a paragraph within an item of a list once."""
    soup, before = BeautifulSoup(page.read_text("utf-8"), "lxml"), ""
    folded = {clean(line.get_text(" ")) for line in soup.select("summary .caption-text, summary")}
    for piece in pieces(page):
        if (
            piece.kind != "alt"
            and piece.text not in folded
            and (piece.kind != "sentence" or piece.text != before)
        ):
            yield piece.text
        before = piece.text


def _without_ones(text: str) -> str:
    return re.sub(r"\b1 (?=(more|fewer) per)", "", text)


@pytest.mark.parametrize("study", STUDIES)
def test_a_number_is_how_its_record_shows_it(read, study):
    _, found, sources = read[study]
    assert len(found) > 250
    assert sources.wrong(found) == []


@pytest.mark.parametrize("study", STUDIES)
def test_few_numbers_are_left_open_between_records(read, study):
    _, found, _ = read[study]
    several = [one for one in found if len(one.sources) > 1]
    print(*several, sep="\n")
    made = [one for one in found if one.sources[0][0]["file"] == "the tables of this chapter"]
    print("No single row is known of:", *made, sep="\n")
    assert len(several) < 0.08 * len(found) and len(made) < 0.08 * len(found)


def test_a_changed_number_is_caught(read):
    _, found, sources = read["shipped"]
    changed = [replace(one, shown=_changed(one.shown)) for one in found if len(one.shown.strip("−0.")) > 2]
    caught = sources.wrong(changed)
    assert len(changed) > 250 and len(caught) > 0.97 * len(changed)


def _changed(shown: str) -> str:
    return f"{shown[:-1]}{(int(shown[-1]) + 5) % 10}"


def test_a_moved_record_is_caught(read, tmp_path):
    run, found, sources = read["shipped"]
    shutil.copy(run / "results.csv", tmp_path)
    moved(tmp_path, "results.csv", "estimate")
    elsewhere = Sources(tmp_path, sources.folder, sources.study)
    of_results = [
        one
        for one in found
        if [(r["file"], k["column"]) for r, k in one.sources] == [("results.csv", "estimate")]
    ]
    assert len(of_results) > 40
    assert len(elsewhere.wrong(of_results)) > 0.9 * len(of_results)


# Read by hand: what stands in a cell or a sentence, about what, and the row that it comes from.
BY_HAND = [
    ("1.9", "Operation time, min / Difference", "results.csv", "mean_difference primary", "estimate"),
    ("−2.2", "Operation time, min / Difference", "results.csv", "mean_difference primary", "low"),
    ("0.36", "Operation time, min / P", "results.csv", "mean_difference primary", "p_value"),
    ("46.8", "Operation time, min / VBS", "summaries.csv", "operation_time VBS", "mean"),
    ("8.2", "Operation time, min / VBS", "summaries.csv", "operation_time VBS", "sd"),
    ("31", "Cement leakage / PKP", "summaries.csv", "cement_leakage PKP", "percent"),
    (
        "0.12",
        "Balloon rupture, patients with at least one / P adjusted",
        "results.csv",
        "primary",
        "p_adjusted",
    ),
    ("0.13", "C08", "claims.csv", "fisher", "recomputed"),
    ("0.054", "no such number", "", "", ""),
]


@pytest.mark.parametrize(("shown", "about", "file", "row", "column"), BY_HAND)
def test_the_record_is_the_right_one(read, shown, about, file, row, column):
    _, found, _ = read["shipped"]
    here = [one for one in found if one.shown == shown and about in one.about]
    if not file:
        assert here == []
        return
    sources = [one.sources[0] for one in here if len(one.sources) == 1]
    names = [(r["file"], k["column"], " ".join(r["row"].values())) for r, k in sources]
    assert [n for n in names if n[:2] == (file, column) and all(word in n[2] for word in row.split())]


@pytest.mark.parametrize("study", STUDIES)
def test_pages_carry_their_traces(read, study):
    """Each mark of a page finds its record in the script beside it, and no script is asked for that is not there."""
    run, found, _ = read[study]
    for page in {one.page for one in found}:
        soup = BeautifulSoup((run / "html" / page).read_text("utf-8"), "lxml")
        (script,) = soup.select("script[src*='_static/traces/']")
        text = (run / "html" / page).parent.joinpath(script["src"]).read_text("utf-8")
        data = json.loads(text.removeprefix("window.twoarmTraces = ").rstrip(";\n"))
        tokens = [t for block in soup.select("[data-trace]") for t in block["data-trace"].split()]
        pairs = [part.split(".") for token in tokens if token != "-" for part in token.split("|")]
        assert {record for record, _ in pairs} == set(data["records"])
        assert {kind for _, kind in pairs} == set(data["numbers"])
        assert all("Place: " in said and "What: " in said for said in data["records"].values())


def test_a_trace_says_what_a_reader_asks(read):
    _, found, _ = read["shipped"]
    one = next(o for o in found if o.shown == "1.9" and "Operation time, min / Difference" in o.about)
    ((record, _),) = one.sources
    assert record["What"] == "Mean difference, Operation time"
    assert record["Method"] == "Welch's t interval and test"
    assert record["Patients"] == "30 VBS, 32 PKP"
    assert record["Interval"] == "−2.203 to 5.990, 95%"
    assert record["Of"] == "the simulated cohort"
    assert record["Place"].startswith("results.csv, section perioperative, variable operation_time")
    published = next(o for o in found if "C08" in o.about and o.shown == "0.13")
    assert {record["Of"] for record, _ in published.sources} == {"what was published"}
