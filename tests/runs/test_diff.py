"""Two real runs compared by the command, and copies of them that were changed by hand."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html

from twoarm import cli
from twoarm.present.runs.difference import diff_runs
from twoarm.publish.records.manifest import code_hash

FILES = ["diff.json", "index.html"]


@pytest.fixture
def work(report, monkeypatch) -> Path:
    """The checkout in which the three runs have their names."""
    book = report("usual").book
    monkeypatch.chdir(book)
    return book


@pytest.fixture
def compare(work: Path, tmp_path: Path) -> Callable[..., tuple[int, dict, str]]:
    """``compare(a, b, *options)``: exit code, the record and the text of the page."""

    def run(a: Path | str, b: Path | str, *options: str) -> tuple[int, dict, str]:
        to = tmp_path / "page"
        code = cli.main(["diff", str(a), str(b), "--to", str(to), *options])
        assert sorted(p.name for p in to.iterdir()) == FILES
        return code, json.loads((to / "diff.json").read_text("utf-8")), (to / "index.html").read_text("utf-8")

    return run


@pytest.fixture
def copied(three_runs, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a run, to be changed."""
    return lambda name: shutil.copytree(three_runs["usual"], tmp_path / name)


def labels(run: Path) -> set[str]:
    """The figures of a run, each once."""
    return {p.stem for p in (run / "figures").glob("*.svg") if not p.stem.endswith("-narrow")}


def edit_manifest(run: Path, /, **changed: object) -> None:
    path = run / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")


def manifest(run: Path) -> dict:
    return json.loads((run / "manifest.json").read_text("utf-8"))


