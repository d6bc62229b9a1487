"""A release: what is copied, what its sheet says, and what is refused because of an earlier one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from diff_study import write_diff_study
from small_runs import write_run

from twoarm import cli
from twoarm.publish.records.manifest import digest
from twoarm.publish.releases.ledger import Ledger, open_ledger

MASKED = {"section": "follow_up", "variable": "leak", "n_treated": "<5", "n_control": "8 to 11"}
MASKED |= {"reason": "masked: fewer than 5 patients in a group behind it"}


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return open_ledger(tmp_path / "ledger")


@pytest.fixture
def runs(tmp_path, ledger, monkeypatch) -> Path:
    """The runs of one study in `_build`: as it was, again, with another value of one patient; and of a policy that masks."""
    monkeypatch.chdir(tmp_path)
    first, other = (write_diff_study(tmp_path / f"study-{n}", first=n) for n in (44, 41))
    masked = write_diff_study(tmp_path / "study-masked")
    spec = masked / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("{min_count: 0}", "{profile: hospital}"), "utf-8")
    runs = tmp_path / "_build" / "runs"
    write_run(runs / "first", first, ledger)
    write_run(runs / "again", first, ledger)
    write_run(runs / "corrected", other, ledger)
    write_run(runs / "masked", masked, ledger, (MASKED,))
    write_run(runs / "open", first, None)
    return runs


def released(name: str, to: str, *arguments: str) -> int:
    return cli.main(["release", name, "--to", to, "--ledger", "ledger", *arguments])


def sheet(folder: str) -> dict:
    return json.loads(Path(folder, "release.json").read_text("utf-8"))


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_what_was_published_and_nothing_else_for_others_to_read(runs, tmp_path):
    (runs / "first" / "html" / "notes.txt").write_text("not published")
    before = os.umask(0o077)
    try:
        assert released("first", "above/out") == 0
    finally:
        os.umask(before)
    out = tmp_path / "above" / "out"
    assert everything(out) == ["release.html", "release.json", "report", "report/html", "report/html/index.html",
                               "report/manifest.json", "report/results.csv"]  # fmt: skip
    paths = [out.parent, out, *out.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o755}
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o644}
    assert everything(out.parent) == ["out", *(f"out/{name}" for name in everything(out))]


def test_the_sheet_names_every_file_with_its_size_and_hash(runs, tmp_path):
    assert released("first", "out") == 0
    files = {file["file"]: file for file in sheet("out")["files"]}
    report = tmp_path / "out" / "report"
    assert set(files) == {p.relative_to(report).as_posix() for p in report.rglob("*") if p.is_file()}
    for name, told in files.items():
        assert (told["bytes"], told["sha256"]) == ((report / name).stat().st_size, digest(report / name))
    assert files["html/index.html"]["what"] == "page of the website"
    text = (tmp_path / "out" / "release.html").read_text("utf-8")
    assert all(name in text and told["sha256"] in text for name, told in files.items())


def test_the_sheet_says_what_is_masked_and_why(runs, tmp_path):
    assert released("masked", "out") == 0
    told = sheet("out")
    assert told["policy"]["profile"] == "hospital"
    assert [(m["column"], m["cells"]) for m in told["masked"]] == [
        ("n_treated", 1),
        ("n_control", 1),
        ("estimate", 1),
    ]
    assert told["masked"][-1]["why"] == MASKED["reason"]
    text = (tmp_path / "out" / "release.html").read_text("utf-8")
    assert "Counts from 1 to 4" in text or "1 to 4 read &lt;5" in text


def test_the_same_patients_with_the_same_values_are_released_again(runs):
    assert released("first", "one") == 0
    assert released("again", "two") == 0
    (earlier,) = sheet("two")["earlier"]
    assert (earlier["run"], earlier["patients_of_both"], earlier["patients_of_one_alone"]) == ("first", 24, 0)
    assert not earlier["too_close"]


def test_one_patient_with_another_value_is_refused_and_nothing_is_written(runs, tmp_path, ledger, capsys):
    assert released("first", "one") == 0
    assert released("corrected", "two") == 5
    said = capsys.readouterr().err
    assert "values of fewer than 5 patients of an arm are others: time (1)" in said
    assert '--overlap-accepted "WHY"' in said and "41" not in said
    assert not (tmp_path / "two").exists() and len(ledger.releases()) == 1


def test_the_override_needs_a_reason_which_is_written_down(runs, tmp_path, ledger):
    assert released("first", "one") == 0
    assert released("corrected", "two", "--overlap-accepted", " ") == 2
    assert released("corrected", "two", "--overlap-accepted", "a <typing> error, seen by the custodian") == 0
    told = sheet("two")
    assert told["accepted"] == "a <typing> error, seen by the custodian"
    assert told["earlier"][0]["too_close"]
    assert "a &lt;typing&gt; error" in (tmp_path / "two" / "release.html").read_text("utf-8")
    assert [entry.accepted for entry in ledger.releases()] == ["", told["accepted"]]


@pytest.mark.parametrize("order", [("first", "strict"), ("strict", "first")])
def test_the_stricter_of_two_policies_asks_for_more_patients(order, runs, tmp_path, ledger, capsys):
    strict = {
        **json.loads((runs / "first" / "manifest.json").read_text("utf-8"))["disclosure"],
        "min_count": 11,
    }
    fewer = tmp_path / "study-fewer"
    write_diff_study(fewer)
    for name in ("patients.csv", "visits.csv"):
        lines = (fewer / name).read_text("utf-8").splitlines()
        gone = tuple(f"P-{n}," for n in range(13, 25))
        (fewer / name).write_text("\n".join(x for x in lines if not x.startswith(gone)) + "\n", "utf-8")
    write_run(runs / "fewer", fewer, ledger)
    write_run(runs / "strict", fewer, ledger, disclosure=strict)
    assert released("fewer", "one") == 0
    assert released(order[0], "two") == 0
    assert released(order[1], "three") == 5
    assert "fewer than 11 patients are in one of both alone: 6 in new and 6 in old" in capsys.readouterr().err


def test_a_public_study_is_released_and_nothing_is_remembered(runs, tmp_path):
    assert cli.main(["release", "open", "--to", "out", "--ledger", "none"]) == 0
    assert not sheet("out")["remembered"] and not (tmp_path / "none").exists()


def test_a_run_of_another_key_or_of_an_earlier_version_is_built_again(runs, tmp_path, capsys):
    assert cli.main(["release", "first", "--to", "out", "--ledger", "other"]) == 3
    assert "built with another ledger" in capsys.readouterr().err
    manifest = json.loads((runs / "first" / "manifest.json").read_text("utf-8"))
    del manifest["keyed"]
    (runs / "first" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert released("first", "out") == 3
    assert "an earlier version built it" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_altered_file_is_refused(runs, tmp_path, capsys):
    (runs / "first" / "html" / "index.html").write_text("P-1")
    assert released("first", "out") == 3
    assert "html/index.html: not the file that was published" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone_and_an_empty_one_is_taken(runs, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    assert released("first", "out") == 7
    assert everything(tmp_path / "out") == ["thesis.txt"]
    (tmp_path / "out" / "thesis.txt").unlink()
    assert released("first", "out") == 0


@pytest.mark.parametrize(("name", "code"), [("first", 5), ("open", 0)])
def test_no_real_patients_in_a_checkout(name, code, runs, tmp_path):
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "_toc.yml").write_text("")
    assert released(name, "checkout/out") == code
    assert (tmp_path / "checkout" / "out").exists() == (not code)


def test_not_among_the_reports(runs):
    assert released("first", "_build/out") == 2


def test_a_release_that_cannot_be_put_in_its_place_is_not_remembered(runs, tmp_path, ledger, capsys):
    (tmp_path / "file").write_text("")
    assert released("first", "file/out") == 7
    assert ledger.releases() == []
