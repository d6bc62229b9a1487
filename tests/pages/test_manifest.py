"""The manifest says what a run was made of; two runs of the same input are the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from reports import digests

from twoarm.publish.records.circumstances import CIRCUMSTANCES, read_circumstances
from twoarm.publish.records.manifest import code_hash, commit_of


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def manifest(shipped_run) -> dict:
    return json.loads((shipped_run / "manifest.json").read_text("utf-8"))


def test_every_input_is_hashed_as_it_stands_in_the_checkout(manifest, book_copy):
    inputs = {
        name: value for name, value in manifest["inputs"].items() if name not in ("_toc.yml", "footer.json")
    }
    assert {
        *("data/patients.csv", "data/visits.csv", "data/study.yml", "data/dictionary.csv", "data/claims.yml"),
        *("_config.yml", "notebooks/02_perioperative.ipynb", "book/references.bib"),
    } <= set(inputs)
    assert {name: digest(book_copy / name) for name in inputs} == inputs


def test_the_data_are_those_that_the_generator_recorded(manifest, book_copy):
    recorded = (book_copy / "data" / "simulated.sha256").read_text("utf-8").split()
    assert manifest["inputs"]["data/patients.csv"] in recorded
    assert manifest["inputs"]["data/visits.csv"] in recorded


def test_every_file_of_the_run_is_hashed(manifest, shipped_run):
    found = digests(shipped_run)
    assert {name for name in found if name not in manifest["files"]} == {"manifest.json", CIRCUMSTANCES}
    assert {name: found[name] for name in manifest["files"]} == manifest["files"]


def test_what_the_data_are_and_what_made_them_is_said(manifest):
    assert manifest["data_kind"] == "simulated"
    assert manifest["notice"].startswith("Simulated cohort:")
    assert (manifest["run"], manifest["changed_parameters"]) == ("default", [])
    assert manifest["parameters"] == {
        "alpha": 0.05, "conf_level": None, "conf_level_in_force": 0.95, "imbalance": 0.1, "reconstructions": 20,
    }  # fmt: skip
    assert manifest["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert manifest["versions"]["scipy"] == version("scipy")
    assert manifest["versions"]["twoarm"] == version("twoarm")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_commit_is_the_book_s_own_and_says_when_files_differ_from_it(tmp_path):
    book = tmp_path / "book"
    (book / "data").mkdir(parents=True)
    (book / "data" / "study.yml").write_text("title: A")
    assert commit_of(book) == ""
    git(book, "init", "--quiet")
    assert commit_of(book) == ""
    git(book, "add", ".")
    git(book, "commit", "--quiet", "-m", "first")
    commit = git(book, "rev-parse", "HEAD")
    assert commit_of(book) == commit
    (book / "data" / "study.yml").write_text("title: B")
    assert commit_of(book) == f"{commit}-dirty"
    git(book, "checkout", "--quiet", ".")
    (book / "data" / "new.csv").write_text("")
    assert commit_of(book) == f"{commit}-dirty"
    assert commit_of(book / "data") == ""  # a repository around a folder is not the folder's


def test_the_hash_of_the_code_is_of_names_and_contents_and_of_nothing_compiled(tmp_path):
    package = tmp_path / "package"
    (package / "__pycache__").mkdir(parents=True)
    (package / "a.py").write_text("x = 1")
    first = code_hash(package)
    (package / "__pycache__" / "a.pyc").write_bytes(b"compiled")
    assert code_hash(package) == first
    (package / "a.py").write_text("x = 2")
    second = code_hash(package)
    (package / "a.py").rename(package / "b.py")
    assert len({first, second, code_hash(package)}) == 3


def test_no_place_on_this_machine_is_in_it(shipped_run, book_copy):
    assert str(book_copy) not in (shipped_run / "manifest.json").read_text("utf-8")


# Of a PNG: what it shows, and how large a point is. Every other part is text, a day or a profile.
SHOWN = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"sBIT", b"gAMA", b"sRGB"}


def parts(png: bytes) -> set[bytes]:
    """The kinds of parts that a PNG has."""
    found, at = set(), 8
    while at < len(png):
        found.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


def test_no_picture_says_when_where_or_by_what_it_was_made(shipped_run):
    pictures = {path.name: path.read_bytes() for path in shipped_run.rglob("*.png")}
    with zipfile.ZipFile(shipped_run / "supplement.docx") as archive:
        pictures |= {name: archive.read(name) for name in archive.namelist() if name.endswith(".png")}
    assert any(name.startswith("word/media") for name in pictures)
    assert {name: more for name, png in pictures.items() if (more := parts(png) - SHOWN)} == {}
    told = b"\x00\x00\x00\x04tEXtSoftCRC4"
    assert parts(b"\x89PNG\r\n\x1a\n" + told) == {b"tEXt"}


def test_what_is_published_can_be_read_and_reached(shipped_run, book_copy):
    files = {path.stat().st_mode & 0o777 for path in shipped_run.rglob("*") if path.is_file()}
    folders = {
        path.stat().st_mode & 0o777 for path in (shipped_run, *shipped_run.rglob("*")) if path.is_dir()
    }
    assert (files, folders) == ({0o644}, {0o755})
    assert (book_copy / "_build" / "html" / "index.html").resolve().is_relative_to(shipped_run)
    assert (book_copy / "_build" / "supplement.pdf").resolve() == shipped_run / "supplement.pdf"


def test_two_builds_of_the_same_input_are_the_same_bytes(shipped_run, fresh_book):
    """In another folder, another time zone and language, with another umask."""
    book = fresh_book()
    environment = os.environ | {
        "PYTHONPATH": str(book / "src"),
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "LANG": "C",
    }
    command = [sys.executable, "-m", "twoarm.cli", "build"]
    done = subprocess.run(
        command, cwd=book, env=environment, capture_output=True, text=True, check=False, umask=0o077
    )
    assert done.returncode == 0, done.stdout + done.stderr
    again = (book / "_build" / "runs" / "default").resolve()
    assert _but_circumstances(again) == _but_circumstances(shipped_run)


def _but_circumstances(run: Path) -> dict[str, str]:
    return {name: hashed for name, hashed in digests(run).items() if name != CIRCUMSTANCES}


def test_commit_and_duration_stand_beside_the_manifest_alone(manifest, shipped_run):
    told = read_circumstances(shipped_run)
    assert told["run"] == "default" and told["seconds"] > 0 and "commit" not in manifest
    assert told["commit"] == commit_of(shipped_run) == ""  # the copy of the checkout has no repository