def edit_result(run: Path, analysis: str, **cells: str) -> None:
    """Change cells of the row of `time` that an analysis made."""
    path = run / "results.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = (r for r in rows if (r["variable"], r["analysis"]) == ("time", analysis))
    row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rename_variables(path: Path) -> None:
    """Every variable of a table as if it were one of another study."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("variable") if "variable" in header else len(header)
    renamed = [[f"other_{cell}" if i == at else cell for i, cell in enumerate(row)] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *renamed])


def words(page: str) -> str:
    """What a reader reads of the body, with plain blanks."""
    return " ".join(html.fromstring(page).find("body").text_content().split())


# Once


def test_two_runs_are_compared_once(compare, three_runs):
    calls = 0

    def counted(frame, event, _argument):
        nonlocal calls
        calls += event == "call" and frame.f_code is diff_runs.__code__

    sys.setprofile(counted)
    try:
        compare("usual", "usual")
    finally:
        sys.setprofile(None)
    assert calls == 1


# Alike


def test_a_run_and_itself(compare, three_runs, capsys):
    code, record, page = compare("usual", "usual")
    assert (code, record["alike"], record["causes"], record["flips"]) == (0, True, {}, [])
    assert record["figures"]["same"] == len(labels(three_runs["usual"])) > 1
    assert "The two runs are alike" in words(page)
    said = capsys.readouterr().out
    assert "The two runs are alike" in said and "page: " in said


def test_a_cause_without_an_effect_is_told_and_is_no_difference(compare, copied):
    run = copied("other")
    versions = manifest(run)["versions"] | {"numpy": "9.9.9"}
    edit_manifest(run, versions=versions)
    code, record, page = compare("usual", run)
    assert code == 0
    assert [c["name"] for c in record["causes"]["versions"]] == ["numpy"]
    assert "Versions differ between the runs; no result moved beyond the tolerance." in words(page)


def test_a_run_records_what_a_comparison_needs(three_runs, work):
    told = manifest(three_runs["usual"])
    assert told["code"] == code_hash(work / "src" / "twoarm")
    assert told["variables"]["time"] == {
        "label": "Operation time", "unit": "min", "kind": "continuous", "of": "", "decimals": 1,
    }  # fmt: skip
    assert told["visits"] == {"before": "before treatment", "after": "after a month"}
    assert told["arms"] == {"A": "new", "B": "old"}
    assert set(told["figures"]) == labels(three_runs["usual"])
    assert all(figure["caption"] and figure["alt"] for figure in told["figures"].values())


# Different


def test_another_level_is_a_parameter_and_its_flips_come_first(compare, three_runs):
    code, record, page = compare("usual", "stricter")
    assert code == 1
    assert {kind: [c["name"] for c in found] for kind, found in record["causes"].items()} == {
        "parameters": ["conf_level_in_force", "alpha"]
    }
    primary = [
        f["conclusion"]
        for f in record["flips"]
        if (f["row"]["variable"], f["row"].get("role")) == ("time", "primary")
    ]
    assert primary == ["interval", "p_value"]
    assert {x["a"] for x in record["tables"]["results"]["of_another_level"]} == {0.95}
    told = words(page)
    assert "Parameters differ between the runs; nothing else that the runs record does." in told
    assert "Operation time mean difference: Welch's t interval and test" in told
    assert "The interval of A lies wholly above no difference, that of B includes no difference." in told
    assert "P is below 0.05 in A and not below 0.01 in B." in told
    order = [
        told.index(heading)
        for heading in ("Cause", "Conclusions that flipped", "Numbers that moved", "Figures")
    ]
    assert order == sorted(order)


def test_the_other_way_round_the_conclusions_are_turned(compare, three_runs):
    _, _, page = compare("stricter", "usual")
    assert "The interval of A includes no difference, that of B lies wholly above no difference." in words(
        page
    )


def test_another_value_of_one_patient_is_the_data(compare, three_runs):
    code, record, page = compare("usual", "other-data")
    assert code == 1
    assert {kind: [c["name"] for c in found] for kind, found in record["causes"].items()} == {
        "data": ["data/patients.csv"]
    }
    moved = {row["row"]["variable"] for row in record["tables"]["results"]["moved"]}
    assert moved == {"time"}
    (change,) = (
        row["changed"]["estimate"]
        for row in record["tables"]["results"]["moved"]
        if row["row"]["analysis"] == "mean_difference"
    )
    assert change["a"] - change["b"] == pytest.approx(3 / 12)  # three minutes less of one patient in twelve
    assert "Data differ between the runs" in words(page)


def test_pictures_that_differ_stand_side_by_side_with_what_they_show(compare, three_runs):
    _, record, page = compare("usual", "other-data")
    pictures = html.fromstring(page).findall(".//img")
    assert len(pictures) == 2 * len(record["figures"]["differing"]) > 0
    assert all(picture.get("src").startswith("data:image/svg+xml;base64,") for picture in pictures)
    assert [picture.get("alt")[:3] for picture in pictures] == ["A: ", "B: "] * (len(pictures) // 2)
    assert all(
        len(picture.get("alt")) > 40 and "describes nowhere" not in picture.get("alt") for picture in pictures
    )


def test_numbers_that_moved_without_a_cause(compare, copied):
    run = copied("other")
    edit_result(run, "mean_difference", estimate="3.3")
    listed = manifest(run)["files"]
    edit_manifest(run, files=listed | {"results.csv": sha256((run / "results.csv").read_bytes()).hexdigest()})
    code, record, page = compare("usual", run)
    assert (code, record["causes"]) == (1, {})
    assert "No cause is recorded" in words(page)


def test_a_table_that_is_not_the_published_one_is_a_cause(compare, copied):
    run = copied("other")
    edit_result(run, "mean_difference", estimate="3.3")
    code, record, page = compare("usual", run)
    assert code == 1
    assert list(record["causes"]) == ["altered"]
    assert "A file of a run is not the one that the run published" in words(page)


@pytest.mark.parametrize(("tolerance", "code"), [("0.011", 0), ("0.009", 1)])
def test_the_tolerance_on_both_sides_of_its_bound(tolerance, code, compare, copied):
    """The interval is the unit here: it is wider than the estimate is large."""
    run = copied("other")
    with (run / "results.csv").open(encoding="utf-8", newline="") as file:
        row = next(
            r for r in csv.DictReader(file) if (r["variable"], r["analysis"]) == ("time", "mean_difference")
        )
    width = float(row["high"]) - float(row["low"])
    assert width > float(row["estimate"])
    edit_result(run, "mean_difference", estimate=repr(float(row["estimate"]) + 0.01 * width))
    assert compare("usual", run, "--tolerance", tolerance)[0] == code


def test_an_estimate_that_is_no_longer_made(compare, copied):
    run = copied("other")
    gone = dict.fromkeys(("estimate", "low", "high", "conf_level", "p_value", "p_adjusted"), "")
    edit_result(run, "mean_difference", **gone, reason="no spread")
    code, record, page = compare("usual", run)
    assert code == 1
    assert record["flips"][0]["conclusion"] == "estimable"
    assert "A has an estimate or a P, B has none: no spread." in words(page)


# What the page is


def test_the_same_two_runs_give_the_same_bytes(compare, three_runs, tmp_path):
    compare("usual", "other-data")
    before = [(tmp_path / "page" / name).read_bytes() for name in FILES]
    compare("usual", "other-data")
    assert [(tmp_path / "page" / name).read_bytes() for name in FILES] == before
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_nothing_of_this_machine_and_no_request_is_in_it(compare, three_runs, work, tmp_path):
    compare(three_runs["usual"], three_runs["stricter"])
    for name in FILES:
        text = re.sub(r"base64,[^\"]*", "", (tmp_path / "page" / name).read_text("utf-8"))
        assert str(work) not in text and str(tmp_path) not in text and "://" not in text
        assert "<script" not in text and not re.search(r"\d\d:\d\d:\d\d", text)


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"


def test_hostile_labels_are_text(compare, copied):
    run = copied("other")
    labels = {"time": manifest(run)["variables"]["time"] | {"label": HOSTILE, "unit": HOSTILE}}
    figures = {name: {"caption": HOSTILE, "alt": HOSTILE} for name in manifest(run)["figures"]}
    edit_manifest(
        run, variables=labels, title=HOSTILE, notice=HOSTILE, figures=figures, visits={"after": HOSTILE}
    )
    edit_result(run, "mean_difference", p_value="0.9", unit=HOSTILE, reason=HOSTILE)
    picture = next((run / "figures").glob("*.svg"))
    picture.write_text(picture.read_text("utf-8").replace("</svg>", "<!-- other --></svg>"), "utf-8")
    _, _, page = compare(run, "usual")
    document = html.fromstring(page)
    assert document.findall(".//script") == []
    assert {picture.get("src")[:5] for picture in document.findall(".//img")} == {"data:"}
    assert HOSTILE in document.text_content()


def test_the_notice_of_either_run_stands_above_all(compare, copied):
    run = copied("other")
    notice = "Simulated cohort: shows how the report works; says nothing about new or old."
    edit_manifest(run, notice=notice)
    for pair in (("usual", run), (run, "usual"), (run, run)):
        page = html.fromstring(compare(*pair)[2])
        assert [p.text for p in page.findall(".//p[@class='notice']")] == [notice]
    assert html.fromstring(compare("usual", "usual")[2]).findall(".//p[@class='notice']") == []


# Where it lies, and who may read it


def test_it_lies_in_the_book_s_own_folder(work, three_runs, capsys):
    assert cli.main(["diff", "usual", "stricter"]) == 1
    assert "page: _build/diffs/usual-against-stricter/index.html" in capsys.readouterr().out
    assert sorted(p.name for p in (work / "_build" / "diffs" / "usual-against-stricter").iterdir()) == FILES


@pytest.mark.parametrize("private", [True, False])
def test_who_may_read_it(private, work, three_runs, tmp_path):
    runs = [shutil.copytree(three_runs["usual"], tmp_path / name) for name in ("a", "b")]
    assert manifest(runs[0])["private"] is True  # a real study that nobody called public
    for run in runs[: 1 if private else 2]:
        edit_manifest(run, private=False)
    before = os.umask(0o077)
    try:
        assert cli.main(["diff", *map(str, runs), "--to", str(tmp_path / "page")]) == 0
    finally:
        os.umask(before)
    modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "page").iterdir()}
    assert (modes, (tmp_path / "page").stat().st_mode & 0o777) == (
        ({0o600}, 0o700) if private else ({0o644}, 0o755)
    )


def test_a_run_that_does_not_say_whether_it_is_private_is(copied):
    from twoarm.publish.records.finished_run import read_run

    run = copied("other")
    told = manifest(run)
    del told["private"]
    (run / "manifest.json").write_text(json.dumps(told), "utf-8")
    assert read_run(run).private


def test_a_folder_of_something_else_is_left_alone(work, three_runs, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    assert cli.main(["diff", "usual", "stricter", "--to", str(tmp_path / "mine")]) == 7
    assert "mine: not a folder of index.html and diff.json alone" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


# Usage, and runs that are damaged


def test_a_run_that_is_not_there(work, three_runs, capsys):
    assert cli.main(["diff", "usual", "stric"]) == 2
    said = capsys.readouterr().err
    assert "stric: neither a run nor a folder" in said
    assert all(name in said for name in three_runs)


@pytest.mark.parametrize("tolerance", ["nan", "inf", "-0.1", "-inf"])
def test_a_tolerance_that_is_none(tolerance, work, three_runs, capsys):
    assert cli.main(["diff", "usual", "stricter", f"--tolerance={tolerance}"]) == 2
    assert "--tolerance: not a finite number from 0 on" in capsys.readouterr().err


def without_a_column(run: Path) -> None:
    path = run / "results.csv"
    path.write_text(path.read_text("utf-8").replace("p_adjusted", "p_corrected", 1), "utf-8")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda run: (run / "manifest.json").unlink(), "manifest.json: no such file"),
    "no JSON": (lambda run: (run / "manifest.json").write_text("{"), "manifest.json: not JSON in UTF-8"),
    "a list": (lambda run: (run / "manifest.json").write_text("[]"), "manifest.json: not an object"),
    "no parameters": (lambda run: edit_manifest(run, parameters=1), "manifest.json, parameters: missing"),
    "no level": (
        lambda run: edit_manifest(run, parameters={}),
        "manifest.json, parameters, alpha: not a level",
    ),
    "a name that climbs": (
        lambda run: edit_manifest(run, run="../../x"),
        "manifest.json, run: not a name of a run",
    ),
    "labels that are none": (
        lambda run: edit_manifest(run, variables={"time": {"label": 1}}),
        "variables: missing, or",
    ),
    "visits that are none": (
        lambda run: edit_manifest(run, visits={"after": 1}),
        "visits: missing, or of another kind",
    ),
    "no results": (lambda run: (run / "results.csv").unlink(), "results.csv: no such file"),
    "no claims": (lambda run: (run / "claims.csv").unlink(), "claims.csv: no such file"),
    "other columns": (
        without_a_column,
        "results.csv: other columns than this version writes (without p_adjusted)",
    ),
    "no number": (lambda run: edit_result(run, "mean_difference", low="x1"), "low: not a number"),
    "no figure": (lambda run: [p.unlink() for p in (run / "figures").glob("*.svg")], ".svg: no such file"),
    "a table that is none": (
        lambda run: (run / "results.csv").write_bytes(b"a,b\n\xff"),
        "a byte that is not UTF-8",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_run(damage, work, copied, capsys, tmp_path):
    harm, said = DAMAGES[damage]
    run = copied("damaged")
    harm(run)
    assert cli.main(["diff", "usual", str(run), "--to", str(tmp_path / "page")]) == 3
    err = capsys.readouterr().err
    assert said in err
    assert str(tmp_path) not in err and "x1" not in err
    assert not (tmp_path / "page").exists()


def test_a_table_that_an_earlier_version_did_not_write_is_left_out(compare, copied):
    run = copied("earlier")
    files = {name: value for name, value in manifest(run)["files"].items() if name != "specifications.csv"}
    (run / "specifications.csv").unlink()
    edit_manifest(run, files=files)
    code, record, _ = compare("usual", run)
    assert code == 0
    assert "specifications" not in record["tables"]


def test_two_studies_have_nothing_in_common(compare, three_runs, copied):
    run = copied("other")
    for path in run.glob("*.csv"):
        rename_variables(path)
    code, record, page = compare("usual", run)
    assert code == 1
    assert record["flips"] == [] and record["tables"]["results"]["rows_in_both"] == 0
    assert "The two runs have no row in common" in words(page)
    assert "leads to the same conclusion" not in words(page)
